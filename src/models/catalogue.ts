/**
 * The catalogue of hosted models: what each reads, makes and can do, from data files. Facts about models only; prices are
 * the price room's, and whether a key is set or a server runs is the registry's.
 */
import catalogue from "./data/catalogue.json" with { type: "json" };
import type { Modality } from "./model.ts";

/** A hosted model as the catalogue knows it. What no source says is absent. */
export interface CatalogueEntry {
  /** Full name, `provider/model`; what follows the first slash is exactly what the provider's API expects. */
  id: string;
  /** Name for people; the id's last part where no source has one. */
  name: string;
  /** Kinds of content it reads. */
  input: Modality[];
  /** Kinds of content it makes. */
  output: Modality[];
  /** Whether it calls tools. Absent: unknown. */
  tools?: boolean;
  /** Whether it can be held to a JSON Schema. Absent: unknown. */
  schema?: boolean;
  /** Whether it reasons before it answers. Absent: unknown. */
  reasoning?: boolean;
  /** Most tokens of input and output together. Absent: unknown. */
  contextTokens?: number;
  /** Most tokens of one answer. Absent: unknown. */
  maxOutputTokens?: number;
  /** Day of release, `2024-05-13`. Absent: unknown. */
  released?: string;
  /** That it is no longer offered, in one sentence. Absent: it is, as far as is known. */
  retired?: string;
  /** Data set that the facts are mostly from, or `hand`. */
  source: string;
}

type Datum = Omit<CatalogueEntry, "id" | "name"> & { name?: string };

const DATA = catalogue as unknown as { [id: string]: Datum };

function entry(id: string, datum: Datum): CatalogueEntry {
  return { ...datum, id, name: datum.name ?? id.slice(id.lastIndexOf("/") + 1) };
}

/** All models of the catalogue, by provider, then by id. */
export function catalogueEntries(): CatalogueEntry[] {
  return Object.entries(DATA).map(([id, datum]) => entry(id, datum));
}

/** The model of a full name, `provider/model`; `undefined` if the catalogue has no such id. */
export function catalogueEntry(id: string): CatalogueEntry | undefined {
  const datum = Object.hasOwn(DATA, id) ? DATA[id] : undefined;
  return datum && entry(id, datum);
}
