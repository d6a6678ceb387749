/**
 * `tool-call`: the model calls these tools, with these arguments. Arguments that are not expected may be there, unless `exact`;
 * other calls too, unless `only`; the order is free, unless `ordered`. Of several expected calls each needs one of its own.
 */
import type { Call } from "../record/call.ts";
import type { Part } from "../record/message.ts";
import { flagIn, isObject, knownFields, reading } from "./reading.ts";
import { defineScorer, type Judgement, type Scorer } from "./scorer.ts";
import { callsFrom, callText, type ExpectedCall, isCall, pairUp, toolCallsIn } from "./tool-expectation.ts";

interface ToolCallExpectation {
  calls: ExpectedCall[];
  exact: boolean;
  only: boolean;
  ordered: boolean;
}

function example(...calls: [name: string, input: { [name: string]: string | number }][]): { parts: Part[] } {
  return { parts: calls.map(([name, input], index) => ({ type: "tool-call", id: String(index), name, input })) };
}

/** For each expected call, in order, the first call after the one before. */
function inOrder(
  wanted: readonly ExpectedCall[],
  fits: (at: number, want: ExpectedCall) => boolean,
  length: number,
): (number | undefined)[] {
  let next = 0;
  return wanted.map((want) => {
    for (let at = next; at < length; at++) {
      if (!fits(at, want)) continue;
      next = at + 1;
      return at;
    }
    return undefined;
  });
}

function judge(call: Call, { calls, exact, only, ordered }: ToolCallExpectation): Judgement {
  const made = toolCallsIn(call.parts);
  if (made.length === 0) return { value: 0, why: "The model calls no tool." };
  const places = ordered
    ? inOrder(calls, (at, want) => made[at] !== undefined && isCall(made[at], want, exact), made.length)
    : pairUp(calls, made, (each, want) => isCall(each, want, exact));
  const missing = calls.filter((_, index) => places[index] === undefined);
  const others = only ? made.filter((_, at) => !places.includes(at)) : [];
  const told = made
    .map(({ name, input }) => callText(name, input))
    .slice(0, 5)
    .join(", ");
  if (missing.length === 0 && others.length === 0) return { value: 1, why: `The model calls ${told}.` };
  const value = (calls.length - missing.length) / (calls.length + others.length);
  const wants = missing.map((each) => callText(each.name, each.arguments)).join(" or ");
  return {
    value,
    why: `The model calls ${told}${missing.length > 0 ? `, not ${wants}${ordered ? " in this order" : ""}` : ", more than the calls expected"}.`,
  };
}

/** The scorer. The value is the share of the expected calls that was made, those not expected counted in if `only`. */
export const toolCall: Scorer = defineScorer<ToolCallExpectation>({
  name: "tool-call",
  summary: "the model calls this tool, with these arguments",
  expects: "a tool's name; { name, arguments }; a list of them; or { calls, exact: true, only: true, ordered: true }",
  examples: [
    { expected: "search", right: example(["search", { q: "x" }]), wrong: "I would search for x." },
    {
      expected: { name: "search", arguments: { q: "x" } },
      right: example(["open", {}], ["search", { q: "x", limit: 5 }]),
      wrong: example(["search", { q: "y" }]),
    },
    {
      expected: { calls: ["open", "search"], ordered: true, only: true },
      right: example(["open", {}], ["search", {}]),
      wrong: example(["search", {}], ["open", {}]),
    },
    {
      expected: { calls: { name: "search", arguments: { q: "x" } }, exact: true },
      right: example(["search", { q: "x" }]),
      wrong: example(["search", { q: "x", limit: 5 }]),
    },
  ],
  read: (value) =>
    reading((fail) => {
      const isLong = isObject(value) && value.calls !== undefined;
      const fields = isLong ? knownFields(value, ["calls", "exact", "only", "ordered"], fail) : { calls: value };
      return {
        exact: flagIn(fields, "exact", false, fail),
        only: flagIn(fields, "only", false, fail),
        ordered: flagIn(fields, "ordered", false, fail),
        calls: callsFrom(fields.calls, fail),
      };
    }),
  judge,
});
