/** Leaderboards as others publish them: rows with a rank, asked how many models of how many organisations rank above one. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { columnHint, type Row, rowPlace } from "../store/row-source.ts";

/** What ranks above a model. */
export interface RanksAbove {
  /** The model, as it is written there. */
  model: string;
  /** Its rank. */
  rank: number;
  /** Models with a smaller rank number, in the order of the table. */
  above: { model: string; rank: number; organization?: string }[];
  /** Their organisations, each once. Empty: the table names none. */
  organizations: string[];
  /** Spellings that were taken as one organisation: `DeepSeek AI` as `DeepSeek`. */
  merged: [string, string][];
}

/** The first of these columns that holds text. */
export function textAt(row: Row, columns: readonly string[]): string | undefined {
  for (const column of columns) {
    const value = row.values[column];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

/** The model that a row names. @throws SetupError with file and line for none. */
export function modelAt(row: Row, file: string): string {
  const model = textAt(row, ["model", "Model", "key"]);
  if (model !== undefined) return model;
  throw new SetupError(`${rowPlace({ name: file }, row)}: No model is named.${columnHint("model", row.values)}`);
}

function rankAt(row: Row, name: string): number {
  const column = ["rank", "Rank", "rank_ub"].find((each) => Object.hasOwn(row.values, each));
  if (column === undefined) throw new SetupError(`${name} has no column \`rank\`.${columnHint("rank", row.values)}`);
  const rank = Number(row.values[column]);
  if (Number.isInteger(rank) && rank > 0) return rank;
  throw new SetupError(
    `${rowPlace({ name }, row)}: The rank is ${JSON.stringify(row.values[column])}, but must be a whole number.`,
  );
}

/** Organisations, each once: one that is another's name and `AI` after it is that one. */
function organizationsOf(names: readonly string[]): Pick<RanksAbove, "organizations" | "merged"> {
  const all = new Set(names);
  const merged: [string, string][] = [];
  for (const name of all) {
    const short = name.replace(/\s+AI$/, "");
    if (short !== name && all.has(short)) merged.push([name, short]);
  }
  for (const [name] of merged) all.delete(name);
  return { organizations: [...all], merged };
}

/**
 * What ranks above a model in a published table.
 * @throws SetupError with file and line; for a model that the table does not have, with the nearest.
 */
export function ranksAbove(rows: readonly Row[], name: string, model: string): RanksAbove {
  const [first] = rows;
  if (!first) throw new SetupError(`${name} has no rows.`);
  const ranked = rows.map((row) => {
    const found = modelAt(row, name);
    const organization = textAt(row, ["organization", "Organization", "vendor"]);
    return { model: found, rank: rankAt(row, name), ...(organization === undefined ? {} : { organization }) };
  });
  const wanted = ranked.find((each) => each.model.toLowerCase() === model.toLowerCase());
  if (!wanted)
    throw new SetupError(
      `${name} has no model \`${model}\`.${nearestHint(
        model,
        ranked.map((each) => each.model),
      )}`,
    );
  const above = ranked.filter((each) => each.rank < wanted.rank);
  return {
    model: wanted.model,
    rank: wanted.rank,
    above,
    ...organizationsOf(above.flatMap((each) => each.organization ?? [])),
  };
}
