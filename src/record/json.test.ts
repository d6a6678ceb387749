import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./json.ts";

test("members are sorted by UTF-16 code unit and white space is left out", () => {
  // Example of RFC 8785 §3.2.3.
  const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
});

test("numbers are written as ECMAScript prints them", () => {
  // RFC 8785 appendix B.
  expect(canonicalJson([1e30, 4.5, 2e-3, 1e-27, -0, 1 / 3])).toBe("[1e+30,4.5,0.002,1e-27,0,0.3333333333333333]");
});

test("what JSON cannot hold is refused", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, 10n, [undefined]]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
});

test("an undefined member is the same as an absent one", () => {
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
});

test("a value survives the way through its canonical text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  );
}

test("the order of members never changes the text", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(value) === canonicalJson(shuffled(value))));
});

test("a lone surrogate is escaped, so any text can be hashed", () => {
  expect(canonicalJson("\ud800")).toBe('"\\ud800"');
});
