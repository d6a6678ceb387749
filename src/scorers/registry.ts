/** All scorers by name. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import { contains } from "./contains.ts";
import { equals } from "./equals.ts";
import { jsonSchema } from "./json-schema.ts";
import type { Scorer } from "./scorer.ts";

/** All scorers, in the order of the docs. */
export const scorers: readonly Scorer[] = [equals, contains, jsonSchema];

/** The scorer of that name; `undefined`: there is none. */
export function scorerNamed(name: string): Scorer | undefined {
  return scorers.find((scorer) => scorer.name === name);
}

/** All names. */
export function scorerNames(): string[] {
  return scorers.map((scorer) => scorer.name);
}
