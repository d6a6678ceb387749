/**
 * How alike two cases are by their texts, so that a set is not filled with one case in many wordings. Characters alone count:
 * it knows no meaning, and a paraphrase in other words is another text to it.
 */
import { distance } from "fastest-levenshtein";

/**
 * Likeness from which two texts count as one case, from 0 to 1. Different pieces of English prose stay below it: of all pairs of
 * pieces of this repository's docs the most alike had 0.81 at 200 characters, 0.53 at 1,000 and 0.63 at 4,000 (2026-11-27).
 */
export const DEFAULT_SIMILAR = 0.85;

/** Length of the character n-grams. */
const GRAM = 3;

/**
 * A text in the form in which texts are compared: NFKC, small letters, runs of white space, quotation marks, brackets and
 * sentence punctuation as one space. Signs that change what is said (`+`, `-`, `/`, `%`) stay.
 */
export function normalisedText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.,;:!?…"'“”„‘’«»()[\]{}]+/gu, " ")
    .trim();
}

/** Hashes of a text's n-grams, sorted, repeats included; the text's ends count as characters. */
function gramsOf(text: string): Uint32Array {
  const padded = ` ${text} `;
  const grams = new Uint32Array(Math.max(1, padded.length - GRAM + 1));
  for (let at = 0; at < grams.length; at++) {
    let hash = 0;
    for (let step = 0; step < GRAM; step++) hash = Math.imul(hash ^ padded.charCodeAt(at + step), 0x9e3779b1);
    grams[at] = hash ^ (hash >>> 15);
  }
  return grams.sort();
}

/** Members that two sorted lists have in common, each as often as in the list that has it less. */
function inCommon(a: Uint32Array, b: Uint32Array): number {
  const [aLength, bLength] = [a.length, b.length];
  let count = 0;
  let i = 0;
  let j = 0;
  // Without branches, since the processor can foresee none of them: half the time.
  while (i < aLength && j < bLength) {
    const left = a[i] as number;
    const right = b[j] as number;
    count += left === right ? 1 : 0;
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  return count;
}

/** A text ready to be compared. */
export interface ComparableText {
  /** Its normal form. */
  text: string;
  /** Hashes of its n-grams, sorted. */
  grams: Uint32Array;
}

/** Makes a text ready. */
export function comparableText(text: string): ComparableText {
  const normal = normalisedText(text);
  return { text: normal, grams: gramsOf(normal) };
}

/**
 * How alike two texts are, from 0 to 1: the greater of two measures, so that neither a few edits nor parts in another order hide a
 * repeat. The first is 1 less the edits over the longer length (Levenshtein, Soviet Physics Doklady 10(8), 1966). The second is
 * the Dice coefficient of their character 3-grams, 2J/(1+J) of the Jaccard index J (Broder, On the resemblance and containment
 * of documents, 1997, https://doi.org/10.1109/SEQUEN.1997.666900).
 * @param atLeast below this the value need not be exact, only below it too: then most pairs take no time.
 */
export function likeness(a: ComparableText, b: ComparableText, atLeast = 0): number {
  if (a.text === b.text) return 1;
  const [shorter, longer] = a.text.length < b.text.length ? [a, b] : [b, a];
  if (longer.text.length === 0) return 1;
  const dice = (common: number): number => (2 * common) / (a.grams.length + b.grams.length);
  if (dice(shorter.grams.length) < atLeast) return 0;
  const common = inCommon(a.grams, b.grams);
  // An edit changes at most GRAM of the n-grams (the q-gram lemma: Ukkonen, https://doi.org/10.1016/0304-3975(92)90143-4, 1992).
  const leastEdits = (longer.grams.length - common) / GRAM;
  const edits = 1 - leastEdits / longer.text.length < atLeast ? longer.text.length : distance(a.text, b.text);
  return Math.max(dice(common), 1 - edits / longer.text.length);
}

/** Cases by name, among which one that repeats another is found. */
export interface CaseIndex {
  /**
   * The case that another repeats: one of the same text, or the nearest of those with the same expectation if it is at least as
   * alike as the index asks. `undefined`: there is none.
   */
  nearest: (text: string, expected: string) => { name: string; likeness: number } | undefined;
  /** Adds a case. */
  add: (name: string, text: string, expected: string) => void;
}

/**
 * An empty index. Two texts that are much alike and expect different answers are two cases: a small change that turns the answer
 * round is what tells whether a model reads with care (Gardner et al., Evaluating models' local decision boundaries via contrast
 * sets, 2020, https://arxiv.org/abs/2004.02709).
 * @param atLeast likeness from which two texts count as one, from 0 to 1; 1: equal in normal form.
 */
export function caseIndex(atLeast: number = DEFAULT_SIMILAR): CaseIndex {
  const byExpected = new Map<string, { name: string; comparable: ComparableText }[]>();
  const equal = new Map<string, string>();
  return {
    nearest: (text, expected) => {
      const wanted = comparableText(text);
      const same = equal.get(wanted.text);
      if (same !== undefined) return { name: same, likeness: 1 };
      if (atLeast >= 1) return undefined;
      let best: { name: string; likeness: number } | undefined;
      for (const { name, comparable } of byExpected.get(expected) ?? []) {
        const value = likeness(wanted, comparable, best?.likeness ?? atLeast);
        if (value >= atLeast && value > (best?.likeness ?? -1)) best = { name, likeness: value };
      }
      return best;
    },
    add: (name, text, expected) => {
      const comparable = comparableText(text);
      const alike = byExpected.get(expected) ?? [];
      byExpected.set(expected, alike);
      alike.push({ name, comparable });
      if (!equal.has(comparable.text)) equal.set(comparable.text, name);
    },
  };
}
