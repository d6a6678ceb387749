/** Leaderboards of votes: golden figures of categories, and what must not matter. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenFolder, goldenModels } from "../../test/support/golden-votes.ts";
import { createRandom } from "../stats/random.ts";
import { openRows } from "../store/open-rows.ts";
import { type RowValues, rowsInMemory } from "../store/row-source.ts";
import { type VoteBoard, voteBoard } from "./vote-board.ts";
import { parseWhere } from "./vote-filter.ts";
import { type RankSettings, rankVotes, rankVotesBy } from "./vote-rank.ts";
import { readVotes } from "./vote-rows.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-board-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const WORDS = ["model_a", "model_b", "tie", "tie (bothbad)"];
const LANGUAGES = ["English", "Chinese", "Russian", "unknown", "German", "Japanese"];
const COLUMNS = ["model_a", "model_b", "winner", "language", "turn", "anony", "is_code", "is_refusal", "criteria_n"];

/** The conditions of each category. */
const SLICES: { [name: string]: string[] } = {
  anony: [],
  coding: ["is_code=1"],
  hard_6: ["criteria_n>=6"],
  english: ["language=English"],
  no_tie: ["winner!=tie", "winner!=tie (bothbad)"],
  no_refusal: ["is_refusal=false"],
  multiturn: ["turn>1"],
};

describe("100,000 golden votes", () => {
  const path = join(dir, "golden.csv");
  const [head = [], ...golden] = readFileSync(join(goldenFolder, "golden_categories.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

  beforeAll(() => {
    const bytes = gunzipSync(readFileSync(join(goldenFolder, "category_votes_100k.u8.gz")));
    const votes = bytes.length / COLUMNS.length;
    const texts = [goldenModels, goldenModels, WORDS, LANGUAGES];
    const cell = (vote: number, column: number): string => {
      const value = bytes[column * votes + vote] as number;
      return texts[column]?.[value] ?? String(value);
    };
    const lines = Array.from({ length: votes }, (_, vote) => COLUMNS.map((_, column) => cell(vote, column)).join(","));
    writeFileSync(path, [COLUMNS.join(","), ...lines].join("\n"));
  });

  test.each(Object.keys(SLICES))(
    "the category %s is rated as the exact solution rates it, to a millionth of a point",
    async (name) => {
      const anchor = { model: "mixtral-8x7b-instruct-v0.1", score: 1114 };
      const where = ["anony=1", ...(SLICES[name] ?? [])].map(parseWhere);
      const { rows } = await rankVotes(await openRows({ from: path }), { where, anchor });
      const score = new Map(rows.map((row) => [row.model, row.score]));
      const off = golden.map(([model = "", ...figures]) =>
        Math.abs((score.get(model) ?? Number.NaN) - Number(figures[head.indexOf(name) - 1])),
      );
      expect(off.length).toBe(100);
      expect(Math.max(...off)).toBeLessThan(1e-6);
    },
  );
});

/** Votes among four models, each of which wins and loses. */
const votes = fc
  .array(
    fc.record({
      pair: fc.constantFrom<[string, string]>(["A", "B"], ["B", "C"], ["C", "D"], ["D", "A"], ["A", "C"]),
      winner: fc.constantFrom("model_a", "model_b", "tie", "both_bad"),
      judge: fc.constantFrom("ida", "bo", "cy"),
      prompt_id: fc.integer({ min: 1, max: 4 }),
      tstamp: fc.integer({ min: 1_704_067_200, max: 1_704_067_200 + 200_000 }),
      tokens_a: fc.integer({ min: 0, max: 50 }),
      tokens_b: fc.integer({ min: 0, max: 50 }),
    }),
    { minLength: 40, maxLength: 80 },
  )
  .map((list) => list.map(({ pair: [model_a, model_b], ...rest }): RowValues => ({ model_a, model_b, ...rest })));

const MIRRORED: { [word: string]: string } = { model_a: "model_b", model_b: "model_a" };

/** The same vote with its sides swapped. */
function swapped({
  model_a = null,
  model_b = null,
  tokens_a = null,
  tokens_b = null,
  winner,
  ...rest
}: RowValues): RowValues {
  const word = MIRRORED[String(winner)] ?? String(winner);
  return { ...rest, model_a: model_b, model_b: model_a, tokens_a: tokens_b, tokens_b: tokens_a, winner: word };
}

/** A board, or the sentence that says why there is none. */
async function outcome(rows: readonly RowValues[], settings: RankSettings): Promise<VoteBoard | string> {
  return rankVotes(rowsInMemory(rows), settings).catch((error: unknown) => String(error));
}

/** Numbers as far as they are known: sums of style in another order differ in the last digits. */
function rounded(board: VoteBoard | string): unknown {
  return JSON.parse(
    JSON.stringify(board, (_, value) => (typeof value === "number" ? Number(value.toPrecision(9)) + 0 : value)),
  );
}

const SETTINGS: RankSettings[] = [{}, { voterCap: 5, promptCap: 12 }, { promptCap: "auto", bootstrap: { rounds: 20 } }];

test.each(SETTINGS)("the order of votes does not matter: %j", async (settings) => {
  await fc.assert(
    fc.asyncProperty(votes, fc.nat(), async (given, seed) => {
      const random = createRandom(seed);
      const rows = given.map((row) => (random.unit() < 0.5 ? row : swapped(row)));
      const mixed = rows.map((row) => ({ row, at: random.unit() })).sort((a, b) => a.at - b.at);
      const again = mixed.map(({ row }) => row);
      expect(await outcome(again, settings)).toEqual(await outcome(rows, settings));
    }),
    { numRuns: 40 },
  );
});

test("with style, the order of votes does not matter either", async () => {
  await fc.assert(
    fc.asyncProperty(votes, async (rows) => {
      const settings = { style: true, promptCap: 12 };
      expect(rounded(await outcome(rows.toReversed(), settings))).toEqual(rounded(await outcome(rows, settings)));
    }),
    { numRuns: 40 },
  );
});

test("with sides swapped, scores are the same and standing first is worth the opposite", async () => {
  await fc.assert(
    fc.asyncProperty(votes, async (rows) => {
      const settings = { style: true, voterCap: 6 };
      const [one, other] = [await outcome(rows, settings), await outcome(rows.map(swapped), settings)];
      if (typeof one === "string" || typeof other === "string") return expect(other).toBe(one);
      const { a, b } = one.winners;
      expect(other.winners).toEqual({ ...one.winners, a: b, b: a });
      expect(other.position.first).toBe(one.position.second);
      if (one.position.points) expect(other.position.points?.value).toBeCloseTo(-one.position.points.value, 6);
      expect(rounded({ ...other, position: one.position, winners: one.winners, effects: [] })).toEqual(
        rounded({ ...one, effects: [] }),
      );
      for (const [index, { coefficient }] of (one.effects ?? []).entries())
        if (coefficient !== undefined) expect(other.effects?.[index]?.coefficient).toBeCloseTo(coefficient, 6);
    }),
    { numRuns: 40 },
  );
});

/** Votes of two who beat each other, in an order that Elo feels. */
const SMALL: RowValues[] = Array.from({ length: 30 }, (_, index) => ({
  model_a: "A",
  model_b: "B",
  winner: index < 18 ? "model_a" : index < 24 ? "model_b" : index < 28 ? "tie" : "both_bad",
  tstamp: 1000 - index,
  tags: index % 2 ? ["even", "all"] : ["all"],
}));

test("winners are counted, both kinds of tie apart", async () => {
  const { winners, votes } = await rankVotes(rowsInMemory(SMALL));
  expect([winners, votes]).toEqual([{ a: 18, b: 6, tie: 4, bothBad: 2 }, 30]);
});

test("Elo goes by time, or by the rows where a vote tells no time", async () => {
  const eloOf = async (rows: readonly RowValues[]): Promise<unknown[]> => {
    const board = await rankVotes(rowsInMemory(rows), { elo: true });
    return [board.eloOrder, board.rows.find((row) => row.model === "A")?.elo];
  };
  const [by, elo] = await eloOf(SMALL);
  expect(by).toBe("time");
  expect(await eloOf(SMALL.toReversed())).toEqual([by, elo]);
  const untimed = SMALL.map((row, index) => (index === 3 ? { ...row, tstamp: null } : row));
  expect(await eloOf(untimed.toReversed())).toEqual(["rows", elo]);
  expect((await eloOf(untimed))[1]).not.toBe(elo);
});

test("bounds from votes drawn anew are about as wide as the intervals, and the same each time", async () => {
  const random = createRandom(4);
  const many = Array.from({ length: 3000 }, () => {
    const [a = "", b = ""] = random.unit() < 0.5 ? ["A", "B"] : ["B", "C"];
    return { model_a: a, model_b: b, winner: WORDS[Math.floor(4 * random.unit())] ?? "tie" };
  });
  const table = await readVotes(rowsInMemory(many));
  const board = voteBoard(table, { bootstrap: { rounds: 400 } });
  expect(board.bootstrap).toMatchObject({ rounds: 400, roundsWithout: 0 });
  expect(board.bootstrap?.width?.least).toBeGreaterThan(0.85);
  expect(board.bootstrap?.width?.most).toBeLessThan(1.15);
  expect(voteBoard(table, { bootstrap: { rounds: 400 } })).toEqual(board);
});

test("a leaderboard is made for each value of a column, of each element of a list, largest first", async () => {
  const { groups } = await rankVotesBy(
    rowsInMemory([...SMALL, { ...SMALL[0], tags: ["alone"] }, { ...SMALL[0], tags: [] }]),
    "tags",
  );
  expect(groups.map(({ value, votes, board }) => [value, votes, board?.rows.length])).toEqual([
    ["all", 30, 2],
    ["even", 15, 2],
    ["alone", 1, undefined],
  ]);
  expect(groups[2]?.why).toContain("The votes rate no two models");
  const alone = await rankVotes(rowsInMemory(SMALL), { where: [parseWhere("tags=even")] });
  expect(groups[1]?.board?.rows).toEqual(alone.rows);
});

test("models that votes do not tie to the others stay out of the reckoning", async () => {
  const apart = [
    ...SMALL,
    { model_a: "C", model_b: "D", winner: "tie" },
    { model_a: "E", model_b: "A", winner: "model_a" },
  ];
  const board = await rankVotes(rowsInMemory(apart), { elo: true });
  const alone = await rankVotes(rowsInMemory(SMALL));
  expect(board.rows.map(({ model, score }) => [model, score])).toEqual(
    alone.rows.map(({ model, score }) => [model, score]),
  );
  expect(board.unrated.map(({ model, why }) => [model, why])).toEqual([
    ["C", "apart"],
    ["D", "apart"],
    ["E", "unbeaten"],
  ]);
});
