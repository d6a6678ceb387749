/** Krippendorff's alpha for names: how far any number of raters agree, ratings missing or not. Pure; seeded. */
import type { Agreement, Rating, Ratings } from "./agreement.ts";
import { bootstrapInterval, type Statistic } from "./bootstrap.ts";
import { requireConfidence } from "./interval.ts";
import { type ResampleOptions, resample } from "./resample.ts";

/**
 * Alpha from a case's mean share of disagreement and mean counts of each rating: 1 less observed over expected disagreement. A
 * bootstrap draw of a few cases keeps n · (n − 1) from the data's own number of ratings.
 */
function alphaOf(means: Float64Array, cases: number): number {
  let ratings = 0;
  let alike = 0;
  for (let index = 1; index < means.length; index++) {
    const count = (means[index] as number) * cases;
    ratings += count;
    alike += count * (count - 1);
  }
  const expected = 1 - alike / (ratings * (ratings - 1));
  return 1 - ((means[0] as number) * cases) / ratings / expected;
}

/**
 * Krippendorff's alpha for nominal ratings by any number of raters, with a bootstrap interval over cases (percentiles). Only cases
 * with at least two ratings count. `undefined` if there is none, or if all ratings are the same: there is nothing to agree on then.
 *
 * Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), https://repository.upenn.edu/asc_papers/43.
 *
 * @param raters for each rater the ratings by case.
 * @throws RangeError for lists that are not equally long, a confidence not between 0 and 1, and bad rounds or seed.
 */
export function krippendorffAlpha(
  raters: readonly Ratings[],
  options: Omit<ResampleOptions, "clusters"> & { confidence?: number } = {},
): Agreement | undefined {
  const { confidence = 0.95, ...resampling } = options;
  requireConfidence("krippendorffAlpha", confidence);
  const length = raters[0]?.length ?? 0;
  for (const ratings of raters) {
    if (ratings.length !== length) throw new RangeError(`krippendorffAlpha: ${length} and ${ratings.length} ratings`);
  }
  const cases = Array.from({ length }, (_, index) => raters.flatMap((ratings) => ratings[index] ?? []));
  const counted = cases.filter((ratings) => ratings.length > 1);
  if (counted.length === 0) return undefined;
  const names = [...new Set<Rating>(counted.flat())];
  const counts = counted.map((ratings) => names.map((name) => ratings.filter((rating) => rating === name).length));
  // What a case adds to the disagreement: pairs of its ratings that differ, each weighing 1 / (m − 1).
  const disagreements = counts.map((row) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row.reduce((sum, count) => sum + count * (all - count), 0) / (all - 1);
  });
  const columns = [disagreements, ...names.map((_, index) => counts.map((row) => row[index] as number))];
  const statistic: Statistic = (means) => alphaOf(means, counted.length);
  const found = bootstrapInterval(resample(columns, resampling), statistic, { confidence, method: "percentile" });
  if (!found) return undefined;
  const { value, low, high } = found;
  return { value, low, high, confidence, n: counted.length, missing: length - counted.length };
}
