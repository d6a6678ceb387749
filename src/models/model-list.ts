/**
 * Lists the models there are: in process, on servers of this machine, of own endpoints, and the catalogue of hosted ones, each with
 * whether it can be asked here and now. Knows no prices.
 */
import type { JsonObject } from "../record/json.ts";
import { carriedModalities } from "./carried-types.ts";
import { type CatalogueEntry, catalogueEntries } from "./catalogue.ts";
import { type Endpoint, namedEndpoint } from "./endpoint.ts";
import { askedRow, capabilitiesOf } from "./hosted-model.ts";
import { type KeyFile, keySource } from "./keys.ts";
import { localModelId, localServers } from "./local-model.ts";
import { programTitles } from "./local-program.ts";
import type { Capabilities, Modality, Model } from "./model.ts";
import { namePieces, withoutAlias } from "./model-name.ts";
import type { Environment } from "./provider-row.ts";
import { providerRow, providerRows } from "./provider-table.ts";

/** A model in a list. */
export interface ListedModel {
  /** Full name, to ask it by. */
  id: string;
  /** First part of the name. */
  provider: string;
  /** Name for people. */
  title: string;
  /** Where it runs. */
  where: Model["where"];
  /** What it can do as it is asked from here. */
  capabilities: Capabilities;
  /** Whether it can be asked now: it runs here, or its provider has a key. */
  available: boolean;
  /** Short names that the settings give it. Empty: none. */
  aliases: string[];
  /** Whether it is asked where no name is given. */
  isDefault: boolean;
  /** Day of release, `2024-05-13`. Absent: unknown. */
  released?: string;
  /** That it is no longer offered, in one sentence. Absent: it is, as far as is known. */
  retired?: string;
}

/** Which models are listed; all conditions hold together. */
export interface ModelFilter {
  /** Only of this provider or program. */
  provider?: string;
  /** Only those that read all of these. */
  reads?: readonly Modality[];
  /** Only those that make all of these. */
  makes?: readonly Modality[];
  /** Only those known to call tools. */
  tools?: boolean;
  /** Only those known to be held to a schema. */
  schema?: boolean;
  /** Only those known to reason. */
  reasoning?: boolean;
  /** True: only those that run on this machine. False: only hosted ones; then no server is looked for. */
  local?: boolean;
  /** Only those that can be asked now. */
  available?: boolean;
  /** Also those that are no longer offered. Default: not. */
  retired?: boolean;
  /** Only those whose full name or title has this text, in any case. */
  text?: string;
}

/** A pocket model as the list shows it. */
export interface PocketEntry {
  /** Full name, `pocket/NAME`. */
  id: string;
  /** Name for people. */
  title: string;
  /** What it can do. */
  capabilities: Capabilities;
}

/** Where the list comes from. */
export interface ListSources {
  /** Makes the requests to local servers. */
  fetch: typeof globalThis.fetch;
  /** Environment. */
  env: Environment;
  /** Keys of the key file. */
  keyFile: KeyFile;
  /** Settings. */
  settings: {
    defaultModel?: string;
    aliases?: { [alias: string]: string };
    endpoints?: { [name: string]: JsonObject };
  };
  /** Models of plugins and tests. */
  extraModels?: readonly Model[];
  /** Ports on which to look for local servers instead of the usual ones. */
  localPorts?: readonly number[];
  /** The pocket models, the default first. */
  pocket: () => Promise<PocketEntry[]>;
}

type Bare = Omit<ListedModel, "aliases" | "isDefault">;

async function fromPocket(sources: ListSources): Promise<Bare[]> {
  const entries = await sources.pocket();
  return entries.map((each) => ({ ...each, provider: "pocket", where: "process", available: true }));
}

async function fromServers(sources: ListSources): Promise<Bare[]> {
  const { fetch, env, keyFile, localPorts: ports } = sources;
  const servers = await localServers({ fetch, env, keyFile, ...(ports ? { ports } : {}) });
  return servers.flatMap((server) =>
    server.models.map((model) => ({
      id: localModelId(server, model.name),
      provider: server.program === "unknown" ? new URL(server.url).host : server.program,
      title: `${model.name} (${programTitles[server.program]})`,
      where: model.remoteHost === undefined ? ("server" as const) : ("hosted" as const),
      capabilities: model.capabilities,
      available: true,
    })),
  );
}

function fromEndpoints(sources: ListSources): Bare[] {
  return Object.entries(sources.settings.endpoints ?? {}).flatMap(([name, fields]) => {
    const { row, where, models }: Endpoint = namedEndpoint(name, fields);
    const available = row.keyOptional === true || keySource(row, sources.env, sources.keyFile) !== undefined;
    const capabilities: Capabilities = { input: carriedModalities(row.format), output: ["text"] };
    return models.map((model) => ({
      id: `${name}/${model}`,
      provider: name,
      title: model,
      where,
      capabilities,
      available,
    }));
  });
}

function fromEntry(entry: CatalogueEntry, keyed: ReadonlySet<string>): Bare | undefined {
  const row = providerRow(namePieces(entry.id).provider ?? "");
  if (!row) return undefined;
  const name = entry.id.slice(entry.id.indexOf("/") + 1);
  return {
    id: entry.id,
    provider: row.name,
    title: entry.name,
    where: "hosted",
    capabilities: capabilitiesOf(entry, askedRow(row, name).format),
    available: keyed.has(row.name),
    ...(entry.released === undefined ? {} : { released: entry.released }),
    ...(entry.retired === undefined ? {} : { retired: entry.retired }),
  };
}

function fromCatalogue(keyed: ReadonlySet<string>): Bare[] {
  return catalogueEntries()
    .map((entry) => fromEntry(entry, keyed))
    .filter((each) => each !== undefined);
}

function fromExtra(sources: ListSources): Bare[] {
  return (sources.extraModels ?? []).map(({ id, provider, name, where, capabilities }) => ({
    id,
    provider,
    title: name,
    where,
    capabilities,
    available: true,
  }));
}

function fits(model: Bare, filter: ModelFilter): boolean {
  const { input, output, tools, schema, reasoning } = model.capabilities;
  const isLocal = model.where !== "hosted";
  const text = filter.text?.toLowerCase();
  return (
    (filter.provider === undefined || model.provider === filter.provider) &&
    (filter.reads ?? []).every((kind) => input.includes(kind)) &&
    (filter.makes ?? []).every((kind) => output.includes(kind)) &&
    (!filter.tools || tools === true) &&
    (!filter.schema || schema === true) &&
    (!filter.reasoning || reasoning === true) &&
    (filter.local === undefined || isLocal === filter.local) &&
    (!filter.available || model.available) &&
    (filter.retired === true || model.retired === undefined) &&
    (text === undefined || model.id.toLowerCase().includes(text) || model.title.toLowerCase().includes(text))
  );
}

function withSettings(models: readonly Bare[], sources: ListSources): ListedModel[] {
  const { aliases = {}, defaultModel } = sources.settings;
  const named = new Map<string, string[]>();
  for (const alias of Object.keys(aliases)) {
    const id = withoutAlias(alias, aliases);
    named.set(id, [...(named.get(id) ?? []), alias]);
  }
  const wanted = withoutAlias(defaultModel ?? "pocket", aliases);
  const fallback = models.find((each) => each.provider === "pocket")?.id;
  const defaultId = wanted === "pocket" ? fallback : wanted;
  return models.map((each) => ({ ...each, aliases: named.get(each.id) ?? [], isDefault: each.id === defaultId }));
}

/** The models that fit, in process first, then on this machine, then own endpoints, then the catalogue; each once. */
export async function listModels(sources: ListSources, filter: ModelFilter = {}): Promise<ListedModel[]> {
  const keyed = new Set(
    providerRows.filter((row) => keySource(row, sources.env, sources.keyFile)).map((row) => row.name),
  );
  const row = filter.provider === undefined ? undefined : providerRow(filter.provider);
  const provider = row?.name ?? filter.provider;
  // A hosted provider has nothing here, so that no server need be looked for.
  const here = filter.local === false || row ? [] : await Promise.all([fromPocket(sources), fromServers(sources)]);
  const there = filter.local === true ? [] : fromCatalogue(keyed);
  const seen = new Set<string>();
  const all = [...fromExtra(sources), ...here.flat(), ...fromEndpoints(sources), ...there].filter(({ id }) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
  return withSettings(all, sources).filter((each) => fits(each, { ...filter, ...(provider ? { provider } : {}) }));
}

/**
 * A hosted model that can do what is wanted, for a hint: of a provider with a key before others, in the order of the table, the
 * newest. `undefined`: none is known.
 */
export function modelAble(
  wanted: { reads?: Modality; tools?: true; schema?: true },
  keyed: ReadonlySet<string>,
): string | undefined {
  const able = fromCatalogue(keyed).filter(
    (each) =>
      each.capabilities.output.length === 1 &&
      fits(each, {
        makes: ["text"],
        ...(wanted.reads ? { reads: ["text", wanted.reads] } : {}),
        ...(wanted.tools ? { tools: true } : {}),
        ...(wanted.schema ? { schema: true } : {}),
      }),
  );
  const order = new Map(providerRows.map((row, index) => [row.name, index]));
  const rank = (each: Bare): number => (each.available ? 0 : 1000) + (order.get(each.provider) ?? 999);
  able.sort((a, b) => rank(a) - rank(b) || ((a.released ?? "") < (b.released ?? "") ? 1 : -1));
  return able[0]?.id;
}
