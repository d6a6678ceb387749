/** `penny eval power` on a run of a local server. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeAll(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  const cases = ["red", "green", "blue", "grey"].map((word) => `  - { vars: { word: ${word} } }`).join("\n");
  writeFileSync(
    join(dir, "suite.yaml"),
    `name: Colours\nprompts: ["{{word}}", "{{word}}re"]\nmodels: ["${server.url}#echo"]\nexpect: { contains: re }\ncases:\n${cases}\n`,
  );
  await penny("suite.yaml");
});
afterAll(() => server.close());

function penny(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["eval", ...words], { dir, stdin: "" });
}

test("says what the cases find, and what smaller differences take", async () => {
  const { out, code } = await penny("power");
  expect(code).toBe(exitCodes.ok);
  expect(out).toMatch(/^Colours: .+ against .+, 4 cases, each asked once\. They find a difference of \d+ points/);
  expect(out).toMatch(/ 5 points +\d+ of 100 runs +[\d,]+\n/);
  expect(out).toContain("run the suite with --epochs 3 first");
});

test("plans for the difference and the budget that are given", async () => {
  const { out } = await penny("power", "last", "--difference", "7", "--answers", "60");
  expect(out).toContain("Best use of the budget: 30 cases, each asked once, for 60 answers");
  expect(out.match(/ points +\d+ of 100 runs/g)).toHaveLength(1);
  const plan = JSON.parse((await penny("power", "--json", "--cases", "10", "--answers", "60")).out);
  expect(plan.split).toMatchObject({ cases: 10, unit: "answers" });
});

test("bad input is one sentence", async () => {
  for (const [words, said] of [
    [["--difference", "0"], "--difference is `0`, but must be a number above 0 and below 100."],
    [["--power", "1"], "--power is `1`, but must be a number above 0 and below 1."],
    [["--models", "a"], "--models is `a`, but must be two names with a comma between: `--models a,b`."],
    [["nothere"], "There is no run `nothere` in the log"],
  ] as const) {
    const { err, code } = await penny("power", ...words);
    expect(err).toContain(said);
    expect(code).toBe(exitCodes.usage);
  }
});
