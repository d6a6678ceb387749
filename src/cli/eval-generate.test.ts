/** Cases drafted by a model: what it is told, what is left out, what a person accepts, and that the suite takes the file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call } from "../index.ts";
import type { JsonObject } from "../record/json.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

const REVIEWS = `name,kind,review,answer
hotel,plain,The hotel was lovely.,positive
film,negation,The film was not great.,negative
`;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  writeFileSync(join(dir, "reviews.csv"), REVIEWS);
  suite("cases: { from: reviews.csv, name: name, tags: kind }", 'expect: { equals: "{{answer}}" }');
});
afterEach(() => server.close());

function suite(...lines: string[]): void {
  writeFileSync(
    join(dir, "suite.yaml"),
    ["name: Reviews", 'prompts: ["Good or bad? {{review}}"]', ...lines, ""].join("\n"),
  );
}

function review(text: string, answer = "positive"): JsonObject {
  return { vars: { review: text, answer }, why: "other matter" };
}

function answers(...lists: (readonly unknown[] | string)[]): void {
  server.next(lists.map((list) => ({ answer: typeof list === "string" ? list : JSON.stringify(list) })));
}

function penny(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["eval", ...words], { dir, stdin: "", ...settings });
}

function unseen(...words: string[]): ReturnType<typeof runPenny> {
  return penny(["generate", "suite.yaml", "-m", `${server.url}#writer`, "--yes", ...words]);
}

/** Goes through drafts with these keys on a terminal. */
function seen(
  keys: string,
  words: readonly string[] = [],
  onWrite?: FakeIoSettings["onWrite"],
): ReturnType<typeof runPenny> {
  const input = new PassThrough();
  input.end(keys);
  return runPenny(["eval", "generate", "suite.yaml", "-m", `${server.url}#writer`, ...words], {
    dir,
    input,
    terminal: true,
    env: { NO_COLOR: "1" },
    ...(onWrite ? { onWrite } : {}),
  });
}

function rows(file = "suite.cases.jsonl"): JsonObject[] {
  if (!existsSync(join(dir, file))) return [];
  const lines = readFileSync(join(dir, file), "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

const TEXTS = [
  "The soup was cold and far too salty.",
  "Great screen, and the battery lasts for days.",
  "I left halfway through, which I never do.",
];
const THREE = TEXTS.map((text) => review(text));

test("the model sees prompts, expectations and cases as data, and the call is in the log with who asked", async () => {
  answers(THREE);
  const { code, err } = await unseen("-n", "3", "--topic", "food and phones");
  expect(code).toBe(exitCodes.ok);
  expect(err).toMatch(/is to draft 3 cases\npenny: 1 call, /);
  const asked = server.requests.at(-1)?.json as { messages: { content: string }[] } | undefined;
  const [system, user] = asked?.messages.map((message) => message.content) ?? [];
  expect(system).toContain("never an instruction");
  for (const part of [
    "Write 3 new cases",
    "about: food and phones",
    "Good or bad? {{review}}",
    '"equals": "{{answer}}"',
  ])
    expect(user).toContain(part);
  for (const part of ["The hotel was lovely.", "The film was not great."]) expect(user).toContain(part);
  expect(user).not.toContain("negation");
  const [call] = JSON.parse((await runPenny(["log", "list", "--json"], { dir, stdin: "" })).out) as Call[];
  expect(call?.origin).toEqual({ command: "eval", ref: "generate" });
});

test("without a terminal every draft is written with --yes, tagged, and the told lines make the suite take them", async () => {
  answers(THREE);
  const { err } = await unseen("-n", "3");
  expect(rows().map((row) => [row.review, row.tags])).toEqual(
    THREE.map((each) => [(each.vars as JsonObject).review, ["draft"]]),
  );
  const told = /write in suite\.yaml:\n\n([\s\S]*?)\n\n/.exec(`${err}\n\n`)?.[1] ?? "";
  suite(told, 'expect: { equals: "{{answer}}" }', `models: ["${server.url}#echo"]`);
  const run = await penny(["suite.yaml", "--filter", "tag:draft", "--json"]);
  const { cells } = JSON.parse(run.out) as { cells: { case: string; tags: string[] }[] };
  expect(cells.map((cell) => cell.case)).toEqual(rows().map((row) => row.name));
  expect(cells[0]?.case).toMatch(/^synthetic-[0-9a-f]{8}$/);
});

test("without a terminal and --yes nothing is sent", async () => {
  for (const words of [[], ["--budget", "1"]]) {
    const { code, err } = await penny(["generate", "suite.yaml", "-m", `${server.url}#writer`, ...words]);
    expect(code).toBe(exitCodes.usage);
    expect(err).toContain("add --yes");
  }
  expect(server.stats.requests).toBe(0);
});

test("drafts that the suite cannot use or that are there already are left out, counted and explained", async () => {
  answers([
    "no object",
    review("The hotel was LOVELY"),
    ...THREE,
    review("Great screen, and the battery lasts for 2 days."),
    { vars: { review: "Fine." }, why: "" },
    { vars: { review: "Fine.", answer: "" }, why: "" },
    { vars: { review: "Fine.", answer: "positive", mood: "good" }, why: "" },
    review("More than was asked for."),
  ]);
  const { out, err, code } = await unseen("-n", "3", "--json");
  expect(code).toBe(exitCodes.ok);
  const { refused, drafts } = JSON.parse(out) as { refused: { kind: string; why: string }[]; drafts: unknown[] };
  expect(drafts).toHaveLength(3);
  expect(refused).toEqual([
    { kind: "form", why: "A draft is no object." },
    { kind: "repeat", why: "It is the same as case `hotel`." },
    { kind: "repeat", why: expect.stringMatching(/^It is like \(0\.9\d\) an earlier draft\.$/) },
    { kind: "suite", why: "Variable `answer` is missing." },
    { kind: "suite", why: expect.stringMatching(/^Scorer `equals`: /) },
    { kind: "suite", why: "There is no variable `mood`." },
    { kind: "surplus", why: "It is more than was asked for." },
  ]);
  expect(err).toContain("3 new drafts, 7 left out:\n  2 × There already; the first: It is the same as case `hotel`.\n");
});

test("a draft much like a case that expects another answer is kept", async () => {
  answers([review("The film was great."), review("The film was not so great.", "negative")]);
  await unseen("-n", "2");
  expect(rows().map((row) => row.review)).toEqual(["The film was great."]);
});

test("--similar 1 leaves out only what is the same", async () => {
  answers([review("The hotels was lovely."), review("the hotel was lovely")]);
  await unseen("--similar", "1");
  expect(rows().map((row) => row.review)).toEqual(["The hotels was lovely."]);
});

test("answers that are no list, errors and refusals end in words, and write nothing", async () => {
  answers("I would rather not.");
  const none = await unseen("-n", "5");
  expect(none.code).toBe(exitCodes.ok);
  expect(none.err).toContain("0 new drafts, 1 left out:\n  1 × The answer has no JSON list of cases.");
  server.next([{ status: 400 }]);
  const failed = await unseen("-n", "5", "--seed", "2");
  expect(failed.code).toBe(exitCodes.failed);
  expect(failed.err).toContain("The request is wrong");
  expect(rows()).toEqual([]);
});

test("a person accepts, changes, skips; each is in the file once it is accepted", async () => {
  answers(THREE);
  const inFile: number[] = [];
  const { err, code } = await seen("aeThe broth was cold.\r\rasx", ["-n", "3"], (text) => {
    if (text === "accepted\n") inFile.push(rows().length);
  });
  expect(code).toBe(exitCodes.ok);
  expect(inFile).toEqual([1, 2]);
  expect(err).toContain("── 1 of 3 ─");
  expect(err).toContain("review: The soup was cold and far too salty.\nanswer: positive\nwhy: other matter\n");
  expect(rows()).toEqual([
    { name: rows()[0]?.name, ...(THREE[0]?.vars as JsonObject), tags: ["synthetic"], why: "other matter" },
    {
      name: rows()[1]?.name,
      review: "The broth was cold.",
      answer: "positive",
      tags: ["synthetic"],
      why: "other matter",
    },
  ]);
  expect(err).toMatch(/2 cases added to suite\.cases\.jsonl\n/);
});

test("a session that ended goes on by the same command: nothing is paid or shown twice, nothing overwritten", async () => {
  answers(THREE);
  const first = await seen("a", ["-n", "3"]);
  expect(first.err).toContain("1 case added to suite.cases.jsonl; 2 left: the same command shows them again");
  const before = readFileSync(join(dir, "suite.cases.jsonl"), "utf8");
  const second = await seen("aa", ["-n", "3"]);
  expect(second.err).toContain("1 answer in the log, not asked again");
  expect(second.err).toContain("── 1 of 2 ─");
  expect(server.stats.requests).toBe(1);
  expect(readFileSync(join(dir, "suite.cases.jsonl"), "utf8").startsWith(before)).toBe(true);
  expect(rows().map((row) => row.review)).toEqual(TEXTS);
  suite(
    "cases:",
    "  - { from: reviews.csv, name: name, tags: kind }",
    "  - { from: suite.cases.jsonl, name: name, tags: tags }",
    'expect: { equals: "{{answer}}" }',
  );
  const third = await seen("", ["-n", "3"]);
  expect(third.err).toContain("0 new drafts, 3 left out:\n  3 × There already");
  expect(third.err).not.toContain("write in suite.yaml");
  expect(server.stats.requests).toBe(1);
});

test("a changed draft that the suite cannot use is not accepted, and Escape gives a change up", async () => {
  answers([{ vars: { review: "Fine.", answer: "positive" } }]);
  suite(
    "cases: { from: reviews.csv, name: name, tags: kind }",
    'expect: { json-schema: "{{answer}}" }'.replace("json-schema", "regex"),
  );
  const { err } = await seen("e\r(\raes\u001b", ["-n", "1"]);
  expect(err).toMatch(/penny: Scorer `regex`: .* Change it with e, or skip it\n/);
  expect(rows()).toEqual([]);
});

test("where cases have expectations of their own, drafts bring a rubric, or with --expect the exact answer", async () => {
  suite("cases:", "  - { name: a, vars: { review: The hotel was lovely. }, expect: { contains: good } }");
  answers([
    { vars: { review: "Cold soup." }, expect: "says it is bad", why: "" },
    { vars: { review: "No rubric here." } },
  ]);
  const { err } = await unseen();
  expect(rows()).toMatchObject([{ review: "Cold soup.", rubric: "says it is bad", tags: ["draft"] }]);
  expect(err).toContain('  - { from: suite.cases.jsonl, name: name, tags: tags, expect: { rubric: "{{rubric}}" } }\n');
  answers([{ vars: { review: "Late again." }, expect: "bad", why: "" }]);
  const other = await unseen("--expect", "equals");
  expect(other.err).toContain("has no column `equals`, so these are rows of another kind");
  const exact = await unseen("--expect", "equals", "-o", "exact.jsonl");
  expect(exact.code).toBe(exitCodes.ok);
  expect(rows("exact.jsonl")).toMatchObject([{ review: "Late again.", equals: "bad" }]);
  const body = server.requests.at(-1)?.body ?? "";
  expect(body).toContain("exactly as a model must write it");
});

test("calls of ten are planned by count, and none is sent that could pass the budget", async () => {
  const { code, err } = await unseen("-n", "25", "--budget", "0");
  expect(code).toBe(exitCodes.ok);
  expect(err).toContain("penny: 3 calls, ");
  expect(server.requests.map((request) => /Write (\d+) new/.exec(request.body)?.[1]).sort()).toEqual(["10", "10", "5"]);
  const hosted = await penny(["generate", "suite.yaml", "-m", "openai/gpt-5-mini", "--yes", "--budget", "0.000001"], {
    env: { OPENAI_API_KEY: "none" },
  });
  expect(hosted.code).toBe(exitCodes.budget);
  expect(hosted.err).toContain("0 cases added");
});

/** A priced model at the local server. */
const priced = (): { [name: string]: string } => ({
  NO_COLOR: "1",
  OPENAI_API_KEY: "none",
  OPENAI_BASE_URL: server.url,
});

test("a budget ends it between two calls, and what came is not lost", async () => {
  const words = ["generate", "suite.yaml", "-m", "openai/gpt-5-mini", "--option", "maxOutputTokens=1000"];
  answers([THREE[0]], [THREE[1]]);
  const { code, out } = await penny([...words, "-n", "60", "--yes", "--budget", "0.003", "--json"], { env: priced() });
  expect(code).toBe(exitCodes.budget);
  const report = JSON.parse(out) as { calls: string[]; stopped: string; added: JsonObject[]; spentPicodollars: number };
  expect(report.stopped).toBe("budget");
  expect(report.calls).toHaveLength(server.stats.requests);
  expect(server.stats.requests).toBeLessThan(6);
  expect(report.spentPicodollars).toBeLessThan(0.003e12);
  expect(report.added).toEqual(rows());
  expect(report.added.length).toBeGreaterThan(0);
});

test("a yes to the forecast goes on to the drafts, on the same keyboard", async () => {
  answers(THREE);
  const input = new PassThrough();
  const { code, err } = await runPenny(["eval", "generate", "suite.yaml", "-m", "openai/gpt-5-mini", "-n", "3"], {
    dir,
    input,
    terminal: true,
    env: priced(),
    onWrite: (text) => {
      if (text.includes("[y/N]")) input.write("y\n");
      if (text.includes("── 1 of 3")) input.write("saq");
    },
  });
  expect(code).toBe(exitCodes.ok);
  expect(err).toContain("1 case added to suite.cases.jsonl; 1 left");
  expect(rows().map((row) => row.review)).toEqual([TEXTS[1]]);
});

test("Ctrl-C while the model drafts writes nothing, and the same command goes on with what had come", async () => {
  const stop = new AbortController();
  server.next([{ answer: JSON.stringify(THREE) }, { delay: new Promise(() => undefined) }]);
  const running = penny(["generate", "suite.yaml", "-m", `${server.url}#writer`, "--yes", "-n", "20"], {
    signal: stop.signal,
  });
  await server.received(2);
  stop.abort();
  const { code, err } = await running;
  expect(code).toBe(exitCodes.interrupted);
  expect(err).toContain("0 cases added");
  expect(rows()).toEqual([]);
  answers(THREE, THREE);
  await unseen("-n", "20");
  expect(rows().map((row) => row.review)).toEqual(TEXTS);
});

test("a promptfoo configuration is refused", async () => {
  writeFileSync(join(dir, "suite.yaml"), 'prompts: ["{{a}}"]\nproviders: [echo]\ntests: [{ vars: { a: b } }]\n');
  expect((await unseen()).err).toContain("is a promptfoo configuration");
});

test("a no to the forecast sends nothing", async () => {
  const input = new PassThrough();
  input.end("n\n");
  const { code, err } = await runPenny(["eval", "generate", "suite.yaml", "-m", "openai/gpt-5-mini"], {
    dir,
    input,
    terminal: true,
    env: { NO_COLOR: "1", OPENAI_API_KEY: "none" },
  });
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("Go on? [y/N]");
});

test.each([
  [["-n", "0"], "-n is `0`"],
  [["-n", "5000"], "at most 1000"],
  [["--similar", "2"], "from 0 to 1"],
  [["-o", "cases.csv"], "ends in .jsonl"],
  [["--expect", "vibes"], "rubric, equals"],
])("wrong words are refused before anything is sent: %j", async (words, message) => {
  const { code, err } = await unseen(...words);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(message);
  expect(server.stats.requests).toBe(0);
});

test("a suite without variables, a missing one and a file of something else are refused", async () => {
  writeFileSync(join(dir, "suite.cases.jsonl"), '{"name":"a","tags":[]}\n{"text": \n');
  expect((await unseen()).err).toContain("suite.cases.jsonl:2 is not JSON");
  writeFileSync(join(dir, "suite.cases.jsonl"), '{"text":"a"}');
  expect((await unseen()).err).toContain("suite.cases.jsonl:1 has no column `name`");
  writeFileSync(join(dir, "suite.yaml"), 'prompts: ["Hello"]\ncases: [{ expect: { contains: hi } }]\n');
  expect((await unseen()).err).toContain("have no variables");
  expect((await penny(["generate", "none.yaml", "--yes"])).err).toContain("none.yaml");
  expect(server.stats.requests).toBe(0);
});

test("a file whose last line was not ended is ended first", async () => {
  writeFileSync(join(dir, "suite.cases.jsonl"), '{"name":"own","review":"Mine.","answer":"positive","tags":[]}');
  answers([THREE[0]]);
  await unseen();
  expect(rows().map((row) => row.review)).toEqual(["Mine.", "The soup was cold and far too salty."]);
});

test("a prompt that is a function is shown as it is for a case, and the cases tell the variables", async () => {
  writeFileSync(
    join(dir, "suite.mjs"),
    'export default { prompts: [({ review }) => "Rate: " + review], expect: { equals: "{{answer}}" }, cases: [{ name: "a", vars: { review: "Fine.", answer: "good" } }] };',
  );
  answers([THREE[0]]);
  const { code, err } = await penny(["generate", "suite.mjs", "-m", `${server.url}#writer`, "--yes"]);
  expect(code).toBe(exitCodes.ok);
  expect(server.requests.at(-1)?.body).toContain("Rate: Fine.");
  expect(rows()).toHaveLength(1);
  expect(err).toContain('{"from":"suite.cases.jsonl","name":"name","tags":"tags"}');
});
