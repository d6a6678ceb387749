import fc from "fast-check";
import { expect, test } from "vitest";
import { rowOrder } from "./map-order.ts";

test("rows are written in order, each once, whatever the order in which they end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .integer({ min: 1, max: 40 })
        .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count })),
      fc.infiniteStream(fc.boolean()),
      async (indexes, slow) => {
        const written: number[] = [];
        const order = rowOrder<number>(async (value) => {
          if (slow.next().value) await new Promise((resolve) => setImmediate(resolve));
          written.push(value);
        });
        await Promise.all(
          indexes.map(async (index) => {
            if (slow.next().value) await new Promise((resolve) => setImmediate(resolve));
            await order.put(index, index, 1);
          }),
        );
        while (written.length < indexes.length) await new Promise((resolve) => setImmediate(resolve));
        expect(written).toEqual([...indexes].sort((a, b) => a - b));
        expect(order.written()).toBe(indexes.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("a row far ahead of a slow one waits, the slow one does not, and at the end nobody waits", async () => {
  const order = rowOrder<number>(async () => undefined);
  await order.room(0);
  let isThere = false;
  const far = order.room(1_000_000).then(() => {
    isThere = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isThere).toBe(false);
  order.open();
  await far;
});

test("what waits is bounded by its weight too", async () => {
  const order = rowOrder<number>(async () => undefined);
  await order.put(1, 1, 100_000_000);
  let isThere = false;
  const next = order.room(2).then(() => {
    isThere = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isThere).toBe(false);
  await order.put(0, 0, 1);
  await next;
});

test("a row that cannot be written is told to who brought it", async () => {
  const order = rowOrder<number>(() => Promise.reject(new Error("full")));
  await expect(order.put(0, 0, 1)).rejects.toThrow("full");
});
