/**
 * The pocket models: tiny language models that come with this program and answer with no key and no network. They are data: another
 * GGUF file is another row. What they can do is small and listed in docs/pocket.md; they are no substitute for a real model. How they
 * were trained is in training/.
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
}

/** Tokens of context of all of them. */
const CONTEXT_TOKENS = 1024;

/** Smallest first. A test holds these numbers against the files. */
const ROWS: readonly Row[] = [
  { file: "pocket-s.gguf", title: "Pocket S (350,976 weights)", parameters: 350_976, fileBytes: 402_688 },
  { file: "pocket-m.gguf", title: "Pocket M (1,240,960 weights)", parameters: 1_240_960, fileBytes: 1_352_160 },
  { file: "pocket-l.gguf", title: "Pocket L (3,165,184 weights)", parameters: 3_165_184, fileBytes: 3_399_200 },
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
    tools: true,
    schema: true,
    reasoning: true,
    contextTokens: CONTEXT_TOKENS,
  },
  // So small a model is at its best with its likeliest word.
  defaults: { temperature: 0 },
}));

/** The pocket model that is used where none is named: the largest. */
export const defaultPocket: string = pocketModels.at(-1)?.id ?? "";
