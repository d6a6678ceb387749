/** Names of prompts, providers and tests: made different from each other, and chosen by. Pure. */
import { nearestHint } from "../../record/nearest.ts";
import { itemsAt, type Spot, textAt } from "./spot.ts";

/** The names, later ones of the same name with a number: `echo`, `echo (2)`. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/**
 * The names of what a list chooses: each entry a name or another id of it, the beginning of one with `*`, or the part before a colon.
 * `undefined`: there is no list, and nothing is left out.
 * @throws SetupError with file and line.
 */
export function chosenNames(
  spot: Spot,
  what: string,
  known: readonly { name: string; ids: readonly string[] }[],
): string[] | undefined {
  if (spot.value === undefined) return undefined;
  const bare = (id: string): string => id.replace(/^file:\/\//, "");
  return itemsAt(spot).flatMap((each) => {
    const wanted = bare(textAt(each, `The ${what}'s name`));
    const start = wanted.endsWith("*") ? wanted.slice(0, -1) : `${wanted}:`;
    const found = known.filter(({ name, ids }) =>
      [name, ...ids].some((id) => bare(id) === wanted || bare(id).startsWith(start)),
    );
    if (found.length > 0) return found.map(({ name }) => name);
    const names = known.map(({ name }) => name);
    return each.fail(`There is no ${what} \`${wanted}\`.${nearestHint(wanted, names)}`);
  });
}
