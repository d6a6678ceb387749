/** Golden figures of a synthetic set of 100,000 votes on 100 models, as tests read them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PairCounter, type PairCounts } from "../../src/stats/pair-counts.ts";

/** Folder of the files. */
export const goldenFolder: string = join(import.meta.dirname, "../../src/stats/fixtures");

function table(name: string): { head: string[]; rows: string[][] } {
  const lines = readFileSync(join(goldenFolder, name), "utf8").trim().split(/\r?\n/);
  const [head = [], ...rows] = lines.map((line) => line.split(","));
  return { head, rows };
}

const { head: models, rows: refits } = table("boot_exact_20rounds_anchored.csv");
const { head, rows } = table("golden_100k_m100.csv");
const votes = table("bt_unique_rows.csv").rows.map((row) => row.map(Number) as [number, number, number, number]);
const byModel = new Map(rows.map((row) => [row[0], row]));

/** Names of the models by number. */
export const goldenModels: readonly string[] = models;

/** The model whose rating is held, and at what. */
export const goldenAnchor: { model: number; points: number } = {
  model: models.indexOf("mixtral-8x7b-instruct-v0.1"),
  points: 1114,
};

/** Exact ratings of 20 resampled sets, anchored, model by model. */
export const goldenRefits: readonly number[][] = refits.map((row) => row.map(Number));

/** Different votes: both models by number, what it is worth for the first, and how often it was given. */
export const goldenVotes: readonly (readonly [a: number, b: number, outcome: number, count: number])[] = votes;

/** A column of figures, model by model. */
export function goldenColumn(name: string): number[] {
  const place = head.indexOf(name);
  return models.map((model) => Number(byModel.get(model)?.[place]));
}

/** The votes by pair. @param drawn how often each different vote counts. Absent: as often as it was given. */
export function goldenCounts(drawn?: ArrayLike<number>): PairCounts {
  const counter = new PairCounter();
  for (const [index, [a, b, outcome, count]] of votes.entries())
    counter.add(a, b, outcome, drawn ? (drawn[index] as number) : count);
  return counter.counts(models.length);
}
