/** All judges by name. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import { closedQa } from "./closed-qa.ts";
import { factuality } from "./factuality.ts";
import type { ComparingJudge, Judge } from "./judge.ts";
import { preferred } from "./preferred.ts";
import { rubric } from "./rubric.ts";
import { similar } from "./similar.ts";

/** Judges of one answer, in the order of the docs. Each also has its opposite, named `not-` and its name. */
export const judges: readonly Judge[] = [rubric, closedQa, factuality];
/** Judges that compare vectors of texts and ask nothing in words. Each also has its opposite. */
export const embeddingJudges: readonly Judge[] = [similar];
/** Judges that compare the answers to one case. They have no opposite. */
export const comparingJudges: readonly ComparingJudge[] = [preferred];

/** The judge of that name, without `not-`. `undefined`: there is none. */
export function judgeNamed(name: string): Judge | undefined {
  return [...judges, ...embeddingJudges].find((judge) => judge.name === name);
}

/** The comparing judge of that name. `undefined`: there is none. */
export function comparingJudgeNamed(name: string): ComparingJudge | undefined {
  return comparingJudges.find((judge) => judge.name === name);
}

/** Names of all judges of one answer. */
export function judgeNames(): string[] {
  return [...judges, ...embeddingJudges].map((judge) => judge.name);
}
