import { expect, test } from "vitest";
import { meanGap } from "./mean-gap.ts";

test("gives Welch's interval of Student's sleep data, as R's t.test(extra ~ group, data = sleep) prints it", () => {
  const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const gap = meanGap(drug1, drug2);
  expect(gap?.value).toBeCloseTo(0.75 - 2.33, 12);
  expect(gap?.low).toBeCloseTo(-3.3654832, 6);
  expect(gap?.high).toBeCloseTo(0.2054832, 6);
});

test("tells nothing of one value, nor where nothing varies", () => {
  expect(meanGap([1], [1, 2])).toBeUndefined();
  expect(meanGap([1, 1], [0, 0])).toBeUndefined();
  expect(() => meanGap([1, 2], [1, 2], 1)).toThrow(RangeError);
});
