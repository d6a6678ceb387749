/** A sum of amounts of which some may be unknown. Pure. */

/** The sum; `undefined` if one is unknown. Of nothing: 0. */
export function sumKnown(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}
