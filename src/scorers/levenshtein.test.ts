import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { levenshtein } from "./levenshtein.ts";
import type { Verdict } from "./scorer.ts";

function score(answer: string, expected: JsonValue): Promise<Verdict> {
  return levenshtein.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test.each([
  ["kitten", "sitting", 3],
  ["Saturday", "Sunday", 3],
  ["flaw", "lawn", 2],
  // A character is one edit, however many code units it takes.
  ["👍👍", "👍👎", 1],
  ["👩 a", "b a", 1],
])("from %s to %s it is %i", async (a, b, edits) => {
  expect(await score(a, { text: b, atMost: edits })).toMatchObject({ passed: true });
  expect(await score(a, { text: b, atMost: edits - 1 })).toMatchObject({ passed: false });
  expect((await score(a, { text: b, atMost: edits })).value).toBeCloseTo(
    1 - edits / Math.max([...a].length, [...b].length),
    12,
  );
});

test("of several texts the nearest counts, and case if it is not ignored", async () => {
  expect(await score("bern", { text: ["Basel", "Bern"], atMost: 1 })).toMatchObject({ passed: true });
  expect(await score("BERN", { text: ["Basel", "Bern"], atMost: 0 })).toMatchObject({ passed: false });
  expect(await score("BERN", { text: ["Basel", "Bern"], atMost: 0, ignoreCase: true })).toEqual({
    value: 1,
    passed: true,
    why: "The answer is 0 edits away, at most 0.",
  });
});

test("there is no limit by default", () => {
  expect(levenshtein.check({ text: "Paris" })).toContain("either `atMost` (edits) or `atLeast`");
  expect(levenshtein.check({ text: "Paris", atMost: 1, atLeast: 0.5 })).toContain(
    "either `atMost` (edits) or `atLeast`",
  );
  expect(levenshtein.check("Paris")).toContain("expects `text` with `atMost`");
});
