/** Functions loaded when the first is called. */
import { expect, test } from "vitest";
import { lazily } from "./lazily.ts";

test("nothing is loaded before the first call, and waiting for the bench is no call", async () => {
  let loads = 0;
  const bench = lazily(async () => {
    loads++;
    return { double: async (value: number) => 2 * value, fail: async () => Promise.reject(new Error("no")) };
  });
  expect(await Promise.resolve(bench)).toBe(bench);
  expect(loads).toBe(0);
  expect(await bench.double(21)).toBe(42);
  await expect(bench.fail()).rejects.toThrow("no");
  expect(loads).toBe(2);
});
