/** All scorers by name, and their opposites. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import { nearestHint } from "../record/nearest.ts";
import { contains } from "./contains.ts";
import { equals } from "./equals.ts";
import { jsonSchema } from "./json-schema.ts";
import { OPPOSITE, oppositeOf, type Scorer } from "./scorer.ts";

/** All scorers, in the order of the docs. Each also has its opposite, named `not-` and its name. */
export const scorers: readonly Scorer[] = [equals, contains, jsonSchema];

const byName = new Map([...scorers, ...scorers.map(oppositeOf)].map((scorer) => [scorer.name, scorer]));

/** The scorer of that name, or the opposite of one: `not-contains`. `undefined`: there is none. */
export function scorerNamed(name: string): Scorer | undefined {
  return byName.get(name);
}

/** All names, without those of opposites. */
export function scorerNames(): string[] {
  return scorers.map((scorer) => scorer.name);
}

/** One sentence or more on a name that no scorer has, with the nearest ones. */
export function unknownScorer(name: string): string {
  const hint = nearestHint(name, name.startsWith(OPPOSITE) ? byName.keys() : scorerNames());
  const known = `Known: ${scorerNames().join(", ")}; each also with \`${OPPOSITE}\` before it.`;
  return `There is no scorer \`${name}\`.${hint} ${known}`;
}
