/** The secrets of the local server, `server.json` in the person's folder, mode 600: made once, so that a page survives a restart. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfPresent, replaceFile } from "./private-file.ts";
import { parseJsonObject } from "./settings.ts";

/** The secrets. */
export interface ServerKeys {
  /** Opens the page. */
  token: string;
  /** Key of the OpenAI-compatible endpoint. */
  key: string;
}

/** Name of the file in the person's folder. */
const SERVER_FILE = "server.json";
const BYTES = 32;

/**
 * The secrets, made if there are none.
 * @param renew makes new ones: links and clients of before are shut out.
 * @throws SetupError if the file cannot be read, understood or written.
 */
export async function serverKeys(dir: string, renew: boolean = false): Promise<ServerKeys> {
  const path = join(dir, SERVER_FILE);
  const text = renew ? undefined : await readIfPresent(path);
  const { token, key } = text === undefined ? {} : parseJsonObject(text, path);
  const isLong = (value: unknown): value is string => typeof value === "string" && value.length >= BYTES;
  if (isLong(token) && isLong(key)) return { token, key };
  const made: ServerKeys = {
    token: randomBytes(BYTES).toString("base64url"),
    key: `sk-penny-${randomBytes(BYTES).toString("base64url")}`,
  };
  await replaceFile(path, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}
