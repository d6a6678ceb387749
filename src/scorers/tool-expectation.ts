/** Tool calls that an answer should make, and which of those it made they match. Pure. */
import { canonicalJson, type JsonObject, type JsonValue } from "../record/json.ts";
import type { Part, ToolCallPart } from "../record/message.ts";
import { type Fail, isObject, knownFields, shown } from "./reading.ts";

/** One tool call that is expected. */
export interface ExpectedCall {
  /** Name of the tool. */
  name: string;
  /** Arguments. Absent: any. */
  arguments?: JsonObject;
}

/** Tool calls in an answer, those that the provider itself ran included. */
export function toolCallsIn(parts: readonly Part[]): ToolCallPart[] {
  return parts.filter((part) => part.type === "tool-call");
}

function expectedCall(value: JsonValue | undefined, fail: Fail): ExpectedCall {
  const fields: JsonObject = isObject(value)
    ? knownFields(value, ["name", "arguments"], fail)
    : { name: value ?? null };
  const { name, arguments: given } = fields;
  if (typeof name !== "string" || name.trim() === "")
    return fail(`It expects the name of a tool, but was given ${shown(name)}.`);
  if (given === undefined) return { name };
  return isObject(given)
    ? { name, arguments: given }
    : fail(`\`arguments\` is ${shown(given)}, but must be an object.`);
}

/** One expected call, or a list of at least one: a name, or `{ name, arguments }`. */
export function callsFrom(value: JsonValue | undefined, fail: Fail): ExpectedCall[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) fail("It expects an empty list: give it at least one tool.");
  return list.map((each) => expectedCall(each, fail));
}

/** Whether a value has all that is wanted: objects may have more fields, lists and all else must be the same. */
function hasAll(value: JsonValue | undefined, wanted: JsonValue): boolean {
  if (isObject(wanted))
    return isObject(value) && Object.entries(wanted).every(([key, each]) => hasAll(value[key], each));
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(value) && value.length === wanted.length && wanted.every((each, at) => hasAll(value[at], each))
    );
  }
  return value === wanted;
}

/**
 * Whether a call is the expected one.
 * @param exact whether the arguments may have no more than the expected ones.
 */
export function isCall(call: ToolCallPart, wanted: ExpectedCall, exact: boolean): boolean {
  if (call.name !== wanted.name) return false;
  if (wanted.arguments === undefined) return true;
  return exact ? canonicalJson(call.input) === canonicalJson(wanted.arguments) : hasAll(call.input, wanted.arguments);
}

/**
 * Gives as many wanted things as possible one fitting thing each.
 * Source: augmenting paths, Kuhn, https://doi.org/10.1002/nav.3800020109 (1955).
 * @returns for each wanted thing the place of its own; `undefined`: none is left for it.
 */
export function pairUp<Wanted, Given>(
  wanted: readonly Wanted[],
  given: readonly Given[],
  fits: (given: Given, wanted: Wanted) => boolean,
): (number | undefined)[] {
  const holder = new Map<number, number>();
  const place = (index: number, seen: Set<number>): boolean => {
    const want = wanted[index] as Wanted;
    for (const [at, each] of given.entries()) {
      if (seen.has(at) || !fits(each, want)) continue;
      seen.add(at);
      const other = holder.get(at);
      if (other !== undefined && !place(other, seen)) continue;
      holder.set(at, index);
      return true;
    }
    return false;
  };
  for (const index of wanted.keys()) place(index, new Set());
  const places = new Map([...holder].map(([at, index]) => [index, at]));
  return wanted.map((_, index) => places.get(index));
}

/** A call for a sentence: `search({"q": "x"})`, cut. */
export function callText(name: string, input: JsonValue | undefined): string {
  return input === undefined ? `\`${name}\`` : `\`${name}(${shown(input)})\``;
}
