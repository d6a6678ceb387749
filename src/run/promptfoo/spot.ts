/** A value of a configuration with the place where it stands, so that whatever is wrong with it is told with file and line. Pure. */
import { nearestHint } from "../../record/nearest.ts";
import { messageOf, SetupError } from "../../record/setup-error.ts";
import type { Path, SuiteSource } from "../suite-source.ts";

/** A value and where it stands. */
export interface Spot {
  /** The value. */
  value: unknown;
  /** File and line: `promptfooconfig.yaml:4`. */
  place: string;
  /** Throws SetupError with the place before the sentence. */
  fail: (sentence: string) => never;
  /** What stands under a key or position. */
  at: (step: string | number) => Spot;
  /** The same place with another value, such as the content of a file that is named here. */
  with: (value: unknown) => Spot;
}

/** A list, or a mapping. */
type Indexed = { [step: string | number]: unknown };

/** Errors that tell a place of a configuration already. */
const told = new WeakSet<Error>();

function refuse(place: string, sentence: string): never {
  const error = new SetupError(`${place}: ${sentence}`);
  told.add(error);
  throw error;
}

/** The spot of a value that stands at a path of a file. */
export function spotAt(source: SuiteSource, path: Path, value: unknown): Spot {
  return {
    ...spotIn(source.place(path), value),
    at: (step) => spotAt(source, [...path, step], (value as Indexed | null | undefined)?.[step]),
    with: (other) => spotAt(source, path, other),
  };
}

/** A spot whose parts all stand at the same place, such as the line of a row. */
export function spotIn(place: string, value: unknown): Spot {
  return {
    value,
    place,
    fail: (sentence) => refuse(place, sentence),
    at: (step) => spotIn(place, (value as Indexed | null | undefined)?.[step]),
    with: (other) => spotIn(place, other),
  };
}

/** What stands under a key in the last of the mappings that have it. */
export function lastAt(spots: readonly Spot[], key: string): Spot | undefined {
  return spots.map((spot) => spot.at(key)).findLast((each) => each.value !== undefined);
}

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as it is shown in a sentence, cut to a legible length. */
export function shownValue(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The mapping at a spot. @throws SetupError if it is something else. */
export function mappingAt(spot: Spot, what: string): { [key: string]: unknown } {
  return isMapping(spot.value) ? spot.value : spot.fail(`${what} is ${shownValue(spot.value)}, but must be a mapping.`);
}

/** The items of a list, each at its own place. Absent: none; one value alone: a list of it. */
export function itemsAt(spot: Spot): Spot[] {
  if (spot.value === undefined || spot.value === null) return [];
  return Array.isArray(spot.value) ? spot.value.map((_, index) => spot.at(index)) : [spot];
}

/**
 * Refuses keys that are not known.
 * @param beyond what is left out on purpose, by key, and why.
 */
export function checkKeys(
  spot: Spot,
  what: string,
  known: readonly string[],
  beyond: { [key: string]: string } = {},
): void {
  for (const key of Object.keys(mappingAt(spot, what))) {
    if (known.includes(key) || spot.at(key).value === undefined) continue;
    const reason = Object.hasOwn(beyond, key) ? beyond[key] : undefined;
    if (reason !== undefined) spot.at(key).fail(`\`${key}\` is not run here: ${reason}.`);
    spot
      .at(key)
      .fail(`${what} has an unknown key \`${key}\`.${nearestHint(key, known) || ` Known: ${known.join(", ")}.`}`);
  }
}

/** The text at a spot. @throws SetupError if it is something else. */
export function textAt(spot: Spot, what: string): string {
  return typeof spot.value === "string" && spot.value !== ""
    ? spot.value
    : spot.fail(`${what} is ${shownValue(spot.value)}, but must be a text.`);
}

/** The number at a spot; absent: `undefined`. @throws SetupError if it is something else, or out of bounds. */
export function numberAt(spot: Spot, what: string, least: number = Number.NEGATIVE_INFINITY): number | undefined {
  if (spot.value === undefined) return undefined;
  const number = typeof spot.value === "string" && spot.value.trim() !== "" ? Number(spot.value) : spot.value;
  return typeof number === "number" && number >= least
    ? number
    : spot.fail(
        `${what} is ${shownValue(spot.value)}, but must be a number${Number.isFinite(least) ? ` of at least ${least}` : ""}.`,
      );
}

function replaced(spot: Spot, error: unknown): never {
  if (error instanceof Error && told.has(error)) throw error;
  return spot.fail(messageOf(error).split("\n")[0] ?? "");
}

/** Does something that may be refused, and tells the place of what is. */
export function placing<T>(spot: Spot, work: () => T): T {
  try {
    return work();
  } catch (error) {
    return replaced(spot, error);
  }
}

/** `placing` for work that takes time. */
export async function placed<T>(spot: Spot, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    return replaced(spot, error);
  }
}
