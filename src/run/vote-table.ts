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

/** A column whose cells may be lists, so that a vote may be in several groups. */
export interface GroupColumn {
  /** Names of the groups, each once, in the order met. */
  texts: string[];
  /** Different cells: the places in `texts` of what stands in each. */
  sets: number[][];
  /** The place in `sets`, vote by vote; −1: the vote tells none. */
  of: Int32Array;
}

/** Style of votes: how the two answers of each differ. */
export interface VoteStyle {
  /** Names of the features. */
  names: string[];
  /** `styleGap` of each feature, first answer less second, vote by vote. */
  gaps: Float64Array;
}

/** Votes that stand in a table and do not count, by why. */
export interface VotesAside {
  /** They were taken back. */
  withdrawn: number;
  /** An answer gives away who wrote it. */
  tells: number;
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
  group?: GroupColumn;
  /** How the styles of the answers differ. Absent: it was not asked for. */
  style?: VoteStyle;
  /** Votes that were read and are not among these. Absent: there were none. */
  aside?: VotesAside;
}

/** A column at some places. */
function columnAt<Column extends { of: Int32Array }>(column: Column, kept: Int32Array): Column {
  return { ...column, of: kept.map((vote) => column.of[vote] as number) };
}

/** Some of the votes, in the order given; models and texts keep their numbers. */
export function votesAt(table: VoteTable, kept: Int32Array): VoteTable {
  const { voter, voterKind, battle, prompt, group, at, style, aside } = table;
  return {
    models: table.models,
    a: kept.map((vote) => table.a[vote] as number),
    b: kept.map((vote) => table.b[vote] as number),
    winner: Uint8Array.from(kept, (vote) => table.winner[vote] as number),
    ...(voter && { voter: columnAt(voter, kept) }),
    ...(voterKind && { voterKind: columnAt(voterKind, kept) }),
    ...(battle && { battle: columnAt(battle, kept) }),
    ...(prompt && { prompt: columnAt(prompt, kept) }),
    ...(group && { group: columnAt(group, kept) }),
    ...(at && { at: Float64Array.from(kept, (vote) => at[vote] as number) }),
    ...(style && { style: { names: style.names, gaps: gapsAt(style, kept) } }),
    ...(aside && { aside }),
  };
}

/** The gaps of some of the votes. */
export function gapsAt({ names, gaps }: VoteStyle, kept: Int32Array): Float64Array {
  const width = names.length;
  const some = new Float64Array(kept.length * width);
  for (const [row, vote] of kept.entries()) some.set(gaps.subarray(vote * width, vote * width + width), row * width);
  return some;
}

/** The places of the votes of which something is so. */
export function votesWhere({ a }: Pick<VoteTable, "a">, isMeant: (vote: number) => boolean): Int32Array {
  const found = new Int32Array(a.length);
  let count = 0;
  for (let vote = 0; vote < a.length; vote++) if (isMeant(vote)) found[count++] = vote;
  return found.slice(0, count);
}

/** Whether a vote is one of a model that judges; whoever is not told is a person. */
export function isJudged({ voterKind }: Pick<VoteTable, "voterKind">): (vote: number) => boolean {
  const model = voterKind?.texts.indexOf("model") ?? -1;
  return (vote) => model >= 0 && voterKind?.of[vote] === model;
}

/** The votes between some of the models: their places, and the two models of each, numbered anew. @param size number of all models. */
export function votesBetween(
  { a, b }: Pick<VoteTable, "a" | "b">,
  group: readonly number[],
  size: number,
): { kept: Int32Array; a: Int32Array; b: Int32Array } {
  const number = new Int32Array(size).fill(-1);
  for (const [index, model] of group.entries()) number[model] = index;
  const among = (model: number | undefined): number => number[model as number] as number;
  const kept = votesWhere({ a }, (vote) => among(a[vote]) >= 0 && among(b[vote]) >= 0);
  return { kept, a: kept.map((vote) => among(a[vote])), b: kept.map((vote) => among(b[vote])) };
}
