/** Differences of texts by lines. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

const text = fc.array(fc.constantFrom("a", "b", "c", "", "<p>"), { maxLength: 12 }).map((lines) => lines.join("\n"));

function side(diff: ReturnType<typeof lineDiff>, left: "removed" | "added"): string {
  return diff.flatMap(({ sign, lines }) => (sign === left ? [] : lines)).join("\n");
}

test("what is the same and removed is the earlier text, what is the same and added the later", () => {
  fc.assert(
    fc.property(text, text, (earlier, later) => {
      const diff = lineDiff(earlier, later);
      expect(side(diff, "added")).toBe(earlier);
      expect(side(diff, "removed")).toBe(later);
    }),
  );
});

test("a line changed in the middle is told alone", () => {
  expect(lineDiff("a\nb\nc", "a\nx\nc")).toEqual([
    { sign: "same", lines: ["a"] },
    { sign: "removed", lines: ["b"] },
    { sign: "added", lines: ["x"] },
    { sign: "same", lines: ["c"] },
  ]);
});

test("as few lines as can be are told to differ", () => {
  const diff = lineDiff("1\n2\n3\n4\n5", "2\n3\n9\n5\n6");
  const changed = diff.filter(({ sign }) => sign !== "same").flatMap(({ lines }) => lines);
  expect(changed).toEqual(["1", "4", "9", "6"]);
});

test("equal texts do not differ, and very long ones are told in time", () => {
  expect(lineDiff("a\nb", "a\nb")).toEqual([{ sign: "same", lines: ["a", "b"] }]);
  expect(lineDiff("", "")).toEqual([]);
  const many = (word: string): string => Array.from({ length: 5000 }, (_, index) => `${word}${index}`).join("\n");
  expect(lineDiff(many("a"), many("b")).map(({ sign }) => sign)).toEqual(["removed", "added"]);
});
