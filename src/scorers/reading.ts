/** How a scorer's `read` takes an expectation apart: strict on unknown fields, one sentence on what is wrong. Pure. */

import type { JsonObject, JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import type { Reading } from "./scorer.ts";

/** Gives up reading, with one sentence on what is wrong. */
export type Fail = (sentence: string) => never;

class Problem extends Error {}

/** What `work` makes of an expectation, or the sentence that it failed with. */
export function reading<Expectation>(work: (fail: Fail) => Expectation): Reading<Expectation> {
  try {
    return {
      expectation: work((sentence) => {
        throw new Problem(sentence);
      }),
    };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

/** A value for a sentence, as JSON, cut to a legible length. */
export function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Whether a value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** The fields of an object; fails on one that is not known. */
export function knownFields(value: JsonObject, known: readonly string[], fail: Fail): JsonObject {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  // One hint is enough: where a near name is told, the rest is noise.
  return fail(`It knows no \`${unknown}\`: use ${listed(known)}.${nearestHint(unknown, known)}`);
}

/** The number in a field, within bounds; `undefined`: the field is not there. */
export function numberIn(
  fields: JsonObject,
  name: string,
  bounds: { least: number; most?: number; whole?: boolean },
  fail: Fail,
): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const { least, most = Number.POSITIVE_INFINITY, whole = false } = bounds;
  const isRight = typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (isRight) return value;
  const range = most === Number.POSITIVE_INFINITY ? `of ${least} or more` : `from ${least} to ${most}`;
  return fail(`\`${name}\` is ${shown(value)}, but must be a ${whole ? "whole " : ""}number ${range}.`);
}

/** The truth value in a field, or what it is if the field is not there. */
export function flagIn(fields: JsonObject, name: string, otherwise: boolean, fail: Fail): boolean {
  const { [name]: value = otherwise } = fields;
  return typeof value === "boolean" ? value : fail(`\`${name}\` is ${shown(value)}, but must be true or false.`);
}

/** The one of some words that stands in a field; `undefined`: the field is not there. */
export function wordIn<Word extends string>(
  fields: JsonObject,
  name: string,
  words: readonly Word[],
  fail: Fail,
): Word | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const word = words.find((each) => each === value);
  return word ?? fail(`\`${name}\` is ${shown(value)}, but must be one of ${listed(words)}.`);
}
