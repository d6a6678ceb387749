/** The style of an answer in numbers: length, headers, lists, bold text. Pure; tokens are counted by the caller. */

/** Style of one answer. */
export interface Style {
  /** Tokens of the answer, or another measure of length, the same for all. */
  tokens: number;
  /** Markdown headers, of six levels. */
  headers: number;
  /** Items of lists, numbered or not. */
  lists: number;
  /** Stretches of bold text. */
  bold: number;
}

/** Names of the numbers, in the order in which they are told. */
export const styleNames: readonly (keyof Style)[] = ["tokens", "headers", "lists", "bold"];

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * The style of an answer. What stands between ``` marks does not count, but for its length.
 *
 * Source: FastChat's add_markdown_info.py at 5f3071a (2024), https://github.com/lm-sys/FastChat, whose patterns these are. There,
 * text that stands in a code block is taken out wherever else it stands too; here only the block is.
 *
 * @param tokens length of the whole answer.
 */
export function styleOf(text: string, tokens: number): Style {
  const prose = text.replaceAll(/```[^`]*```/g, "``````");
  return {
    tokens,
    headers: count(prose, /^#{1,6}\s/gm),
    lists: count(prose, /^\s*\d+\.\s/gm) + count(prose, /^\s*[-*+]\s/gm),
    bold: count(prose, /\*\*[^*\n]+\*\*/g) + count(prose, /__[^_\n]+__/g),
  };
}

/**
 * How much more of something one answer has: −1 to 1, and 0 where they have as much.
 * Source: FastChat's rating_systems.py at 0e6d3e4 (2025-04-12).
 */
export function styleGap(a: number, b: number): number {
  return (a - b) / (a + b + 1);
}
