/** `penny arena rank` with its flags: which votes count, and what is said of it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import type { BoardRow } from "../index.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-rank-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Votes of two people and a judge, in two languages; the judge sees it the other way round. */
const VOTES = Array.from({ length: 48 }, (_, index) => {
  const isJudge = index % 3 === 2;
  const winner =
    index % 8 === 7 ? "tie" : index % 8 === 6 ? "both_bad" : (index % 4 === 0) !== isJudge ? "model_b" : "model_a";
  const judge = isJudge ? "gpt" : index % 3 === 0 ? "ida" : "bo";
  const language = index < 30 ? "English" : "French";
  return `A,B,${winner},${judge},${isJudge ? "model" : "human"},${1704067200 + index},p${index % 4},${language}`;
});
const path = join(dir, "votes.csv");
writeFileSync(path, `model_a,model_b,winner,judge,voter_kind,tstamp,prompt_id,language\n${VOTES.join("\n")}\n`);

function rank(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["arena", "rank", path, ...words], { dir, stdin: "" });
}

/** What is printed for people, in one line. */
async function told(...words: string[]): Promise<string> {
  const { out, err, code } = await rank(...words);
  expect(code, err).toBe(exitCodes.ok);
  return out.replaceAll(/\s+/g, " ");
}

async function rows(...words: string[]): Promise<BoardRow[]> {
  return JSON.parse((await rank("--json", ...words)).out) as BoardRow[];
}

test("people's votes are rated unless others are asked for, and those left out are counted", async () => {
  expect(await told()).toMatch(/32 votes, 2 models\..* Left out: 16 votes of models that judge/);
  expect(await told("--voters", "judges")).toMatch(
    /16 votes, .*These are votes of models that judge, not of people\. Left out: 32 votes of people\./,
  );
  expect(await told("--voters", "both")).toMatch(
    /48 votes, .*Votes of people and of models that judge count alike here\./,
  );
  expect(await told("--voters", "ida")).toMatch(/16 votes, .*Left out: 32 votes of other voters\./);
  const [people, judges] = [await rows(), await rows("--voters", "judges")];
  expect([people[0]?.model, judges[0]?.model]).toEqual(["A", "B"]);
  expect((await rank("--json")).err).toContain("Left out: 16 votes of models that judge");
});

test("conditions, caps and repeated prompts are told by count", async () => {
  expect(await told("--where", "language=English", "--where", "prompt_id!=p0")).toMatch(/^.*1[0-9] votes, 2 models/);
  expect(await told("--voter-cap", "10")).toContain("Left out: 12 votes beyond the cap of a voter on a day.");
  const prompts = await told("--voters", "both", "--prompt-cap", "7");
  expect(prompts).toContain("28 votes, 2 models");
  expect(prompts).toContain("Left out: 20 votes beyond 7 votes on one prompt.");
  expect(prompts).toContain("4 prompts have 10 or more votes, 48 votes together; the one with most has 12.");
});

test("ties of both kinds, Elo and bounds from votes drawn anew stand beside", async () => {
  const plain = await told("--voters", "both");
  expect(plain).toContain("Ties: 25.0 % of the votes (as good 12.5 %, both bad 12.5 %).");
  expect(plain).not.toContain("Elo");
  const all = await told("--voters", "both", "--elo", "--bootstrap", "50");
  expect(all).toMatch(/95 % boot 95 % Elo votes/);
  expect(all).toMatch(/boot 95 %: from 50 rounds of votes drawn anew: 0\.\d+|1\.\d+ times as wide as the intervals/);
  expect(all).toContain("Elo: online, K = 4, in order of time; for comparison only");
  const [row] = await rows("--elo", "--bootstrap", "50");
  expect(row?.elo).toBeGreaterThan(1000);
  expect(row?.boot?.low).toBeLessThan(row?.score ?? Number.NaN);
});

test("a leaderboard for each value of a column has a heading, and is an entry for programs", async () => {
  const text = await told("--by", "language");
  expect(text).toMatch(
    /^language: English .*20 votes, 2 models.*language: French .*12 votes, 2 models.*Score: Bradley–Terry/,
  );
  const boards = JSON.parse((await rank("--by", "language", "--json")).out) as { [language: string]: BoardRow[] };
  expect(Object.keys(boards)).toEqual(["English", "French"]);
  expect(boards.English).toEqual(await rows("--where", "language=English"));
});

test.each([
  [["--where", "langage=x"], "has no column `langage`, which --where names. Nearest: language."],
  [["--where", "language"], "--where is `language`, but must be a column"],
  [["--where", "language>a"], "> compares with a number"],
  [["--by", "tongue"], "has no column `tongue`, which --by names."],
  [["--voters", "idda"], "There is no voter `idda`. Nearest: ida."],
  [["--voter-cap", "0"], "--voter-cap is `0`, but must be a whole number from 1."],
  [["--prompt-cap", "some"], "--prompt-cap is `some`, but must be a whole number from 1, or auto."],
  [["--bootstrap", "1"], "--bootstrap is `1`, but must be a whole number from 2."],
])("%j is refused", async (words, message) => {
  const { err, code } = await rank(...words);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(message);
});
