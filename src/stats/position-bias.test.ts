import { expect, test } from "vitest";
import { positionBias } from "./position-bias.ts";
import { createRandom } from "./random.ts";

function simulated(seed: number, bias: number) {
  const random = createRandom(seed);
  const votes = { size: 4, a: [] as number[], b: [] as number[], outcome: [] as number[] };
  for (let vote = 0; vote < 2000; vote++) {
    const a = Math.floor(random.unit() * 4);
    const b = (a + 1 + Math.floor(random.unit() * 3)) % 4;
    const p = 1 / (1 + Math.exp(0.5 * (a - b) - bias));
    const tie = 1.2 * p * (1 - p);
    const draw = random.unit();
    votes.a.push(a);
    votes.b.push(b);
    votes.outcome.push(draw < tie ? 0.5 : draw < tie + p - tie / 2 ? 1 : 0);
  }
  return votes;
}

test("what standing first is worth lies in its interval 95 times of 100", () => {
  let held = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const { points } = positionBias(simulated(seed, 0.3));
    if (points && Math.abs(points.value - (0.3 * 400) / Math.LN10) < 1.96 * points.error) held++;
  }
  expect(held / 300).toBeGreaterThan(0.92);
  expect(held / 300).toBeLessThan(0.98);
});

test("votes are counted by place, and swapped sides mirror", () => {
  const votes = simulated(5, 0.3);
  const found = positionBias(votes);
  expect(found.first + found.second + found.tied).toBe(2000);
  expect(found.share?.low).toBeGreaterThan(0.5);
  const mirrored = positionBias({ ...votes, a: votes.b, b: votes.a, outcome: votes.outcome.map((each) => 1 - each) });
  expect(mirrored.first).toBe(found.second);
  expect(mirrored.points?.value).toBeCloseTo(-(found.points?.value ?? 0), 8);
  expect(mirrored.points?.error).toBeCloseTo(found.points?.error ?? 0, 8);
});

test("a place that never changes tells nothing of place", () => {
  const found = positionBias({ size: 2, a: [0, 0, 0], b: [1, 1, 1], outcome: [1, 0, 0.5] });
  expect(found).toMatchObject({ first: 1, second: 1, tied: 1 });
  expect(found.points).toBeUndefined();
  expect(positionBias({ size: 0, a: [], b: [], outcome: [] })).toEqual({ first: 0, second: 0, tied: 0 });
});
