/** P-values of several comparisons, adjusted for their number. Pure. */

function inOrder(who: string, pValues: readonly number[]): number[] {
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`${who}: ${p} is no p-value`);
  return [...pValues.keys()].sort((one, other) => (pValues[one] as number) - (pValues[other] as number));
}

/**
 * Holm's adjusted p-values, in the order given: refusing those up to α keeps the chance of even one false refusal below α, however
 * the tests depend on each other.
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65–70,
 * https://www.jstor.org/stable/4615733.
 * @throws RangeError for a p-value outside 0 to 1.
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [rank, index] of inOrder("holm", pValues).entries()) {
    least = Math.max(least, Math.min(1, (pValues[index] as number) * (pValues.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p-values, in the order given: refusing those up to α keeps the expected share of false ones
 * among the refusals below α, for tests that are independent or depend on each other positively.
 * Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
 * (1995) 289–300, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x.
 * @throws RangeError for a p-value outside 0 to 1.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let greatest = 1;
  const order = inOrder("benjaminiHochberg", pValues);
  for (let rank = order.length; rank > 0; rank--) {
    const index = order[rank - 1] as number;
    greatest = Math.min(greatest, (pValues[index] as number) * (pValues.length / rank));
    adjusted[index] = greatest;
  }
  return adjusted;
}
