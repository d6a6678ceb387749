/** Percentiles of a sample. Pure. */

/**
 * The value below which the share `p` (0 to 1) of the values lies, straight lines drawn between neighbours; 0.5 is the median.
 * `undefined` for no values.
 *
 * Source: definition 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996)
 * 361–365, https://doi.org/10.1080/00031305.1996.10473566; the default of R, NumPy and spreadsheets.
 *
 * @throws RangeError for a `p` outside 0 to 1 or a value that is not a number.
 */
export function percentile(values: readonly number[], p: number): number | undefined {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`percentile: p is ${p}`);
  if (values.some(Number.isNaN)) throw new RangeError("percentile: a value is not a number");
  const sorted = [...values].sort((a, b) => a - b);
  return percentileOfSorted(sorted, p);
}

/**
 * The same as `percentile` of values that are sorted already, least first. Checks neither order nor share.
 */
export function percentileOfSorted(sorted: ArrayLike<number>, p: number): number | undefined {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  // Equal neighbours need no line, and infinite ones have none.
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
