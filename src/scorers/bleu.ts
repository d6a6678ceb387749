/**
 * `bleu`: how many of the answer's runs of one to four words are in a reference, with a penalty for an answer that is too short.
 * It is made for translations and says little of meaning. Case does not count; marks are words.
 */

import type { Scorer } from "./scorer.ts";
import { similarityScorer } from "./similarity.ts";
import { ngramCounts, tokensOf } from "./tokens.ts";

const LONGEST = 4;

/** The length of the reference nearest in length to the answer, the shorter of two. */
function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((each) => each.length).sort((a, b) => a - b);
  return lengths.reduce((best, each) => (Math.abs(each - length) < Math.abs(best - length) ? each : best));
}

/**
 * BLEU of one sentence, 0 to 1: with several references, a run counts as often as the reference that has it most often has it.
 * Only lengths of runs that the answer has are counted; one without a match counts as half, then a quarter, and so on, of a match.
 * Sources: Papineni et al., BLEU, ACL 2002, https://aclanthology.org/P02-1040/; smoothing as NIST's mteval-v13a, method 3 in
 * Chen and Cherry, WMT 2014, https://aclanthology.org/W14-3346/; both as sacreBLEU 2.6 does for sentences (Post, WMT 2018,
 * https://aclanthology.org/W18-6319/), which gives the same numbers for the same tokens.
 */
export function sentenceBleu(answer: readonly string[], references: readonly (readonly string[])[]): number {
  if (answer.length === 0 || references.length === 0) return 0;
  let sumOfLogs = 0;
  let orders = 0;
  let smoothing = 1;
  for (let length = 1; length <= LONGEST && length <= answer.length; length++) {
    const counts = ngramCounts(answer, length);
    const others = references.map((each) => ngramCounts(each, length));
    let matches = 0;
    for (const [ngram, count] of counts) {
      matches += Math.min(count, Math.max(...others.map((each) => each.get(ngram) ?? 0)));
    }
    if (matches === 0 && length === 1) return 0;
    if (matches === 0) smoothing *= 2;
    sumOfLogs += Math.log((matches === 0 ? 1 / smoothing : matches) / (answer.length - length + 1));
    orders++;
  }
  const wanted = nearestLength(answer.length, references);
  const penalty = answer.length < wanted ? Math.exp(1 - wanted / answer.length) : 1;
  return penalty * Math.exp(sumOfLogs / orders);
}

/** The scorer. */
export const bleu: Scorer = similarityScorer({
  name: "bleu",
  title: "BLEU",
  summary: "the answer's BLEU with a reference is at least so much",
  expects: "a reference text; a list of them; or { reference, atLeast: 0.5 }",
  usually: 0.5,
  examples: [
    { expected: "The cat is on the mat.", right: "the cat is on the mat", wrong: "There is a cat on a mat." },
    {
      expected: { reference: ["a red car", "a red automobile"], atLeast: 0.9 },
      right: "A red car",
      wrong: "A red van",
    },
  ],
  fields: [],
  extra: () => undefined,
  measure: (answer, references) => sentenceBleu(tokensOf(answer), references.map(tokensOf)),
});
