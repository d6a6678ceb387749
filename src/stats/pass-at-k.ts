/** Chances of k tries, estimated without bias from more than k. Pure. One case at a time: average the cases' values for a set. */
import { requireCount } from "./interval.ts";

function requireTries(who: string, k: number): void {
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError(`${who}: k is ${k}`);
}

/** C(n − spare, k) / C(n, k): the chance that k of n things drawn without return avoid `spare` of them. */
function chanceToAvoid(spare: number, n: number, k: number): number {
  if (n - spare < k) return 0;
  let chance = 1;
  for (let place = n - spare + 1; place <= n; place++) chance *= 1 - k / place;
  return chance;
}

/**
 * pass@k: the chance that at least one of k answers is right, 1 − C(n − c, k) / C(n, k), where `correct` c of `n` were.
 * 0 to 1; `undefined` where fewer than k answers were taken.
 * Source: M. Chen et al., "Evaluating large language models trained on code" (2021), https://arxiv.org/abs/2107.03374, section 2.1.
 * @throws RangeError for counts that are not whole, negative, or more correct than taken, and a k that is not a whole number from 1.
 */
export function passAtK(correct: number, n: number, k: number): number | undefined {
  requireCount("passAtK", correct, n);
  requireTries("passAtK", k);
  return n < k ? undefined : 1 - chanceToAvoid(correct, n, k);
}

/**
 * pass^k: the chance that all of k answers are right, C(c, k) / C(n, k), where `correct` c of `n` were. 0 to 1; `undefined` where
 * fewer than k answers were taken.
 * Source: S. Yao et al., "τ-bench" (2024), https://arxiv.org/abs/2406.12045, section 3.
 * @throws RangeError for counts that are not whole, negative, or more correct than taken, and a k that is not a whole number from 1.
 */
export function passHatK(correct: number, n: number, k: number): number | undefined {
  requireCount("passHatK", correct, n);
  requireTries("passHatK", k);
  return n < k ? undefined : chanceToAvoid(n - correct, n, k);
}
