/** Pairs of answers that wait for a vote, and the votes on them: lines of JSON. Pure. */
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Winner } from "../record/vote.ts";
import { columnHint, type Row, rowPlace } from "../store/row-source.ts";

/** Two answers to one question. */
export interface VotePair {
  /** What tells it from others: a hash of all that is in it. */
  key: string;
  /** What was asked. */
  question: string;
  /** The model of the first answer, which the voter is not told. */
  model_a: string;
  /** The other. */
  model_b: string;
  /** The first answer. */
  answer_a: string;
  /** The other. */
  answer_b: string;
}

/** Winner words as battle files have them. */
export const WINNER_WORDS: { readonly [winner in Winner]: string } = {
  a: "model_a",
  b: "model_b",
  tie: "tie",
  "both-bad": "both_bad",
};

/** A vote on a pair, as it is kept. */
export interface PairVote {
  /** The pair's key. */
  pair: string;
  /** The first model. */
  model_a: string;
  /** The other. */
  model_b: string;
  /** `model_a`, `model_b`, `tie` or `both_bad`. */
  winner: string;
  /** Who voted. */
  judge: string;
  /** Why. Absent: nothing was said. */
  reason?: string;
  /** Seconds since 1970. */
  tstamp: number;
}

/** The pairs in rows. @throws SetupError with file and line. */
export function pairsIn(rows: readonly Row[], name: string): VotePair[] {
  if (rows.length === 0) throw new SetupError(`${name} has no pairs.`);
  return rows.map((row) => {
    const text = (column: string): string => {
      const value = row.values[column];
      if (typeof value === "string") return value;
      throw new SetupError(
        `${rowPlace({ name }, row)}: There is no text in \`${column}\`.${columnHint(column, row.values)} Pairs come from \`penny eval export RUN --format pairs\`.`,
      );
    };
    const [question, model_a, model_b] = [text("question"), text("model_a"), text("model_b")];
    const [answer_a, answer_b] = [text("answer_a"), text("answer_b")];
    const key = sha256(JSON.stringify([question, model_a, model_b, answer_a, answer_b])).slice(0, 16);
    return { key, question, model_a, model_b, answer_a, answer_b };
  });
}

/** Keys of the pairs that somebody has voted on. */
export function votedKeys(rows: readonly Row[], judge: string): Set<string> {
  return new Set(rows.filter(({ values }) => values.judge === judge).map(({ values }) => String(values.pair)));
}
