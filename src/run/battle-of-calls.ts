/** A battle of two answers that are in the log already, which a person has just seen side by side without names. Asks no model. */
import type { Battle } from "../record/battle.ts";
import { SetupError } from "../record/setup-error.ts";
import { type ArenaContext, refuseWithdrawn } from "./arena-log.ts";
import { makeBattle } from "./make-battle.ts";

/**
 * Makes it, or gives the one between the same two calls.
 * @param tags what kind of job it was.
 * @throws SetupError if an answer is gone, both are of one model, or a model is out of the arena.
 */
export async function battleOfCalls(
  context: ArenaContext,
  ids: readonly [string, string],
  tags: readonly string[],
): Promise<Battle> {
  const { log } = context;
  const [one, other] = await Promise.all(ids.map((id) => log.call(id)));
  if (!one || !other)
    throw new SetupError("One of the two answers is no longer in the log: there is nothing to vote on.");
  const names = [one.request.model, other.request.model] as const;
  if (names[0] === names[1])
    throw new SetupError(`Both answers are of ${names[0]}: a vote compares two models, so ask another one too.`);
  await refuseWithdrawn(log, names);
  const known = await log.battleOfCalls(ids);
  if (known) return known;
  const about = { id: context.newId(), madeAt: context.now(), source: "live", tags };
  const battle = makeBattle({ name: names[0], call: one }, { name: names[1], call: other }, about, context.random);
  await log.putBattles([battle]);
  return battle;
}
