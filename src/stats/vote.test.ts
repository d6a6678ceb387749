import fc from "fast-check";
import { expect, test } from "vitest";
import { passAtK } from "./pass-at-k.ts";
import { bestOfK, voteChances } from "./vote.ts";

/** All ways to choose k of these. */
function subsets<T>(items: readonly T[], k: number): T[][] {
  if (k === 0) return [[]];
  return items.flatMap((item, index) => subsets(items.slice(index + 1), k - 1).map((rest) => [item, ...rest]));
}

/** The chances by looking at every choice. −1 abstains. */
function slowly(answers: readonly number[], kinds: number, k: number): { wins: number[]; silent: number } {
  const wins = Array.from({ length: kinds }, () => 0);
  let silent = 0;
  const all = subsets(answers, k);
  for (const chosen of all) {
    const counts = wins.map((_, kind) => chosen.filter((each) => each === kind).length);
    const most = Math.max(0, ...counts);
    if (most === 0) silent += 1 / all.length;
    else {
      const winners = [...counts.keys()].filter((kind) => counts[kind] === most);
      for (const kind of winners) wins[kind] = (wins[kind] ?? 0) + 1 / winners.length / all.length;
    }
  }
  return { wins, silent };
}

test("three answers, two of them right, by hand", () => {
  expect(voteChances([2, 1], 1)?.wins).toEqual([2 / 3, 1 / 3]);
  // Of the three pairs one agrees on the right answer, two are ties.
  expect(voteChances([2, 1], 2)?.wins[0]).toBeCloseTo(1 / 3 + 2 / 3 / 2, 14);
  expect(voteChances([2, 1], 3)?.wins).toEqual([1, 0]);
  expect(voteChances([2, 1], 4)).toBeUndefined();
});

test("a vote of 3 among many answers of two kinds tends to p³ + 3p²(1 − p)", () => {
  // p = 0.6: 0.216 + 3 · 0.36 · 0.4 = 0.648, here without return: [C(60,3) + C(60,2) · 40] / C(100,3) = 105020 / 161700.
  expect(voteChances([60, 40], 3)?.wins[0]).toBeCloseTo(105020 / 161700, 12);
});

test("the chances are those of looking at every choice", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 6 }),
      (counts, abstained, k) => {
        const answers = [
          ...counts.flatMap((count, kind) => Array.from({ length: count }, () => kind)),
          ...Array.from({ length: abstained }, () => -1),
        ];
        const found = voteChances(counts, k, abstained);
        if (answers.length < k) {
          expect(found).toBeUndefined();
          return;
        }
        const wanted = slowly(answers, counts.length, k);
        expect(found?.silent).toBeCloseTo(wanted.silent, 10);
        for (const [kind, chance] of wanted.wins.entries()) expect(found?.wins[kind]).toBeCloseTo(chance, 10);
      },
    ),
  );
});

test("the best of k by a chooser that knows is pass@k, and by one that knows nothing a single answer", () => {
  const passes = [1, 0, 0, 1, 0, 0, 0, 0];
  for (const k of [1, 2, 5, 8]) {
    expect(bestOfK(passes, passes, k)).toBeCloseTo(passAtK(2, 8, k) ?? Number.NaN, 12);
    expect(
      bestOfK(
        passes.map(() => 3),
        passes,
        k,
      ),
    ).toBeCloseTo(0.25, 12);
  }
});

test("a chooser that is wrong makes more answers worse", () => {
  // Highest rated is wrong: it is among 2 of 3 with chance 2/3, else the next, which is right.
  expect(bestOfK([3, 2, 1], [0, 1, 1], 2)).toBeCloseTo(1 / 3, 14);
  expect(bestOfK([3, 2, 1], [0, 1, 1], 3)).toBe(0);
});

test("bad input is refused", () => {
  expect(() => voteChances([1.5], 1)).toThrow(RangeError);
  expect(() => voteChances([1], 0)).toThrow(RangeError);
  expect(() => voteChances([1001], 1)).toThrow(RangeError);
  expect(() => bestOfK([1], [1, 2], 1)).toThrow(RangeError);
});
