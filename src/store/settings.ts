/**
 * The person's settings, `settings.json` in their folder: default model, aliases, own prices, own endpoints. Checks the form
 * of what it knows and keeps what it does not know. What a price or an endpoint means is for the rooms that use them.
 */
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { readIfPresent, replaceFile } from "./private-file.ts";

/** Settings. Every field may be absent. */
export interface Settings {
  /** Model name or alias used where none is given. Absent: the program chooses. */
  defaultModel?: string;
  /** Short names of models. */
  aliases?: { [alias: string]: string };
  /** The person's own price rows, over those of the ledger. */
  prices?: JsonValue[];
  /** Own OpenAI-compatible hosts by provider name. */
  endpoints?: { [name: string]: JsonObject };
  /** What this release does not know; kept as it is. */
  [other: string]: JsonValue | undefined;
}

/** Name of the settings file in the person's folder. */
export const SETTINGS_FILE = "settings.json";

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const FORMS: { [name: string]: { wanted: string; fits: (value: JsonValue) => boolean } } = {
  defaultModel: { wanted: "a model name in quotes", fits: (value) => typeof value === "string" },
  aliases: {
    wanted: "an object of model names",
    fits: (value) => isObject(value) && Object.values(value).every((each) => typeof each === "string"),
  },
  prices: { wanted: "a list", fits: Array.isArray },
  endpoints: {
    wanted: "an object of objects",
    fits: (value) => isObject(value) && Object.values(value).every(isObject),
  },
};

/** The line of the `offset`th character, from 1. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** The line of the first member with this name, as near as a text search tells. */
function lineOfMember(text: string, name: string): number {
  return lineAt(text, Math.max(0, text.indexOf(JSON.stringify(name))));
}

/**
 * JSON text as an object.
 * @throws SetupError with path and line if it is not JSON or not an object.
 */
export function parseJsonObject(text: string, path: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = messageOf(error);
    // V8 gives the position of all errors but the sudden end of the text.
    const position = /at position (\d+)/.exec(message)?.[1];
    const line = lineAt(text, position === undefined ? text.length : Number(position));
    const reason = message.replace(/ in JSON at position.*| \(line.*/s, "");
    throw new SetupError(`${path}:${line} is not JSON (${reason}): mend that line or remove the file.`);
  }
  if (!isObject(value)) throw new SetupError(`${path}:1 is not a JSON object: begin it with { or remove the file.`);
  return value;
}

/**
 * The settings in a folder; empty if there is no file.
 * @throws SetupError with file and line if the file cannot be understood.
 */
export async function readSettings(dir: string): Promise<Settings> {
  const path = join(dir, SETTINGS_FILE);
  const text = await readIfPresent(path);
  if (text === undefined || text.trim() === "") return {};
  const value = parseJsonObject(text, path);
  for (const [name, form] of Object.entries(FORMS)) {
    const given = value[name];
    if (given !== undefined && !form.fits(given)) {
      throw new SetupError(`${path}:${lineOfMember(text, name)} "${name}" must be ${form.wanted}: mend that line.`);
    }
  }
  return value as Settings;
}

/**
 * Changes some settings and gives all of them; `undefined` removes one. Two processes that change settings at the same
 * instant may lose one of the changes, never the file.
 * @throws SetupError if the file cannot be understood or written.
 */
export async function changeSettings(dir: string, patch: Partial<Settings>): Promise<Settings> {
  const settings: Settings = { ...(await readSettings(dir)), ...patch };
  for (const name of Object.keys(settings)) if (settings[name] === undefined) delete settings[name];
  await replaceFile(join(dir, SETTINGS_FILE), `${JSON.stringify(settings, null, 2)}\n`);
  return settings;
}
