/**
 * The numbers written in a text. Pure. Knows signs, groups of thousands (`1,234,567`, `1 234`, `1'234`, `1.234.567`, `1.234,5`), decimal
 * points and commas, powers of ten (`1.2e5`, `1.2 × 10^5`) and percent signs. Does not know number words, fractions (`1/2` is two
 * numbers), units or `5 million`. `1,234` is taken for a thousand, `1.234` for one and a bit, as in English; `1,23` can only be
 * decimal.
 */

/** One number in a text. */
export interface WrittenNumber {
  /** Its value, the percent sign left out of account. */
  value: number;
  /** Whether a percent sign follows. */
  percent: boolean;
  /** As it is written, without the percent sign. */
  text: string;
}

const DIGITS =
  // Groups of three first: with them, the mark that is not theirs is the decimal one.
  "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\d])(?!,\\d)" +
  "|\\d{1,3}(?:\\.\\d{3})+,\\d+|\\d{1,3}(?:\\.\\d{3}){2,}(?!\\d)" +
  "|\\d{1,3}(?:[\\u00a0\\u2009\\u202f '’_]\\d{3})+(?:[.,]\\d+)?(?!\\d)" +
  "|\\d+\\.\\d+" +
  // One comma is a decimal one; more, as in `1,2,3`, are a list's.
  "|(?<!\\d,)\\d+,\\d+(?!\\d|,\\d)|\\d+|\\.\\d+";
const POWER = "(?:[eE][+-]?\\d+|\\s*(?:[×x*·]|\\\\times|\\\\cdot)\\s*10\\s*(?:\\^|\\*\\*)\\s*\\{?\\s*[+\\-−]?\\d+\\}?)";
// A letter or digit before it makes it a name (`GPT4`), and a hyphen after one is none of its own (`3-5`, `Qwen-7`).
const NUMBER = new RegExp(
  `(?<![\\p{L}\\d_.])((?<![\\p{L}\\d)\\]])[-−–+])?[$€£¥]?\\s?(${DIGITS})(${POWER})?(?![\\d])(\\s?\\\\?%)?`,
  "gu",
);

/** The digits as JavaScript writes them. */
function plain(digits: string): string {
  const isGroupedByComma = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits);
  const isGroupedByPoint = /^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:\.\d{3}){2,}$/.test(digits);
  if (isGroupedByComma) return digits.replaceAll(",", "");
  if (isGroupedByPoint) return digits.replaceAll(".", "").replace(",", ".");
  return digits.replace(/[\u00a0\u2009\u202f '’_]/g, "").replace(",", ".");
}

/** All numbers in a text, in order. Empty: there is none. */
export function numbersIn(text: string): WrittenNumber[] {
  return [...text.matchAll(NUMBER)].flatMap(([whole, sign = "", digits = "", power = "", percent]) => {
    const exponent = Number((/[+\-−]?\d+(?=\}?$)/.exec(power)?.[0] ?? "0").replace("−", "-"));
    // The exponent as text: 1.2 × 10^5 computed is not always the nearest number to 120000.
    const value = Number(`${plain(digits)}e${exponent}`) * (/[-−–]/.test(sign) ? -1 : 1);
    if (!Number.isFinite(value)) return [];
    return [{ value, percent: percent !== undefined, text: whole.replace(/\s?\\?%$/, "").trim() }];
  });
}
