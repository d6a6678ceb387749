import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { bleu } from "./bleu.ts";
import { oppositeOf, type Scorer, type Verdict } from "./scorer.ts";
import { measured } from "./similarity.ts";
import { tokensOf, wordsOf } from "./tokens.ts";

function score(scorer: Scorer, answer: string, expected: JsonValue): Promise<Verdict> {
  return scorer.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test("the value is the measure, and the threshold decides", async () => {
  const answer = "the cat sat on the mat";
  const reference = "The cat is on the mat";
  expect(await score(bleu, answer, { reference, atLeast: 0.37 })).toEqual({
    value: expect.closeTo(0.3799178428, 8),
    passed: true,
    why: "The answer's BLEU is 0.379, at least 0.37.",
  });
  expect(await score(bleu, answer, reference)).toMatchObject({
    passed: false,
    why: "The answer's BLEU is 0.379, under 0.5.",
  });
  expect(await score(oppositeOf(bleu), answer, { reference, atLeast: 0.37 })).toEqual({
    value: expect.closeTo(0.6200821572, 8),
    passed: false,
    why: "The answer's BLEU is 0.379, at least 0.37, which is not wanted.",
  });
});

test("the same text passes a threshold of 1", async () => {
  for (const text of ["a b", "one two three four five six seven", "Ça va?"]) {
    expect(await score(bleu, text, { reference: text, atLeast: 1 })).toMatchObject({ passed: true });
  }
});

test("a threshold that every answer reaches, or none, is refused", () => {
  expect(bleu.check({ reference: "a", atLeast: 0 })).toContain("every answer reaches");
  expect(bleu.check({ reference: "a", atLeast: 1.1 })).toContain("must be a number from 0 to 1");
  expect(bleu.check({ atLeast: 1 })).toContain("It expects text, but was given nothing.");
});

test("a measure is not shown as more than it is", () => {
  expect([0.4999, 0.5, 1, 2 / 3].map(measured)).toEqual(["0.499", "0.5", "1", "0.666"]);
});

test("texts are taken apart into words and marks", () => {
  expect(tokensOf("Don’t pay 3.50 € (or 1,000)!")).toEqual(["don't", "pay", "3.50", "€", "(", "or", "1,000", ")", "!"]);
  expect(tokensOf("東京 is 東")).toEqual(["東", "京", "is", "東"]);
  expect(tokensOf("Zu\u0308rich")).toEqual(["z\u00fcrich"]);
  expect(wordsOf("well-known: yes.")).toEqual(["well", "known", "yes"]);
});
