/** Ratings over time. */
import { expect, test } from "vitest";
import { voteTableOf } from "../../test/support/vote-table-of.ts";
import type { Vote } from "../record/vote.ts";
import { createRandom } from "../stats/random.ts";
import { ratingHistory } from "./rating-history.ts";

type TimedVote = Vote & { at: number };

/** Votes between A, B and C; D joins half way. Times are 0 to 1,000. */
function votes(): TimedVote[] {
  const random = createRandom(11);
  return Array.from({ length: 2000 }, (_, index): TimedVote => {
    const names = index < 1000 ? ["A", "B", "C"] : ["A", "B", "C", "D"];
    const a = Math.floor(random.unit() * names.length);
    const b = (a + 1 + Math.floor(random.unit() * (names.length - 1))) % names.length;
    const chance = 1 / (1 + Math.exp(0.7 * (a - b)));
    const winner = random.unit() < 0.3 ? "tie" : random.unit() < chance ? "a" : "b";
    return { a: names[a] as string, b: names[b] as string, winner, at: index / 2 };
  });
}

/** Scores as the board has them: the last moment of a history whose scale is not held by any. */
const BOARD = ["A", "B", "C", "D"].map((model, index) => ({ model, score: 1150 - 100 * index }));

test("each moment is rated by the votes up to it, and by no later one", () => {
  const all = votes();
  const history = ratingHistory(voteTableOf(all), BOARD, { most: 10 });
  expect(history?.moments).toHaveLength(10);
  const [, , third] = history?.moments ?? [];
  const until = all.filter(({ at }) => at < 0.3 * 999.5);
  const alone = ratingHistory(voteTableOf(until), BOARD, { most: 3 })?.moments.at(-1);
  expect(third?.votes).toBe(until.length);
  expect(third?.models).toEqual(alone?.models);
});

test("order of the votes in the file changes nothing", () => {
  const all = votes();
  const mixed = [...all].sort((one, other) => ((one.at * 7919) % 1000) - ((other.at * 7919) % 1000));
  const [one, other] = [all, mixed].map((each) => {
    const table = voteTableOf(each);
    return ratingHistory(table, BOARD)?.moments.map(({ at, votes: count, models }) => [
      at,
      count,
      ...models.map(({ model, score }) => [model, score.toFixed(6)]),
    ]);
  });
  expect(other).toEqual(one);
});

test("a model is there from when it can be rated, and does not move the others by joining", () => {
  const { moments = [] } = ratingHistory(voteTableOf(votes()), BOARD, { most: 4 }) ?? {};
  expect(moments.map(({ models }) => models.map(({ model }) => model).join(""))).toEqual([
    "ABC",
    "ABC",
    "ABCD",
    "ABCD",
  ]);
  // The three that were rated have on average what the board gives them: 1050; all four: 1000.
  const mean = (models: readonly { score: number }[]): number =>
    models.reduce((sum, { score }) => sum + score, 0) / models.length;
  expect(moments.map(({ models }) => Math.round(mean(models)))).toEqual([1050, 1050, 1000, 1000]);
});

test("intervals narrow as votes come in", () => {
  const { moments = [] } = ratingHistory(voteTableOf(votes()), BOARD, { most: 4 }) ?? {};
  const widths = moments.map(({ models: [first] }) => (first?.high ?? 0) - (first?.low ?? 0));
  expect(widths[1]).toBeLessThan(widths[0] ?? 0);
  expect(widths[3]).toBeLessThan(widths[2] ?? 0);
});

test("an anchor holds its score at each moment", () => {
  const { moments = [] } = ratingHistory(voteTableOf(votes()), BOARD, { anchor: { model: "B", score: 1114 } }) ?? {};
  for (const { models } of moments) expect(models[1]).toMatchObject({ model: "B", score: 1114, low: 1114, high: 1114 });
});

test("spans without votes are merged, and votes without a time are told", () => {
  const gap = votes().filter(({ at }) => at < 100 || at > 900);
  const table = voteTableOf([...gap, { a: "A", b: "B", winner: "a", at: Number.NaN }]);
  const history = ratingHistory(table, BOARD, { most: 10 });
  expect(history?.moments.map(({ at }) => Math.round(at / 100))).toEqual([1, 10]);
  expect(history?.untimed).toBe(1);
});

test("there is no history without times, or of one moment", () => {
  const { at, ...untimed } = voteTableOf(votes());
  expect(ratingHistory(untimed, BOARD)).toBeUndefined();
  expect(ratingHistory({ ...untimed, at: at?.map(() => 5) as Float64Array }, BOARD)).toBeUndefined();
  expect(ratingHistory({ ...untimed, at: at?.map(() => Number.NaN) as Float64Array }, BOARD)).toBeUndefined();
});
