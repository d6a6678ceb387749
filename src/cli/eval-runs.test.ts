/** Scorers that run the answer, in `penny eval`, with the real sandbox. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { EvalReport } from "../index.ts";
import { browserPath } from "../sandbox/browser-path.ts";
import { runScorers } from "../scorers/run-scorers.ts";

let dir: string;
let server: LocalServer;
beforeAll(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
});
afterAll(() => server.close());

test("each passes its example's right answer and no wrong one; the opposite the other way round", {
  timeout: 120_000,
}, async () => {
  const scorers = runScorers.filter(({ name }) => name !== "runs-html" || browserPath(process.env));
  const cases = scorers.flatMap(({ name, example: { expected, right, wrong } }) => [
    { name: `${name} right`, vars: { answer: right }, expect: { [name]: expected } },
    { name: `${name} wrong`, vars: { answer: wrong }, expect: { [name]: expected } },
    { name: `not-${name} wrong`, vars: { answer: wrong }, expect: { [`not-${name}`]: expected } },
  ]);
  const suite = { prompts: ["{{answer}}"], models: [`${server.url}#echo`], cases };
  writeFileSync(join(dir, "suite.yaml"), stringify(suite));
  const { out, err } = await runPenny(["eval", "suite.yaml", "--json"], { dir, stdin: "" });
  expect(err).not.toContain("broke on this answer");
  const { cells } = JSON.parse(out) as EvalReport;
  const failed = cells.filter((cell) => !cell.passed).map((cell) => cell.case);
  expect(failed).toEqual(scorers.map(({ name }) => `${name} wrong`));
});
