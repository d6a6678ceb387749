/**
 * Whether votes can rate models at all. Maximum likelihood has one finite answer exactly if, however the models are split in two,
 * some vote of each part went against the other: if each model is reached from each by "lost to or tied with". Pure.
 * Source: L. R. Ford, "Solution of a ranking problem from binary comparisons", American Mathematical Monthly 64 (1957) 28–33,
 * https://doi.org/10.2307/2308513.
 */
import type { PairCounts } from "./pair-counts.ts";

/** Groups of models that votes can rate among themselves. */
export interface ComparisonGraph {
  /** Groups, the largest first; each model is in one. In a group of one, a model has no rating beside itself. */
  groups: number[][];
  /** Models that lost no vote and tied none. */
  unbeaten: number[];
  /** Models that won no vote and tied none. */
  winless: number[];
}

/** Who was beaten or tied by whom. */
function edges({ size, low, high, won, tied, lost }: PairCounts): number[][] {
  const out: number[][] = Array.from({ length: size }, () => []);
  for (let pair = 0; pair < low.length; pair++) {
    const [a, b] = [low[pair] as number, high[pair] as number];
    const tie = tied[pair] as number;
    if ((lost[pair] as number) + tie > 0) out[a]?.push(b);
    if ((won[pair] as number) + tie > 0) out[b]?.push(a);
  }
  return out;
}

/**
 * Strongly connected components.
 * Source: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972) 146–160; without recursion.
 */
function components(out: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(out.length).fill(-1);
  const lowest = new Int32Array(out.length);
  const onStack = new Uint8Array(out.length);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  for (let root = 0; root < out.length; root++) {
    if (order[root] !== -1) continue;
    const work: [number, number][] = [[root, 0]];
    while (work.length > 0) {
      const top = work.at(-1) as [number, number];
      const [node, edge] = top;
      if (edge === 0) {
        order[node] = next;
        lowest[node] = next++;
        stack.push(node);
        onStack[node] = 1;
      }
      const target = out[node]?.[edge];
      if (target !== undefined) {
        top[1]++;
        if (order[target] === -1) work.push([target, 0]);
        else if (onStack[target]) lowest[node] = Math.min(lowest[node] as number, order[target] as number);
        continue;
      }
      // A node without edges comes here at once.
      work.pop();
      const parent = work.at(-1)?.[0];
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] as number, lowest[node] as number);
      if (lowest[node] !== order[node]) continue;
      const group = stack.splice(stack.lastIndexOf(node));
      for (const each of group) onStack[each] = 0;
      found.push(group.sort((a, b) => a - b));
    }
  }
  return found;
}

/** The groups of models that votes rate among themselves, and the models with perfect records. */
export function comparisonGraph(counts: PairCounts): ComparisonGraph {
  const out = edges(counts);
  const beats = Array.from({ length: counts.size }, () => 0);
  for (const targets of out) for (const target of targets) beats[target] = (beats[target] ?? 0) + 1;
  const seen = beats.map((count, model) => count > 0 || (out[model]?.length ?? 0) > 0);
  const models = beats.map((_, model) => model);
  return {
    groups: components(out).sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0)),
    unbeaten: models.filter((model) => seen[model] && out[model]?.length === 0),
    winless: models.filter((model) => seen[model] && beats[model] === 0),
  };
}

/** The counts of some models alone, numbered anew in the order given. */
export function countsWithin(counts: PairCounts, models: readonly number[]): PairCounts {
  const place = new Map(models.map((model, index) => [model, index]));
  const kept = [...counts.low.keys()].filter(
    (pair) => place.has(counts.low[pair] as number) && place.has(counts.high[pair] as number),
  );
  const number = (column: Int32Array): Int32Array =>
    Int32Array.from(kept, (pair) => place.get(column[pair] as number) as number);
  const votes = (column: Float64Array): Float64Array => Float64Array.from(kept, (pair) => column[pair] as number);
  return {
    size: models.length,
    low: number(counts.low),
    high: number(counts.high),
    won: votes(counts.won),
    tied: votes(counts.tied),
    lost: votes(counts.lost),
  };
}
