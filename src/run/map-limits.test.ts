import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualTime } from "../../test/support/virtual-time.ts";
import { systemClock } from "./clock.ts";
import { mapLimits } from "./map-limits.ts";

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a budget is never passed, and stops only when nothing under way could make room", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.nat({ max: 20_000 }),
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 15, maxLength: 15 }),
      async (most, budget, lanes, shares) => {
        const limits = mapLimits({ budgetUsd: budget / 1e12 }, systemClock);
        const costs = shares.map((share) => Math.floor(share * most));
        let spent = 0;
        const left = [...costs];
        const lane = async (): Promise<void> => {
          for (let cost = left.shift(); cost !== undefined; cost = left.shift()) {
            const leave = await limits.admit(most, 0);
            if (!leave) return void left.unshift(cost);
            await soon();
            spent += cost;
            leave.end({ picodollars: cost, called: true, ms: 1 });
          }
        };
        await Promise.all(Array.from({ length: lanes }, lane));
        limits.close();
        expect(spent).toBeLessThanOrEqual(budget);
        if (limits.stopped()) expect(spent + most).toBeGreaterThan(budget);
        else expect(left).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test("rows that need no call pass whatever the limits, until it is stopped", async () => {
  const limits = mapLimits({ budgetUsd: 0, maxCalls: 0 }, systemClock);
  expect(await limits.admit(-1, 0)).toBeDefined();
  expect(await limits.admit(1, 0)).toBeUndefined();
  expect(limits.stopped()).toBe("budget");
  expect(await limits.admit(-1, 0)).toBeUndefined();
});

test("files under way are bounded by their bytes, and one that is larger goes alone", async () => {
  const limits = mapLimits({}, systemClock);
  const first = await limits.admit(0, 100_000_000);
  let isIn = false;
  const second = limits.admit(0, 1).then((leave) => {
    isIn = true;
    return leave;
  });
  await soon();
  expect(isIn).toBe(false);
  first?.end({ picodollars: 0, called: true, ms: 1 });
  expect(await second).toBeDefined();
});

test("minutes stop calls that would end too late if they took as long as the slowest, and withdraw those that wait", async () => {
  const { clock, run } = virtualTime();
  const limits = mapLimits({ maxMinutes: 1 }, clock);
  const startedAt = clock.now();
  let calls = 0;
  await run(
    (async () => {
      for (let leave = await limits.admit(0, 0); leave; leave = await limits.admit(0, 0)) {
        await clock.sleep(7000);
        leave.end({ picodollars: 0, called: true, ms: 7000 });
        calls++;
      }
    })(),
  );
  limits.close();
  expect({ stopped: limits.stopped(), held: limits.hold.aborted }).toEqual({ stopped: "minutes", held: true });
  expect(clock.now() - startedAt).toBeLessThanOrEqual(60_000);
  expect(calls).toBe(8);
});

test("told to stop, it lets nothing go, also those that wait already", async () => {
  const hold = new AbortController();
  const limits = mapLimits({ hold: hold.signal, maxCalls: 1 }, systemClock);
  await limits.admit(0, 0);
  const waiting = limits.admit(0, 0);
  hold.abort();
  expect(await waiting).toBeUndefined();
  expect(limits.stopped()).toBe("held");
  expect(mapLimits({ hold: hold.signal }, systemClock).stopped()).toBe("held");
});
