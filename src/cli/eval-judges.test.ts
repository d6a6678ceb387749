/** Judges in `penny eval`: their calls are made, logged, forecast and told apart from those of the models that are judged. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call, EvalReport } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
/** Answers what it is asked. */
let models: LocalServer;
/** Judges: an answer with `good` in it passes, and the longer of two is better. */
let judge: LocalServer;

/** What stands between the marks of a name, in order. */
function marked(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`<${name} ([0-9a-f]{8})>\\n([\\s\\S]*?)\\n</${name} \\1>`, "g"))].map(
    (match) => match[2] ?? "",
  );
}

function verdict(text: string): string {
  const [first = "", second] = marked(text, "answer");
  if (second === undefined) return JSON.stringify({ why: "It has the word or not", pass: first.includes("good") });
  const better = first.length === second.length ? "neither" : first.length > second.length ? "first" : "second";
  return `I think so. ${JSON.stringify({ why: "By length.", better })}`;
}

beforeEach(async () => {
  dir = temporaryFolder();
  models = await startLocalServer();
  judge = await startLocalServer({ behaviour: { answer: (asked) => verdict(asked.lastUserText) } });
});
afterEach(() => Promise.all([models.close(), judge.close()]));

function write(expectation: string, prompts = '["{{word}}"]'): void {
  writeFileSync(
    join(dir, "suite.yaml"),
    `prompts: ${prompts}\nmodels: ["${models.url}#echo"]\njudge: "${judge.url}#judge"\nexpect: ${expectation}\ncases:\n  - { name: one, vars: { word: a good word } }\n  - { name: two, vars: { word: a bad word } }\n`,
  );
}

function penny(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(words, { dir, stdin: "" });
}

async function run(): Promise<EvalReport> {
  return JSON.parse((await penny("eval", "suite.yaml", "--json")).out);
}

test("a rubric's verdicts are scores, and the judge's calls are forecast, in the log and not paid twice", async () => {
  write("{ rubric: Has the word }");
  const report = await run();
  expect(report.forecast?.total.calls).toBe(4);
  expect(report.cells.map((cell) => [cell.case, cell.passed, cell.scores[0]?.why])).toEqual([
    ["one", true, "It has the word or not."],
    ["two", false, "It has the word or not."],
  ]);
  const log = JSON.parse((await penny("log", "list", "--json", "-n", "0")).out) as Call[];
  expect(log.filter((call) => call.request.model.endsWith("#judge"))).toHaveLength(2);
  const shown = JSON.parse((await penny("eval", "show", "--json")).out) as EvalReport;
  expect(shown.judging).toMatchObject({ calls: 2, failed: 0, outputTokens: expect.any(Number) });
  expect(report.judging).toEqual(shown.judging);
  expect((await penny("eval", "show")).out).toMatch(
    /2 calls of the judge \S+#judge: \d+ tokens in, \d+ out, \S+, not in the table/,
  );
  expect(shown.rows).toHaveLength(1);
  await run();
  expect([models.stats.requests, judge.stats.requests]).toEqual([2, 2]);
});

test("preferred compares the answers of two prompts in both orders", async () => {
  write("{ preferred: true }", '[{ name: short, text: "{{word}}" }, { name: long, text: "{{word}}, really" }]');
  const report = await run();
  expect(judge.stats.requests).toBe(4);
  expect(report.forecast?.total.calls).toBe(8);
  const passed = report.cells.map((cell) => [cell.prompt, cell.case, cell.passed]);
  expect(passed).toContainEqual(["short", "one", false]);
  expect(passed).toContainEqual(["long", "two", true]);
});

test("preferred takes two answers, and says so before anything is sent", async () => {
  write("{ preferred: true }");
  const { code, err } = await penny("eval", "suite.yaml");
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("only one model and prompt answer it: add another");
  expect(models.stats.requests).toBe(0);
});

test("a judge that talks nonsense makes errors, not wrong answers", async () => {
  write("{ rubric: { rubric: Has the word, judge: pocket/pocket-s } }");
  const report = await run();
  expect(report.rows[0]).toMatchObject({ scored: 0, errors: 2 });
  expect(report.cells[0]?.error).toMatch(/^The judge failed: it gave no verdict, but said .+\.$/);
  const { err } = await penny("eval", "show", "--json");
  expect(err).toMatch(
    /2 answers could not be judged, such as \S+: The judge failed: .+\. They are not counted as wrong\./,
  );
});

test("an unknown field of a judge is told with file and line", async () => {
  write("{ factuality: { reference: Oslo, passes: [same] } }");
  const { code, err } = await penny("eval", "suite.yaml");
  expect(code).toBe(exitCodes.usage);
  expect(err).toMatch(/suite\.yaml:4: Scorer `factuality`: It knows no `passes`: use .*Nearest: pass/);
});
