/** Work within a budget: never passed, nothing begun after a stop, what is shared paid once. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { budgetLanes } from "./budget-lanes.ts";

const ids = testIds();

function call(picodollars: number | undefined, changes: Partial<Call> = {}): Call {
  const timing = { startedAt: 10, endedAt: 20, queueMs: 0, retryMs: 0 };
  const made = plainCall(ids(), "p", "a", { timing, ...changes });
  if (picodollars === undefined) delete made.cost;
  else made.cost = { picodollars, basis: "ledger" };
  return made;
}

const plain = { atOnce: 3, since: 5 };

test("the budget is never passed, whatever pieces cost up to their dearest", async () => {
  const piece = fc.record({ most: fc.integer({ min: 0, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 0, max: 300 }), async (pieces, budget) => {
      let spent = 0;
      const { results, spentPicodollars, stopped } = await budgetLanes(pieces, {
        ...plain,
        budgetUsd: budget / 1e12,
        most: ({ most }) => most,
        work: async ({ most, share }) => {
          await Promise.resolve();
          const cost = Math.floor(most * share);
          spent += cost;
          return { result: cost, calls: [call(cost)] };
        },
      });
      expect(spent).toBeLessThanOrEqual(budget);
      expect(spentPicodollars).toBe(spent);
      const isAll = results.every((each) => each !== undefined);
      expect(stopped).toBe(isAll ? undefined : "budget");
    }),
  );
});

test("answers of the log and calls that pieces share are paid once", async () => {
  const shared = call(7);
  const earlier = call(100, { timing: { startedAt: 1, endedAt: 2, queueMs: 0, retryMs: 0 } });
  const { spentPicodollars } = await budgetLanes([1, 2, 3], {
    ...plain,
    most: () => 200,
    work: async () => ({ result: true, calls: [shared, earlier] }),
  });
  expect(spentPicodollars).toBe(7);
});

test("a call of unknown price makes the sum unknown, a failed one does not", async () => {
  const spend = (calls: Call[]): Promise<{ spentPicodollars: number | undefined }> =>
    budgetLanes([1], { ...plain, most: () => 1, work: async () => ({ calls }) });
  expect((await spend([call(3), call(undefined)])).spentPicodollars).toBeUndefined();
  const failed = { finish: { reason: "error" as const }, error: { kind: "http" as const, message: "no" } };
  expect((await spend([call(3), call(undefined, failed)])).spentPicodollars).toBe(3);
});

test("after an abort nothing is begun, and what was cut off has no result", async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  const { results, stopped } = await budgetLanes([1, 2, 3, 4, 5, 6], {
    ...plain,
    atOnce: 2,
    signal: stop.signal,
    most: () => 0,
    work: async (piece) => {
      begun.push(piece);
      await Promise.resolve();
      if (piece === 2) {
        stop.abort();
        return { result: piece, calls: [call(1, { finish: { reason: "aborted" } })] };
      }
      return { result: piece, calls: [call(1)] };
    },
  });
  expect(stopped).toBe("interrupted");
  expect(results[1]).toBeUndefined();
  expect(results[0]).toBe(1);
  expect(begun.length).toBeLessThan(6);
});
