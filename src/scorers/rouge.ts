/**
 * `rouge`: what the answer and a reference have in common: words (`kind: "1"`), pairs of words (`"2"`), or the longest sequence of
 * words in the same order (`"L"`, the default). Made for summaries. Case and marks do not count; words are not stemmed.
 */
import { wordIn } from "./reading.ts";
import type { Scorer } from "./scorer.ts";
import { similarityScorer } from "./similarity.ts";
import { ngramCounts, overlap, wordsOf } from "./tokens.ts";

const KINDS = ["1", "2", "L"] as const;

/** Which ROUGE: of words, of pairs of words, of the longest common sequence. */
export type RougeKind = (typeof KINDS)[number];

/** Length of the longest sequence that both have in this order, with gaps. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let last = new Uint32Array(b.length + 1);
  for (const word of a) {
    const row = new Uint32Array(b.length + 1);
    for (let at = 1; at <= b.length; at++) {
      row[at] = word === b[at - 1] ? (last[at - 1] ?? 0) + 1 : Math.max(last[at] ?? 0, row[at - 1] ?? 0);
    }
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The F1 of one ROUGE between two texts of words, 0 to 1: of precision (of the answer's, how many are common) and recall.
 * Source: Lin, ROUGE, ACL workshop 2004, https://aclanthology.org/W04-1013/, with the F-measure's beta of 1 for all kinds, as
 * the `rouge-score` package has it (https://pypi.org/project/rouge-score/, 2022-07-22).
 */
export function rougeF1(answer: readonly string[], reference: readonly string[], kind: RougeKind): number {
  const length = kind === "2" ? 2 : 1;
  const common =
    kind === "L"
      ? longestCommon(answer, reference)
      : overlap(ngramCounts(answer, length), ngramCounts(reference, length));
  const all = Math.max(0, answer.length - length + 1) + Math.max(0, reference.length - length + 1);
  return all === 0 ? 0 : (2 * common) / all;
}

/** The scorer. */
export const rouge: Scorer = similarityScorer<RougeKind>({
  name: "rouge",
  title: (kind) => `ROUGE-${kind}`,
  summary: "the answer's ROUGE with a reference, its F1, is at least so much",
  expects:
    'a reference text; a list of them, the best of which counts; or { reference, kind: "1", "2" or "L", atLeast: 0.75 }',
  usually: 0.75,
  examples: [
    { expected: "The cat is on the mat.", right: "the cat is on a mat", wrong: "on the mat is the cat" },
    { expected: { reference: "a red car", kind: "1", atLeast: 0.9 }, right: "car, red, a", wrong: "a red van" },
    { expected: { reference: "a red car", kind: "2", atLeast: 0.5 }, right: "a red van", wrong: "car, red, a" },
  ],
  fields: ["kind"],
  // YAML reads `kind: 1` as a number.
  extra: ({ kind = "L" }, fail) =>
    wordIn({ kind: typeof kind === "number" ? String(kind) : kind }, "kind", KINDS, fail) ?? "L",
  measure: (answer, references, kind) => {
    const words = wordsOf(answer);
    return Math.max(...references.map((reference) => rougeF1(words, wordsOf(reference), kind)));
  },
});
