/** Models that no other beats on quality, cost and latency together. Pure. Takes the figures as they are: their intervals are not its business. */

/** The figures of one model. */
export interface Figures {
  /** Higher is better. Absent: unknown. */
  quality?: number | undefined;
  /** Lower is better, in any one unit. Absent: unknown. */
  cost?: number | undefined;
  /** Lower is better, in any one unit. Absent: unknown. */
  latency?: number | undefined;
}

/** 1 if the first is better, −1 if the second, 0 if neither. What is unknown is never better than what is known. */
function better(one: number | undefined, other: number | undefined, sign: 1 | -1): number {
  if (one === undefined || other === undefined) return Number(other === undefined) - Number(one === undefined);
  return Math.sign(sign * (one - other));
}

/** Whether the first beats the second on something and loses on nothing. */
function dominates(one: Figures, other: Figures): boolean {
  const compared = [
    better(one.quality, other.quality, 1),
    better(one.cost, other.cost, -1),
    better(one.latency, other.latency, -1),
  ];
  return compared.every((each) => each >= 0) && compared.some((each) => each > 0);
}

/**
 * The indices of the models that no other dominates, that is, is at least as good on quality, cost and latency and better on one of
 * them. An unknown figure counts as worse than any known one, and as equal to another unknown, so a model does not get in by what
 * nobody knows. Equal models are all in.
 * Source: V. Pareto's optimality; H. T. Kung, F. Luccio and F. P. Preparata, "On finding the maxima of a set of vectors", Journal of
 * the ACM 22 (1975) 469–476, https://doi.org/10.1145/321906.321910.
 * @throws RangeError for a figure that is not a number.
 */
export function paretoSet(models: readonly Figures[]): number[] {
  for (const { quality, cost, latency } of models) {
    if ([quality, cost, latency].some(Number.isNaN)) throw new RangeError("paretoSet: a figure is not a number");
  }
  return models.flatMap((model, index) => (models.some((other) => dominates(other, model)) ? [] : [index]));
}
