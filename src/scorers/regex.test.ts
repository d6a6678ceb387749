import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { matchesInTime } from "./matches-in-time.ts";
import { regex } from "./regex.ts";
import { oppositeOf, type Scorer, type Verdict } from "./scorer.ts";

function score(scorer: Scorer, answer: string, expected: JsonValue): Promise<Verdict> {
  return scorer.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test("flags do what they do in JavaScript", async () => {
  expect(await score(regex, "a\nb", "^b$")).toMatchObject({ passed: false });
  expect(await score(regex, "a\nb", { pattern: "^b$", flags: "m" })).toMatchObject({ passed: true });
  expect(await score(regex, "é", { pattern: "^\\p{L}$", flags: "u" })).toMatchObject({ passed: true });
});

test.each([
  ["(", "It is no regular expression: "],
  [{ pattern: "a", flags: "g" }, '`flags` is "g"'],
  [{ pattern: "a", flags: "uv" }, "It is no regular expression: "],
  [3, "but was given 3"],
])("%j is refused before anything is sent", (expected, sentence) => {
  expect(regex.check(expected)).toContain(sentence);
});

test("a match that would take for ever is given up, and proves nothing", async () => {
  const answer = `${"a".repeat(60)}b`;
  for (const scorer of [regex, oppositeOf(regex)]) {
    const verdict = await score(scorer, answer, "(a+)+$");
    expect(verdict).toMatchObject({ value: 0, passed: false, undecided: true });
    expect(verdict.why).toContain("given up after 1 s");
  }
});

test.each([
  ["(?:a|aa)+$", "aaaaab", false],
  ["(a)(b)\\2", "xabb", true],
  ["(?<=x)a", "xa", true],
  ["a*a*a*a*a*c", "a".repeat(20), false],
])("with a guard, %s on %s is %s as without", async (pattern, text, matches) => {
  expect(await matchesInTime(new RegExp(pattern), text, 5000)).toBe(matches);
});
