/** Ids of calls as people type them: short beginnings, `last`. Asks the log; prints nothing. */
import type { Store } from "../index.ts";
import type { Call } from "../record/call.ts";
import { SetupError } from "../record/setup-error.ts";

/** The first ten characters of an id are its millisecond: shorter beginnings would soon belong to later calls as well. */
const LEAST_CHARACTERS = 10;

/** Whether only one call's id begins so. */
async function isUnique(prefix: string, log: Pick<Store, "call">): Promise<boolean> {
  try {
    return (await log.call(prefix)) !== undefined;
  } catch (error) {
    if (error instanceof SetupError) return false;
    throw error;
  }
}

/** To shorten more than so many would take longer than to read them. */
const MOST_SHORTENED = 200;

/** The beginning of each id that only it has in the log, at least ten characters; empty if there are more than 200 ids. */
export async function shortIds(ids: readonly string[], log: Pick<Store, "call">): Promise<Map<string, string>> {
  const short = new Map<string, string>();
  if (ids.length > MOST_SHORTENED) return short;
  for (const id of ids) {
    let length = LEAST_CHARACTERS;
    while (length < id.length && !(await isUnique(id.slice(0, length), log))) length++;
    short.set(id, id.slice(0, length));
  }
  return short;
}

const EMPTY_LOG = 'the log is empty; ask something first: penny "Why is the sky blue?"';

/** Why nothing was found: the log is empty, or else what the caller says. */
export async function whyNone(log: Pick<Store, "calls">, otherwise: string): Promise<string> {
  const [any] = await log.calls({ limit: 1 });
  return any ? otherwise : EMPTY_LOG;
}

/**
 * The call that a person means: a whole id, the beginning of one, or `last` for the newest.
 * @throws SetupError if there is none, or several ids begin so.
 */
export async function callNamed(name: string, log: Pick<Store, "call" | "calls">): Promise<Call> {
  if (name.toLowerCase() === "last") {
    const [newest] = await log.calls({ limit: 1 });
    if (newest) return newest;
    throw new SetupError(`There is no last call: ${EMPTY_LOG}.`);
  }
  const call = await log.call(name);
  if (call) return call;
  throw new SetupError(`There is no call "${name}" in the log: \`penny log\` lists the newest.`);
}
