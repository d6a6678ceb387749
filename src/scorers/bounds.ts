/** Bounds of a number: `{ atLeast, atMost }`, as expectations have them. Pure. */
import type { JsonObject } from "../record/json.ts";
import { type Fail, numberIn } from "./reading.ts";

/** From where to where a number may be, both included. At least one is there. */
export interface Bounds {
  /** Lowest. Absent: no bound. */
  atLeast?: number;
  /** Highest. Absent: no bound. */
  atMost?: number;
}

/** Names of the fields that are bounds. */
export const BOUNDS = ["atLeast", "atMost"] as const;

/** The bounds in an object, whole numbers of 0 or more; fails if there is none or they leave nothing. */
export function boundsFrom(fields: JsonObject, fail: Fail): Bounds {
  const atLeast = numberIn(fields, "atLeast", { least: 0, whole: true }, fail);
  const atMost = numberIn(fields, "atMost", { least: 0, whole: true }, fail);
  if (atLeast === undefined && atMost === undefined) return fail("It expects `atLeast`, `atMost` or both.");
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    return fail(`\`atLeast\` is ${atLeast}, more than \`atMost\`, which is ${atMost}.`);
  }
  return { ...(atLeast === undefined ? {} : { atLeast }), ...(atMost === undefined ? {} : { atMost }) };
}

/** Whether a number is within bounds. */
export function isWithin(value: number, { atLeast, atMost }: Bounds): boolean {
  return value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
}

/** Bounds in words: `at least 5`, `5 to 10`, `exactly 5`. */
export function boundsText({ atLeast, atMost }: Bounds): string {
  if (atLeast === undefined) return `at most ${atMost}`;
  if (atMost === undefined) return `at least ${atLeast}`;
  return atLeast === atMost ? `exactly ${atLeast}` : `${atLeast} to ${atMost}`;
}
