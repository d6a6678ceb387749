/**
 * OpenAI-compatible servers that a person names themselves: by address (`http://127.0.0.1:8080/v1#model`) or under a name of their
 * own in the settings (`endpoints`). Sends nothing and looks at no key.
 */
import type { JsonObject } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import { isLoopback } from "./loopback.ts";
import type { ProviderRow } from "./provider-row.ts";
import { openaiCompatibleRow } from "./provider-table.ts";

/** Environment variable whose key is sent to servers that are named by address. */
const ENDPOINT_KEY_VARIABLE = "PENNY_ENDPOINT_KEY";

/** A server of the person's own. */
export interface Endpoint {
  /** How it is asked. */
  row: ProviderRow;
  /** `server`: on this machine; `hosted`: elsewhere. */
  where: "hosted" | "server";
  /** Names of its models that the person wrote down. Empty: none. */
  models: readonly string[];
}

/** A model named by address. */
export interface ModelUrl extends Endpoint {
  /** Name of the model. Absent: the address names none. */
  model?: string;
}

/** Whether a model name is an address. */
export function isModelUrl(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

function parsedUrl(text: string, place: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new SetupError(`${place} "${text}" is no http or https address: write it as \`http://127.0.0.1:8080/v1\`.`);
  if (url.username || url.password)
    throw new SetupError(
      `${place} at ${url.host} has a password in it: leave it out and run \`penny keys set ${url.host}\`.`,
    );
  if (url.search)
    throw new SetupError(`${place} at ${url.host} has a query (\`?…\`), which is not sent: leave it out.`);
  return url;
}

function endpoint(name: string, url: URL, more: Partial<ProviderRow>): Omit<Endpoint, "models"> {
  const path = url.pathname.replace(/\/+$/, "");
  const row = openaiCompatibleRow({
    name,
    title: name,
    url: url.origin,
    // Almost every such server has its API under /v1; one that has it elsewhere is named with its path.
    baseUrl: `${url.origin}${path === "" ? "/v1" : path}`,
    keyVariables: [],
    ...more,
  });
  return { row, where: isLoopback(url.hostname) ? "server" : "hosted" };
}

/**
 * The server and model of an address, `http(s)://HOST[:PORT][/PATH]#MODEL`. The path is `/v1` where none is written. Its key is
 * `PENNY_ENDPOINT_KEY`, or what `penny keys set HOST:PORT` kept; without one it is asked without.
 * @throws SetupError if it is no address, or has a password or query in it.
 */
export function modelUrl(text: string): ModelUrl {
  const url = parsedUrl(text, "The model address");
  const model = decodeURIComponent(url.hash.slice(1));
  return {
    ...endpoint(url.host, url, { keyVariables: [ENDPOINT_KEY_VARIABLE], keyOptional: true }),
    models: [],
    ...(model === "" ? {} : { model }),
  };
}

/** The address by which a model is named again: full id of models that are named by address. */
export function modelUrlId(baseUrl: string, model: string): string {
  return `${baseUrl}#${model}`;
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

/**
 * The server that the settings know by a name: `"endpoints": { "name": { "url": …, "keyVariable": …, "models": […] } }`. With
 * `keyVariable` a key is needed, from there or the key file; without, a key in the key file is sent if there is one.
 * @throws SetupError if a field is wrong, naming it.
 */
export function namedEndpoint(name: string, fields: JsonObject): Endpoint {
  const place = `The endpoint ${name} in the settings`;
  const { url, keyVariable, models } = fields;
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name))
    throw new SetupError(
      `${place} needs a name of lower-case letters, digits, dots, hyphens and underscores: rename it.`,
    );
  if (typeof url !== "string") throw new SetupError(`${place} has no "url": add its address.`);
  if (keyVariable !== undefined && typeof keyVariable !== "string")
    throw new SetupError(`${place} has a "keyVariable" that is no name of an environment variable: put it in quotes.`);
  const listed = texts(models);
  if (!listed) throw new SetupError(`${place} has "models" that are no list of names: write ["name", …].`);
  const address = parsedUrl(url, `${place}: its "url"`);
  const key = keyVariable === undefined ? { keyOptional: true as const } : { keyVariables: [keyVariable] };
  return { ...endpoint(name, address, key), models: listed };
}
