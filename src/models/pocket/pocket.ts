/**
 * The pocket models: tiny language models that come with this program and answer with no key and no network. They are data: another
 * GGUF file is another row. What they can do is small and listed in the README; they are no substitute for a real model.
 */
import { fileURLToPath } from "node:url";
import type { Options } from "../../record/request.ts";
import type { Capabilities } from "../model.ts";

/** A pocket model. */
export interface PocketModel {
  /** Full name, `pocket/NAME`. */
  id: string;
  /** Name for people. */
  title: string;
  /** Number of weights. */
  parameters: number;
  /** Size of the file, bytes. */
  fileBytes: number;
  /** Path of the file. */
  path: string;
  /** What it can do. */
  capabilities: Capabilities;
  /** Options where a request leaves them open. */
  defaults: Options;
}

interface Row {
  file: string;
  title: string;
  parameters: number;
  fileBytes: number;
  contextTokens: number;
}

/** Smallest first. A test holds these numbers against the files. */
const ROWS: readonly Row[] = [
  {
    file: "pocket-s.gguf",
    title: "Pocket S (98,736 weights)",
    parameters: 98_736,
    fileBytes: 222_720,
    contextTokens: 640,
  },
  {
    file: "pocket-m.gguf",
    title: "Pocket M (711,088 weights)",
    parameters: 711_088,
    fileBytes: 1_450_016,
    contextTokens: 640,
  },
];

function idOf(row: Row): string {
  return `pocket/${row.file.replace(/\.gguf$/, "")}`;
}

/** All pocket models, smallest first. */
export const pocketModels: readonly PocketModel[] = ROWS.map((row) => ({
  id: idOf(row),
  title: row.title,
  parameters: row.parameters,
  fileBytes: row.fileBytes,
  // In a build the files lie beside the bundle, as they lie beside this module in the source.
  path: fileURLToPath(new URL(row.file, import.meta.url)),
  capabilities: {
    input: ["text"],
    output: ["text"],
    tools: false,
    schema: true,
    reasoning: false,
    contextTokens: row.contextTokens,
  },
  // So small a model is at its best with its likeliest word.
  defaults: { temperature: 0 },
}));

/** The pocket model that is used where none is named: the largest. */
export const defaultPocket: string = pocketModels.at(-1)?.id ?? "";
