import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { EvalReport } from "../index.ts";
import { passRateText } from "./amounts.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  const cases = ["red", "green", "blue"].map(
    (word) => `  - { name: ${word}, vars: { word: ${word} }, expect: { contains: re } }`,
  );
  writeFileSync(
    join(dir, "suite.yaml"),
    `name: Colours\nprompts: ["{{word}}"]\nmodels: ["${server.url}#echo"]\ncases:\n${cases.join("\n")}\n`,
  );
});
afterEach(() => server.close());

function evaluate(words: readonly string[] = [], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["eval", "suite.yaml", ...words], { dir, stdin: "", ...settings });
}

async function report(words: readonly string[] = []): Promise<EvalReport> {
  return JSON.parse((await evaluate([...words, "--json"])).out);
}

test("a suite ends in a leaderboard with intervals, after a forecast", async () => {
  const { code, out, err } = await evaluate();
  expect(code).toBe(0);
  expect(out).toMatch(
    /^echo passed 2\/3 \(67 %; 95 %: 21 % to 94 %\)\.\n\nmodel +passed +pass rate +cost\/answer +time p50 /,
  );
  expect(out).toMatch(
    /echo +2\/3 +67 % \[21–94\] +\S+ +\d+ ms .+\n\n\[ \]: 95 % interval of the pass rate \(Wilson\)\.\n$/,
  );
  expect(err).toMatch(/^penny: Colours: 3 cells\npenny: 3 calls, .+ tokens in, .+ out, .+\n/);
  expect(err).toMatch(/penny: .+ spent in .+; run [0-9a-z]{26}\n$/);
});

test("the same command again asks nothing, and --no-cache asks all", async () => {
  await evaluate();
  const again = await evaluate();
  expect(again.err).toContain("3 cells, 3 of them answered already");
  expect(server.stats.requests).toBe(3);
  await evaluate(["--no-cache"]);
  expect(server.stats.requests).toBe(6);
});

test("--models takes others than the suite's, with commas or repeated", async () => {
  const { rows } = await report(["--models", `${server.url}#a,${server.url}#b`, "-m", `${server.url}#c`]);
  expect(rows.map((row) => row.model.at(-1)).sort()).toEqual(["a", "b", "c"]);
});

test("--json is the whole report and nothing else", async () => {
  const { rows, cells, suite, stopped } = await report();
  expect({ suite, stopped, rows: rows.length }).toEqual({ suite: "Colours", stopped: undefined, rows: 1 });
  expect(cells.map((cell) => cell.passed)).toEqual([true, true, false]);
});

test("--cells shows each answer and why it did not pass", async () => {
  const { out } = await evaluate(["--cells"]);
  expect(out).toMatch(/^red .*pass +red$/m);
  expect(out).toMatch(/^blue .*wrong +blue +contains: .+$/m);
});

test("failed calls are told, are no wrong answers, and give exit code 1", async () => {
  server.next([{ status: 400 }]);
  const { code, out, err } = await evaluate(["--concurrency", "1"]);
  expect(code).toBe(exitCodes.failed);
  expect(out).toMatch(/ 1\/2 +50 % \[9–91\] +1 /);
  expect(err).toMatch(
    /penny: 1 call failed, such as [0-9a-z]{26}: .+ Failed calls are not counted as wrong answers\.\n/,
  );
});

test("Ctrl-C ends with 130, keeps what is finished and says how to go on", async () => {
  const stop = new AbortController();
  server.next([{}, { fault: "never" }]);
  const running = evaluate(["--concurrency", "1"], { signal: stop.signal });
  await server.received(2);
  stop.abort();
  const { code, err } = await running;
  expect(code).toBe(exitCodes.interrupted);
  expect(err).toContain("the same command goes on where it was");
  expect((await evaluate()).err).toContain("3 cells, 1 of them answered already");
});

test("a budget stops before the first call that could pass it", async () => {
  writeFileSync(
    join(dir, "suite.yaml"),
    `prompts: ["Hi"]\nmodels: ["openai/gpt-5-mini"]\noptions: { maxOutputTokens: 100000 }\ncases: [{ expect: { contains: x } }]\n`,
  );
  const { code, err } = await evaluate(["--budget", "0.0000001"], { env: { OPENAI_API_KEY: "none" } });
  expect(code).toBe(exitCodes.budget);
  expect(err).toContain("stopped before the budget was passed");
});

test.each([
  ["prompts: [x\n", /suite\.yaml:\d+: This is not valid YAML/],
  [
    "prompts: [x]\ncases:\n  - expect: { contians: y }\n",
    /suite\.yaml:3: There is no scorer `contians`\. Nearest: contains\./,
  ],
  ["prompts: [x]\ncases: [{ expect: { contains: y } }]\n", /names no models: add `models:` or give --models/],
])("a wrong suite is one sentence with file and line: %j", async (text, sentence) => {
  writeFileSync(join(dir, "suite.yaml"), text);
  const { code, out, err } = await evaluate();
  expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
  expect(err).toMatch(sentence);
  expect(err).toMatch(/^penny: [^\n]+\n$/);
});

test("a missing suite and a wrong number are one sentence", async () => {
  expect((await runPenny(["eval", "none.yaml"], { dir })).err).toMatch(/^penny: There is no suite at .+none\.yaml/);
  expect((await evaluate(["--concurrency", "0"])).err).toBe(
    "penny: --concurrency is `0`, but must be a whole number from 1.\n",
  );
});

test("a pass rate carries its interval, and nothing scored is a dash", () => {
  expect(passRateText({ value: 2 / 3, low: 0.484, high: 0.811, confidence: 0.95 })).toBe("67 % [48–81]");
  expect(passRateText(undefined)).toBe("–");
});
