/** Votes in files, rated; published leaderboards, asked. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import type { BoardRow } from "../index.ts";
import { createRandom } from "../stats/random.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-arena-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function arena(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["arena", ...words], { dir, stdin: "" });
}

function file(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

/** A beats B three times of four, B beats C so, one tie of each kind between A and C. */
const VOTES: [string, string, string][] = [
  ...Array.from({ length: 3 }, (): [string, string, string] => ["A", "B", "model_a"]),
  ["B", "A", "model_a"],
  ...Array.from({ length: 3 }, (): [string, string, string] => ["C", "B", "model_b"]),
  ["B", "C", "model_b"],
  ["A", "C", "tie"],
  ["C", "A", "tie (bothbad)"],
];

function csv(votes: readonly (readonly string[])[]): string {
  return `model_a,model_b,winner\n${votes.map((vote) => vote.join(",")).join("\n")}\n`;
}

async function rated(path: string, ...words: string[]): Promise<BoardRow[]> {
  const { out, err, code } = await arena("rank", path, "--json", ...words);
  expect(code, err).toBe(exitCodes.ok);
  return JSON.parse(out) as BoardRow[];
}

test("ratings from tables in several forms are the same", async () => {
  const rows = await rated(file("votes.csv", csv(VOTES)));
  expect(rows.map(({ model, votes }) => [model, votes])).toEqual([
    ["A", 6],
    ["B", 8],
    ["C", 6],
  ]);
  const [first, second, third] = rows;
  expect((first?.score ?? 0) + (third?.score ?? 0)).toBeCloseTo(2000, 6);
  expect(second?.score).toBeCloseTo(1000, 6);
  expect(first?.low).toBeLessThan(first?.score ?? 0);
  expect(first).toMatchObject({ rankUpperBound: 1, bestRank: 1, worstRank: 3, provisional: "no-rank" });
  const lines = VOTES.map(([a, b, winner]) => JSON.stringify({ model_a: a, model_b: b, winner, turn: 1 }));
  expect(await rated(file("votes.jsonl", lines.join("\n")))).toEqual(rows);
  const newer = { model_a: "model_a", model_b: "model_b", tie: "tie", "tie (bothbad)": "both_bad" };
  const words = VOTES.map(([a, b, winner]) => [a, b, newer[winner as keyof typeof newer]] as const);
  expect(await rated(file("newer.csv", csv(words)))).toEqual(rows);
  const alpaca = VOTES.map(([generator_1, generator_2, winner]) => ({
    generator_1,
    generator_2,
    preference: winner === "model_a" ? 1 : winner === "model_b" ? 2 : 1.5,
  }));
  expect(await rated(file("alpaca.json", JSON.stringify(alpaca)))).toEqual(rows);
});

test("an anchor holds its score, and its interval has no width", async () => {
  const rows = await rated(file("votes.csv", csv(VOTES)), "--anchor", "B=1114");
  expect(rows.find((row) => row.model === "B")).toMatchObject({ score: 1114, low: 1114, high: 1114 });
});

test("the table tells who cannot be rated, and what more votes would tell", async () => {
  const { out } = await arena("rank", file("perfect.csv", csv([...VOTES, ["D", "A", "model_a"]])));
  expect(out).toContain("Not rated: D: lost and tied no vote.");
  expect(out).toMatch(/A and B are not told apart: about \d+ more votes between them/);
  expect(out).toContain("no rank yet");
  const alone = await arena("rank", file("alone.csv", csv([["A", "B", "model_a"]])));
  expect(alone.code).toBe(exitCodes.usage);
  expect(alone.err).toContain("The votes rate no two models");
});

test.each([
  [
    "words.csv",
    csv([...VOTES, ["A", "B", "Tie?"], ["A", "B", "Tie?"], ["A", "B", ""]]),
    [],
    "words.csv:12: `winner` has words that say nothing here: `Tie?` 2 ×, `` 1 ×. Known: a, model_a",
  ],
  ["none.csv", "model_a,model_b,winer\nA,B,tie\n", [], "none.csv has no column `winner`. Nearest: winer"],
  ["other.csv", "left_model,right_model,winner\nA,B,tie\n", [], "has no columns `model_a` and `model_b`"],
  ["self.csv", csv([["A", "A", "tie"]]), [], "self.csv:2: `A` stands against itself."],
  ["votes.txt", csv(VOTES), [], "votes.txt is not told by its ending: name a file that ends in csv, tsv"],
  ["votes.csv", csv(VOTES), ["--anchor", "E=1000"], "The votes rate no model `E`"],
  ["votes.csv", csv(VOTES), ["--anchor", "A"], "--anchor is `A`, but must be a model and its score"],
])("%s %# is refused", async (name, text, words, message) => {
  const { err, code } = await arena("rank", file(name, text), ...words);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(message);
});

test("a published leaderboard tells what ranks above a model", async () => {
  const table = file(
    "board.csv",
    "rank,model,organization\n1,One,DeepSeek AI\n1,Two,DeepSeek\n3,Three,xAI\n4,GPT-4,OpenAI\n4,Five,Meta\n",
  );
  const { out, err } = await arena("leaderboard", table, "--above", "gpt-4");
  expect(out).toBe("3 models of 2 organisations rank above GPT-4, which has rank 4.\nDeepSeek, xAI\n");
  expect(err).toContain("DeepSeek AI is counted as DeepSeek");
  expect((await arena("leaderboard", table, "--above", "gpt-5")).err).toContain("has no model `gpt-5`. Nearest: GPT-4");
  expect((await arena("leaderboard", table)).err).toContain("Say above which model");
});

test("style is told and taken out, from columns and from what FastChat keeps", async () => {
  const random = createRandom(5);
  const styled = Array.from({ length: 400 }, () => {
    const [one = 0, other = 0] = [random.unit() * 400, random.unit() * 400].map(Math.round);
    const longer = (one - other) / (one + other + 1);
    const a = random.unit() < 1 / (1 + Math.exp(-3 * longer));
    return { model_a: "A", model_b: "B", winner: a ? "model_a" : "model_b", tokens_a: one, tokens_b: other };
  });
  const path = file("styled.json", JSON.stringify(styled));
  const { out } = await arena("rank", path, "--style");
  expect(out).toMatch(/tokens 1\.[0-9]+ ± 0\.1/);
  const [row] = await rated(path, "--style");
  expect(row?.styled?.high).toBeGreaterThan(row?.styled?.score ?? Number.NaN);
  const fastchat = styled.map(({ tokens_a, tokens_b, ...vote }) => ({
    ...vote,
    conv_metadata: {
      sum_assistant_a_tokens: tokens_a,
      sum_assistant_b_tokens: tokens_b,
      bold_count_a: { "**": 1, __: 2 },
      bold_count_b: { "**": 3 },
    },
  }));
  const [other] = await rated(file("fastchat.json", JSON.stringify(fastchat)), "--style");
  expect(other?.styled).toEqual(row?.styled);
  expect((await arena("rank", file("votes.csv", csv(VOTES)), "--style")).err).toContain("votes.csv tells no style");
});

test("pairs are voted on blind, a vote is kept at once, and the votes are rated", async () => {
  const pair = (index: number): string =>
    JSON.stringify({
      question: `Question ${index}?`,
      model_a: index % 2 ? "first-model" : "second-model",
      model_b: index % 2 ? "second-model" : "first-model",
      answer_a: `left ${index}`,
      answer_b: `right ${index}`,
    });
  const pairs = file("pairs.jsonl", [1, 2, 3, 4].map(pair).join("\n"));
  const voting = async (keys: string, ...words: string[]): Promise<string> => {
    const input = new PassThrough();
    input.end(keys);
    const settings = { dir, input, terminal: true, env: { NO_COLOR: "1", USER: "ida" } };
    return (await runPenny(["arena", "vote", pairs, ...words], settings)).err;
  };
  const seen = await voting("arclear\rq");
  expect(seen.indexOf("first-model")).toBeGreaterThan(seen.indexOf("right 1"));
  expect(seen).toContain("a was first-model, b was second-model");
  expect(seen).toContain("1 vote by ida");
  const votes = join(dir, "pairs.votes.jsonl");
  expect(await voting("rclear\rasn")).toContain("2 votes by ida");
  const kept = readFileSync(votes, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(kept.map(({ winner, judge, reason }) => [winner, judge, reason])).toEqual([
    ["model_a", "ida", undefined],
    ["model_a", "ida", "clear"],
    ["both_bad", "ida", undefined],
  ]);
  expect(await voting("b")).toContain("1 vote by ida");
  expect(await voting("a")).toContain("0 votes by ida");
  expect(await voting("q", "--voter", "bo")).toContain("4 left");
  expect((await rated(votes)).map(({ model, votes: n }) => [model, n])).toEqual([
    ["second-model", 4],
    ["first-model", 4],
  ]);
  expect((await arena("vote", file("odd.jsonl", '{"question": "x"}'))).err).toContain("There is no text in `model_a`");
});

test("a file is rated, and a published table asked, where no log can be opened", async () => {
  const votes = file("no-log.csv", csv(VOTES));
  const board = file("no-log-board.csv", "rank,model,organization\n1,One,xAI\n2,GPT-4,OpenAI\n");
  const nowhere = { dir: join(votes, "below-a-file"), stdin: "", cwd: dir };
  const { out, err, code } = await runPenny(["arena", "rank", votes, "--json"], nowhere);
  expect(code, err).toBe(exitCodes.ok);
  expect(JSON.parse(out)).toEqual(await rated(votes));
  const asked = await runPenny(["arena", "leaderboard", board, "--above", "GPT-4"], nowhere);
  expect(asked.out).toContain("1 model of 1 organisation ranks above GPT-4");
  expect((await runPenny(["arena", "rank"], nowhere)).err).toContain("cannot be made");
});
