/**
 * No voter and no prompt counts for too much: votes beyond a number of each are left out, and which ones does not depend on the order
 * in which votes stand. Pure.
 */
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import { turnedWinner, type Winner, winners } from "../record/vote.ts";
import { percentileOfSorted } from "../stats/percentile.ts";
import { type TextColumn, type VoteTable, votesWhere } from "./vote-table.ts";

const DAY_MS = 86_400_000;

/** A number that stands for all that a vote says, last for which answer stood first. */
function contentNumbers(table: VoteTable): (vote: number) => number {
  const numbers = new Map<number, number>();
  const text = (column: TextColumn | undefined, vote: number): string | undefined =>
    column?.texts[column.of[vote] as number];
  const nameOf = (column: Int32Array, vote: number): string => table.models[column[vote] as number] as string;
  const contentOf = (vote: number, isTurned: boolean): unknown[] => {
    const [a, b] = [nameOf(table.a, vote), nameOf(table.b, vote)];
    const winner = winners[table.winner[vote] as number] as Winner;
    const width = table.style?.names.length ?? 0;
    const gaps = [...(table.style?.gaps.subarray(vote * width, vote * width + width) ?? [])];
    return [
      isTurned ? [b, a] : [a, b],
      isTurned ? turnedWinner(winner) : winner,
      text(table.voter, vote),
      text(table.voterKind, vote),
      text(table.battle, vote),
      text(table.prompt, vote),
      table.at?.[vote],
      table.group?.sets[table.group.of[vote] as number]?.map((each) => table.group?.texts[each]).sort(),
      // 0 is written without a sign.
      gaps.map((gap) => (isTurned ? -gap : gap)),
    ];
  };
  return (vote) => {
    const known = numbers.get(vote);
    if (known !== undefined) return known;
    const isTurned = nameOf(table.a, vote) > nameOf(table.b, vote);
    const number =
      2 * Number.parseInt(sha256(JSON.stringify(contentOf(vote, isTurned))).slice(0, 13), 16) + Number(isTurned);
    numbers.set(vote, number);
    return number;
  };
}

/** The places of at most so many votes of each kind, those that come first by an order. */
function withinCap(
  table: VoteTable,
  kindOf: (vote: number) => number | undefined,
  most: number,
  order: (one: number, other: number) => number,
): Int32Array {
  const counts = new Map<number, number>();
  for (let vote = 0; vote < table.a.length; vote++) {
    const kind = kindOf(vote);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const over = new Map<number, number[]>();
  for (const [kind, count] of counts) if (count > most) over.set(kind, []);
  for (let vote = 0; vote < table.a.length; vote++) {
    const kind = kindOf(vote);
    if (kind !== undefined) over.get(kind)?.push(vote);
  }
  const left = new Uint8Array(table.a.length);
  for (const votes of over.values()) for (const vote of votes.sort(order).slice(most)) left[vote] = 1;
  return votesWhere(table, (vote) => left[vote] === 0);
}

/**
 * The places of the votes that count if each voter has at most so many on each day, in UTC: the first of the day.
 * @throws SetupError if voters or times are not told.
 */
export function votesWithinVoterCap(table: VoteTable, most: number): Int32Array {
  const { voter, at } = table;
  if (!voter || !at)
    throw new SetupError(
      `A cap for voters needs to know who voted and when: the votes have no ${voter ? "time (`tstamp`)" : "voter (`judge`)"}.`,
    );
  const untold = votesWhere(table, (vote) => (voter.of[vote] as number) < 0 || Number.isNaN(at[vote])).length;
  if (untold > 0)
    throw new SetupError(
      `A cap for voters needs to know who voted and when, which ${untold} of ${table.a.length} votes do not tell: leave them out with --where.`,
    );
  const content = contentNumbers(table);
  const voters = voter.texts.length;
  return withinCap(
    table,
    (vote) => Math.floor((at[vote] as number) / DAY_MS) * voters + (voter.of[vote] as number),
    most,
    (one, other) => (at[one] as number) - (at[other] as number) || content(one) - content(other),
  );
}

/** Votes on each prompt. */
function votesByPrompt({ texts, of }: TextColumn): Int32Array {
  const counts = new Int32Array(texts.length);
  for (let vote = 0; vote < of.length; vote++) {
    const prompt = of[vote] as number;
    if (prompt >= 0) counts[prompt] = (counts[prompt] as number) + 1;
  }
  return counts;
}

/**
 * The most votes that a prompt may have by LMArena's rule: what 99.99 % of the prompts do not pass.
 * Source: FastChat's deduplication.py at 0e6d3e4 (2025-04-12), https://github.com/lm-sys/FastChat.
 */
export function usualPromptCap(table: VoteTable): number {
  const counts = votesByPrompt(requirePrompts(table)).filter((count) => count > 0);
  return Math.max(1, Math.floor(percentileOfSorted(counts.sort(), 0.9999) ?? 1));
}

function requirePrompts({ prompt }: VoteTable): TextColumn {
  if (prompt) return prompt;
  throw new SetupError(
    "A cap for prompts needs to know them: the votes have no `prompt_hash`, `prompt_id` or `prompt`.",
  );
}

/**
 * The places of the votes that count if each prompt has at most so many, chosen by a hash of what each vote says. Votes that tell no
 * prompt all count.
 * @throws SetupError if no prompts are told.
 */
export function votesWithinPromptCap(table: VoteTable, most: number): Int32Array {
  const { of } = requirePrompts(table);
  const content = contentNumbers(table);
  const promptOf = (vote: number): number | undefined => ((of[vote] as number) < 0 ? undefined : of[vote]);
  return withinCap(table, promptOf, most, (one, other) => content(one) - content(other));
}

/** Prompts that were voted on many times. */
export interface RepeatedPrompts {
  /** How many prompts have 10 votes or more. */
  prompts: number;
  /** Votes on them, all together. */
  votes: number;
  /** Votes on the prompt that has most. */
  most: number;
}

/** Votes on one prompt from which it is told. */
const MANY = 10;

/** Prompts with 10 votes or more. `undefined`: there are none, or prompts are not told. */
export function repeatedPrompts({ prompt }: VoteTable): RepeatedPrompts | undefined {
  if (!prompt) return undefined;
  const repeated: RepeatedPrompts = { prompts: 0, votes: 0, most: 0 };
  for (const count of votesByPrompt(prompt)) {
    if (count < MANY) continue;
    repeated.prompts++;
    repeated.votes += count;
    repeated.most = Math.max(repeated.most, count);
  }
  return repeated.prompts > 0 ? repeated : undefined;
}
