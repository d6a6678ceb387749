/** Whether the answer that stands first is preferred for standing first. Pure. */
import { POINTS } from "./bradley-terry.ts";
import type { Interval } from "./interval.ts";
import type { OrderedVotes } from "./online-elo.ts";
import { pairedLogit } from "./paired-logit.ts";
import { wilsonInterval } from "./wilson.ts";

/** How votes go by the place of the answer. */
export interface PositionBias {
  /** Votes for the answer that stood first. */
  first: number;
  /** Votes for the other. */
  second: number;
  /** Votes for neither. */
  tied: number;
  /** Share of the first among votes for either; without bias and with shuffled sides ½. Absent: there is no such vote. */
  share?: Interval;
  /**
   * What standing first is worth, in points, beside how good the models are, and its standard error. Absent where votes tell it not: a
   * model has no finite rating, or no two models have changed sides.
   */
  points?: { value: number; error: number };
}

/** Position bias of votes whose `a` stood first. */
export function positionBias({ size, a, b, outcome }: OrderedVotes): PositionBias {
  // Equal votes are added up, so that many cost no more than few.
  const cells = new Map<number, number>();
  for (let vote = 0; vote < a.length; vote++) {
    const key = ((a[vote] as number) * size + (b[vote] as number)) * 3 + 2 * (outcome[vote] as number);
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const keys = [...cells.keys()].sort((one, other) => one - other);
  const total = (kind: number): number =>
    keys.reduce((sum, key) => sum + (key % 3 === kind ? (cells.get(key) as number) : 0), 0);
  const [second, tied, first] = [total(0), total(1), total(2)];
  const share = wilsonInterval(first, first + second);
  const bias: PositionBias = { first, second, tied, ...(share && { share }) };
  try {
    const fitted = pairedLogit({
      size,
      a: keys.map((key) => Math.floor(key / 3 / size)),
      b: keys.map((key) => Math.floor(key / 3) % size),
      outcome: keys.map((key) => (key % 3) / 2),
      count: keys.map((key) => cells.get(key) as number),
      width: 1,
      features: new Float64Array(keys.length).fill(1),
    });
    const error = Math.sqrt(Math.max(0, fitted.covariance.at(-1) as number));
    bias.points = { value: (fitted.coefficients[0] as number) * POINTS, error: error * POINTS };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return bias;
}
