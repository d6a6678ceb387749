import { describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { ToolCallPart } from "../record/message.ts";
import { isValidToolCall } from "./is-valid-tool-call.ts";
import type { Scorer, Verdict } from "./scorer.ts";
import { toolCall } from "./tool-call.ts";
import { toolCallF1, toolCallsF1 } from "./tool-call-f1.ts";
import { pairUp } from "./tool-expectation.ts";

function made(...calls: [string, JsonValue][]): ToolCallPart[] {
  return calls.map(([name, input], index) => ({ type: "tool-call", id: String(index), name, input }));
}

function score(scorer: Scorer, parts: ToolCallPart[], expected: JsonValue): Promise<Verdict> {
  return scorer.score({ call: { parts, request: {} } as unknown as Call, expected });
}

test("each expected call gets one of its own wherever that is possible", () => {
  expect(pairUp(["ab", "a"], ["a", "b"], (given, wanted) => wanted.includes(given))).toEqual([1, 0]);
  expect(pairUp(["a", "a"], ["a"], (given, wanted) => wanted === given)).toEqual([0, undefined]);
});

describe("tool-call", () => {
  const narrow = { name: "f", arguments: { a: 1 } };
  const wide = { name: "f", arguments: { a: 1, b: [{ c: 2 }] } };

  test("arguments may have more unless exact, lists may not", async () => {
    expect(await score(toolCall, made(["f", { a: 1, b: [{ c: 2, d: 3 }] }]), wide)).toMatchObject({ passed: true });
    expect(await score(toolCall, made(["f", { a: 1, b: [{ c: 2 }, 3] }]), wide)).toMatchObject({ passed: false });
    expect(await score(toolCall, made(["f", { b: [{ c: 2 }], a: 1 }]), { calls: wide, exact: true })).toMatchObject({
      passed: true,
    });
    expect(await score(toolCall, made(["f", { a: "1" }]), narrow)).toMatchObject({ passed: false });
    expect(await score(toolCall, made(["f", "{broken"]), narrow)).toMatchObject({ passed: false });
  });

  test("of two that fit the same call, neither is left out", async () => {
    const calls = made(["f", { a: 1, b: [{ c: 2 }] }], ["f", { a: 1 }]);
    expect(await score(toolCall, calls, [narrow, wide])).toMatchObject({ passed: true });
    expect(await score(toolCall, calls.slice(0, 1), [narrow, wide])).toMatchObject({ value: 0.5, passed: false });
  });

  test("other calls are told if none are wanted", async () => {
    expect(await score(toolCall, made(["f", {}], ["g", {}]), { calls: "f", only: true })).toEqual({
      value: 0.5,
      passed: false,
      why: "The model calls `f({})`, `g({})`, more than the calls expected.",
    });
    expect((await score(toolCall, made(["g", {}]), narrow)).why).toBe('The model calls `g({})`, not `f({"a":1})`.');
  });
});

describe("tool-call-f1", () => {
  test.each<[string[], string[], number]>([
    [["a", "b"], ["a", "b"], 1],
    [["b", "a", "a"], ["a", "b"], 1],
    [["a"], ["a", "b"], 2 / 3],
    [["a", "c"], ["a", "b"], 1 / 2],
    [["c"], ["a"], 0],
  ])("called %j, expected %j: %d", (called, expected, value) => {
    const calls = made(...called.map((name): [string, JsonValue] => [name, {}]));
    expect(
      toolCallsF1(
        calls,
        expected.map((name) => ({ name })),
      ),
    ).toBeCloseTo(value, 12);
  });

  test("arguments count if any are expected", async () => {
    const calls = made(["f", { a: 1 }], ["f", { a: 2 }]);
    expect(await score(toolCallF1, calls, ["f"])).toMatchObject({ value: 1 });
    expect(await score(toolCallF1, calls, [{ name: "f", arguments: { a: 1 } }])).toMatchObject({
      value: expect.closeTo(2 / 3, 12),
      passed: false,
    });
  });
});

test("a tool that was not given is told", async () => {
  expect((await score(isValidToolCall, made(["f", {}]), true)).why).toBe(
    "The model calls `f`, a tool that it was not given.",
  );
});
