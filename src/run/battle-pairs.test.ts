/** Which pairs meet next. */
import { expect, test } from "vitest";
import { createRandom } from "../stats/random.ts";
import { drawChance, mostTelling, type NamedVote, pairChances } from "./battle-pairs.ts";

const votes = (a: string, b: string, count: number): NamedVote[] =>
  Array.from({ length: count }, (_, index) => ({ a, b, winner: index % 2 ? ("a" as const) : ("b" as const) }));

test("before any vote all pairs are as likely, and their chances sum to 1", () => {
  const chances = pairChances(["x", "y", "z"], []);
  expect(chances).toHaveLength(3);
  for (const { share, votes: count } of chances) {
    expect(share).toBeCloseTo(1 / 3, 10);
    expect(count).toBe(0);
  }
});

test("a model with few votes is drawn more often than two that have met often", () => {
  const chances = pairChances(["x", "y", "new"], votes("x", "y", 40));
  const known = chances.find(({ a, b }) => a !== "new" && b !== "new");
  expect(known?.votes).toBe(40);
  expect(known?.share).toBeLessThan(0.05);
  const random = createRandom(3);
  const drawn = Array.from({ length: 300 }, () => drawChance(chances, random.unit));
  expect(drawn.filter((pair) => pair === known).length).toBeLessThan(40);
});

test("votes of models that are not asked for play no part", () => {
  expect(pairChances(["x", "y"], [...votes("x", "q", 9), ...votes("q", "y", 9)])).toEqual(pairChances(["x", "y"], []));
});

test("of waiting battles those of the least known pair come first, and each comes once", () => {
  const battles = [
    { a: "x", b: "y", id: 1 },
    { a: "x", b: "y", id: 2 },
    { a: "z", b: "x", id: 3 },
    { a: "y", b: "z", id: 4 },
  ];
  const ordered = mostTelling(battles, votes("x", "y", 20));
  expect(
    ordered
      .slice(0, 2)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([3, 4]);
  expect(ordered.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4]);
  expect(mostTelling(battles, votes("x", "y", 20), 2)).toEqual(ordered.slice(0, 2));
  expect(mostTelling([], [])).toEqual([]);
});
