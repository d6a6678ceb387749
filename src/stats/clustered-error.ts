/** The standard error of a mean over cases that come in groups. Pure. */
import { type ClusterLabel, clusterSums, clustersOf } from "./clusters.ts";
import { requireConfidence } from "./interval.ts";
import type { MeanInterval } from "./mean-interval.ts";
import { moments } from "./moments.ts";
import { studentTQuantile } from "./student-t.ts";

/** A mean with its cluster-robust interval. `n` counts cases. */
export interface ClusteredMean extends MeanInterval {
  /** Number of clusters, at least 2. Below about 30 the interval tends to be too narrow. */
  clusters: number;
  /** Cluster-robust standard error over the one that takes cases for independent. Absent: the values are all alike. */
  errorRatio?: number;
}

/**
 * The mean of the values with its cluster-robust standard error and t interval with C − 1 degrees of freedom, where C is the
 * number of clusters. Cases within a cluster may depend on each other in any way; clusters are independent. The squared error is
 * the sum over clusters of the squared sum of residuals, over n², times C / (C − 1); with one case in each cluster that is the
 * usual standard error exactly. `undefined` for fewer than two clusters.
 *
 * Sources: E. Miller, "Adding error bars to evals" (2024), https://arxiv.org/abs/2411.00640, section 2.2; the factor and the
 * degrees of freedom: A. C. Cameron and D. L. Miller, "A practitioner's guide to cluster-robust inference", Journal of Human
 * Resources 50 (2015) 317–372, https://doi.org/10.3368/jhr.50.2.317.
 *
 * @param labels the cluster of each value.
 * @throws RangeError for a value that is not a finite number, for not as many labels as values, and a confidence not between 0 and 1.
 */
export function clusteredMean(
  values: ArrayLike<number>,
  labels: readonly ClusterLabel[],
  confidence = 0.95,
): ClusteredMean | undefined {
  requireConfidence("clusteredMean", confidence);
  const clusters = clustersOf(labels);
  const sums = clusterSums(values, clusters);
  const found = moments(values);
  if (!found || clusters.count < 2) return undefined;
  const { n, mean } = found;
  let squares = 0;
  for (let index = 0; index < clusters.count; index++) {
    squares += ((sums[index] as number) - (clusters.sizes[index] as number) * mean) ** 2;
  }
  const standardError = Math.sqrt((squares * clusters.count) / (clusters.count - 1)) / n;
  const half = studentTQuantile((1 + confidence) / 2, clusters.count - 1) * standardError;
  const naive = Math.sqrt((found.variance ?? 0) / n);
  return {
    value: mean,
    low: mean - half,
    high: mean + half,
    confidence,
    n,
    standardError,
    clusters: clusters.count,
    ...(naive > 0 ? { errorRatio: standardError / naive } : {}),
  };
}
