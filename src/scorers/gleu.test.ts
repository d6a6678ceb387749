import { expect, test } from "vitest";
import { sentenceGleu } from "./gleu.ts";

const split = (text: string): string[] => text.split(" ");
const answer = "It is a guide to action which ensures that the military always obeys the commands of the party";

test.each([
  [
    answer,
    "It is a guide to action that ensures that the military will forever heed Party commands",
    0.4393939393939394,
  ],
  [answer, "It is the practical guide for the army always to heed the directions of the party", 0.21212121212121213],
  ["the the the the the the the", "the cat is on the mat", 1 / 11],
  ["the cat sat on the mat", "the cat is on the mat", 0.5],
  ["a b", "a b", 1],
  ["x", "y", 0],
])("%s | %s: as NLTK 3.10", (given, reference, value) => {
  expect(sentenceGleu(split(given), [split(reference)])).toBeCloseTo(value, 12);
});

test("of several references the nearest counts", () => {
  expect(sentenceGleu(["a", "b"], [["x"], ["a", "b"], ["a"]])).toBe(1);
  expect(sentenceGleu([], [[]])).toBe(0);
});
