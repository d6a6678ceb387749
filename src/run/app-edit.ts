/**
 * Puts a model's replacements into a document: pairs of an old and a new text, with the slips forgiven that models make when they copy.
 * Pure. Reads no protocol: `app-stream.ts` finds the pairs in an answer.
 *
 * The tolerances are those of huggingface/chat-ui, artifacts.ts at 57c2fb0 (2026-08), each seen there with a real model.
 */

/** One replacement that a model wants. */
export interface EditPair {
  /** What stands in the document now. */
  oldText: string;
  /** What is to stand there. */
  newText: string;
}

/** A replacement that could not be made. */
export interface FailedPair extends EditPair {
  /** What of the document is most like the old text. Absent: nothing is like it. */
  nearest?: string;
}

/** A document with replacements made. */
export interface EditedDocument {
  /** The document; where nothing could be replaced, as it was. */
  content: string;
  /** Replacements made. */
  applied: number;
  /** The others, in order. */
  failed: FailedPair[];
}

/** Where a text was found: from `start` up to, not including, `end`. */
export interface FoundText {
  /** First character. */
  start: number;
  /** After the last. */
  end: number;
  /** Whether it stands there letter by letter. */
  exact: boolean;
}

/** Curly quotes and primes become straight ones, dashes a hyphen; one character for one, so that places stay the same. */
function plainCharacters(text: string): string {
  return text
    .replace(/[‘’‚‛′‵＇]/g, "'")
    .replace(/[“”„‟″‶＂]/g, '"')
    .replace(/[‐‑‒–—―−﹣－]/g, "-");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Any white space for white space, and a run of `<` also for a single one. */
function loosePattern(text: string): RegExp {
  const words = plainCharacters(text).trim().split(/\s+/);
  const pattern = words
    .map((word) =>
      word
        .split(/(<+)/)
        .map((piece) => (piece.length > 1 && /^<+$/.test(piece) ? `<{1,${piece.length}}` : escaped(piece)))
        .join(""),
    )
    .join("\\s+");
  return new RegExp(pattern);
}

/**
 * The first place of a text in a document: letter by letter wherever it stands so, else trimmed and with other white space, quotes and
 * dashes. `undefined`: nowhere, or the text is empty.
 */
export function findText(content: string, wanted: string): FoundText | undefined {
  if (wanted.trim() === "") return undefined;
  const at = content.indexOf(wanted);
  if (at >= 0) return { start: at, end: at + wanted.length, exact: true };
  const found = loosePattern(wanted).exec(plainCharacters(content));
  return found ? { start: found.index, end: found.index + found[0].length, exact: false } : undefined;
}

/** The document with one replacement made. `undefined`: the old text is not in it. */
export function replaceText(content: string, { oldText, newText }: EditPair): string | undefined {
  const found = findText(content, oldText);
  if (!found) return undefined;
  // White space around a text that was found without its own stays where it is.
  const put = found.exact ? newText : newText.trim();
  return content.slice(0, found.start) + put + content.slice(found.end);
}

const MOST_WINDOW_LINES = 60;

function wordsOf(text: string): string[] {
  return plainCharacters(text).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

function countWords(words: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/**
 * The lines of a document, as many as the wanted text has, that share most words with it. `undefined`: not even a third of its words
 * stand together anywhere.
 */
export function nearestText(content: string, wanted: string): string | undefined {
  const goal = countWords(wordsOf(wanted));
  const total = [...goal.values()].reduce((sum, count) => sum + count, 0);
  const lines = content.split("\n");
  const words = lines.map(wordsOf);
  const size = Math.min(MOST_WINDOW_LINES, Math.max(1, wanted.trim().split("\n").length), lines.length);
  const inside = new Map<string, number>();
  let shared = 0;
  let best = { shared: 0, start: 0, extra: 0 };
  let held = 0;
  for (const [index, line] of words.entries()) {
    for (const word of line) {
      const count = (inside.get(word) ?? 0) + 1;
      inside.set(word, count);
      if (count <= (goal.get(word) ?? 0)) shared++;
    }
    held += line.length;
    for (const word of words[index - size] ?? []) {
      const count = inside.get(word) ?? 0;
      inside.set(word, count - 1);
      if (count <= (goal.get(word) ?? 0)) shared--;
      held--;
    }
    if (shared > best.shared || (shared === best.shared && shared > 0 && held < best.extra))
      best = { shared, start: Math.max(0, index - size + 1), extra: held };
  }
  if (total === 0 || best.shared * 3 < total) return undefined;
  return lines.slice(best.start, best.start + size).join("\n");
}

/** Makes replacements in order, each in what the earlier ones left. One that fails is left out; the others are made. */
export function applyPairs(content: string, pairs: readonly EditPair[]): EditedDocument {
  let edited = content;
  let applied = 0;
  const missing: EditPair[] = [];
  for (const pair of pairs) {
    const next = replaceText(edited, pair);
    if (next === undefined) {
      missing.push(pair);
    } else {
      edited = next;
      applied++;
    }
  }
  const failed = missing.map(({ oldText, newText }): FailedPair => {
    const nearest = nearestText(edited, oldText);
    return { oldText, newText, ...(nearest === undefined ? {} : { nearest }) };
  });
  return { content: edited, applied, failed };
}
