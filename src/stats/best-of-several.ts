/** How far the best of several that are alike stands above them by chance alone. Pure. */
import { normalCdf, normalDensity } from "./normal.ts";

const REACH = 9;
const STEPS = 3600;

/**
 * The expected greatest of so many independent standard normal numbers; 0 for one. By the trapezoid rule on its definition, which for
 * so smooth a function is exact to ten digits.
 * @throws RangeError if `count` is no whole number from 1.
 */
export function bestOfSeveral(count: number): number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`bestOfSeveral: ${count} is no whole number from 1`);
  const width = (2 * REACH) / STEPS;
  let sum = 0;
  for (let step = 0; step <= STEPS; step++) {
    const x = -REACH + step * width;
    sum += x * count * normalDensity(x) * normalCdf(x) ** (count - 1);
  }
  return sum * width;
}
