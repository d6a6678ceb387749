/** A budget for calls that come one by one: it is never passed, whatever is out and however calls end. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { type BudgetPlace, runningBudget } from "./running-budget.ts";

function ended(picodollars: number | undefined, status?: number): Call {
  const attempt = { startedAt: 0, durationMs: 1, ...(status === undefined ? {} : { status }) };
  return {
    id: "c",
    hash: "h",
    request: { model: "a/b", messages: [], options: {} },
    parts: [],
    finish: { reason: "stop" },
    usage: {},
    timing: { startedAt: 0, queueMs: 0, retryMs: 0 },
    attempts: [attempt],
    origin: { command: "endpoint" },
    ...(picodollars === undefined ? {} : { cost: { picodollars, basis: "ledger" } }),
  };
}

test("calls that run count with their upper bound, calls that have ended with their cost", () => {
  const budget = runningBudget(1e-12 * 100);
  const first = budget.take(60);
  expect(budget.take(60)).toBe(undefined);
  first?.end(ended(10));
  expect(budget.left()).toBe(90);
  expect(budget.take(90)).toBeDefined();
  expect(budget.take(1)).toBe(undefined);
});

test("a call of unknown cost counts as much as it could have been, a refused or unsent one nothing", () => {
  const budget = runningBudget(1e-12 * 100);
  budget.take(20)?.end(ended(undefined, 200));
  expect(budget.left()).toBe(80);
  budget.take(20)?.end(ended(undefined, 429));
  budget.take(20)?.end(undefined);
  expect(budget.left()).toBe(80);
});

test("whatever the order, what was spent and held never passes the budget", () => {
  const steps = fc.array(fc.record({ most: fc.nat(50), cost: fc.nat(50), ends: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (list) => {
      const budget = runningBudget(1e-12 * 100);
      const out: { place: BudgetPlace; cost: number }[] = [];
      for (const { most, cost, ends } of list) {
        const place = budget.take(most);
        if (place) out.push({ place, cost: Math.min(most, cost) });
        if (ends) {
          const oldest = out.shift();
          oldest?.place.end(ended(oldest.cost));
        }
        expect(budget.left()).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
