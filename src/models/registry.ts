/**
 * The models by name: finds the Model that a name means and lists what there is. Knows no prices, keeps no settings and asks no
 * model anything.
 */
import { resolve as absolutePath } from "node:path";
import type { JsonObject } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { checkCapabilities } from "./capability-check.ts";
import { catalogueEntries } from "./catalogue.ts";
import { isModelUrl, modelUrl, modelUrlId, namedEndpoint } from "./endpoint.ts";
import { entryOf, type FormattedModel, hostedModel } from "./hosted-model.ts";
import { type InProcessModels, inProcessModels } from "./in-process.ts";
import { type KeyFile, keyOwner, keySource } from "./keys.ts";
import { isNamedProgram, localModel, type NamedProgram, namedPrograms } from "./local-model.ts";
import { localServerAt } from "./local-servers.ts";
import type { Model } from "./model.ts";
import { type ListedModel, listModels, type ModelFilter, modelAble } from "./model-list.ts";
import { namePieces, onlyCandidate, slipOf, unknownModel, withoutAlias } from "./model-name.ts";
import type { Environment, ProviderRow } from "./provider-row.ts";
import { providerRow, providerRows } from "./provider-table.ts";
import type { WireFormat } from "./wire-format.ts";

export type { ListedModel, ModelFilter } from "./model-list.ts";

/** What the registry reads of the settings. */
export interface ModelSettings {
  /** Model name or alias used where none is given. Absent: the default pocket model. */
  defaultModel?: string;
  /** Short names of models. */
  aliases?: { [alias: string]: string };
  /** Own OpenAI-compatible hosts by provider name; see endpoint.ts. */
  endpoints?: { [name: string]: JsonObject };
}

/** What the registry is made of. */
export interface RegistryInput {
  /** Makes network requests. */
  fetch: typeof globalThis.fetch;
  /** Environment variables. */
  env: Environment;
  /** Reads the keys of the key file. */
  keyFile: () => Promise<KeyFile>;
  /** Reads the settings. */
  settings: () => Promise<ModelSettings>;
  /** Models of plugins and tests, before all others of the same name. Absent: none. */
  extraModels?: readonly Model[];
  /** Ports on which to look for local servers instead of the usual ones. */
  localPorts?: readonly number[];
}

/** How a name is resolved. */
export interface ResolveSettings {
  /** True to look for the key only when the model is asked, as for a forecast. Absent: a missing key is told at once. */
  keyLater?: boolean;
  /** True for a model that is to make vectors; local servers do not list all of theirs. Absent: one that writes. */
  embedding?: boolean;
}

/** The models by name. */
export interface ModelRegistry {
  /**
   * The model that a name, alias, address or path means; the default model for `undefined`.
   * @throws SetupError if there is none, its key is missing, or its server does not run; names what is near and what to do.
   */
  resolve: (name?: string, settings?: ResolveSettings) => Promise<Model>;
  /** What there is: pocket models, servers on this machine, own endpoints, the catalogue. */
  list: (filter?: ModelFilter) => Promise<ListedModel[]>;
  /** All full names and aliases, without asking any server. */
  names: () => Promise<string[]>;
  /** Refuses what a model cannot read or do. @throws SetupError. */
  check: (model: Model, request: Request) => void;
  /** Ends the engines in this process. */
  close: () => Promise<void>;
}

/** One resolution: the input with what was read for it. */
interface Context {
  input: RegistryInput;
  settings: ModelSettings;
  keyFile: KeyFile;
  inProcess: InProcessModels;
  keyLater: boolean;
  embedding: boolean;
}

async function hosted(
  context: Context,
  row: ProviderRow,
  name: string,
  more: { id?: string; where?: "hosted" | "server" } = {},
): Promise<FormattedModel> {
  const { input, keyFile, keyLater } = context;
  if (name === "")
    throw new SetupError(`Say which model of ${row.title}: \`penny models --provider ${row.name}\` lists them.`);
  return hostedModel({
    row,
    name,
    ...more,
    env: input.env,
    keyFile,
    fetch: input.fetch,
    ...(keyLater ? { keyLater } : {}),
  });
}

/** The model of an address; if the address names none and the server has only one, that one. */
async function byUrl(context: Context, text: string): Promise<FormattedModel> {
  const { row, where, model } = modelUrl(text);
  const made = (name: string): Promise<FormattedModel> =>
    hosted(context, row, name, { id: modelUrlId(row.baseUrl, name), where });
  if (model !== undefined) return made(model);
  const server = await localServerAt(row.baseUrl.replace(/\/v1$/, ""), context.input.fetch);
  const names = server?.models.map((each) => each.name) ?? [];
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return made(only);
  const listed = names.length > 0 ? ` It has ${names.slice(0, 5).join(", ")}.` : "";
  throw new SetupError(
    `Say which model of ${row.baseUrl} after a #, as in \`${row.baseUrl}#${only ?? "MODEL"}\`.${listed}`,
  );
}

/** A model of a provider in the table. A name with `!` at its end is taken as it is. */
async function byProvider(context: Context, row: ProviderRow, text: string): Promise<FormattedModel> {
  const name = text.replace(/!$/, "");
  if (name !== "" && name === text && !entryOf(row, name)) {
    const prefix = `${keyOwner(row)}/`;
    const known = catalogueEntries().filter((each) => each.id.startsWith(prefix));
    const slip = slipOf(
      name,
      known.map((each) => each.id.slice(prefix.length)),
    );
    if (slip !== undefined)
      throw new SetupError(
        `${row.title} has no model "${name}" as far as is known; did you mean ${row.name}/${slip}? To ask for it all the same, write \`${row.name}/${name}!\`.`,
      );
  }
  return hosted(context, row, name);
}

/** A name without a provider: the catalogue's models of that name. */
function byBareName(context: Context, name: string): Promise<FormattedModel> | undefined {
  const { env } = context.input;
  const candidates = catalogueEntries()
    .filter((each) => each.id.slice(each.id.indexOf("/") + 1) === name)
    .flatMap(({ id }) => {
      const row = providerRow(namePieces(id).provider ?? "");
      return row ? [{ id, hasKey: keySource(row, env, context.keyFile) !== undefined }] : [];
    });
  const id = onlyCandidate(name, candidates);
  const row = id === undefined ? undefined : providerRow(namePieces(id).provider ?? "");
  return row && hosted(context, row, name);
}

/** A name whose first part is known: own endpoint, program of this machine, provider of the table. */
async function byFirstPart(context: Context, provider: string, rest: string): Promise<FormattedModel | undefined> {
  const { endpoints = {} } = context.settings;
  const own = Object.hasOwn(endpoints, provider) ? endpoints[provider] : undefined;
  if (own) {
    const { row, where } = namedEndpoint(provider, own);
    return hosted(context, row, rest, { where });
  }
  if (isNamedProgram(provider)) return byProgram(context, provider, rest);
  const row = providerRow(provider);
  return row && byProvider(context, row, rest);
}

function byProgram(context: Context, program: NamedProgram, name: string): Promise<FormattedModel> {
  const { fetch, env, localPorts: ports } = context.input;
  const settings = { fetch, env, keyFile: context.keyFile, ...(ports ? { ports } : {}) };
  return localModel(program, name, settings, context.embedding);
}

async function byName(context: Context, name: string): Promise<{ model: Model; format?: WireFormat }> {
  const { input, inProcess } = context;
  const extra = input.extraModels?.find((each) => each.id === name);
  if (extra) return { model: extra };
  if (isModelUrl(name)) return byUrl(context, name);
  const { provider, name: rest } = namePieces(name);
  if (provider === "pocket" || name === "pocket") return { model: await inProcess.pocket(provider && rest) };
  const isFile = /^gguf:/i.test(name);
  // Servers name their models by file too, so that a known first part counts before the ending.
  const known = isFile || provider === undefined ? undefined : await byFirstPart(context, provider, rest);
  if (known) return known;
  if (isFile || /\.gguf$/i.test(name))
    return { model: await inProcess.gguf(absolutePath(name.replace(/^gguf:/i, ""))) };
  if (provider === undefined) {
    const alone = await byFirstPart(context, name.toLowerCase(), "");
    if (alone) return alone;
  }
  const bare = await byBareName(context, name);
  if (bare) return bare;
  // `pocket` alone is the default one, a name too when a slip is looked for.
  throw unknownModel(name, [...(await allNames(context)), "pocket"]);
}

async function allNames(context: Pick<Context, "input" | "settings" | "inProcess">): Promise<string[]> {
  const { input, settings, inProcess } = context;
  const offered = catalogueEntries().filter((each) => providerRow(namePieces(each.id).provider ?? ""));
  const endpoints = Object.entries(settings.endpoints ?? {}).flatMap(([name, fields]) =>
    namedEndpoint(name, fields).models.map((model) => `${name}/${model}`),
  );
  return [
    ...Object.keys(settings.aliases ?? {}),
    ...(input.extraModels ?? []).map((each) => each.id),
    ...(await inProcess.pocketIds()),
    ...endpoints,
    ...offered.map((each) => each.id),
  ];
}

/** The models by name. Reads settings and keys anew each time, so that changes hold at once. */
export function modelRegistry(input: RegistryInput): ModelRegistry {
  const inProcess = inProcessModels();
  const formats = new WeakMap<Model, WireFormat>();
  let keyed = new Set<string>();

  const read = async (): Promise<{ settings: ModelSettings; keyFile: KeyFile }> => {
    const [settings, keyFile] = await Promise.all([input.settings(), input.keyFile()]);
    keyed = new Set(
      providerRows.filter((row) => keySource(row, input.env, keyFile) !== undefined).map((row) => row.name),
    );
    return { settings, keyFile };
  };

  return {
    resolve: async (name, { keyLater = false, embedding = false } = {}) => {
      const known = await read();
      const wanted = withoutAlias((name ?? known.settings.defaultModel ?? "pocket").trim(), known.settings.aliases);
      if (wanted === "") throw new SetupError("The model name is empty: `penny models` lists what there is.");
      const { model, format } = await byName({ input, ...known, inProcess, keyLater, embedding }, wanted);
      if (format) formats.set(model, format);
      return model;
    },
    list: async (filter = {}) => listModels({ ...input, ...(await read()), pocket: inProcess.pocketList }, filter),
    names: async () => allNames({ input, ...(await read()), inProcess }),
    check: (model, request) => {
      const format = formats.get(model);
      checkCapabilities(model, request, { able: (wanted) => modelAble(wanted, keyed), ...(format ? { format } : {}) });
    },
    close: () => inProcess.close(),
  };
}

/** First parts of model names that mean something: providers, programs on this machine, `pocket`. */
export function providerNames(): string[] {
  return [...providerRows.map((row) => row.name), ...namedPrograms, "pocket"];
}
