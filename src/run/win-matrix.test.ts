/** Who beat whom. */
import { expect, test } from "vitest";
import { voteTableOf } from "../../test/support/vote-table-of.ts";
import type { Vote } from "../record/vote.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { disagreement, isSurprising, winMatrix } from "./win-matrix.ts";

const VOTES: Vote[] = [
  { a: "A", b: "B", winner: "a" },
  { a: "B", b: "A", winner: "b" },
  { a: "B", b: "A", winner: "a" },
  { a: "A", b: "B", winner: "tie" },
  { a: "B", b: "A", winner: "both-bad" },
  { a: "B", b: "C", winner: "a" },
];

const MODELS = [
  { model: "A", score: 1200 },
  { model: "B", score: 1000 },
  { model: "C", score: 800 },
];

test("votes count for a pair whichever side a model stood on, both kinds of tie as ties", () => {
  const { models, cells } = winMatrix(voteTableOf(VOTES), MODELS);
  expect(models).toEqual(["A", "B", "C"]);
  expect(cells[0]?.[1]).toMatchObject({ wins: 2, ties: 2, losses: 1, votes: 5 });
  expect(cells[1]?.[0]).toMatchObject({ wins: 1, ties: 2, losses: 2, votes: 5 });
  expect(cells[1]?.[1]).toBeUndefined();
  expect(cells[0]?.[1]?.share?.value).toBe(0.6);
});

test("shares of the two sides of a pair mirror each other, measured and predicted", () => {
  const { cells } = winMatrix(voteTableOf(VOTES), MODELS);
  const [here, there] = [cells[0]?.[1], cells[1]?.[0]];
  expect(here?.share?.low).toBeCloseTo(1 - (there?.share?.high ?? 0), 14);
  expect(here?.predicted).toBeCloseTo(1 / (1 + 10 ** (-200 / 400)), 14);
  expect((here?.predicted ?? 0) + (there?.predicted ?? 0)).toBeCloseTo(1, 14);
});

test("without ties the interval is Wilson's, and without votes there is none", () => {
  const { cells } = winMatrix(voteTableOf(VOTES), MODELS);
  expect(cells[1]?.[2]?.share).toEqual(wilsonInterval(1, 1));
  expect(cells[0]?.[2]).toMatchObject({ votes: 0 });
  expect(cells[0]?.[2]).not.toHaveProperty("share");
});

test("models that are not asked for are left out, in the order that is asked for", () => {
  const { models, cells } = winMatrix(voteTableOf(VOTES), [MODELS[2], MODELS[1]] as typeof MODELS);
  expect(models).toEqual(["C", "B"]);
  expect(cells[0]?.[1]).toMatchObject({ wins: 0, losses: 1, votes: 1 });
});

test("a pair whose votes the ratings do not foretell is counted", () => {
  const upset = Array.from({ length: 30 }, (): Vote => ({ a: "C", b: "A", winner: "a" }));
  const matrix = winMatrix(voteTableOf([...VOTES, ...upset]), MODELS);
  expect(matrix.cells.flat().filter((cell) => cell && isSurprising(cell))).toHaveLength(2);
  expect(disagreement(matrix)).toEqual({ pairs: 3, outside: 1 });
});
