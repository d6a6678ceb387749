import { expect, test } from "vitest";
import { goldenCounts } from "../../test/support/golden-votes.ts";
import { bradleyTerry } from "./bradley-terry.ts";
import { comparisonGraph } from "./comparison-graph.ts";
import { countsWithout } from "./fewer-votes.ts";
import { type FlipKind, firstPlaceFlip } from "./first-place-flips.ts";
import { PairCounter, type PairCounts } from "./pair-counts.ts";
import { createRandom } from "./random.ts";

function firstOf(counts: PairCounts): number {
  const { natural } = bradleyTerry(counts);
  return [...natural.keys()].sort((a, b) => (natural[b] as number) - (natural[a] as number))[0] as number;
}

/** Whether some set of so many votes, dropped or turned, changes first place: all sets are tried. */
function canFlip(counts: PairCounts, first: number, kind: FlipKind, votes: number): boolean {
  const cells = [...counts.low.keys()].flatMap((pair) =>
    ([1, 0.5, 0] as const).flatMap((outcome) => {
      const column = outcome === 1 ? counts.won : outcome === 0 ? counts.lost : counts.tied;
      const vote = {
        a: counts.low[pair] as number,
        b: counts.high[pair] as number,
        outcome,
        most: column[pair] as number,
      };
      const turns = ([0, 1] as const).filter((each) => each !== outcome);
      return kind === "drop" ? [vote] : turns.map((instead) => ({ ...vote, instead }));
    }),
  );
  const search = (index: number, left: number, now: PairCounts): boolean => {
    if (left === 0) {
      if (comparisonGraph(now).groups.length > 1) return false;
      const { natural } = bradleyTerry(now);
      return natural.some((each) => each > (natural[first] as number) + 1e-9);
    }
    const cell = cells[index];
    if (!cell) return false;
    for (let count = 0; count <= Math.min(left, cell.most); count++) {
      // A vote may be turned one way or the other, not both.
      const { most: _, ...vote } = cell;
      let next: PairCounts;
      try {
        next = countsWithout(now, [{ ...vote, count }]);
      } catch {
        break;
      }
      if (search(index + 1, left - count, next)) return true;
    }
    return false;
  };
  return search(0, votes, counts);
}

function simulated(seed: number): PairCounts {
  const random = createRandom(seed);
  const counter = new PairCounter();
  for (let vote = 0; vote < 36; vote++) {
    const a = Math.floor(random.unit() * 3);
    const b = (a + 1 + Math.floor(random.unit() * 2)) % 3;
    const p = 1 / (1 + Math.exp(0.25 * (a - b)));
    counter.add(a, b, random.unit() < 0.2 ? 0.5 : random.unit() < p ? 1 : 0);
  }
  return counter.counts(3);
}

test.each(["drop", "turn"] as const)("no smaller number of votes changes first place in small arenas: %s", (kind) => {
  let tried = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const counts = simulated(seed);
    if (comparisonGraph(counts).groups.length > 1) continue;
    const { natural } = bradleyTerry(counts);
    const flip = firstPlaceFlip(counts, natural, { kind });
    if (!flip || flip.count > 4) continue;
    // What is said is so.
    expect(flip.votes.reduce((sum, { count }) => sum + count, 0)).toBe(flip.count);
    expect(firstOf(countsWithout(counts, flip.votes))).toBe(flip.instead);
    expect(flip.instead).not.toBe(flip.first);
    expect(flip.first).toBe(firstOf(counts));
    tried++;
    for (let fewer = 1; fewer < flip.count; fewer++) expect(canFlip(counts, flip.first, kind, fewer)).toBe(false);
  }
  expect(tried).toBeGreaterThan(20);
});

test("the golden arena's first place hangs on 4 of 100,000 votes", () => {
  const counts = goldenCounts();
  const { natural } = bradleyTerry(counts);
  const drop = firstPlaceFlip(counts, natural);
  const turn = firstPlaceFlip(counts, natural, { kind: "turn" });
  for (const flip of [drop, turn]) expect(firstOf(countsWithout(counts, flip?.votes ?? []))).toBe(flip?.instead);
  expect(drop?.count).toBe(4);
  expect(turn?.count).toBe(2);
});

test("one model, and models that dropped votes would leave without ratings, have none", () => {
  expect(firstPlaceFlip({ ...simulated(1), size: 0 }, new Float64Array())).toBeUndefined();
  const counter = new PairCounter();
  counter.add(0, 1, 1, 3);
  counter.add(0, 1, 0, 1);
  const counts = counter.counts();
  expect(firstPlaceFlip(counts, bradleyTerry(counts).natural)).toBeUndefined();
  expect(firstPlaceFlip(counts, bradleyTerry(counts).natural, { kind: "turn" })).toMatchObject({
    count: 2,
    instead: 1,
  });
});
