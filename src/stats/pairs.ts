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
  const first = new Float64Array(a.length);
  const second = new Float64Array(a.length);
  const differences = new Float64Array(a.length);
  const labels: ClusterLabel[] = [];
  let kept = 0;
  let missingA = 0;
  let missingB = 0;
  let missingBoth = 0;
  // Plain loops: from an iterable, typed arrays take thirty times as long, and reports pair every two models.
  for (let index = 0; index < a.length; index++) {
    const one = a[index];
    const other = b[index];
    if (one === undefined || other === undefined) {
      if (one !== undefined) missingB++;
      else if (other !== undefined) missingA++;
      else missingBoth++;
      continue;
    }
    const difference = one - other;
    if (!Number.isFinite(difference)) throw new RangeError("pairsOf: a score is not a finite number");
    first[kept] = one;
    second[kept] = other;
    differences[kept++] = difference;
    if (clusters) labels.push(clusters[index] as ClusterLabel);
  }
  return {
    a: first.subarray(0, kept),
    b: second.subarray(0, kept),
    differences: differences.subarray(0, kept),
    ...(clusters ? { clusters: labels } : {}),
    missingA,
    missingB,
    missingBoth,
  };
}
