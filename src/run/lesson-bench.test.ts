/** What lessons show is reckoned as everywhere else. */
import { expect, test } from "vitest";
import type { Sandbox } from "../record/sandbox-run.ts";
import { lessonBench } from "./lesson-bench.ts";

const bench = lessonBench({
  resolve: async (id) => ({
    id,
    ...(id === "maker/counts" ? { countTokens: async (text: string) => text.length } : {}),
  }),
  sandbox: async () => ({}) as Sandbox,
});

test("a text is told in pieces, in characters as people count them, and in the tokens of a model that counts", async () => {
  const { pieces, characters, own } = await bench.tokens("naïve 👩‍🚀", "maker/counts");
  expect(pieces.length).toBeGreaterThan(1);
  expect(characters).toBe(7);
  expect(own).toEqual({ model: "maker/counts", tokens: "naïve 👩‍🚀".length });
});

test("a model that counts no tokens has none told", async () => {
  expect(await bench.tokens("word", "maker/silent")).not.toHaveProperty("own");
});

test("a share has the interval of Wilson, also where all are right", () => {
  expect(bench.share(21, 30)).toMatchObject({
    value: 0.7,
    low: expect.closeTo(0.521, 3),
    high: expect.closeTo(0.833, 3),
  });
  expect(bench.share(5, 5)).toMatchObject({ value: 1, high: 1, low: expect.closeTo(0.566, 3) });
});

test.each([
  [-1, 3],
  [4, 3],
  [0, 0],
  [1.5, 3],
  [Number.NaN, 3],
])("%s of %s is refused", (right, of) => {
  expect(() => bench.share(right, of)).toThrow("is no share");
});

test("lines that stand in all texts are counted against the lines of each", () => {
  expect(bench.alike(["a\nb\nc", "a\n\n  b\nd\ne", "b\na"])).toEqual([2 / 3, 0.5, 1]);
  expect(bench.alike(["a", ""])).toEqual([0, 0]);
  expect(bench.alike(["a"])).toEqual([0]);
});
