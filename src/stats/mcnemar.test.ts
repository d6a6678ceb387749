import { expect, test } from "vitest";
import { mcnemarTest } from "./mcnemar.ts";

test("the airway data have the p-values that were published", () => {
  // M. W. Fagerland, S. Lydersen and P. Laake, BMC Medical Research Methodology 13 (2013) 91: 1 against 7.
  const found = mcnemarTest(1, 7);
  expect(found.exact).toBeCloseTo(0.0703, 4);
  expect(found.midP).toBeCloseTo(0.0391, 4);
  expect(found.discordant).toBe(8);
});

test("6 against 16 have the p-values that were published", () => {
  // The same paper, complete response before and after consolidation therapy: exact 0.0525, mid-p 0.0347.
  expect(mcnemarTest(6, 16).exact).toBeCloseTo(0.0525, 4);
  expect(mcnemarTest(6, 16).midP).toBeCloseTo(0.0347, 4);
});

test("it does not matter which model is which", () => {
  expect(mcnemarTest(3, 11)).toEqual(mcnemarTest(11, 3));
});

test("as many on either side, or none, is no evidence", () => {
  expect(mcnemarTest(5, 5)).toMatchObject({ exact: 1, midP: expect.closeTo(1, 12) });
  expect(mcnemarTest(0, 0)).toEqual({ discordant: 0, exact: 1, midP: 1 });
});

test("twenty to nothing is two in a million", () => {
  expect(mcnemarTest(20, 0).exact).toBeCloseTo(2 * 0.5 ** 20, 15);
});

test("what is no count is refused", () => {
  expect(() => mcnemarTest(-1, 3)).toThrow(RangeError);
  expect(() => mcnemarTest(1.5, 3)).toThrow(RangeError);
});
