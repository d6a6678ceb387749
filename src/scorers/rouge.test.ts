import fc from "fast-check";
import { expect, test } from "vitest";
import { type RougeKind, rouge, rougeF1 } from "./rouge.ts";

const split = (text: string): string[] => text.split(" ");

test.each<[string, string, RougeKind, number]>([
  // Lin 2004, section 3: ROUGE-2 cannot tell the two apart, ROUGE-L can.
  ["police kill the gunman", "police killed the gunman", "2", 1 / 3],
  ["the gunman kill police", "police killed the gunman", "2", 1 / 3],
  ["police kill the gunman", "police killed the gunman", "L", 3 / 4],
  ["the gunman kill police", "police killed the gunman", "L", 2 / 4],
  ["the gunman police killed", "police killed the gunman", "L", 2 / 4],
  // The tests of the rouge-score package, https://github.com/google-research/google-research/tree/master/rouge.
  ["testing", "testing one two", "1", 1 / 2],
  ["testing", "testing one two", "L", 1 / 2],
  ["testing two", "testing one two", "L", 0.8],
])("%s | %s: ROUGE-%s as published", (answer, reference, kind, value) => {
  expect(rougeF1(split(answer), split(reference), kind)).toBeCloseTo(value, 12);
});

test("it is the same both ways, 1 for the same words, and ROUGE-1 is never under ROUGE-L", () => {
  const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(words, words, fc.constantFrom<RougeKind>("1", "2", "L"), (a, b, kind) => {
      expect(rougeF1(a, b, kind)).toBe(rougeF1(b, a, kind));
      if (kind !== "2" || a.length > 1) expect(rougeF1(a, a, kind)).toBe(1);
      expect(rougeF1(a, b, "1")).toBeGreaterThanOrEqual(rougeF1(a, b, "L"));
    }),
  );
});

test("an unknown kind is told with those there are", () => {
  expect(rouge.check({ reference: "a", kind: "3" })).toBe('`kind` is "3", but must be one of `1`, `2` and `L`.');
  expect(rouge.check({ reference: "a", kind: 2 })).toBe(undefined);
});
