import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { type CallChanges, pending, plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { spent, totalOf } from "./spent.ts";

const now = Date.parse("2026-03-10T12:00:00Z");

async function logWith(calls: { at: string; model: string; changes?: CallChanges }[]): Promise<Store> {
  const store = await openStore({ dir: temporaryFolder(), now: () => now });
  const ids = testIds();
  for (const { at, model, changes } of calls) {
    const startedAt = Date.parse(at);
    const timing = { startedAt, endedAt: startedAt + 1, queueMs: 0, retryMs: 0 };
    const call = plainCall(ids(), "q", "a", { timing, ...changes, request: { model } });
    await store.begin(pending(call));
    await store.complete(call, []);
  }
  return store;
}

test("without a bound the last thirty days count, today among them", async () => {
  const store = await logWith([
    { at: "2026-02-08T23:59:59Z", model: "openai/a" },
    { at: "2026-02-09T00:00:00Z", model: "openai/a" },
    { at: "2026-03-10T11:00:00Z", model: "openai/a" },
  ]);
  expect((await spent(store, {}, now)).rows.map((row) => row.key)).toEqual(["2026-02-09", "2026-03-10"]);
  expect((await spent(store, { until: "2026-02-08" }, now)).rows.map((row) => row.key)).toEqual(["2026-02-08"]);
  await store.close();
});

test("the total is that of the rows, whatever they are by", async () => {
  const store = await logWith([
    { at: "2026-03-01T00:00:00Z", model: "openai/a" },
    { at: "2026-03-02T00:00:00Z", model: "mistral/b", changes: { origin: { command: "eval" } } },
    { at: "2026-03-02T00:00:00Z", model: "mistral/b", changes: { finish: { reason: "error" } } },
  ]);
  const totals = await Promise.all(
    (["day", "model", "provider", "origin"] as const).map(async (by) => (await spent(store, { by }, now)).total),
  );
  expect(totals[0]).toMatchObject({ calls: 3, failed: 1, inputTokens: 36, picodollars: 3_000_000, energyHighWh: 0.03 });
  for (const total of totals) expect(total).toEqual(totals[0]);
  await store.close();
});

test("carbon is that of each provider's zone, and every familiar unit has its source", async () => {
  const energy = { lowWh: 1000, highWh: 1000, method: "test" };
  const store = await logWith([
    { at: "2026-03-01T00:00:00Z", model: "openai/a", changes: { energy } },
    { at: "2026-03-01T00:00:00Z", model: "mistral/b", changes: { energy } },
  ]);
  const { carbonGrams, familiar } = await spent(store, {}, now);
  expect(carbonGrams?.low).toBeCloseTo(383.55 + 35.82, 6);
  expect(familiar.find((each) => each.unit === "seconds of television")?.amount.low).toBeCloseTo(75_000, 6);
  for (const each of familiar) expect(each.source).toMatch(/20\d\d/);
  await store.close();
});

test("nothing spent is no energy and no dollars, not zero", () => {
  expect(totalOf([])).toEqual({ key: "total", calls: 0, failed: 0, unknownCost: 0 });
});
