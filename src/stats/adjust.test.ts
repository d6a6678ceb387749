import fc from "fast-check";
import { expect, test } from "vitest";
import { benjaminiHochberg, holm } from "./adjust.ts";

function expectNear(found: number[], expected: number[]): void {
  expect(found).toEqual(expected.map((each) => expect.closeTo(each, 12)));
}

test("Holm's values are those of R", () => {
  // p.adjust(p, "holm"), R 4.
  expectNear(holm([0.01, 0.02, 0.03, 0.04, 0.05]), [0.05, 0.08, 0.09, 0.09, 0.09]);
  expectNear(holm([0.04, 0.001, 0.5]), [0.08, 0.003, 0.5]);
});

test("Benjamini and Hochberg's own fifteen: four are refused at 0.05", () => {
  // Y. Benjamini and Y. Hochberg (1995), section 3.1; Bonferroni's procedure refuses three.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  expect(benjaminiHochberg(published).filter((p) => p <= 0.05)).toHaveLength(4);
  expect(holm(published).filter((p) => p <= 0.05)).toHaveLength(3);
  expect(benjaminiHochberg(published)[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
});

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

test("adjusting keeps the order, never lowers, and Holm is the stricter", () => {
  fc.assert(
    fc.property(pValues, (each) => {
      const strict = holm(each);
      const lenient = benjaminiHochberg(each);
      for (const [index, p] of each.entries()) {
        expect(strict[index]).toBeLessThanOrEqual(1);
        expect(lenient[index]).toBeGreaterThanOrEqual(p);
        expect((strict[index] ?? 0) - (lenient[index] ?? 0)).toBeGreaterThanOrEqual(-1e-12);
        for (const [other, second] of each.entries()) {
          if (p < second) expect(strict[index]).toBeLessThanOrEqual(strict[other] ?? 0);
        }
      }
    }),
  );
});

test("the order of the tests does not matter", () => {
  fc.assert(
    fc.property(pValues, (each) => {
      expectNear(holm([...each].reverse()).reverse(), holm(each));
      expectNear(benjaminiHochberg([...each].reverse()).reverse(), benjaminiHochberg(each));
    }),
  );
});

test("what is no p-value is refused, and no tests need no adjustment", () => {
  expect(() => holm([1.1])).toThrow(RangeError);
  expect(() => benjaminiHochberg([Number.NaN])).toThrow(RangeError);
  expect(holm([])).toEqual([]);
});
