import { describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { contains } from "./contains.ts";
import { equals } from "./equals.ts";
import type { Scorer, Verdict } from "./scorer.ts";
import { quoted } from "./text-expectation.ts";

function score(scorer: Scorer, answer: string, expected: JsonValue): Promise<Verdict> {
  const call = { parts: [{ type: "text", text: answer }] } as unknown as Call;
  return scorer.score({ call, expected });
}

describe("equals", () => {
  test("how an accent is composed does not count, what is written does", async () => {
    expect(await score(equals, "Zu\u0308rich", "Z\u00fcrich")).toMatchObject({ value: 1 });
    expect(await score(equals, "Zurich", "Z\u00fcrich")).toMatchObject({ value: 0 });
  });

  test("white space inside counts, at the ends it does not", async () => {
    expect(await score(equals, "\n a b \t", "a b")).toMatchObject({ value: 1 });
    expect(await score(equals, "a  b", "a b")).toMatchObject({ value: 0 });
  });

  test("a wrong answer is shown beside what it should be", async () => {
    const { why } = await score(equals, "Paris,\nFrance", ["Paris", "paris"]);
    expect(why).toBe("The answer is “Paris, France”, not “Paris” or “paris”.");
  });
});

describe("contains", () => {
  test("of a list, the share that is there counts, and what is missing is named", async () => {
    expect(await score(contains, "red and blue", ["red", "green", "blue", "black"])).toEqual({
      value: 0.5,
      passed: false,
      why: "The answer does not contain “green” or “black”.",
    });
  });

  test("numbers and truth values are looked for as they are written", async () => {
    expect(await score(contains, "about 42 of them", 42)).toMatchObject({ value: 1 });
    expect(await score(contains, "that is true", true)).toMatchObject({ value: 1 });
  });
});

describe("what is wrong with an expectation", () => {
  test.each<[JsonValue, string]>([
    [{ text: "a", ignorecase: true }, "It knows no `ignorecase`"],
    [{ text: "a", ignoreCase: "yes" }, '`ignoreCase` is "yes"'],
    [["a", null], "was given null"],
    [[], "an empty list"],
    ["  ", "an empty text"],
  ])("%j: %s", (expected, sentence) => {
    expect(equals.check(expected)).toContain(sentence);
  });
});

test("a long text is quoted on one line and cut", () => {
  expect(quoted(`a\n${"b".repeat(200)}`)).toMatch(/^“a b{77}…”$/);
});
