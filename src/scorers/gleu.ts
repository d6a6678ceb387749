/**
 * `gleu`: which share of the runs of one to four words the answer and a reference have in common, of the one that has more of them.
 * Unlike BLEU it was made for single sentences. Case does not count; marks are words.
 */

import type { Scorer } from "./scorer.ts";
import { similarityScorer } from "./similarity.ts";
import { ngramCounts, overlap, tokensOf } from "./tokens.ts";

const LONGEST = 4;

function runsIn(tokens: readonly string[]): number {
  let sum = 0;
  for (let length = 1; length <= LONGEST; length++) sum += Math.max(0, tokens.length - length + 1);
  return sum;
}

/**
 * GLEU of one sentence, 0 to 1: the lower one of precision and recall over runs of one to four tokens; the best of several references.
 * Source: Wu et al., Google's Neural Machine Translation System, section 7 of https://arxiv.org/abs/1609.08144 (2016-10-08).
 */
export function sentenceGleu(answer: readonly string[], references: readonly (readonly string[])[]): number {
  const each = references.map((reference) => {
    let matches = 0;
    for (let length = 1; length <= LONGEST; length++) {
      matches += overlap(ngramCounts(answer, length), ngramCounts(reference, length));
    }
    const most = Math.max(runsIn(answer), runsIn(reference));
    return most === 0 ? 0 : matches / most;
  });
  return Math.max(0, ...each);
}

/** The scorer. */
export const gleu: Scorer = similarityScorer({
  name: "gleu",
  title: "GLEU",
  summary: "the answer's GLEU with a reference is at least so much",
  expects: "a reference text; a list of them; or { reference, atLeast: 0.5 }",
  usually: 0.5,
  examples: [
    { expected: "The cat is on the mat.", right: "the cat is on the mat", wrong: "There is a cat on a mat." },
    { expected: { reference: "a red car", atLeast: 0.3 }, right: "a red van", wrong: "the red van" },
  ],
  fields: [],
  extra: () => undefined,
  measure: (answer, references) => sentenceGleu(tokensOf(answer), references.map(tokensOf)),
});
