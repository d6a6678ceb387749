import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { numeric } from "./numeric.ts";
import type { Verdict } from "./scorer.ts";

function score(answer: string, expected: JsonValue): Promise<Verdict> {
  return numeric.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test.each<[string, JsonValue, boolean]>([
  ["First 3, then 4.", 4, true],
  ["First 3, then 4.", 3, false],
  ["First 3, then 4.", { value: 3, which: "first" }, true],
  ["First 3, then 4.", { value: 3, which: "any" }, true],
  ["First 3, then 4.", { value: 4, which: "only" }, false],
  ["42 %", 42, true],
  ["42 %", 0.42, true],
  ["0.42", 42, false],
  ["0.3", 0.1 + 0.2, true],
  ["10.5", { value: 10, tolerance: 0.5 }, true],
  ["10.51", { value: 10, tolerance: 0.5 }, false],
  ["-95", { value: -100, relative: 0.05 }, true],
  ["95", { value: -100, relative: 0.05 }, false],
  ["0", 0, true],
])("%s against %j: %s", async (answer, expected, passed) => {
  const verdict = await score(answer, expected);
  expect(verdict.passed).toBe(passed);
  if (passed) expect(verdict.value).toBe(1);
  else expect(verdict.value).toBeLessThan(1);
});

test("the value of a wrong number is how near it is", async () => {
  expect((await score("90", 110)).value).toBeCloseTo(0.9, 12);
  expect((await score("-5", 5)).value).toBe(0);
  expect((await score("5", 0)).value).toBe(0);
});

test("why says which number was looked at, and what was wanted", async () => {
  expect((await score("about $1,234.6", { value: 1234.5, tolerance: 0.05 })).why).toBe(
    "The last number is $1,234.6, not within 0.05 of 1234.5.",
  );
  expect((await score("41 %", 41)).why).toBe("The last number is 41 %, 41.");
});

test.each<[JsonValue, string]>([
  ["42", 'It expects a number, but was given "42".'],
  [{ value: 1, tolerance: -1 }, "`tolerance` is -1"],
  [{ value: 1, tolerance: 1, relative: 1 }, "not both"],
  [{ value: 1, which: "second" }, "must be one of `last`, `first`, `only` and `any`"],
  [{ value: 1, tolerence: 1 }, "Nearest: tolerance."],
])("%j is refused", (expected, sentence) => {
  expect(numeric.check(expected)).toContain(sentence);
});
