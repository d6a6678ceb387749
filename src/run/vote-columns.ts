/**
 * Which columns of a table tell what of votes: battle files as FastChat and LMArena publish them (old and new winner words),
 * AlpacaEval annotations, plain tables, and votes of the log. Pure; vote-rows.ts reads them.
 * Sources: FastChat 0e6d3e4 (2025-04-12), arena-rank 3900eae (2026-05-29), alpaca_eval cd543a1.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { type Winner, winners } from "../record/vote.ts";
import { type Style, styleNames } from "../stats/style-features.ts";
import type { WantedColumn } from "../store/row-columns.ts";
import type { RowValue } from "../store/row-source.ts";
import { isOrder, orderedValue, type WhereClause } from "./vote-filter.ts";
import type { VotesAside } from "./vote-table.ts";

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

/** Winner words that are known. */
export const winnerWords: readonly string[] = Object.keys(WORDS);

/** Names of the columns that hold the two models, as they are found. */
const MODELS: readonly (readonly [string, string])[] = [
  ["model_a", "model_b"],
  ["generator_1", "generator_2"],
  ["a", "b"],
];

/** Columns that cost memory and are read only where they are wanted, and what each may be called, the best first. */
const NAMES = {
  voter: ["judge", "judge_hash", "voter"],
  battle: ["battle", "pair"],
  prompt: ["prompt_hash", "prompt_id", "prompt", "question", "conversation_a", "question_id"],
  at: ["tstamp", "timestamp"],
} as const;

/** A column that is read only where it is wanted. */
export type VoteColumn = keyof typeof NAMES;

/** What to read of a table. */
export interface VotesToRead {
  /** Votes that are meant: those that satisfy all clauses. Absent: all. */
  where?: readonly WhereClause[];
  /** The column that leaderboards are to be split by. Absent: none. */
  by?: string;
  /** Whether style is wanted; a table without it is an error then. Default: no. */
  style?: boolean;
  /** Columns that are wanted, where the table has them. Absent: none. */
  wants?: readonly VoteColumn[];
  /** Whether votes count on answers that give a model away, as the log's column `tells` says. Default: no. */
  leaks?: boolean;
}

/** Features of style, and what their columns may be called, without `_a` and `_b`. */
const STYLES: { readonly [name in keyof Style]: readonly string[] } = {
  tokens: ["tokens", "token_count", "num_tokens", "length"],
  headers: ["headers", "header", "header_count"],
  lists: ["lists", "list", "list_count"],
  bold: ["bold", "bold_count"],
};

/** Columns of votes of the log that set a vote aside: it was taken back, or an answer gives its model away. */
function asides(leaks: boolean): { why: keyof VotesAside; column: string }[] {
  const taken = { why: "withdrawn", column: "withdrawn" } as const;
  return leaks ? [taken] : [taken, { why: "tells", column: "tells" }];
}

/** Places of the columns among those that are wanted. */
export interface VoteColumns {
  /** Columns to read. */
  wanted: WantedColumn[];
  /** The first model. */
  a: number;
  /** The other. */
  b: number;
  /** What was said. */
  winner: number;
  /** What a cell of it means; −1: nothing that is known. */
  winnerOf: (value: RowValue) => number;
  /** Conditions. */
  where: { clause: WhereClause; place: number }[];
  /** Columns in which anything at all means that the vote does not count. */
  aside: { why: keyof VotesAside; place: number }[];
  /** `human` or `model`. Absent: no column tells. */
  voterKind?: number;
  /** Texts that were wanted, as the table has them. */
  texts: { name: Exclude<VoteColumn, "at">; place: number }[];
  /** Time. Absent: not wanted or not told. */
  at?: number;
  /** What leaderboards are split by. Absent: nothing. */
  group?: number;
  /** Features of style with the places of both amounts. */
  styles: { name: keyof Style; a: number; b: number }[];
}

/** AlpacaEval: 1 is the first, 2 the second, 1.5 a draw; a number between leans to the nearer side. */
function preferenceWinner(value: RowValue): Winner | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 1 && number <= 2)) return undefined;
  return number === 1.5 ? "tie" : number < 1.5 ? "a" : "b";
}

function wordWinner(value: RowValue): Winner | undefined {
  const word = String(value).trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}

/** How many there are: a number, or counts by kind that are added up; NaN: not told. */
function amount(value: RowValue): number {
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    return Object.values(value).reduce<number>((sum, each) => sum + Number(each), 0);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && number >= 0 ? number : Number.NaN;
}

/** Letters of a conversation by which FastChat tells whether the same was asked. */
const TOLD_LETTERS = 10_000;

/** What the person asked in a conversation. Source: FastChat's deduplication.py at 0e6d3e4 (2025-04-12). */
function userTurns(value: RowValue): RowValue {
  if (!Array.isArray(value)) return value;
  const texts = value.flatMap((turn) =>
    typeof turn === "object" && turn !== null && !Array.isArray(turn) && turn.role === "user"
      ? [`${turn.content}\n`]
      : [],
  );
  return texts.length > 0 ? texts.join("").slice(0, TOLD_LETTERS) : null;
}

/** Seconds or milliseconds since 1970 as a number, or a date as ISO 8601 has it, in UTC if it names no zone; NaN: neither. */
function moment(value: RowValue): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return Number.NaN;
  if (!Number.isNaN(Number(value))) return Number(value);
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(value.trim());
  return Date.parse(hasZone || !value.includes(":") ? value.trim() : `${value.trim().replace(" ", "T")}Z`);
}

/** Milliseconds since 1970: what is less than this is seconds, which reach it in the year 5138. */
const LEAST_MS = 1e11;

/** A time as milliseconds, whether it was told in seconds or in them. */
export function milliseconds(time: number): number {
  return Math.abs(time) < LEAST_MS ? 1000 * time : time;
}

function hint(name: string, names: readonly string[]): string {
  const top = names.filter((each) => !each.includes("."));
  const known = top.length > 12 ? `${top.slice(0, 12).join(", ")}, …` : top.join(", ");
  return nearestHint(name, names) || ` Columns: ${known}.`;
}

/** The columns of both amounts of a feature, some of which FastChat keeps in `conv_metadata`. */
function styleColumns(feature: keyof Style, has: (name: string) => boolean): [string, string] | undefined {
  const pairs = STYLES[feature].map((name): [string, string] => [`${name}_a`, `${name}_b`]);
  if (feature === "tokens") pairs.unshift(["sum_assistant_a_tokens", "sum_assistant_b_tokens"]);
  for (const [a, b] of pairs)
    for (const before of ["conv_metadata.", ""])
      if (has(before + a) && has(before + b)) return [before + a, before + b];
  return undefined;
}

function modelColumns(table: string, names: readonly string[]): readonly [string, string] {
  const models = MODELS.find((pair) => pair.every((each) => names.includes(each)));
  if (models) return models;
  throw new SetupError(
    `${table} has no columns \`model_a\` and \`model_b\`.${hint("model_a", names)} Votes have these and \`winner\`.`,
  );
}

function winnerColumn(table: string, names: readonly string[]): [string, (value: RowValue) => Winner | undefined] {
  if (names.includes("winner")) return ["winner", wordWinner];
  if (names.includes("preference")) return ["preference", preferenceWinner];
  throw new SetupError(`${table} has no column \`winner\`.${hint("winner", names)}`);
}

/**
 * The columns of a table that are to be read.
 * @param table what it is called in messages. @param names its columns, and paths into them.
 * @throws SetupError for one that is missing, with the nearest.
 */
export function voteColumns(table: string, names: readonly string[], settings: VotesToRead): VoteColumns {
  const known = new Set(names);
  const has = (name: string): boolean => known.has(name);
  const wanted: WantedColumn[] = [];
  const want = (column: WantedColumn): number => wanted.push(column) - 1;
  const asked = (flag: string, column: string): string => {
    if (has(column)) return column;
    throw new SetupError(`${table} has no column \`${column}\`, which ${flag} names.${hint(column, names)}`);
  };
  const models = modelColumns(table, names);
  const [winner, meaning] = winnerColumn(table, names);
  const columns: VoteColumns = {
    wanted,
    a: want({ column: models[0] }),
    b: want({ column: models[1] }),
    winner: want({ column: winner }),
    winnerOf: (value) => winners.indexOf(meaning(value) as Winner),
    where: (settings.where ?? []).map((clause) => {
      const column = asked("--where", clause.column);
      return { clause, place: want(isOrder(clause) ? { column, number: orderedValue } : { column }) };
    }),
    aside: asides(settings.leaks ?? false)
      .filter(({ column }) => has(column))
      .map(({ why, column }) => ({ why, place: want({ column }) })),
    texts: [],
    styles: [],
  };
  if (has("voter_kind")) columns.voterKind = want({ column: "voter_kind" });
  for (const name of settings.wants ?? []) {
    const column = NAMES[name].find(has);
    if (column === undefined) continue;
    if (name === "at") columns.at = want({ column, number: moment });
    else
      columns.texts.push({
        name,
        place: want({ column, ...(name === "prompt" && { isHashed: true, text: userTurns }) }),
      });
  }
  if (settings.by !== undefined) columns.group = want({ column: asked("--by", settings.by) });
  if (settings.style) columns.styles = styles(table, names, has, want);
  return columns;
}

function styles(
  table: string,
  names: readonly string[],
  has: (name: string) => boolean,
  want: (column: WantedColumn) => number,
): VoteColumns["styles"] {
  const found = styleNames.flatMap((name) => {
    const pair = styleColumns(name, has);
    return pair
      ? [{ name, a: want({ column: pair[0], number: amount }), b: want({ column: pair[1], number: amount }) }]
      : [];
  });
  if (found.length > 0) return found;
  throw new SetupError(
    `${table} tells no style: it has none of the columns ${styleNames.map((name) => `\`${STYLES[name][0]}_a\``).join(", ")}.${hint("tokens_a", names)}`,
  );
}
