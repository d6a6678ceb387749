/**
 * `tool-call-f1`: how well the tool calls of an answer are those expected, as the F1 of precision and recall. The order does not count,
 * nor how often the same call is made. Calls are compared by name, and by arguments if any are expected: then all of them.
 */
import { canonicalJson } from "../record/json.ts";
import type { Part, ToolCallPart } from "../record/message.ts";
import { isObject, knownFields, numberIn, reading } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { measured } from "./similarity.ts";
import { callsFrom, type ExpectedCall, isCall, pairUp, toolCallsIn } from "./tool-expectation.ts";

interface F1Expectation {
  calls: ExpectedCall[];
  atLeast: number;
}

/**
 * F1 of tool calls, 0 to 1.
 * Sources: van Rijsbergen, Information Retrieval, chapter 7, http://www.dcs.gla.ac.uk/Keith/Preface.html (1979); of tool calls as in
 * Ragas, https://docs.ragas.io/en/stable/concepts/metrics/available_metrics/agents/#tool-call-f1 (2026).
 */
export function toolCallsF1(made: readonly ToolCallPart[], wanted: readonly ExpectedCall[]): number {
  const byArguments = wanted.some((each) => each.arguments !== undefined);
  const key = ({ name, input }: ToolCallPart): string => (byArguments ? canonicalJson([name, input]) : name);
  const distinct = [...new Map(made.map((each) => [key(each), each])).values()];
  const expected = [...new Map(wanted.map((each) => [canonicalJson(each), each])).values()];
  const hits = pairUp(expected, distinct, (each, want) => isCall(each, want, true)).filter(
    (at) => at !== undefined,
  ).length;
  return (2 * hits) / (distinct.length + expected.length);
}

function example(...names: string[]): { parts: Part[] } {
  return { parts: names.map((name, index) => ({ type: "tool-call", id: String(index), name, input: {} })) };
}

/** The scorer. */
export const toolCallF1: Scorer = defineScorer<F1Expectation>({
  name: "tool-call-f1",
  summary: "the F1 of the model's tool calls with those expected is at least so much",
  expects: "a list of names or { name, arguments }; or { calls, atLeast: 0.8 }; 1 if it is not said",
  examples: [
    { expected: ["search", "open"], right: example("open", "search", "open"), wrong: example("open") },
    {
      expected: { calls: ["search", "open"], atLeast: 0.6 },
      right: example("open"),
      wrong: example("open", "close", "end"),
    },
  ],
  read: (value) =>
    reading((fail) => {
      const isLong = isObject(value) && value.calls !== undefined;
      const fields = isLong ? knownFields(value, ["calls", "atLeast"], fail) : { calls: value };
      const atLeast = numberIn(fields, "atLeast", { least: 0, most: 1 }, fail) ?? 1;
      if (atLeast === 0) return fail("`atLeast` is 0, which every answer reaches: give it more.");
      return { atLeast, calls: callsFrom(fields.calls, fail) };
    }),
  judge: (call, { calls, atLeast }) => {
    const made = toolCallsIn(call.parts);
    if (made.length === 0) return { value: 0, passed: false, why: "The model calls no tool." };
    const value = toolCallsF1(made, calls);
    const passed = value >= atLeast;
    const names = [...new Set(made.map((each) => `\`${each.name}\``))].slice(0, 5).join(", ");
    return {
      value,
      passed,
      why: `The model calls ${names}: an F1 of ${measured(value)}, ${passed ? "at least" : "under"} ${atLeast}.`,
    };
  },
});
