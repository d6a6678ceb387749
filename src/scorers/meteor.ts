/**
 * `meteor`: how well the words of the answer can be laid on those of a reference, with a penalty for each break in the order. Words
 * match as they are or by their English stem. The original also matches synonyms of a dictionary (WordNet), which is left out: where
 * an answer has synonyms, this is lower. Case does not count; marks are words.
 */

import type { Scorer } from "./scorer.ts";
import { similarityScorer } from "./similarity.ts";
import { tokensOf } from "./tokens.ts";

/** Lays each free answer word, from the last, on the last free reference word with the same key. */
function lay(answer: readonly string[], reference: readonly string[], laid: Map<number, number>): void {
  const taken = new Set(laid.values());
  const places = new Map<string, number[]>();
  for (const [at, key] of reference.entries()) {
    if (taken.has(at)) continue;
    const known = places.get(key);
    if (known) known.push(at);
    else places.set(key, [at]);
  }
  for (const [at, key] of [...answer.entries()].reverse()) {
    if (laid.has(at)) continue;
    const place = places.get(key)?.pop();
    if (place !== undefined) laid.set(at, place);
  }
}

/** In how many unbroken runs the matches lie. */
function chunksOf(laid: ReadonlyMap<number, number>): number {
  let chunks = 0;
  for (const [at, place] of laid) if (laid.get(at - 1) !== place - 1) chunks++;
  return chunks;
}

/**
 * METEOR of one sentence without synonyms, 0 to 1. Words are laid on each other as NLTK 3.10 does, exact ones first; where words
 * repeat, that need not be the layout with the fewest breaks.
 * Source: Banerjee and Lavie, ACL workshop 2005, https://aclanthology.org/W05-0909/: recall weighs nine times precision, and the
 * penalty is 0.5 · (chunks ÷ matches)³.
 * @param stem the stem of a word.
 */
export function sentenceMeteor(
  answer: readonly string[],
  reference: readonly string[],
  stem: (word: string) => string,
): number {
  const laid = new Map<number, number>();
  lay(answer, reference, laid);
  lay(answer.map(stem), reference.map(stem), laid);
  const matches = laid.size;
  if (matches === 0) return 0;
  const precision = matches / answer.length;
  const recall = matches / reference.length;
  const mean = (10 * precision * recall) / (recall + 9 * precision);
  return mean * (1 - 0.5 * (chunksOf(laid) / matches) ** 3);
}

/** The scorer. */
export const meteor: Scorer = similarityScorer({
  name: "meteor",
  title: "METEOR",
  summary: "the answer's METEOR with a reference, without synonyms, is at least so much",
  expects: "a reference text; a list of them, the best of which counts; or { reference, atLeast: 0.5 }",
  usually: 0.5,
  examples: [
    { expected: "The cats are sleeping", right: "the cat sleeps", wrong: "a dog barks" },
    { expected: { reference: "a red car", atLeast: 0.9 }, right: "a red car", wrong: "a red van" },
  ],
  fields: [],
  extra: () => undefined,
  measure: async (answer, references) => {
    const { stemmer } = await import("stemmer");
    const tokens = tokensOf(answer);
    return Math.max(...references.map((reference) => sentenceMeteor(tokens, tokensOf(reference), stemmer)));
  },
});
