/** What a model name that a person wrote may mean: aliases, bare names, slips of the pen. Pure; the registry makes the models. */
import { editDistance, nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";

/** A name taken apart at its first slash. */
export interface NamePieces {
  /** What stands before the slash, lower case. Absent: there is no slash. */
  provider?: string;
  /** What stands after it, or the whole name. */
  name: string;
}

/** A name's provider and rest. */
export function namePieces(text: string): NamePieces {
  const slash = text.indexOf("/");
  return slash < 0 ? { name: text } : { provider: text.slice(0, slash).toLowerCase(), name: text.slice(slash + 1) };
}

const MOST_ALIASES = 10;

/**
 * The name that an alias stands for, through other aliases; the name itself if it is none.
 * @throws SetupError if aliases lead in a circle.
 */
export function withoutAlias(name: string, aliases: { readonly [alias: string]: string } = {}): string {
  let current = name;
  for (let step = 0; step <= MOST_ALIASES; step++) {
    const next = Object.hasOwn(aliases, current) ? aliases[current] : undefined;
    if (next === undefined || next === current) return current;
    current = next;
  }
  throw new SetupError(
    `The alias ${name} leads through other aliases in a circle: \`penny models alias --remove ${name}\`.`,
  );
}

/** With all digits alike: names of different versions of one model become the same. */
function withoutDigits(name: string): string {
  return name.toLowerCase().replace(/\d+/g, "0");
}

/**
 * The one known name that an unknown one is a slip of: at most two letters off, and no other is. A name that differs only in
 * digits or is longer by a version is no slip but may be a model that came out after the catalogue was made.
 */
export function slipOf(name: string, known: readonly string[]): string | undefined {
  if (name.length < 4) return undefined;
  const wanted = name.toLowerCase();
  const near = known.filter(
    (each) => Math.abs(each.length - name.length) <= 2 && editDistance(wanted, each.toLowerCase()) <= 2,
  );
  const [only] = near;
  if (only === undefined || near.length > 1 || withoutDigits(only) === withoutDigits(name)) return undefined;
  return only;
}

/** A model that a bare name may mean. */
export interface Candidate {
  /** Full name. */
  id: string;
  /** Whether its provider has a key here. */
  hasKey: boolean;
}

/**
 * The one model that a bare name means: the only one with a key, or the only one.
 * @throws SetupError if there are several; names them.
 */
export function onlyCandidate(name: string, candidates: readonly Candidate[]): string | undefined {
  const withKey = candidates.filter((each) => each.hasKey);
  const [only, ...others] = withKey.length > 0 ? withKey : candidates;
  if (others.length === 0) return only?.id;
  const names = [only, ...others].map((each) => each?.id).slice(0, 5);
  const more = others.length > 4 ? ` and ${others.length - 4} more` : "";
  throw new SetupError(`Several providers have ${name}: say which, ${names.join(", ")}${more}.`);
}

/** The error for a name that means nothing here. */
export function unknownModel(name: string, known: Iterable<string>): SetupError {
  return new SetupError(`There is no model "${name}".${nearestHint(name, known)} \`penny models\` lists all.`);
}
