/**
 * Makes the Model of a provider's row and a model name: with what the catalogue knows of it, limited to what the wire format
 * carries. Sends nothing; the adapter is loaded here, the provider's package when the model is first asked.
 */
import { carriedModalities } from "./carried-types.ts";
import { type CatalogueEntry, catalogueEntry } from "./catalogue.ts";
import { withEmbeddings } from "./embedding-route.ts";
import { type KeyFile, keyFor, keyOwner } from "./keys.ts";
import type { Capabilities, Model } from "./model.ts";
import type { Access, Environment, ProviderRow } from "./provider-row.ts";
import { baseUrlOf, providerRow } from "./provider-table.ts";
import type { WireFormat } from "./wire-format.ts";

/** What a hosted model is made of. */
export interface HostedModelInput {
  /** Provider. */
  row: ProviderRow;
  /** The name the provider knows. */
  name: string;
  /** Full name. Default: provider, slash, name. */
  id?: string;
  /** Where it runs. Default `hosted`. */
  where?: "hosted" | "server";
  /** What it can do, where somebody else than the catalogue knows. Absent: from the catalogue. */
  capabilities?: Capabilities;
  /** Environment. */
  env: Environment;
  /** Keys of the key file. */
  keyFile: KeyFile;
  /** Makes the requests. */
  fetch: typeof globalThis.fetch;
  /** True to look for the key only when the model is asked, as for a forecast. Absent: a missing key is told at once. */
  keyLater?: boolean;
}

/** A model and the format that it is asked in. */
export interface FormattedModel {
  /** The model. */
  model: Model;
  /** Its wire format. */
  format: WireFormat;
}

/** The row that a model of this name is asked by: its provider's own, or that of the only protocol that has it. */
export function askedRow(row: ProviderRow, name: string): ProviderRow {
  const { elsewhere } = row;
  return elsewhere?.models.test(name) ? (providerRow(elsewhere.row) ?? row) : row;
}

/** What the catalogue knows of a provider's model; `undefined` if it does not know it. */
export function entryOf(row: ProviderRow, name: string): CatalogueEntry | undefined {
  return catalogueEntry(`${keyOwner(row)}/${name}`);
}

/**
 * What a model can do through a wire format. Of a model that the catalogue does not know, all that the format carries is tried.
 */
export function capabilitiesOf(entry: CatalogueEntry | undefined, format: WireFormat): Capabilities {
  const carried = carriedModalities(format);
  if (!entry) return { input: carried, output: ["text"] };
  const { output, tools, schema, reasoning, contextTokens, maxOutputTokens } = entry;
  return {
    input: entry.input.filter((kind) => carried.includes(kind)),
    output,
    ...(tools === undefined ? {} : { tools }),
    ...(schema === undefined ? {} : { schema }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

/**
 * A provider's model.
 * @throws SetupError if the key or a variable of the base URL is missing, unless `keyLater`.
 */
export async function hostedModel(input: HostedModelInput): Promise<FormattedModel> {
  const { row: own, name, env, keyFile } = input;
  const row = askedRow(own, name);
  const access = (fetch: typeof globalThis.fetch): Access => {
    const key = keyFor(row, env, keyFile);
    return { baseUrl: baseUrlOf(row, env), env, fetch, ...(key === undefined ? {} : { key }) };
  };
  if (!input.keyLater) access(input.fetch);
  const { aiSdkModel } = await import("./ai-sdk.ts");
  const writing = aiSdkModel({
    id: input.id ?? `${own.name}/${name}`,
    provider: own.name,
    name,
    where: input.where ?? "hosted",
    capabilities: input.capabilities ?? capabilitiesOf(entryOf(row, name), row.format),
    // Providers limit each model by itself; the same model by two protocols shares its limit.
    limitKey: `${keyOwner(row)}/${name}`,
    format: row.format,
    load: (fetch) => row.load(name, access(fetch)),
    fetch: input.fetch,
  });
  const embedding = { name, format: row.format, access: () => access(input.fetch) };
  return { model: withEmbeddings(writing, embedding), format: row.format };
}
