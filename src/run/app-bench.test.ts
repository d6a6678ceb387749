/** Apps on a real log; the models say what the test tells them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { scriptedModel } from "../../test/support/scripted-model.ts";
import type { Call } from "../record/call.ts";
import { type Message, textMessage, textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { pending, plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { type AppBench, appBench } from "./app-bench.ts";
import type { AppPiece } from "./app-reading.ts";
import type { AskInput } from "./ask.ts";

const PAGE =
  "<!doctype html>\n<html><head><title>Tip</title></head>\n<body>\n<h1>Tip</h1>\n<button>Go</button>\n</body></html>";
const CALL_COST = 1_000_000;
const HIGH_COST = 3_000_000;

let dir: string;
let store: Store;
let apps: AppBench;
let asked: AskInput[];
let answers: (string | { text: string; ends: "length" | "error" })[];
let contextTokens: number | undefined;
let onAsk: (() => Promise<void>) | undefined;
const ids = testIds();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-app-bench-"));
  store = await openStore({ dir, now: () => 5 });
  asked = [];
  answers = [];
  contextTokens = undefined;
  onAsk = undefined;
  let now = 1_700_000_000_000;
  apps = appBench({
    log: store,
    now: () => now++,
    newId: ids,
    prepare: async ({ prompt, system, messages = [], model = "test/model", options = {} }) => {
      if (model === "test/none") throw new SetupError("There is no model `test/none`.");
      const tokens = contextTokens === undefined ? {} : { contextTokens };
      const made = {
        ...scriptedModel(),
        id: model,
        capabilities: { ...scriptedModel().capabilities, maxOutputTokens: 9, ...tokens },
      };
      const said: Message[] = [
        ...(system === undefined ? [] : [textMessage("system", system)]),
        ...messages,
        ...(prompt === undefined ? [] : [textMessage("user", prompt)]),
      ];
      return { model: made, request: { model, messages: said, options } };
    },
    estimate: async ({ model }) => ({
      model: model.id,
      calls: 1,
      assumptions: [],
      picodollars: { low: CALL_COST, high: HIGH_COST },
    }),
    ask: answer,
  });
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function answer(input: AskInput): Promise<Call> {
  asked.push(input);
  await onAsk?.();
  const said = answers.shift() ?? "I am done.";
  const text = typeof said === "string" ? said : said.text;
  const broken = typeof said === "string" ? undefined : said.ends;
  const call = plainCall(ids(), "", text, {
    request: input.request,
    origin: input.origin,
    ...(input.parent ? { parent: input.parent } : {}),
    ...(broken === "length" ? { finish: { reason: "length" } } : {}),
    ...(broken === "error"
      ? { finish: { reason: "error" as const }, error: { kind: "network" as const, message: "The line broke." } }
      : {}),
  });
  for (const character of text) input.onEvent?.({ type: "text-delta", text: character });
  await store.begin(pending(call));
  await store.complete(call, []);
  return call;
}

function whole(content: string, type = "html", title = "Tip"): string {
  return `Here it is.\n<artifact identifier="app" type="${type}" title="${title}">\n${content}\n</artifact>`;
}

function update(...pairs: [string, string][]): string {
  const inner = pairs.map(([a, b]) => `<old_str>${a}</old_str>\n<new_str>${b}</new_str>`).join("\n");
  return `<artifact identifier="app" type="update">\n${inner}\n</artifact>`;
}

async function made(content = PAGE): Promise<string> {
  answers.push(whole(content));
  const { app } = await apps.make("a tip calculator");
  return app?.id ?? "";
}

function lastPrompt(): string {
  return textOf(asked.at(-1)?.request.messages.at(-1)?.parts ?? []);
}

const error = { kind: "error", text: "x is not defined", line: 5 };

describe("making", () => {
  test("keeps the document as version 1, named by the model, with its call", async () => {
    answers.push(whole(PAGE, "html", "Tip calculator"));
    const begun: object[] = [];
    const pieces: AppPiece[] = [];
    const outcome = await apps.make("a tip calculator", {
      onBegin: (each) => begun.push(each),
      onPiece: (piece) => pieces.push(piece),
    });
    const { app, version } = outcome;
    expect(app).toMatchObject({ name: "Tip calculator", kind: "html" });
    expect(version).toMatchObject({ number: 1, how: "made", prompt: "a tip calculator", call: outcome.calls[0]?.id });
    expect(begun).toEqual([{ app: app?.id, version: version?.id }]);
    expect((await apps.show("tip calculator")).content).toBe(PAGE);
    expect(pieces.map((piece) => (piece.type === "text" ? piece.text : "")).join("")).toBe(PAGE);
    expect(asked[0]?.origin).toEqual({ command: "app", ref: `app/${app?.id}` });
    expect(textOf(asked[0]?.request.messages[0]?.parts ?? [])).toContain("<old_str>");
  });

  test("names an app by its own title, or by what was asked", async () => {
    answers.push(PAGE, "<artifact type='html'><p>hi</artifact>");
    expect((await apps.make("one")).app?.name).toBe("Tip");
    expect((await apps.make("say  hi\nto me")).app?.name).toBe("say hi to me");
    answers.push(PAGE);
    expect((await apps.make("one", { name: "Mine" })).app?.name).toBe("Mine");
  });

  test("asks once more for a document that did not come, and says so if it never does", async () => {
    answers.push("What colour?", whole(PAGE));
    const outcome = await apps.make("x");
    expect(outcome.version?.tried).toEqual([outcome.calls[0]?.id]);
    expect(outcome.version?.call).toBe(outcome.calls[1]?.id);
    expect(outcome.calls[1]?.parent).toBe(outcome.calls[0]?.id);
    const none = await apps.make("y");
    expect(none).toMatchObject({ problem: "test/model wrote no document: ask otherwise, or ask another model." });
    expect(none.calls).toHaveLength(3);
    expect(none.app).toBeUndefined();
    expect(await apps.list()).toHaveLength(1);
  });

  test("keeps what had come when the answer breaks off, and marks it", async () => {
    answers.push({ text: '<artifact type="html">\n<!doctype html><p>half</ar', ends: "error" });
    const outcome = await apps.make("x");
    expect(outcome).toMatchObject({ interrupted: true, problem: "The line broke." });
    expect(outcome.version?.interrupted).toBe(true);
    expect((await apps.show(outcome.app?.id ?? "")).content).toBe("<!doctype html><p>half");
  });

  test("of a model too small for the rules is asked plainly, once", async () => {
    contextTokens = 1024;
    answers.push(PAGE);
    await apps.make("a tip calculator");
    expect(asked[0]?.request.messages).toEqual([textMessage("user", "a tip calculator")]);
    answers.push(PAGE.replace("Go", "Run"));
    await apps.edit("Tip", "Call the button Run.");
    expect(asked[1]?.request.messages).toEqual([
      textMessage("user", "a tip calculator"),
      textMessage("assistant", PAGE),
      textMessage("user", "Call the button Run."),
    ]);
    expect((await apps.versions("Tip")).map(({ version }) => version.how)).toEqual(["made", "rewritten"]);
    expect((await apps.make("nothing")).calls).toHaveLength(1);
  });

  test("of another kind", async () => {
    answers.push("# Plan\n\nBe good.");
    const { app } = await apps.make("a plan", { kind: "markdown" });
    expect(app).toMatchObject({ kind: "markdown", name: "Plan" });
  });
});

describe("a budget", () => {
  test("that the first call could pass is refused before it is sent", async () => {
    await expect(apps.make("x", { budgetUsd: 0.000001 })).rejects.toThrow("more than the budget of $0.000001");
    expect(asked).toHaveLength(0);
  });

  test("stops further calls of the same wish", async () => {
    answers.push("Hm.", whole(PAGE));
    const outcome = await apps.make("x", { budgetUsd: 3.5e-6 });
    expect(outcome.calls).toHaveLength(1);
    expect(outcome.problem).toContain("could pass the budget of $0.0000035");
  });
});

describe("a change", () => {
  test("by pairs is a version that knows what it came from", async () => {
    const app = await made();
    answers.push(
      update(["<h1>Tip</h1>", "<h1>Top</h1>"], ["<button> Go </button>", "x"], ["<button>Go", "<button class=a>Go"]),
    );
    answers.push(update(["<p>never</p>", ""]));
    answers.push(whole(PAGE.replaceAll("Tip", "Top"), "html", "Top"));
    const { version, calls } = await apps.edit(app, "Call it Top");
    expect(version).toMatchObject({ number: 2, how: "rewritten", prompt: "Call it Top" });
    expect(calls).toHaveLength(3);
    answers.push(update(["<h1>Top</h1>", "<h1>Tap</h1>"]));
    const second = await apps.edit(app, "Call it Tap");
    expect(second.version).toMatchObject({ number: 3, how: "edited", parent: version?.id });
    expect((await apps.show(app)).content).toBe(PAGE.replaceAll("Tip", "Top").replace("<h1>Top", "<h1>Tap"));
    expect(lastPrompt()).toContain("- a tip calculator\n- Call it Top");
  });

  test("whose pairs fail tells the model which, with the nearest text, once", async () => {
    const app = await made();
    answers.push(update(["<h1>Tip</h1>", "<h1>Top</h1>"], ["<button class=b>Go</button>", "<b>Go</b>"]));
    answers.push(update(["<button>Go</button>", "<b>Go</b>"]));
    const { version, calls, failed } = await apps.edit(app, "x");
    expect(calls).toHaveLength(2);
    expect(lastPrompt()).toContain(
      "Not found:\n<button class=b>Go</button>\nThe nearest text in the document is:\n<button>Go</button>",
    );
    expect(failed).toEqual([]);
    expect(version).toMatchObject({ how: "edited", tried: [calls[0]?.id] });
    expect((await apps.show(app)).content).toBe(
      PAGE.replace("<h1>Tip", "<h1>Top").replace("<button>Go</button>", "<b>Go</b>"),
    );
  });

  test("that never finds one of its pairs keeps the others and says so", async () => {
    const app = await made();
    answers.push(update(["<h1>Tip</h1>", "<h1>Top</h1>"], ["<p>no</p>", ""]), update(["<p>no</p>", ""]), "I cannot.");
    const { version, problem } = await apps.edit(app, "x");
    expect(problem).toBeDefined();
    expect(version).toMatchObject({ how: "edited", number: 2 });
    expect((await apps.show(app)).content).toContain("<h1>Top</h1>");
  });

  test("without a pair that can be read is no change: asked again for pairs, then for all", async () => {
    const app = await made();
    answers.push('<artifact type="update">make it red</artifact>', "Sorry.", "Sorry.");
    const { version, problem, calls } = await apps.edit(app, "x");
    expect(version).toBeUndefined();
    expect(calls).toHaveLength(3);
    expect(problem).toBe("test/model wrote no document: ask otherwise, or ask another model.");
    expect(await apps.versions(app)).toHaveLength(1);
  });

  test("that leaves parts out is asked for again as a whole", async () => {
    const app = await made();
    answers.push(
      whole("<!doctype html>\n<html><!-- rest of the page unchanged --></html>"),
      whole(PAGE.replace("Go", "Run")),
    );
    const { version } = await apps.edit(app, "x");
    expect(version?.how).toBe("rewritten");
    expect((await apps.show(app)).content).toContain("<button>Run</button>");
    answers.push("```html\n<button>Stop</button>\n```", whole(PAGE.replace("Go", "Stop")));
    await apps.edit(app, "y");
    expect((await apps.show(app)).content).toContain("<html>");
  });

  test("that breaks off keeps the pairs that were whole", async () => {
    const app = await made();
    answers.push({ text: update(["<h1>Tip</h1>", "<h1>Top</h1>"], ["<button>", "<b"]).slice(0, 150), ends: "length" });
    const { version, problem } = await apps.edit(app, "x");
    expect(version).toMatchObject({ interrupted: true, how: "edited" });
    expect(problem).toContain("longest length");
    expect((await apps.show(app)).content).toBe(PAGE.replace("<h1>Tip", "<h1>Top"));
  });

  test("to the same is none", async () => {
    const app = await made();
    answers.push(whole(PAGE));
    expect(await apps.edit(app, "x")).toMatchObject({ problem: "The model changed nothing." });
    expect(await apps.versions(app)).toHaveLength(1);
  });

  test("waits for no other: a second wish at the same time is refused", async () => {
    const app = await made();
    const refused: unknown[] = [];
    onAsk = async () => {
      for (const work of [() => apps.edit(app, "y"), () => apps.handEdit(app, "<p>"), () => apps.restore(app, 1)])
        refused.push(await work().catch((each: unknown) => String(each)));
    };
    answers.push(update(["Go", "Run"]));
    await apps.edit(app, "x");
    expect(refused).toHaveLength(3);
    for (const each of refused) expect(each).toContain("is being changed just now");
    onAsk = undefined;
    answers.push(update(["Run", "Stop"]));
    expect((await apps.edit(app, "z")).version?.number).toBe(3);
  });
});

describe("mending", () => {
  test("tells the first five faults, each once, with its line", async () => {
    const app = await made();
    answers.push(update(["Go", "Run"]));
    const many = Array.from({ length: 9 }, (_, index) => ({ kind: "rejection", text: `no ${"abcdefghi"[index]}` }));
    const { version } = await apps.fix(app, [error, { ...error, line: 5 }, { kind: "log", text: "hello" }, ...many]);
    expect(lastPrompt()).toContain("- error at line 5 (2 times): x is not defined\n   the line: <button>Go</button>");
    expect(lastPrompt()).toContain("+ 5 more");
    expect(lastPrompt()).not.toContain("hello");
    expect(version?.how).toBe("fixed");
    expect(version?.problems).toHaveLength(5);
  });

  test("is not tried twice for the same fault, though it was undone, or came to nothing", async () => {
    const app = await made();
    answers.push(update(["Go", "Run"]));
    await apps.fix(app, [error]);
    await expect(apps.fix(app, [{ ...error, line: 9 }])).rejects.toThrow("tried before");
    await apps.undo(app);
    await expect(apps.fix(app, [error])).rejects.toThrow("tried before");
    answers.push("No.", "No.", "No.");
    const other = { kind: "rejection", text: "timed out after 31 ms" };
    expect((await apps.fix(app, [other])).version).toBeUndefined();
    await expect(apps.fix(app, [{ ...other, text: "timed out after 29 ms" }])).rejects.toThrow("tried before");
  });

  test("may be tried again after a new wish", async () => {
    const app = await made();
    answers.push(update(["Go", "Run"]), update(["Run", "Stop"]), update(["Stop", "Halt"]));
    await apps.fix(app, [error]);
    await apps.edit(app, "x");
    expect((await apps.fix(app, [error])).version?.how).toBe("fixed");
  });

  test("ends after three repairs in a row", async () => {
    const app = await made();
    for (const letter of ["a", "b", "c"]) {
      answers.push(whole(`${PAGE}<!--${letter}-->`));
      expect((await apps.fix(app, [{ kind: "error", text: letter }])).version?.how).toBe("fixed");
    }
    await expect(apps.fix(app, [{ kind: "error", text: "d" }])).rejects.toThrow("3 repairs in a row");
  });

  test("asks the model that wrote last, unless another is named", async () => {
    answers.push(whole(PAGE));
    const { app } = await apps.make("x", { model: "test/other" });
    answers.push(update(["Go", "Run"]), update(["Run", "Stop"]));
    await apps.edit(app?.id ?? "", "y");
    expect(asked.at(-1)?.request.model).toBe("test/other");
    await apps.fix(app?.id ?? "", [error], { model: "test/third" });
    expect(asked.at(-1)?.request.model).toBe("test/third");
  });

  test("of nothing is refused", async () => {
    const app = await made();
    await expect(apps.fix(app, [{ kind: "log", text: "hello" }])).rejects.toThrow("reported no fault");
  });
});

describe("versions", () => {
  test("are undone step by step, and nothing is lost", async () => {
    const app = await made();
    await apps.handEdit(app, `${PAGE}2`);
    await apps.handEdit(app, `${PAGE}3`);
    expect((await apps.undo(app)).how).toBe("restored");
    expect((await apps.show(app)).content).toBe(`${PAGE}2`);
    await apps.undo(app);
    expect((await apps.show(app)).content).toBe(PAGE);
    await expect(apps.undo(app)).rejects.toThrow("there is nothing to undo");
    await apps.restore(app, 3);
    expect((await apps.show(app)).content).toBe(`${PAGE}3`);
    expect((await apps.versions(app)).map(({ version }) => version.how)).toEqual([
      "made",
      "by hand",
      "by hand",
      "restored",
      "restored",
      "restored",
    ]);
    await expect(apps.restore(app, 99)).rejects.toThrow("has no version 99");
  });

  test("are compared, and marked as reviewed", async () => {
    const app = await made();
    await apps.handEdit(app, PAGE.replace("Go", "Run"));
    const changed = (await apps.compare(app, 1, 2)).filter(({ sign }) => sign !== "same");
    expect(changed).toEqual([
      { sign: "removed", lines: ["<button>Go</button>"] },
      { sign: "added", lines: ["<button>Run</button>"] },
    ]);
    expect((await apps.review(app, 2, true)).reviewedAt).toBeGreaterThan(0);
    expect((await apps.review(app, 2, false)).reviewedAt).toBeUndefined();
  });

  test("by hand of the same text are none; of no text are refused", async () => {
    const app = await made();
    expect((await apps.handEdit(app, PAGE)).number).toBe(1);
    await expect(apps.handEdit(app, " \n")).rejects.toThrow(SetupError);
  });

  test("tell their model and what they cost, tries included; an app tells the sum", async () => {
    answers.push("Hm.", whole(PAGE));
    const { app } = await apps.make("x");
    await apps.handEdit(app?.id ?? "", "<p>");
    expect(await apps.versions("Tip")).toMatchObject([
      { model: "test/model", picodollars: 2 * CALL_COST, outputTokens: 5 },
      { picodollars: 0 },
    ]);
    expect(await apps.list()).toMatchObject([
      { versions: 2, calls: 2, picodollars: 2 * CALL_COST, model: "test/model" },
    ]);
    await store.remove({});
    const [first] = await apps.versions("Tip");
    expect(first?.model).toBeUndefined();
    expect(first?.picodollars).toBeUndefined();
  });
});

describe("an app", () => {
  test("is forked: the copy knows where it comes from and goes its own way", async () => {
    const app = await made();
    await apps.handEdit(app, "<p>2");
    const copy = await apps.fork(app, { number: 1, name: "Other" });
    expect(copy.app).toMatchObject({ name: "Other", forkedFrom: (await apps.versions(app))[0]?.version.id });
    await apps.handEdit("Other", "<p>other");
    expect((await apps.show(app)).content).toBe("<p>2");
    expect((await apps.fork(app)).app.name).toBe("Tip (copy)");
  });

  test("is renamed, removed, brought back, forgotten", async () => {
    const app = await made();
    expect((await apps.rename(app, "  Top  ")).name).toBe("Top");
    await expect(apps.rename(app, " ")).rejects.toThrow("needs a name");
    expect((await apps.remove(app)).deletedAt).toBeGreaterThan(0);
    expect(await apps.list()).toEqual([]);
    await apps.bringBack(app);
    expect(await apps.list()).toHaveLength(1);
    await apps.forget(app);
    await expect(apps.find(app)).rejects.toThrow(`There is no app \`${app}\`: \`penny app list\` shows them.`);
  });

  test("may ask a model when it is allowed to", async () => {
    const app = await made();
    const ask = { model: "test/model", budgetUsd: 1, perMinute: 2 };
    expect((await apps.allowAsk(app, ask)).ask).toEqual(ask);
    expect((await apps.allowAsk(app, null)).ask).toBeUndefined();
  });

  test("comes from a model that is there, or nothing is begun", async () => {
    await expect(apps.make("x", { model: "test/none" })).rejects.toThrow("test/none");
    await expect(apps.make("  ")).rejects.toThrow("nothing to make");
    expect(asked).toEqual([]);
  });
});

describe("a file", () => {
  test("goes out with policy and origin, and comes in again as it was", async () => {
    const app = await made();
    await apps.review(app, 1, true);
    const { fileName, text } = await apps.exportApp(app);
    expect(fileName).toBe("tip.html");
    expect(
      text.startsWith('<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\';'),
    ).toBe(true);
    expect(text).toContain("written by: test/model\ndate: 2023-11-1");
    expect(text).toMatch(/prompt SHA-256: [0-9a-f]{64}\ncost in USD: 0\.000001\nreviewed by a person: yes/);
    const { app: copy, content } = await apps.importApp(text, "/x/tip.html");
    expect(content).toBe(PAGE);
    expect(copy.id).toBe(app);
    await apps.handEdit(app, "<p>other");
    const second = await apps.importApp(text, "tip.html");
    expect(second.app.id).not.toBe(app);
    expect(second.version).toMatchObject({ how: "imported", number: 1 });
    expect(second.version.reviewedAt).toBeUndefined();
  });

  test("of a fork tells who wrote what it began as", async () => {
    const app = await made();
    await apps.fork(app, { name: "Other" });
    expect((await apps.exportApp("Other")).text).toContain("written by: test/model");
  });

  test("is the source alone where that is wanted", async () => {
    answers.push("graph TD\n A-->B");
    await apps.make("x", { kind: "mermaid", name: "Überblick: A/B" });
    expect(await apps.exportApp("Überblick: A/B", { source: true })).toEqual({
      fileName: "uberblick-a-b.mmd",
      text: "graph TD\n A-->B",
      embedded: [],
    });
  });
});
