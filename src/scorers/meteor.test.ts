import { stemmer } from "stemmer";
import { expect, test } from "vitest";
import { sentenceMeteor } from "./meteor.ts";

const split = (text: string): string[] => text.toLowerCase().split(" ");
const answer = "It is a guide to action which ensures that the military always obeys the commands of the party";

test.each([
  // 0.6944 is also what NLTK's documentation has, https://www.nltk.org/api/nltk.translate.meteor_score.html
  [
    answer,
    "It is a guide to action that ensures that the military will forever heed Party commands",
    0.6944444444444445,
  ],
  [answer, "It is the practical guide for the army always to heed the directions of the party", 0.5114197530864197],
  // The examples of https://en.wikipedia.org/wiki/METEOR (2024): 0.9977, 0.9654, 0.5.
  ["the cat sat on the mat", "the cat sat on the mat", 0.9976851851851852],
  ["the cat was sat on the mat", "the cat sat on the mat", 0.9653916211293262],
  ["on the mat sat the cat", "the cat sat on the mat", 0.5],
  ["the cats are running", "the cat runs", 0.8243727598566307],
  ["x y z", "the cat", 0],
])("%s | %s: as NLTK 3.10 without a dictionary of synonyms", (given, reference, value) => {
  expect(sentenceMeteor(split(given), split(reference), stemmer)).toBeCloseTo(value, 12);
});
