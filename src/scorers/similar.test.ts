import { expect, test } from "vitest";
import type { JsonValue } from "../record/json.ts";
import { EmbeddingFailed, type EmbedText } from "./embed.ts";
import type { Judgement } from "./scorer.ts";
import { measured, similar } from "./similar.ts";

/** Vectors of the texts of these tests. */
const VECTORS: { readonly [text: string]: number[] } = {
  east: [1, 0],
  far: [3, 4],
  north: [0, 1],
  west: [-1, 0],
  slanted: [0.8, 0.6],
  nothing: [0, 0],
  solid: [1, 0, 0],
};

function judged(answer: string, expected: JsonValue, asked: string[] = []): Promise<Judgement> {
  const embed: EmbedText = async ({ text, model = "test/usual" }) => {
    asked.push(`${model}: ${text}`);
    const vector = VECTORS[text];
    if (!vector) throw new EmbeddingFailed("the server is down");
    return { vector, model };
  };
  const ask = (): never => {
    throw new Error("it asks nothing in words");
  };
  return similar.judge({ answer, expected, question: "Where?", vars: {}, ask, embed });
}

test("cosine, dot product and distance of known vectors are known", () => {
  expect(measured("cosine", [1, 2, 3], [4, 5, 6])).toBeCloseTo(32 / Math.sqrt(14 * 77), 12);
  expect(measured("dot", [1, 2, 3], [4, 5, 6])).toBe(32);
  expect(measured("euclidean", [1, 2, 3], [4, 5, 6])).toBeCloseTo(Math.sqrt(27), 12);
  expect(measured("cosine", [1, 0], [-2, 0])).toBe(-1);
});

test("an answer passes at the threshold, 0.75 unless told otherwise", async () => {
  expect(await judged("slanted", "east")).toEqual({
    value: 0.8,
    passed: true,
    why: "Its cosine similarity to “east” is 0.800 by test/usual; at least 0.75 counts as similar.",
  });
  expect(await judged("slanted", "north")).toMatchObject({ value: 0.6, passed: false });
  expect(await judged("slanted", { text: "north", threshold: 0.6 })).toMatchObject({ passed: true });
  expect(await judged("far", { text: "far", threshold: 1 })).toMatchObject({ passed: true });
  expect(await judged("west", "east")).toMatchObject({
    value: 0,
    passed: false,
    why: expect.stringContaining("-1.000"),
  });
});

test("by the dot product more is nearer, by distance less is", async () => {
  expect(await judged("far", { text: "slanted", by: "dot", threshold: 4.7 })).toMatchObject({ value: 1, passed: true });
  expect(await judged("far", { text: "slanted", by: "dot", threshold: 4.9 })).toMatchObject({ passed: false });
  const distance = { text: "north", by: "euclidean" };
  expect(await judged("far", { ...distance, threshold: 4.3 })).toMatchObject({ passed: true });
  expect(await judged("far", { ...distance, threshold: 4.2 })).toMatchObject({
    passed: false,
    value: 1 / (1 + Math.sqrt(18)),
    why: "Its distance from “north” is 4.243 by test/usual; at most 4.2 counts as similar.",
  });
});

test("the nearest of several texts counts, by the model that is named", async () => {
  const asked: string[] = [];
  const texts = ["west", "north", "east"];
  expect(await judged("slanted", { texts, model: "a/b" }, asked)).toMatchObject({
    value: 0.8,
    why: expect.stringContaining("“east”, the nearest of 3, is 0.800 by a/b"),
  });
  expect(asked).toEqual(["a/b: slanted", "a/b: west", "a/b: north", "a/b: east"]);
  expect(await judged("far", { texts: ["east", "far", "north"], by: "euclidean", threshold: 0 })).toMatchObject({
    value: 1,
  });
  expect(similar.asks(texts)).toEqual([{ calls: 4, embeds: texts }]);
});

test("an answer without text is not similar, and nothing is paid for it", async () => {
  const asked: string[] = [];
  expect(await judged(" \n", "east", asked)).toMatchObject({ value: 0, passed: false });
  expect(asked).toEqual([]);
});

test("vectors that cannot be had or compared say nothing of the answer", async () => {
  for (const answer of ["unknown to the server", "nothing", "solid"])
    await expect(judged(answer, "east")).rejects.toThrow(EmbeddingFailed);
});

test.each([
  [{ text: "east", nonsense: 1 }, /knows no `nonsense`/],
  [{ text: "east", texts: ["west"] }, /write one of them/],
  [{ text: "east", by: "angle" }, /must be one of/],
  [{ text: "east", threshold: 1.5 }, /from -1 to 1/],
  [{ text: "east", by: "euclidean", threshold: -1 }, /of 0 or more/],
  [{ text: "east", model: 7 }, /name of a model/],
  [{ threshold: 0.5 }, /expects text/],
  ["", /expects text/],
  [[], /expects text/],
  [["east", 7], /expects text/],
])("%j is refused", (expected, why) => {
  expect(similar.check(expected)).toMatch(why);
});

test.each([["east"], [["east", "west"]], [{ text: ["east"], by: "dot", threshold: -3 }], [similar.example]])(
  "%j is read",
  (expected) => {
    expect(similar.check(expected)).toBeUndefined();
  },
);
