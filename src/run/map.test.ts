import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scriptedModel } from "../../test/support/scripted-model.ts";
import type { Call } from "../record/call.ts";
import { requestHash, sha256 } from "../record/hash.ts";
import { idSource } from "../record/id.ts";
import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import type { ResultRow } from "../store/result-writer.ts";
import type { AskInput } from "./ask.ts";
import { systemClock } from "./clock.ts";
import { filesInHand } from "./files-in-hand.ts";
import { type MapContext, map } from "./map.ts";
import type { MapForecast, MapJob, MapReport, MapSettings } from "./map-job.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "penny-map-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface World {
  context: MapContext;
  /** Texts that were sent, in order. */
  sent: string[];
  /** Picodollars that calls cost, by their number. */
  costOf: (index: number) => number;
  fails: (text: string) => boolean;
  /** Runs before a call ends. */
  during: (text: string) => Promise<unknown>;
}

const READ_FILES: { [name: string]: string } = { "./a.txt": "letter a", "./b.txt": "letter b", "fixed.txt": "fixed" };

/** A world in which every call answers what it was asked, and costs 10 picodollars of 1,000 that it might. */
function world(): World {
  const newId = idSource(systemClock.now, randomBytes);
  const log = new Map<string, Call>();
  const running = new Map<string, Promise<Call>>();
  const found: World = {
    context: {} as MapContext,
    sent: [],
    costOf: () => 10,
    fails: () => false,
    during: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const made = async (input: AskInput, hash: string): Promise<Call> => {
    const parts = input.request.messages.at(-1)?.parts ?? [];
    const text = textOf(parts);
    const index = found.sent.push(text) - 1;
    await found.during(text);
    const call: Call = {
      id: newId(),
      hash,
      request: input.request,
      parts: [{ type: "text", text: `=${text}` }],
      finish: { reason: "stop" },
      usage: { inputTokens: 2, outputTokens: 1 },
      cost: { picodollars: found.costOf(index), basis: "ledger" },
      timing: { startedAt: 0, endedAt: 1, queueMs: 0, retryMs: 0, modelMs: 100 },
      attempts: [{ startedAt: 0, durationMs: 1 }],
      origin: input.origin,
    };
    if (found.fails(text)) return { ...call, finish: { reason: "error" }, error: { kind: "http", message: "No." } };
    log.set(hash, call);
    return call;
  };
  found.context = {
    resolve: async () => ({ ...scriptedModel(), id: "test/model" }),
    check: () => undefined,
    template: async () => ({ prompt: "Say $word to $whom.", defaults: { whom: "me" } }),
    fragment: async (name) => `[${name}]`,
    readFile: async (source) => {
      const text = READ_FILES[source];
      if (text === undefined) throw new SetupError(`There is no file to attach at ${source}: check the path.`);
      const bytes = new TextEncoder().encode(text);
      return { bytes, mediaType: "text/plain", sha256: sha256(bytes), size: bytes.length, path: source };
    },
    mediaTypeOf: async () => "text/plain",
    keepFile: async () => undefined,
    shrink: async () => undefined,
    inHand: filesInHand(),
    isFinished: async (hash) => log.has(hash),
    ask: async (input) => {
      const hash = requestHash(input.request);
      const earlier = log.get(hash);
      if (earlier && input.cache) return earlier;
      const call = running.get(hash) ?? made(input, hash).finally(() => running.delete(hash));
      if (input.cache) running.set(hash, call);
      return call;
    },
    log: { earlier: async () => [...log.values()], rawOf: async () => [] },
    clock: systemClock,
    newId,
  };
  return found;
}

const WORDS = Array.from({ length: 12 }, (_, index) => ({ word: `w${index}` }));

async function run(
  { context }: World,
  job: Partial<MapJob> = {},
  settings: MapSettings = {},
): Promise<{ report: MapReport; rows: ResultRow[] }> {
  const rows: ResultRow[] = [];
  const whole: MapJob = { rows: WORDS, prompt: "Say {{word}}", options: { maxOutputTokens: 10 }, ...job };
  const report = await map(context, whole, { concurrency: 4, onRow: (row) => rows.push(row), ...settings });
  return { report, rows };
}

async function forecastOf(found: World, job: Partial<MapJob> = {}): Promise<MapForecast> {
  return (await run(found, job, { confirm: () => false })).report.forecast;
}

test("each row is asked once and given back in order, with its columns and its call", async () => {
  const found = world();
  // The first ones end last.
  found.during = (text) => new Promise((resolve) => setTimeout(resolve, text.endsWith("1") ? 20 : 0));
  const { report, rows } = await run(found);
  expect(rows.map(({ call: _, ...row }) => row)).toEqual(WORDS.map(({ word }) => ({ word, answer: `=Say ${word}` })));
  expect(new Set(rows.map(({ call }) => call)).size).toBe(12);
  expect(report).toMatchObject({ answered: 12, failed: 0, calls: 12, reused: 0, inputTokens: 24, outputTokens: 12 });
  expect(report.spentPicodollars).toBe(120);
  expect(report.stopped).toBeUndefined();
});

test("a second run sends nothing and gives the very same rows", async () => {
  const found = world();
  const first = await run(found);
  const second = await run(found);
  expect(found.sent).toHaveLength(12);
  expect(second.rows).toEqual(first.rows);
  expect(second.report).toMatchObject({ calls: 0, reused: 12, spentPicodollars: 0, forecast: { cached: 12 } });
});

test("equal rows share one call, and the forecast counts it once", async () => {
  const found = world();
  const rows = [{ word: "a" }, { word: "b" }, { word: "a" }];
  expect(await forecastOf(found, { rows })).toMatchObject({ rows: 3, shared: 1, total: { calls: 2 } });
  const outcome = await run(found, { rows });
  expect(found.sent).toHaveLength(2);
  expect(outcome.rows[0]?.call).toBe(outcome.rows[2]?.call);
  expect(outcome.report).toMatchObject({ calls: 2, reused: 1, answered: 3 });
});

test("failed rows carry their error, and only they are asked again", async () => {
  const found = world();
  found.fails = (text) => text.endsWith("3");
  const { report, rows } = await run(found);
  expect(rows[3]).toMatchObject({ word: "w3", answer: null, error: "No." });
  expect(rows.filter((row) => "error" in row)).toHaveLength(1);
  expect(report).toMatchObject({ failed: 1, firstFailure: { place: "rows, row 4", error: "No." } });
  found.fails = () => false;
  const again = await run(found);
  expect(found.sent).toHaveLength(13);
  expect(again.rows[3]).toMatchObject({ answer: "=Say w3" });
});

test("cells of any kind are filled in; what stands in a cell is not looked at again", async () => {
  const found = world();
  const rows = [{ text: "{{n}}", n: 3, "with space": null, list: [1, "a"] }];
  await run(found, { rows, prompt: "{{text}} {{ n }} {{with space}}|{{list}} {{who}}", params: { who: "$1" } });
  expect(found.sent).toEqual(['{{n}} 3 |[1,"a"] $1']);
});

test("a template takes cells as parameters, values of -p before them, its defaults after them", async () => {
  const found = world();
  await run(found, { rows: [{ word: "hello" }], prompt: undefined, template: "t" });
  await run(found, { rows: [{ word: "hello", whom: "you" }], prompt: undefined, template: "t" });
  await run(found, { rows: [{ word: "x" }], prompt: "({{word}})", template: "t", params: { word: "bye" } });
  expect(found.sent).toEqual(["Say hello to me.", "Say hello to you.", "Say bye to me.\n\n(bye)"]);
});

test.each<[string, Partial<MapJob>, RegExp]>([
  [
    "an unknown column",
    { prompt: "{{wrod}}" },
    /^rows, row 1 has no column `wrod`, which the prompt uses\. Nearest: word\.$/,
  ],
  [
    "a row without it",
    { rows: [{ word: "a" }, { other: "b" }] },
    /^rows, row 2 has no column `word`.+ Columns: other\.$/,
  ],
  ["one in the system prompt", { system: "{{lang}}" }, /`lang`, which the system prompt uses/],
  ["a prompt without columns", { prompt: "Say it" }, /^Nothing of the rows is in the prompt/],
  ["no rows", { rows: [] }, /^rows has no rows/],
  ["a column of the results", { rows: [{ word: "a", call: 1 }] }, /has a column `call` already.+--as NAME/],
  ["a file in the prompt", { rows: [{ word: new Uint8Array([1]) }] }, /holds a file in `word`.+-a word/],
  [
    "an attachment that is none",
    { attachments: ["wrd"] },
    /^-a is `wrd`, but rows has no column of that name\. Nearest: word\./,
  ],
  ["a missing file", { attachments: ["{{word}}.txt"] }, /^rows, row 1: There is no file to attach at \.\/w0\.txt/],
  [
    "a value for nothing",
    { params: { x: "1" } },
    /^-p gives a value for `x`, but neither prompt nor template has {{x}}\.$/,
  ],
])("%s is refused before anything is sent", async (_what, job, sentence) => {
  const found = world();
  await expect(run(found, job)).rejects.toThrow(sentence);
  expect(found.sent).toEqual([]);
});

test("files of a row are sent: by a column, by a pattern, and one that is the same for all", async () => {
  const found = world();
  const names: (string | undefined)[][] = [];
  const { ask } = found.context;
  found.context.ask = (input) => {
    names.push(input.request.messages[0]?.parts.map((part) => (part.type === "file" ? part.path : part.type)) ?? []);
    return ask(input);
  };
  const rows = [
    { file: "a.txt", name: "b" },
    { file: "", name: "a" },
  ];
  await run(found, { rows, prompt: "Read", attachments: ["file", "{{name}}.txt", "fixed.txt"] }, { concurrency: 1 });
  expect(names).toEqual([
    ["fixed.txt", "./a.txt", "./b.txt", "text"],
    ["fixed.txt", "./a.txt", "text"],
  ]);
});

test("an answer to a schema is JSON; one that is none is told", async () => {
  const found = world();
  const rows = [{ q: "{}" }, { q: "x" }];
  const { ask } = found.context;
  found.context.ask = async (input) => {
    const call = await ask(input);
    return { ...call, parts: [{ type: "text", text: textOf(call.parts).slice(1) }] };
  };
  const outcome = await run(found, { rows, prompt: "{{q}}", schema: "name, age int" });
  expect(outcome.rows[0]).toMatchObject({ answer: {} });
  expect(outcome.rows[1]).toMatchObject({ answer: "x", error: "The answer should be JSON, but it is none." });
  expect(outcome.report.failed).toBe(1);
});

test("--limit takes the first rows, --as names the new columns", async () => {
  const { rows, report } = await run(world(), { limit: 2 }, { as: "said" });
  expect(rows.map((row) => Object.keys(row))).toEqual([
    ["word", "said", "said_call"],
    ["word", "said", "said_call"],
  ]);
  expect(report.forecast.rows).toBe(2);
});

test("a no to the forecast sends nothing and writes nothing", async () => {
  const found = world();
  const out = join(folder, "declined.jsonl");
  const { report } = await run(found, {}, { out, confirm: () => false });
  expect(report.stopped).toBe("declined");
  expect(found.sent).toEqual([]);
  expect(() => readFileSync(out)).toThrow();
});

test("results are whole, or stand beside", async () => {
  const found = world();
  const out = join(folder, "whole.csv");
  const part = await run(found, {}, { out, maxCalls: 5, concurrency: 1 });
  expect(part.report).toMatchObject({ stopped: "calls", calls: 5, unfinished: `${out}.unfinished` });
  expect(part.report.out).toBeUndefined();
  const beside = readFileSync(`${out}.unfinished`, "utf8");
  expect(beside.split("\n")).toHaveLength(7);
  const whole = await run(found, {}, { out });
  expect(whole.report).toMatchObject({ out, calls: 7, reused: 5 });
  expect(readFileSync(out, "utf8").startsWith(beside)).toBe(true);
  await expect(run(found, { rows: out }, { out })).rejects.toThrow();
  writeFileSync(join(folder, "in.csv"), "word\na\n");
  const same = run(found, { rows: join(folder, "in.csv") }, { out: join(folder, "in.csv") });
  await expect(same).rejects.toThrow(/is the file that the rows come from/);
});

test("most calls are never passed, whatever fails and however many run at once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 14 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      async (maxCalls, concurrency, salt) => {
        const found = world();
        found.fails = (text) => (text.length + text.charCodeAt(5) + salt) % 3 === 0;
        const { report } = await run(found, {}, { maxCalls, concurrency });
        expect(found.sent.length).toBeLessThanOrEqual(maxCalls);
        expect(report.stopped).toBe(maxCalls < 12 ? "calls" : undefined);
        expect(report.calls).toBe(Math.min(12, maxCalls));
      },
    ),
    { numRuns: 30 },
  );
});

test("told to stop, it lets calls under way end, sends no more, and goes on where it was", async () => {
  const found = world();
  const hold = new AbortController();
  found.during = async () => {
    if (found.sent.length === 5) hold.abort();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const first = await run(found, {}, { hold: hold.signal, concurrency: 2 });
  expect(first.report.stopped).toBe("held");
  expect(first.report.calls).toBe(found.sent.length);
  expect(found.sent.length).toBeLessThan(12);
  const second = await run(found);
  expect(second.rows).toHaveLength(12);
  expect(found.sent).toHaveLength(12);
  expect(second.rows.slice(0, first.rows.length)).toEqual(first.rows);
});

test("results that can no longer be written end the run with a sentence, and lose no call", async () => {
  const found = world();
  const failing = run(
    found,
    {},
    {
      onRow: (row) => {
        if (row.word === "w3") throw new SetupError("The disk is full: make room.");
      },
    },
  );
  await expect(failing).rejects.toThrow("The disk is full");
  const sent = found.sent.length;
  await run(found);
  expect(found.sent).toHaveLength(12);
  expect(sent).toBeLessThanOrEqual(12);
});
