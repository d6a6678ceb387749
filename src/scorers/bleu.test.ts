import { expect, test } from "vitest";
import { sentenceBleu } from "./bleu.ts";

const split = (text: string): string[] => text.split(" ");
const references = [
  "It is a guide to action that ensures that the military will forever heed Party commands",
  "It is the guiding principle which guarantees the military forces always being under the command of the Party",
  "It is the practical guide for the army always to heed the directions of the party",
].map(split);

test("the two candidates of the paper's first example have the values of NLTK 3.10 and sacreBLEU 2.6", () => {
  // NLTK's documentation gives 0.5045 for the first, https://www.nltk.org/api/nltk.translate.bleu_score.html; smoothing does not touch it.
  const first = "It is a guide to action which ensures that the military always obeys the commands of the party";
  expect(sentenceBleu(split(first), references)).toBeCloseTo(0.5045666840058485, 12);
  const second = "It is to insure the troops forever hearing the activity guidebook that party direct";
  expect(sentenceBleu(split(second), references)).toBeCloseTo(0.0696300330571809, 12);
});

test.each([
  // Modified precision, section 2.1 of the paper: only two of the seven count.
  ["the the the the the the the", "the cat is on the mat", 0.07809849842300637],
  ["the cat sat on the mat", "the cat is on the mat", 0.3799178428257963],
  ["a b", "a b", 1],
  ["a b c", "a c b", 0.3968502629920499],
  ["the cat is", "the cat is on the mat", 0.3678794411714425],
  ["the", "the cat is on the mat", 0.0067379469990854705],
  ["x y z", "the cat", 0],
])("%s | %s: as sacreBLEU 2.6 with tokens as they are and the effective order", (answer, reference, value) => {
  expect(sentenceBleu(split(answer), [split(reference)])).toBeCloseTo(value, 12);
});

test("nothing is like nothing", () => {
  expect(sentenceBleu([], [["a"]])).toBe(0);
  expect(sentenceBleu(["a"], [])).toBe(0);
});
