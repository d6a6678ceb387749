/** Votes as columns, from votes as a test writes them. */
import { winners } from "../../src/record/vote.ts";
import type { TextColumn, VoteTable } from "../../src/run/vote-table.ts";

/** A vote; what is absent is not told. */
export interface Said {
  a: string;
  b: string;
  winner: (typeof winners)[number];
  voter?: string;
  kind?: "human" | "model";
  battle?: string;
  prompt?: string;
  /** Milliseconds since 1970. */
  at?: number;
  /** How much longer the first answer is, as `styleGap`. */
  longer?: number;
}

function column(values: readonly (string | undefined)[]): TextColumn | undefined {
  if (values.every((value) => value === undefined)) return undefined;
  const texts = [...new Set(values.flatMap((value) => value ?? []))];
  const places = new Map(texts.map((text, place) => [text, place]));
  return { texts, of: Int32Array.from(values, (value) => (value === undefined ? -1 : (places.get(value) as number))) };
}

/** The table. */
export function voteTableOf(votes: readonly Said[]): VoteTable {
  const models = [...new Set(votes.flatMap(({ a, b }) => [a, b]))];
  const numbers = new Map(models.map((model, number) => [model, number]));
  const columns = {
    voter: column(votes.map((vote) => vote.voter)),
    voterKind: column(votes.map((vote) => vote.kind)),
    battle: column(votes.map((vote) => vote.battle)),
    prompt: column(votes.map((vote) => vote.prompt)),
  };
  const has = (name: "at" | "longer"): boolean => votes.some((vote) => vote[name] !== undefined);
  return {
    models,
    a: Int32Array.from(votes, ({ a }) => numbers.get(a) as number),
    b: Int32Array.from(votes, ({ b }) => numbers.get(b) as number),
    winner: Uint8Array.from(votes, ({ winner }) => winners.indexOf(winner)),
    ...Object.fromEntries(Object.entries(columns).filter(([, value]) => value)),
    ...(has("at") ? { at: Float64Array.from(votes, ({ at }) => at ?? Number.NaN) } : {}),
    ...(has("longer")
      ? { style: { names: ["tokens"], gaps: Float64Array.from(votes, ({ longer }) => longer ?? 0) } }
      : {}),
  };
}
