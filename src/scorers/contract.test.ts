/** What every scorer keeps to, run on each of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { Part } from "../record/message.ts";
import { scorerNamed, scorerNames, scorers } from "./registry.ts";
import { defineScorer } from "./scorer.ts";

function callOf(parts: Part[]): Call {
  return {
    id: "01hx0000000000000000000000",
    hash: "0".repeat(64),
    request: { model: "test/model", messages: [], options: {} },
    parts,
    finish: { reason: "stop" },
    usage: {},
    timing: { startedAt: 0, queueMs: 0, retryMs: 0 },
    attempts: [],
    origin: { command: "eval" },
  };
}

function answers(text: string): Call {
  return callOf([{ type: "text", text }]);
}

const parts: fc.Arbitrary<Part[]> = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }).map((text): Part => ({ type: "text", text })),
    fc.json().map((text): Part => ({ type: "text", text })),
    fc.string().map((text): Part => ({ type: "reasoning", text })),
    fc.constant<Part>({ type: "tool-call", id: "1", name: "f", input: {} }),
  ),
  { maxLength: 3 },
);

const ONE_SENTENCE = /^[A-Z`“].*[^.]\.$/su;

describe.each(scorers.map((scorer) => [scorer.name, scorer] as const))("scorer %s", (_, scorer) => {
  test("has a name and says in one line what it asks and expects", () => {
    expect(scorer.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    for (const line of [scorer.summary, scorer.expects]) expect(line).toMatch(/^\S.{10,200}$/);
    expect(scorerNamed(scorer.name)).toBe(scorer);
  });

  test("scores its examples as they say", async () => {
    expect(scorer.examples.length).toBeGreaterThan(0);
    for (const { expected, right, wrong } of scorer.examples) {
      expect(scorer.check(expected)).toBe(undefined);
      expect(await scorer.score({ call: answers(right), expected })).toMatchObject({ value: 1 });
      expect((await scorer.score({ call: answers(wrong), expected })).value).toBeLessThan(1);
    }
  });

  test("gives a value from 0 to 1 and one sentence on any answer, the same each time, and changes nothing", async () => {
    const cases = fc.record({ parts, expected: fc.constantFrom(...scorer.examples.map((each) => each.expected)) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ parts: given, expected }) => {
        const call = callOf(given);
        const before = structuredClone({ call, expected });
        const verdict = await scorer.score({ call, expected });
        expect(verdict.value).toBeGreaterThanOrEqual(0);
        expect(verdict.value).toBeLessThanOrEqual(1);
        expect(verdict.why).toMatch(ONE_SENTENCE);
        expect(await scorer.score({ call, expected })).toEqual(verdict);
        expect({ call, expected }).toEqual(before);
      }),
    );
  });

  test("an answer without text is wrong", async () => {
    for (const { expected } of scorer.examples) {
      const reasoning: Part = { type: "reasoning", text: scorer.examples[0]?.right ?? "" };
      for (const call of [callOf([]), callOf([reasoning])]) {
        expect(await scorer.score({ call, expected })).toMatchObject({ value: 0 });
      }
    }
  });

  test("text in several parts is one answer", async () => {
    for (const { expected, right } of scorer.examples) {
      const pieces = [...right].map((text): Part => ({ type: "text", text }));
      expect(await scorer.score({ call: callOf(pieces), expected })).toMatchObject({ value: 1 });
    }
  });

  test("says in one sentence what is wrong with an expectation, and an unchecked one scores 0", async () => {
    const wrong: JsonValue[] = [null, [], {}, [null], { schema: 3 }, { text: "a", ignorecase: true }, ""];
    for (const expected of wrong) {
      expect(scorer.check(expected)).toMatch(ONE_SENTENCE);
      expect(await scorer.score({ call: answers("a"), expected })).toMatchObject({ value: 0 });
    }
    fc.assert(
      fc.property(fc.jsonValue(), (expected) => {
        const problem = scorer.check(expected as JsonValue);
        if (problem !== undefined) expect(problem).toMatch(ONE_SENTENCE);
      }),
    );
  });
});

test("names are unique, and an unknown one is no scorer", () => {
  expect(new Set(scorerNames()).size).toBe(scorers.length);
  expect(scorerNamed("toString")).toBe(undefined);
});

test("a scorer's own type of expectation reaches its judge", async () => {
  const longerThan = defineScorer<number>({
    name: "longer-than",
    summary: "the answer has more parts than this number",
    expects: "a number, such as 3",
    examples: [],
    read: (value) => (typeof value === "number" ? { expectation: value } : { problem: "It expects a number." }),
    judge: (call, least) => ({ value: call.parts.length > least ? 1 : 0, why: "The parts were counted." }),
  });
  expect(longerThan.check("x")).toBe("It expects a number.");
  expect((await longerThan.score({ call: answers("x"), expected: 0 })).value).toBe(1);
  expect((await longerThan.score({ call: answers("x"), expected: 1 })).value).toBe(0);
});
