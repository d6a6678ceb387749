/** Texts as lists of words, for metrics that count them. Pure. */

/**
 * The words and marks of a text in small letters: runs of letters and digits with what joins them inside (`don't`, `3.5`),
 * each other mark on its own, each Chinese or Japanese character on its own.
 *
 * After mteval-v14's international tokenization, which likewise splits off punctuation but not inside numbers
 * (NIST, https://www.nist.gov/itl/iad/mig/open-machine-translation-evaluation, 2009), and the habit of BLEU for Chinese and
 * Japanese to take characters for words.
 */
export function tokensOf(text: string): string[] {
  const token =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+(?:['’](?=\p{L})\p{L}+|[.,](?=\p{N})\p{N}+)*|[^\s\p{L}\p{M}\p{N}]/gu;
  return text.normalize("NFC").toLowerCase().replaceAll("’", "'").match(token) ?? [];
}

/** The words of a text in small letters, without marks. */
export function wordsOf(text: string): string[] {
  return tokensOf(text).filter((token) => /[\p{L}\p{N}]/u.test(token));
}

/** How often each run of `length` tokens occurs. */
export function ngramCounts(tokens: readonly string[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + length <= tokens.length; start++) {
    // No token has a line feed in it.
    const ngram = tokens.slice(start, start + length).join("\n");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many runs two counts have in common, each as often as in both. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [ngram, count] of a) sum += Math.min(count, b.get(ngram) ?? 0);
  return sum;
}
