/** All judges by name. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import type { Judge } from "./judge.ts";

/** All judges, in the order of the docs. Each also has its opposite, named `not-` and its name. */
export const judges: readonly Judge[] = [];

const byName = new Map(judges.map((judge) => [judge.name, judge]));

/** The judge of that name, without `not-`. `undefined`: there is none. */
export function judgeNamed(name: string): Judge | undefined {
  return byName.get(name);
}

/** All names. */
export function judgeNames(): string[] {
  return judges.map((judge) => judge.name);
}
