/** A pocket model judges, for real: it is weak, so what it says is not looked at, but that it is asked, kept and not asked again is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import type { JudgedBattles } from "../index.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-judge-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function penny(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(words, { dir, stdin: "" });
}

test("a judge votes on what waits, in two calls of the log, and asks nothing twice", async () => {
  expect((await penny("arena", "judge", "-m", "pocket/pocket-m")).err).toContain("no battle waits for a vote");
  const battle = "arena battle QUESTION -m pocket/pocket-s -m pocket/pocket-l --no-vote --json".split(" ");
  const question = "How many r's are in strawberry?";
  const made = await penny(...battle.map((word) => (word === "QUESTION" ? question : word)));
  const [{ id }] = JSON.parse(made.out) as [{ id: string }];
  const judged = await penny("arena", "judge", "-m", "pocket/pocket-m", "--json");
  const found = JSON.parse(judged.out) as JudgedBattles;
  const [{ battle: about, verdict }] = found.judged as [JudgedBattles["judged"][number]];
  expect(about).toBe(id);
  expect(verdict.calls).toHaveLength(2);
  expect(judged.err).toContain("is to judge 1 battle, each in both orders");
  expect(judged.code).toBe("failed" in verdict ? exitCodes.failed : exitCodes.ok);
  const calls = async (): Promise<{ origin: { command: string; ref?: string } }[]> =>
    JSON.parse((await penny("log", "--json")).out);
  const before = await calls();
  expect(before.filter(({ origin }) => origin.ref === `battle/${id}/judge`)).toHaveLength(2);
  const again = await penny("arena", "judge", "-m", "pocket/pocket-m", "--voter", "again");
  expect(again.err).toContain("2 verdicts in the log, not asked again");
  expect(await calls()).toHaveLength(before.length);
  if ("failed" in verdict) return;
  const votes = JSON.parse((await penny("arena", "votes", "--json")).out) as unknown[];
  expect(votes).toHaveLength(2);
});

test("empty criteria, and a model that is none, are refused before anything is asked", async () => {
  const empty = await penny("arena", "judge", "--criteria", " ");
  expect(empty).toMatchObject({ code: exitCodes.usage, err: expect.stringContaining("--criteria is empty") });
  const unknown = await penny("arena", "judge", "-m", "pocket/nobody");
  expect(unknown.code).toBe(exitCodes.usage);
});
