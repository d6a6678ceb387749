/**
 * What an answer votes for: the part of it that counts, written so that answers that mean the same read the same. Pure. Knows no
 * synonyms: what differs in more than form is another answer.
 */
import { canonicalJson } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import { numbersIn } from "../scorers/numbers-in.ts";
import { unfenced } from "../scorers/unfenced.ts";

/** The part of an answer that counts; `undefined`: it holds none, so it abstains. */
export type VotePart = (text: string) => string | undefined;

function isWholeNumber(text: string, written: string, percent: boolean): boolean {
  return text === `${written}${percent ? "%" : ""}`.replace(/\s/g, "");
}

/**
 * A text without what differs in form alone: case, white space, Markdown's marks, quotes and a full stop around it; JSON in its canonical
 * form, a number by its value.
 */
export function plainAnswer(text: string): string {
  const inner = unfenced(text, true).text;
  if (/^[[{"]/.test(inner)) {
    try {
      return canonicalJson(JSON.parse(inner));
    } catch {
      // Not JSON after all.
    }
  }
  const line = inner
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[*`]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^["'“”„«»‘’]+|["'“”„«»‘’.!]+$/g, "")
    .trim();
  const [number, ...more] = numbersIn(line);
  if (number && more.length === 0 && isWholeNumber(line.replace(/\s/g, ""), number.text, number.percent))
    return `${number.value}${number.percent ? "%" : ""}`;
  return line;
}

const lastLine = (text: string): string => text.trim().split(/\n/).at(-1) ?? "";

/**
 * How answers vote.
 * @param how `text`: all of it; `last-line`; `last-number`; or `/regular expression/flags`, whose last match counts, its first group if it
 * has one.
 * @throws SetupError for anything else.
 */
export function votePart(how: string): VotePart {
  const orNothing = (text: string | undefined): string | undefined => {
    const plain = text === undefined ? "" : plainAnswer(text);
    return plain === "" ? undefined : plain;
  };
  if (how === "text") return orNothing;
  if (how === "last-line") return (text) => orNothing(lastLine(text));
  if (how === "last-number") return (text) => numbersIn(text).at(-1)?.value.toString();
  const [, pattern, flags = ""] = /^\/(.+)\/([imsuv]*)$/.exec(how) ?? [];
  if (pattern === undefined)
    throw new SetupError(
      `\`${how}\` does not say what of an answer counts: write text, last-line, last-number or a /regular expression/.`,
    );
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, `${flags}g`);
  } catch (error) {
    throw new SetupError(`\`${how}\` is no regular expression: ${(error as Error).message.replace(/\.$/, "")}.`);
  }
  return (text) => {
    const match = [...text.matchAll(expression)].at(-1);
    return orNothing(match && (match[1] ?? match[0]));
  };
}
