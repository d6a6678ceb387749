/** Answers judged by a person, judges set against that, and runs deleted. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call, EvalReport, JudgeReport } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

const WORDS = ["red", "green", "blue", "grey"];

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  const cases = WORDS.map((word) => `  - { vars: { word: ${word} } }`).join("\n");
  writeFileSync(
    join(dir, "suite.yaml"),
    `name: Colours\nprompts: ["{{word}}"]\nmodels: ["${server.url}#echo"]\nexpect: { contains: re }\ncases:\n${cases}\n`,
  );
  await penny(["suite.yaml"], { stdin: "" });
});
afterEach(() => server.close());

function penny(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["eval", ...words], { dir, stdin: "", ...settings });
}

/** Judges with these keys; `answers` are those shown, in order. */
async function judging(keys: string): Promise<{ err: string; code: number; answers: string[] }> {
  const input = new PassThrough();
  input.end(keys);
  const { err, code } = await runPenny(["eval", "score", "last", "--human"], {
    dir,
    input,
    terminal: true,
    env: { NO_COLOR: "1" },
  });
  return { err, code, answers: [...err.matchAll(/── answer ─+\n(.*)\n/g)].map((match) => match[1] ?? "") };
}

async function labels(): Promise<{ [word: string]: unknown }> {
  const report = JSON.parse((await penny(["show", "--json"])).out) as EvalReport;
  return Object.fromEntries(report.cells.map((cell) => [cell.answer, cell.human]));
}

test("answers are shown blind in an order of their own, and judged with one key each", async () => {
  const { err, code, answers } = await judging("pfsnwhy not?\rp");
  expect(code).toBe(exitCodes.ok);
  expect([...answers].sort()).toEqual([...WORDS].sort());
  expect(err).not.toContain("echo");
  expect(err).toContain("3 answers judged, 1 left: the same command goes on");
  expect(await labels()).toEqual({
    [answers[0] ?? ""]: { passed: true },
    [answers[1] ?? ""]: { passed: false },
    [answers[2] ?? ""]: undefined,
    [answers[3] ?? ""]: { passed: true, note: "why not?" },
  });
  const again = await judging("f");
  expect(again.answers).toEqual([answers[2]]);
  expect((await judging("")).err).toContain("0 answers judged; all are");
});

test("undo takes back the last verdict and shows its answer again; q leaves", async () => {
  const { answers } = await judging("ppuufq");
  expect(answers).toEqual([answers[0], answers[1], answers[2], answers[1], answers[0], answers[1]]);
  expect(Object.values(await labels()).filter((label) => label !== undefined)).toEqual([{ passed: false }]);
});

test("what a person said changes no verdict, and holds where the same answers are scored again", async () => {
  await judging("ffff");
  const before = JSON.parse((await penny(["show", "--json"])).out) as EvalReport;
  expect(before.rows[0]).toMatchObject({ passed: 3, scored: 4 });
  await penny(["score", "last"]);
  const after = JSON.parse((await penny(["show", "--json"])).out) as EvalReport;
  expect(after.id).not.toBe(before.id);
  expect(after.cells.map((cell) => cell.human)).toEqual(WORDS.map(() => ({ passed: false })));
});

test("judges are set against the person", async () => {
  const none = await penny(["judges"]);
  expect(none.code).toBe(exitCodes.usage);
  expect(none.err).toMatch(/Nobody has judged answers of run \S+ yet: `penny eval score \S+ --human`/);
  await judging("pppp");
  const report = JSON.parse((await penny(["judges", "--json"])).out) as JudgeReport;
  expect(report).toMatchObject({ labelled: 4, answers: 4 });
  expect(report.scorers[0]).toMatchObject({
    scorer: "contains",
    passedBy: { both: 3, scorer: 0, person: 1, neither: 0 },
    agreement: { value: 0.75, n: 4 },
  });
  const { out } = await penny(["judges"]);
  expect(out).toMatch(/^The person said the same of all 4 answers, so agreement beyond chance cannot be told/);
  expect(out).toMatch(/contains +4 +75 % \[30–95\] +– +0 +1 /);
});

test("without a terminal nothing is shown, and that is said", async () => {
  const { code, err } = await penny(["score", "last", "--human"]);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("Answers are shown on a terminal");
});

test("delete removes a run with its scores and leaves its calls", async () => {
  await judging("pp");
  const unasked = await penny(["delete", "last"]);
  expect(unasked.code).toBe(exitCodes.usage);
  expect(unasked.err).toMatch(/Colours: 4 cells, 2 of them judged by a person; its calls stay\n.+add --yes/s);
  expect((await penny(["delete", "last", "--yes"])).code).toBe(exitCodes.ok);
  expect(JSON.parse((await penny(["list", "--json"])).out)).toEqual([]);
  const calls = JSON.parse((await runPenny(["log", "list", "--json"], { dir, stdin: "" })).out) as Call[];
  expect(calls).toHaveLength(4);
  expect((await penny(["delete", "last", "--yes"])).err).toContain("There is no run `last` in the log");
});

test("an answer that is a picture is drawn, and its pairs are laid out for a vote", async () => {
  const svg = (colour: string): string =>
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle r='9' fill='${colour}'/></svg>`;
  writeFileSync(
    join(dir, "pictures.yaml"),
    `name: Pictures
prompts: ["{{svg}}", "{{svg}} "]
models: ["${server.url}#echo", { model: "${server.url}#other", label: other }]
expect: { contains: svg }
cases:
  - { vars: { svg: "Here: ${svg("red")}" } }
`,
  );
  await penny(["pictures.yaml"]);
  const { answers } = await judging("p");
  const [, path = ""] = /\[picture: open (.*)\]/.exec(answers[0] ?? "") ?? [];
  expect(answers[0]).toMatch(/^Here: \[picture/);
  expect(readFileSync(path).subarray(1, 4).toString()).toBe("PNG");
  const { out } = await penny(["export", "last", "--format", "pairs"]);
  for (const line of out
    .trim()
    .split("\n")
    .filter((each) => each !== "")) {
    const pair = JSON.parse(line) as { [name: string]: string };
    expect(pair.model_a).not.toBe(pair.model_b);
    expect(pair.answer_a).not.toBe(pair.answer_b);
    expect(pair.question?.trim()).toBe(`Here: ${svg("red")}`);
  }
});
