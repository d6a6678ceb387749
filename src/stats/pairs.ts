/** The scores of two models on the same cases, put side by side. Pure. Does not compare: see compare-pair.ts. */
import type { ClusterLabel } from "./clusters.ts";

/** Scores by case, in the order of the cases. `undefined`: there is no score, because the call failed or was not made. */
export type Scores = readonly (number | undefined)[];

/** The cases that both models have a score for, and how many were left out. */
export interface Pairs {
  /** Scores of the first model. */
  a: Float64Array;
  /** Scores of the second model on the same cases. */
  b: Float64Array;
  /** `a` − `b`. */
  differences: Float64Array;
  /** Cluster of each pair. Absent: cases are independent. */
  clusters?: ClusterLabel[];
  /** Cases that only the first model lacks a score for. */
  missingA: number;
  /** Cases that only the second model lacks a score for. */
  missingB: number;
  /** Cases that neither model has a score for. */
  missingBoth: number;
}

/**
 * Pairs the scores of two models case by case. A missing score is not a wrong answer: the case is left out and counted.
 * @param clusters the cluster of each case.
 * @throws RangeError if the lists are not equally long or a score is not a finite number.
 */
export function pairsOf(a: Scores, b: Scores, clusters?: readonly ClusterLabel[]): Pairs {
  if (a.length !== b.length || (clusters && clusters.length !== a.length)) {
    throw new RangeError(`pairsOf: ${a.length} and ${b.length} scores, ${clusters?.length ?? "no"} cluster labels`);
  }
  const kept: number[] = [];
  let missingA = 0;
  let missingB = 0;
  let missingBoth = 0;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== undefined && b[index] !== undefined) kept.push(index);
    else if (a[index] !== undefined) missingB++;
    else if (b[index] !== undefined) missingA++;
    else missingBoth++;
  }
  const first = Float64Array.from(kept, (index) => a[index] as number);
  const second = Float64Array.from(kept, (index) => b[index] as number);
  const differences = first.map((score, index) => score - (second[index] as number));
  if (!differences.every(Number.isFinite)) throw new RangeError("pairsOf: a score is not a finite number");
  return {
    a: first,
    b: second,
    differences,
    ...(clusters ? { clusters: kept.map((index) => clusters[index] as ClusterLabel) } : {}),
    missingA,
    missingB,
    missingBoth,
  };
}
