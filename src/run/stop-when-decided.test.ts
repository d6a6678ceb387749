import { expect, test } from "vitest";
import { createRandom } from "../stats/random.ts";
import { decisionWatch } from "./stop-when-decided.ts";

/** Two rows over so many cases. */
function cells(count: number): { row: string; case: string }[] {
  return ["a", "b"].flatMap((row) => Array.from({ length: count }, (_, index) => ({ row, case: `c${index}` })));
}

/** Asks in the watch's order until it is decided; gives how many cells were asked. */
function asked(count: number, rates: { a: number; b: number }, margin: number, seed: number): number {
  const all = cells(count);
  const watch = decisionWatch(all, margin);
  const random = createRandom(seed);
  for (const [number, place] of watch.order.entries()) {
    const rate = all[place]?.row === "a" ? rates.a : rates.b;
    if (watch.add(place, random.unit() < rate)) return number + 1;
  }
  return all.length;
}

test("every cell is asked once, case by case on every row, in an order that is not the suite's", () => {
  const all = cells(30);
  const { order } = decisionWatch(all, 0.05);
  expect([...order].sort((a, b) => a - b)).toEqual([...all.keys()]);
  for (let index = 0; index < order.length; index += 2)
    expect(all[order[index] ?? 0]?.case).toBe(all[order[index + 1] ?? 0]?.case);
  expect(order).not.toEqual([...all.keys()]);
  expect(decisionWatch(all, 0.05).order).toEqual(order);
});

test("a great difference is decided early, none is not decided by chance", () => {
  expect(asked(500, { a: 0.95, b: 0.3 }, 0.05, 1)).toBeLessThan(200);
  const early = Array.from({ length: 40 }, (_, seed) => asked(150, { a: 0.6, b: 0.6 }, 0, seed + 1) < 300);
  expect(early.filter(Boolean).length).toBeLessThanOrEqual(4);
});

test("rows that never differ are decided as equal within the margin", () => {
  const all = cells(2000);
  const watch = decisionWatch(all, 0.1);
  const count = watch.order.findIndex((place) => watch.add(place, true));
  expect(count).toBeGreaterThan(20);
  expect(count).toBeLessThan(2000);
});

test("one row alone decides nothing, and failed calls say nothing", () => {
  const alone = cells(50).slice(0, 50);
  const watch = decisionWatch(alone, 0.5);
  expect(watch.order.some((place) => watch.add(place, true))).toBe(false);
  const failing = decisionWatch(cells(50), 0.05);
  expect(failing.order.some((place) => failing.add(place, undefined))).toBe(false);
});
