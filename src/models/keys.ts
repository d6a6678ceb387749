/**
 * Finds a provider's key: in the environment first, then among the keys of the key file. Reads no file itself, and puts no key
 * into any message.
 */
import { SetupError } from "../record/setup-error.ts";
import type { Environment, ProviderRow } from "./provider-row.ts";
import { firstSet, providerRows } from "./provider-table.ts";

/** Keys of the key file by provider. */
export interface KeyFile {
  /** Key of the provider of this name. */
  [provider: string]: string;
}

/** For whom there is a key and where it is; never the key. */
export interface KeyName {
  /** Provider. */
  provider: string;
  /** Where the key is; the environment comes first. */
  source: "environment" | "file";
}

/** Name under which a provider's key is kept: its own, or that of the provider it is the same as. */
export function keyOwner(row: ProviderRow): string {
  return row.sameAs ?? row.name;
}

function keyInFile(row: ProviderRow, keyFile: KeyFile): string | undefined {
  for (const name of [keyOwner(row), row.name, ...(row.otherNames ?? [])])
    if (Object.hasOwn(keyFile, name)) return keyFile[name];
  return undefined;
}

function hasCredentials(row: ProviderRow, env: Environment): boolean {
  return row.credentialVariables?.every((name) => firstSet([name], env)) ?? false;
}

/** Where a provider's key is; `undefined` if there is none. Credentials in the environment count as a key. */
export function keySource(row: ProviderRow, env: Environment, keyFile: KeyFile): KeyName["source"] | undefined {
  if (firstSet(row.keyVariables, env) || hasCredentials(row, env)) return "environment";
  return keyInFile(row, keyFile) === undefined ? undefined : "file";
}

/**
 * A provider's key: from the environment, else from the key file; `undefined` if it is used with credentials in the environment
 * or needs no key.
 * @throws SetupError if there is none; names the variable and the command that keeps one.
 */
export function keyFor(row: ProviderRow, env: Environment, keyFile: KeyFile): string | undefined {
  const found = firstSet(row.keyVariables, env)?.value;
  if (found !== undefined) return found;
  if (hasCredentials(row, env)) return undefined;
  const kept = keyInFile(row, keyFile);
  if (kept !== undefined) return kept;
  if (row.keyOptional || row.keyVariables.length === 0) return undefined;
  const [variable = ""] = row.keyVariables;
  const others = row.credentialVariables ? ` (or ${row.credentialVariables.join(" and ")})` : "";
  throw new SetupError(
    `There is no key for ${row.title}: set ${variable}${others} in the environment, or run \`penny keys set ${keyOwner(row)}\`.`,
  );
}

/**
 * For whom there is a key, in the order of the table, then what else the key file holds (own endpoints).
 * @param own rows of the person's own endpoints.
 */
export function keyNames(env: Environment, keyFile: KeyFile, own: readonly ProviderRow[] = []): KeyName[] {
  const names: KeyName[] = [];
  for (const row of [...providerRows, ...own]) {
    if (row.sameAs !== undefined) continue;
    const source = keySource(row, env, keyFile);
    if (source) names.push({ provider: row.name, source });
  }
  const known = new Set([...providerRows, ...own].flatMap((row) => [row.name, ...(row.otherNames ?? [])]));
  for (const provider of Object.keys(keyFile)) if (!known.has(provider)) names.push({ provider, source: "file" });
  return names;
}
