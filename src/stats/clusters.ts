/** Cases in groups: which case is of which cluster, and sums by cluster. Pure. */

/** What names a cluster: a passage, a conversation, a translated question. */
export type ClusterLabel = string | number;

/** The clusters of a list of cases. */
export interface Clusters {
  /** Number of different clusters. */
  count: number;
  /** For each case the index of its cluster, 0 to `count` − 1, numbered as they first appear. */
  of: Int32Array;
  /** Number of cases in each cluster. */
  sizes: Float64Array;
}

/** Numbers the clusters of the labels. */
export function clustersOf(labels: readonly ClusterLabel[]): Clusters {
  const indices = new Map<ClusterLabel, number>();
  const of = Int32Array.from(labels, (label) => {
    const index = indices.get(label) ?? indices.size;
    indices.set(label, index);
    return index;
  });
  const sizes = new Float64Array(indices.size);
  for (const index of of) sizes[index] = (sizes[index] as number) + 1;
  return { count: indices.size, of, sizes };
}

/**
 * The sum of the values of each cluster.
 * @throws RangeError if there are not as many values as labels.
 */
export function clusterSums(values: ArrayLike<number>, clusters: Clusters): Float64Array {
  if (values.length !== clusters.of.length) {
    throw new RangeError(`clusterSums: ${values.length} values, but ${clusters.of.length} cluster labels`);
  }
  const sums = new Float64Array(clusters.count);
  for (let index = 0; index < values.length; index++) {
    const cluster = clusters.of[index] as number;
    sums[cluster] = (sums[cluster] as number) + (values[index] as number);
  }
  return sums;
}
