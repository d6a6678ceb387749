/**
 * Votes as columns: two million fit into the memory of a laptop, and whatever rates, filters or reports reads the same columns. Pure.
 * Votes of a file and votes of the log both become one of these, by way of `readVotes`.
 */

/** A column of few different texts: what they are, and which one each vote has. */
export interface TextColumn {
  /** The texts, each once, in the order met. */
  texts: string[];
  /** The place in `texts`, vote by vote; −1: the vote tells none. */
  of: Int32Array;
}

/** Style of votes: how the two answers of each differ. */
export interface VoteStyle {
  /** Names of the features. */
  names: string[];
  /** `styleGap` of each feature, first answer less second, vote by vote. */
  gaps: Float64Array;
}

/** Votes. All columns have one entry for each, in the order read; what depends on that order says so. */
export interface VoteTable {
  /** Names of the models, numbered from 0 in the order met. */
  models: string[];
  /** Number of the model whose answer stood first. */
  a: Int32Array;
  /** Number of the other. */
  b: Int32Array;
  /** What was said: a place in `winners` of the record. */
  winner: Uint8Array;
  /** Who voted: a person, or a model that judges. Absent: no vote tells. */
  voter?: TextColumn;
  /** `human` or `model`. Absent: no vote tells, and people are meant. */
  voterKind?: TextColumn;
  /** The battle voted on; votes of several voters on the same two answers share one. Absent: no vote tells. */
  battle?: TextColumn;
  /** What was asked: its text, hash or number. Absent: no vote tells. */
  prompt?: TextColumn;
  /** When, in milliseconds since 1970; NaN: unknown. Absent: no vote tells. */
  at?: Float64Array;
  /** The column that leaderboards are to be split by. Absent: it was not asked for. */
  group?: TextColumn;
  /** How the styles of the answers differ. Absent: it was not asked for. */
  style?: VoteStyle;
}
