/**
 * Votes in rows of any table: battle files as FastChat and LMArena publish them (old and new winner words), AlpacaEval annotations,
 * and plain tables of our own. A word that is none of those known is an error with counts, never a tie.
 * Sources: FastChat 0e6d3e4 (2025-04-12), arena-rank 3900eae (2026-05-29), alpaca_eval cd543a1.
 */
import { SetupError } from "../record/setup-error.ts";
import type { Vote, Winner } from "../record/vote.ts";
import { type Style, styleGap, styleNames } from "../stats/style-features.ts";
import { columnHint, type Row, type RowSource, rowPlace } from "../store/row-source.ts";

const WORDS: { readonly [word: string]: Winner } = {
  a: "a",
  model_a: "a",
  left: "a",
  b: "b",
  model_b: "b",
  right: "b",
  tie: "tie",
  draw: "tie",
  "tie (bothbad)": "both-bad",
  both_bad: "both-bad",
  bothbad: "both-bad",
  "both-bad": "both-bad",
};

/** Names of the columns that hold the two models, as they are found. */
const MODELS: readonly (readonly [string, string])[] = [
  ["model_a", "model_b"],
  ["generator_1", "generator_2"],
  ["a", "b"],
];

/** What was read. */
export interface ReadVotes {
  /** The votes, in the order of the rows. */
  votes: Vote[];
  /** How the styles of the two answers differ, as `styleGap`, feature by feature for each vote. Absent: it was not asked for. */
  style?: VoteStyle;
}

/** Style of votes. */
export interface VoteStyle {
  /** Names of the features. */
  names: string[];
  /** Gaps, first answer less second, vote by vote. */
  gaps: number[];
}

/** Features of style, and what their columns may be called, without `_a` and `_b`. */
const STYLES: { readonly [name in keyof Style]: readonly string[] } = {
  tokens: ["tokens", "token_count", "num_tokens", "length"],
  headers: ["headers", "header", "header_count"],
  lists: ["lists", "list", "list_count"],
  bold: ["bold", "bold_count"],
};

/** How many there are: a number, or counts by kind that are added up. */
function amount(value: unknown): number | undefined {
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    return Object.values(value).reduce<number>((sum, each) => sum + Number(each), 0);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 ? number : undefined;
}

/** The two amounts of a feature: columns of the row, or fields of FastChat's `conv_metadata`. */
function amountsOf(row: Row, feature: keyof Style): [number, number] | undefined {
  const { conv_metadata: inner } = row.values;
  const isInner =
    typeof inner === "object" && inner !== null && !Array.isArray(inner) && !(inner instanceof Uint8Array);
  const values: { [column: string]: unknown } = isInner ? { ...row.values, ...inner } : row.values;
  const [a, b] = [amount(values.sum_assistant_a_tokens), amount(values.sum_assistant_b_tokens)];
  if (feature === "tokens" && a !== undefined && b !== undefined) return [a, b];
  for (const name of STYLES[feature]) {
    const [one, other] = [amount(values[`${name}_a`]), amount(values[`${name}_b`])];
    if (one !== undefined && other !== undefined) return [one, other];
  }
  return undefined;
}

/** Adds the style of a row. @throws SetupError for a row that lacks what the first has. */
function addStyle(style: VoteStyle, row: Row, source: Pick<RowSource, "name">): void {
  if (style.names.length === 0) {
    style.names = styleNames.filter((name) => amountsOf(row, name));
    if (style.names.length === 0)
      throw new SetupError(
        `${source.name} tells no style: it has none of the columns ${styleNames.map((name) => `\`${STYLES[name][0]}_a\``).join(", ")}.${columnHint("tokens_a", row.values)}`,
      );
  }
  for (const name of style.names) {
    const found = amountsOf(row, name as keyof Style);
    if (!found) throw new SetupError(`${rowPlace(source, row)}: The style \`${name}\` is missing or no number.`);
    style.gaps.push(styleGap(...found));
  }
}

/** How a file's rows become votes. */
interface Reader {
  models: readonly [string, string];
  winner: (row: Row) => Winner | undefined;
  column: string;
}

/** AlpacaEval: 1 is the first, 2 the second, 1.5 a draw; a number between leans to the nearer side. */
function preferenceWinner(value: unknown): Winner | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 1 && number <= 2)) return undefined;
  return number === 1.5 ? "tie" : number < 1.5 ? "a" : "b";
}

function readerOf(row: Row, name: string): Reader {
  const { values } = row;
  const models = MODELS.find(([a, b]) => Object.hasOwn(values, a) && Object.hasOwn(values, b));
  if (!models)
    throw new SetupError(
      `${name} has no columns \`model_a\` and \`model_b\`.${columnHint("model_a", values)} Votes have these and \`winner\`.`,
    );
  if (Object.hasOwn(values, "winner"))
    return {
      models,
      column: "winner",
      winner: (each) => {
        const word = String(each.values.winner).trim().toLowerCase();
        return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
      },
    };
  if (Object.hasOwn(values, "preference"))
    return { models, column: "preference", winner: (each) => preferenceWinner(each.values.preference) };
  throw new SetupError(`${name} has no column \`winner\`.${columnHint("winner", values)}`);
}

function modelAt(row: Row, column: string, source: Pick<RowSource, "name">): string {
  const value = row.values[column];
  if (typeof value === "string" && value.trim() !== "") return value;
  if (typeof value === "number") return String(value);
  throw new SetupError(`${rowPlace(source, row)}: \`${column}\` is empty, but must name a model.`);
}

/**
 * The votes of a table.
 * @throws SetupError with file and line; for winner words that are not known, with how often each stands there.
 */
export async function readVotes(
  source: Pick<RowSource, "name" | "rows">,
  withStyle: boolean = false,
): Promise<ReadVotes> {
  const votes: Vote[] = [];
  const style: VoteStyle = { names: [], gaps: [] };
  const strange = new Map<string, number>();
  let reader: Reader | undefined;
  let first = "";
  for await (const row of source.rows()) {
    reader ??= readerOf(row, source.name);
    const winner = reader.winner(row);
    if (winner === undefined) {
      const word = String(row.values[reader.column]);
      if (strange.size === 0) first = rowPlace(source, row);
      strange.set(word, (strange.get(word) ?? 0) + 1);
      continue;
    }
    const [a, b] = [modelAt(row, reader.models[0], source), modelAt(row, reader.models[1], source)];
    if (a === b) throw new SetupError(`${rowPlace(source, row)}: \`${a}\` stands against itself.`);
    votes.push({ a, b, winner });
    if (withStyle) addStyle(style, row, source);
  }
  if (strange.size > 0) {
    const counts = [...strange].slice(0, 5).map(([word, count]) => `\`${word}\` ${count} ×`);
    const more = strange.size > 5 ? ` and ${strange.size - 5} more` : "";
    throw new SetupError(
      `${first}: \`${reader?.column}\` has words that say nothing here: ${counts.join(", ")}${more}. Known: ${Object.keys(WORDS).join(", ")}; or \`preference\` from 1 to 2.`,
    );
  }
  if (votes.length === 0) throw new SetupError(`${source.name} has no votes.`);
  return withStyle ? { votes, style } : { votes };
}
