/** `penny eval scaling` on a run of a local server whose answers are known. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Scaling } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeAll(async () => {
  dir = temporaryFolder();
  // Of four answers to a question the first is wrong and the others are right in other forms.
  const asked = new Map<string, number>();
  const forms = ["perhaps 7", "It is 42.", "42", "so: 42.0"];
  server = await startLocalServer({
    behaviour: {
      answer: ({ lastUserText }) => {
        const turn = asked.get(lastUserText) ?? 0;
        asked.set(lastUserText, turn + 1);
        return forms[turn % forms.length] ?? "";
      },
    },
  });
  const cases = ["one", "two", "three"].map((word) => `  - { vars: { word: ${word} } }`).join("\n");
  writeFileSync(
    join(dir, "suite.yaml"),
    `prompts: ["{{word}}"]\nmodels: ["${server.url}#m"]\nexpect: { numeric: 42 }\nepochs: 4\ncases:\n${cases}\n`,
  );
  await penny("suite.yaml");
});
afterAll(() => server.close());

function penny(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["eval", ...words], { dir, stdin: "" });
}

test("tells what votes of 1, 2 and 4 answers give, and asks nothing", async () => {
  const before = server.stats.requests;
  const { out, code } = await penny("scaling");
  expect(code).toBe(exitCodes.ok);
  expect(out).toMatch(/ 1 +75 % \[\S+\] +75 % /);
  expect(out).toMatch(/ 4 +100 % \[44–100\] +\S+.* 100 % /);
  const { points, by } = JSON.parse((await penny("scaling", "last", "--json")).out) as Scaling;
  expect(by).toBe("majority");
  // Two of three are right and agree in 3 of 6 pairs; the others are ties.
  expect(points.map((point) => point.quality.value)).toEqual([0.75, 0.75, 1]);
  expect(server.stats.requests).toBe(before);
});

test("by the whole text answers that say the same in other words do not agree", async () => {
  const { out } = await penny("scaling", "last", "--answer", "text");
  expect(out).toMatch(/ 4 +75 % /);
});

test("bad input is one sentence", async () => {
  for (const [words, said] of [
    [["--answer", "number"], "`number` does not say what of an answer counts"],
    [["--by", "numeri"], "has no scorer or metric `numeri`. Nearest: numeric."],
    [["nothere"], "There is no run `nothere` in the log"],
  ] as const) {
    const { err, code } = await penny("scaling", ...(words[0] === "nothere" ? words : ["last", ...words]));
    expect(err).toContain(said);
    expect(code).toBe(exitCodes.usage);
  }
});
