/** What every scorer keeps to, run on each of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { Part } from "../record/message.ts";
import { scorerNamed, scorerNames, scorers, unknownScorer } from "./registry.ts";
import { defineScorer, type ExampleAnswer, OPPOSITE, oppositeOf, type Scorer } from "./scorer.ts";

function callOf(parts: Part[], rest: Partial<Call> = {}): Call {
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
    ...rest,
  };
}

function answers(answer: ExampleAnswer): Call {
  return typeof answer === "string" ? callOf([{ type: "text", text: answer }]) : callOf([], answer);
}

/** Examples of a scorer whose right answer is a text. */
function textExamples(scorer: Scorer): { expected: JsonValue; right: string }[] {
  return scorer.examples.flatMap(({ expected, right }) => (typeof right === "string" ? [{ expected, right }] : []));
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

/** Parts such as a scorer's examples have, with a piece of them left out. */
function exampleParts(scorer: Scorer): fc.Arbitrary<Part[]> {
  const all = scorer.examples.flatMap(({ right, wrong }) => [answers(right).parts, answers(wrong).parts]);
  return fc.tuple(fc.constantFrom(...all), fc.nat(), fc.nat(4)).map(([given, from, length]) =>
    given.map((part) => {
      if (part.type !== "text") return part;
      const at = from % (part.text.length + 1);
      return { ...part, text: part.text.slice(0, at) + part.text.slice(at + length) };
    }),
  );
}

const ONE_SENTENCE = /^[A-Z`“].*[^.]\.$/su;

describe.each(scorers.map((scorer) => [scorer.name, scorer] as const))("scorer %s", (_, scorer) => {
  test("has a name and says in one line what it asks and expects", () => {
    expect(scorer.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(scorer.name.startsWith(OPPOSITE)).toBe(false);
    for (const line of [scorer.summary, scorer.expects]) expect(line).toMatch(/^\S.{10,200}$/);
    expect(scorerNamed(scorer.name)).toBe(scorer);
  });

  test("scores its examples as they say", async () => {
    expect(scorer.examples.length).toBeGreaterThan(0);
    for (const { expected, right, wrong } of scorer.examples) {
      expect(scorer.check(expected)).toBe(undefined);
      expect(await scorer.score({ call: answers(right), expected })).toMatchObject({ passed: true });
      expect(await scorer.score({ call: answers(wrong), expected })).toMatchObject({ passed: false });
    }
  });

  test("has an opposite that passes what it fails, apart from what cannot be judged", async () => {
    const opposite = scorerNamed(`${OPPOSITE}${scorer.name}`);
    expect(opposite).toMatchObject({ name: oppositeOf(scorer).name });
    for (const { expected, right, wrong } of scorer.examples) {
      for (const answer of [right, wrong, "", { parts: [] }]) {
        const input = { call: answers(answer), expected };
        const verdict = await scorer.score(input);
        const turned = await opposite?.score(input);
        if (verdict.undecided) expect(turned).toEqual(verdict);
        else expect(turned).toMatchObject({ value: 1 - verdict.value, passed: !verdict.passed });
        expect(turned?.why).toMatch(ONE_SENTENCE);
      }
    }
  });

  test("gives a value from 0 to 1 and one sentence on any answer, the same each time, and changes nothing", async () => {
    const cases = fc.record({
      parts: fc.oneof(parts, exampleParts(scorer)),
      expected: fc.constantFrom(...scorer.examples.map((each) => each.expected)),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ parts: given, expected }) => {
        const call = callOf(given);
        const before = structuredClone({ call, expected });
        const verdict = await scorer.score({ call, expected });
        expect(verdict.value).toBeGreaterThanOrEqual(0);
        expect(verdict.value).toBeLessThanOrEqual(1);
        if (verdict.undecided) expect(verdict).toMatchObject({ value: 0, passed: false });
        expect(verdict.why).toMatch(ONE_SENTENCE);
        expect(verdict.why).not.toContain("broke on this answer");
        expect(await scorer.score({ call, expected })).toEqual(verdict);
        expect({ call, expected }).toEqual(before);
      }),
    );
  });

  test("an answer without text is wrong", async () => {
    for (const { expected, right } of textExamples(scorer)) {
      for (const call of [callOf([]), callOf([{ type: "reasoning", text: right }])]) {
        expect(await scorer.score({ call, expected })).toMatchObject({ value: 0, passed: false });
      }
    }
  });

  test("text in several parts is one answer", async () => {
    for (const { expected, right } of textExamples(scorer)) {
      const pieces = [...right].map((text): Part => ({ type: "text", text }));
      expect(await scorer.score({ call: callOf(pieces), expected })).toMatchObject({ passed: true });
    }
  });

  test("says in one sentence what is wrong with an expectation, and an unchecked one scores 0", async () => {
    const wrong: JsonValue[] = [null, [], {}, [null], { schema: 3 }, { text: "a", ignorecase: true }, ""];
    for (const expected of wrong) {
      expect(scorer.check(expected)).toMatch(ONE_SENTENCE);
      expect(await scorer.score({ call: answers("a"), expected })).toMatchObject({ value: 0, undecided: true });
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
  expect(scorerNamed("not-not-equals")).toBe(undefined);
  expect(unknownScorer("not-contians")).toMatch(/^There is no scorer `not-contians`\. Nearest: not-contains/);
});

test("a scorer that breaks proves nothing, and neither does its opposite", async () => {
  const broken = defineScorer<number>({
    name: "broken",
    summary: "the answer is one that breaks it",
    expects: "anything at all",
    examples: [],
    read: () => ({ expectation: 1 }),
    judge: () => {
      throw new RangeError("Too deep.");
    },
  });
  for (const scorer of [broken, oppositeOf(broken)]) {
    expect(await scorer.score({ call: answers("x"), expected: 0 })).toEqual({
      value: 0,
      passed: false,
      undecided: true,
      why: "Scorer `broken` broke on this answer: Too deep.",
    });
  }
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
  expect(await longerThan.score({ call: answers("x"), expected: 0 })).toMatchObject({ value: 1, passed: true });
  expect(await longerThan.score({ call: answers("x"), expected: 1 })).toMatchObject({ value: 0, passed: false });
  expect(await oppositeOf(longerThan).score({ call: answers("x"), expected: 0 })).toEqual({
    value: 0,
    passed: false,
    why: "The parts were counted, which is not wanted.",
  });
});
