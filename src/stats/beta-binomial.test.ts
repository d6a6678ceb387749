import { expect, test } from "vitest";
import { betaBinomialInterval } from "./beta-binomial.ts";

test.each([
  [7, 10, "uniform", 0.39025744042757876, 0.8907365561809019],
  [7, 10, "jeffreys", 0.3941816818513287, 0.9073054060618468],
  [81, 263, "uniform", 0.2553018478822145, 0.3662905935223741],
  [81, 263, "jeffreys", 0.2545219349910236, 0.36564749917408246],
] as const)("%i of %i under the %s prior has the quantiles that SciPy gives", (successes, n, prior, low, high) => {
  // scipy.special.betaincinv of SciPy 1.17.1.
  const interval = betaBinomialInterval(successes, n, { prior });
  expect(interval?.value).toBe(successes / n);
  expect(interval?.low).toBeCloseTo(low, 11);
  expect(interval?.high).toBeCloseTo(high, 11);
});

test("the uniform prior is the default, and its posterior mean is Laplace's rule", () => {
  expect(betaBinomialInterval(3, 4)).toEqual(betaBinomialInterval(3, 4, { prior: "uniform" }));
  expect(betaBinomialInterval(3, 4)?.posteriorMean).toBeCloseTo(4 / 6, 15);
});

test("none or all: the interval reaches what was observed", () => {
  expect(betaBinomialInterval(0, 20)?.low).toBe(0);
  expect(betaBinomialInterval(0, 20)?.high).toBeCloseTo(0.16109761521907956, 11);
  expect(betaBinomialInterval(20, 20)?.high).toBe(1);
  expect(betaBinomialInterval(20, 20)?.low).toBeCloseTo(0.8389023847809204, 11);
});

test("no trial says nothing, and what is no count or confidence is refused", () => {
  expect(betaBinomialInterval(0, 0)).toBe(undefined);
  expect(() => betaBinomialInterval(4, 3)).toThrow(RangeError);
  expect(() => betaBinomialInterval(1, 3, { confidence: 0 })).toThrow(RangeError);
});
