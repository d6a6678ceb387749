/**
 * The key file, `keys.json` in the person's folder: API keys by provider, readable by this person alone. Keys in environment
 * variables are not its concern. No error message holds a key.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { readIfPresent, replaceFile } from "./private-file.ts";

/** API keys by provider. */
export interface Keys {
  /** The key of the provider of this name. */
  [provider: string]: string;
}

/** Name of the key file in the person's folder. */
const KEY_FILE = "keys.json";

async function checkPrivate(path: string, platform: NodeJS.Platform): Promise<void> {
  // Windows has no mode bits; the person's own folder there is private by its access list.
  if (platform === "win32") return;
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new SetupError(
    `The key file ${path} can be read by others (mode ${mode.toString(8)}): run \`chmod 600 "${path}"\`, and replace the keys if others use this machine.`,
  );
}

function parseKeys(text: string, path: string): JsonObject {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && Object.values(value).every((key) => typeof key === "string"))
      return value;
  } catch {
    // V8's own message quotes the text around the error, which here is a key.
  }
  throw new SetupError(
    `The key file ${path} is not a JSON object of keys by provider: mend or remove it, then \`penny keys set\`.`,
  );
}

/**
 * The keys in a folder; empty if there is no file.
 * @throws SetupError if others may read the file, or it cannot be understood.
 */
export async function readKeys(dir: string, platform: NodeJS.Platform): Promise<Keys> {
  const path = join(dir, KEY_FILE);
  const text = await readIfPresent(path);
  if (text === undefined) return {};
  await checkPrivate(path, platform);
  return { ...parseKeys(text, path) } as Keys;
}

/**
 * Keeps a key, over an older one of the same provider.
 * @throws SetupError if the key is empty or has white space within, or the file cannot be read or written.
 */
export async function setKey(dir: string, platform: NodeJS.Platform, provider: string, key: string): Promise<void> {
  const trimmed = key.trim();
  if (trimmed === "" || /\s/.test(trimmed)) {
    throw new SetupError(
      `The key for ${provider} is ${trimmed === "" ? "empty" : "more than one word"}: paste the key alone.`,
    );
  }
  const keys = await readKeys(dir, platform);
  await replaceFile(join(dir, KEY_FILE), `${JSON.stringify({ ...keys, [provider]: trimmed }, null, 2)}\n`);
}

/**
 * Forgets a key.
 * @throws SetupError if there is none for this provider.
 */
export async function removeKey(dir: string, platform: NodeJS.Platform, provider: string): Promise<void> {
  const { [provider]: removed, ...rest } = await readKeys(dir, platform);
  if (removed === undefined) {
    throw new SetupError(
      `There is no key for "${provider}" in ${join(dir, KEY_FILE)}: \`penny keys list\` names those there.${nearestHint(provider, Object.keys(rest))}`,
    );
  }
  await replaceFile(join(dir, KEY_FILE), `${JSON.stringify(rest, null, 2)}\n`);
}
