import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { idSource, idTime } from "./id.ts";

test("ids sort in the order in which they were made, also within one millisecond and when the clock goes back", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 50 }), (steps) => {
      let now = 1_700_000_000_000;
      const next = idSource(() => now, randomBytes);
      const ids = steps.map((step) => {
        now += step - 1;
        return next();
      });
      expect([...ids].sort()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test("an id tells when it was made", () => {
  const next = idSource(() => 1_469_918_176_385, randomBytes);
  const id = next();
  // The timestamp of the specification's own example, 01ARYZ6S41…
  expect(id.slice(0, 10)).toBe("01aryz6s41");
  expect(idTime(id)).toBe(1_469_918_176_385);
  expect(idTime("not an id")).toBeUndefined();
});
