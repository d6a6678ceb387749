/** What a person is about to send: prompt, models, system prompt, options, schema, tools, files. Kept while places change; the models stay for the next visit. Sends nothing. */
import { type Signal, signal } from "@preact/signals";
import type { Options, ToolDefinition } from "../../../src/record/request.ts";
import type { AskBody, SentFile } from "../../../src/server/api.ts";
import { rememberedNames, rememberNames } from "../remembered-names.ts";

/** A file that is to be sent. */
export interface DraftFile extends SentFile {
  /** Names it in the list. */
  id: number;
  /** Bytes. */
  size: number;
  /** Address by which a picture is shown. Absent: it is none. */
  preview?: string;
}

/** Name of an option that has a field. */
export type OptionName = Exclude<keyof Options, "embedding">;

const REMEMBERED = "penny-ask-models";

/** The prompt. */
export const prompt: Signal<string> = signal("");
/** Full names of the models of a new question. Empty: the default model. */
export const models: Signal<string[]> = signal(rememberedNames(REMEMBERED));
/** System prompt. */
export const system: Signal<string> = signal("");
/** Options as typed. */
export const options: Signal<{ [name in OptionName]?: string }> = signal({});
/** Schema as typed. */
export const schema: Signal<string> = signal("");
/** Tools as typed. */
export const tools: Signal<string> = signal("");
/** Files. */
export const files: Signal<DraftFile[]> = signal([]);

/** Chooses the models, also for the next visit. */
export function chooseModels(names: string[]): void {
  models.value = names;
  rememberNames(REMEMBERED, names);
}

/** What is typed does not fit. Its message is for a person. */
export class DraftError extends Error {
  override readonly name = "DraftError";
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DraftError(`${what} is no JSON: see where a bracket, quote or comma is missing.`);
  }
}

function toolsOf(text: string): ToolDefinition[] {
  const value = parsed(text, "The list of tools");
  const list = Array.isArray(value) ? value : [value];
  return list.map((each: { [name: string]: unknown } | null, index) => {
    // As OpenAI's API writes them, they are taken too.
    const tool = (each?.function ?? each) as { [name: string]: unknown } | null;
    const inputSchema = tool?.inputSchema ?? tool?.input_schema ?? tool?.parameters;
    if (typeof tool?.name !== "string" || typeof inputSchema !== "object" || inputSchema === null)
      throw new DraftError(`Tool ${index + 1} lacks \`name\` or \`inputSchema\`: give both, and \`description\`.`);
    const description = typeof tool.description === "string" ? tool.description : "";
    return { name: tool.name, description, inputSchema: inputSchema as ToolDefinition["inputSchema"] };
  });
}

function optionsOf(typed: { [name in OptionName]?: string }): Options | undefined {
  const found: { [name: string]: unknown } = {};
  for (const [name, text] of Object.entries(typed)) {
    if (text === undefined || text.trim() === "") continue;
    if (name === "provider") found[name] = parsed(text, "Options of the provider");
    else if (name === "stop") found[name] = text.split("\n").filter((line) => line !== "");
    else found[name] = text;
  }
  // The server reads numbers from texts, and tells what is wrong with them.
  return Object.keys(found).length > 0 ? (found as Options) : undefined;
}

/**
 * What is sent to the server, without models.
 * @throws DraftError for what is typed and is no JSON.
 */
export function draftBody(): Omit<AskBody, "models"> {
  const chosen = optionsOf(options.value);
  const shape = schema.value.trim();
  return {
    prompt: prompt.value,
    ...(system.value.trim() === "" ? {} : { system: system.value }),
    ...(chosen ? { options: chosen } : {}),
    ...(shape === "" ? {} : { schema: shape }),
    ...(tools.value.trim() === "" ? {} : { tools: toolsOf(tools.value) }),
    ...(files.value.length > 0
      ? {
          files: files.value.map(({ name, mediaType, base64 }) => ({
            name,
            base64,
            ...(mediaType ? { mediaType } : {}),
          })),
        }
      : {}),
  };
}

/** How many of the settings beside the prompt are set. */
export function settingsCount(): number {
  const texts = [system.value, schema.value, tools.value, ...Object.values(options.value)];
  return texts.filter((text) => text !== undefined && text.trim() !== "").length;
}

/** Empties what belongs to one question alone: prompt and files. */
export function clearQuestion(): void {
  prompt.value = "";
  for (const { preview } of files.value) if (preview) URL.revokeObjectURL(preview);
  files.value = [];
}

let counted = 0;

/** The bytes of a file in base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => reject(new DraftError("The file cannot be read.")));
    reader.readAsDataURL(file);
  });
}

/** Most bytes of all files: the server takes 96 MB of text, in which they are a third longer. */
const MOST_BYTES = 70 * 1024 * 1024;

/**
 * Adds files.
 * @throws DraftError if one cannot be read, or all are too large together.
 */
export async function addFiles(added: readonly File[]): Promise<void> {
  for (const file of added) {
    const all = files.value.reduce((sum, { size }) => sum + size, file.size);
    if (all > MOST_BYTES)
      throw new DraftError(`\`${file.name}\` is too large: all files of one question together may have 70 MB.`);
    const base64 = await base64Of(file);
    files.value = [
      ...files.value,
      {
        id: ++counted,
        name: file.name || "pasted",
        base64,
        size: file.size,
        ...(file.type ? { mediaType: file.type.split(";")[0] as string } : {}),
        ...(file.type.startsWith("image/") ? { preview: URL.createObjectURL(file) } : {}),
      },
    ];
  }
}

/** Takes a file away. */
export function removeFile(id: number): void {
  const gone = files.value.find((file) => file.id === id);
  if (gone?.preview) URL.revokeObjectURL(gone.preview);
  files.value = files.value.filter((file) => file.id !== id);
}
