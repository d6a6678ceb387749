/**
 * Pieces of content that a client sends, as our parts. The bytes of files come as base64 and are given beside the parts, to be kept once
 * the request is known to be good. Fetches nothing: an address in a request is not the person's own wish.
 */
import { z } from "zod";
import { sha256 } from "../record/hash.ts";
import type { JsonValue } from "../record/json.ts";
import {
  type FilePart,
  type Message,
  type Part,
  type Role,
  type ToolCallPart,
  textMessage,
  textOf,
} from "../record/message.ts";
import { OpenaiError } from "./openai-error.ts";

/** A file that came with a request. */
export interface SentBytes {
  /** As it stands in the messages. */
  part: FilePart;
  /** Its bytes. */
  bytes: Uint8Array;
}

/** A conversation as it is put together. */
export interface Draft {
  /** The messages so far. */
  messages: Message[];
  /** Files in them that the log may not have. */
  files: SentBytes[];
}

/** Adds what one side said: turns of a model and results of tools go on in one message. */
export function addParts(draft: Draft, role: Role, parts: readonly Part[]): void {
  const last = draft.messages.at(-1);
  if (last?.role === role && (role === "assistant" || role === "tool")) last.parts.push(...parts);
  else draft.messages.push({ role, parts: [...parts] });
}

function wrong(message: string, param: string): OpenaiError {
  return new OpenaiError(400, message, { param, code: "invalid_value" });
}

function bytesOf(base64: string, param: string): Uint8Array {
  if (base64 === "" || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(base64))
    throw wrong(`\`${param}\` is not base64: send the file's bytes so.`, param);
  return Buffer.from(base64, "base64");
}

function take(draft: Draft, bytes: Uint8Array, mediaType: string, name?: string): FilePart {
  const about = { mediaType, sha256: sha256(bytes), size: bytes.byteLength };
  const part: FilePart = { type: "file", ...about, ...(name === undefined ? {} : { name }) };
  draft.files.push({ part, bytes });
  return part;
}

/** The file in a `data:` address. @throws OpenaiError for another address. */
export function dataFile(draft: Draft, url: string, param: string, name?: string): FilePart {
  if (/^https?:/i.test(url))
    throw wrong(
      `\`${param}\` is an address on the network, which this server does not fetch: send the bytes as \`data:image/png;base64,…\`.`,
      param,
    );
  const [, type, base64] = /^data:([^;,]+)[^,]*;base64,([\s\S]*)$/i.exec(url) ?? [];
  if (type === undefined || base64 === undefined)
    throw wrong(`\`${param}\` is no data address: send the bytes as \`data:image/png;base64,…\`.`, param);
  return take(draft, bytesOf(base64, param), type.toLowerCase(), name);
}

const AUDIO_TYPES: { readonly [format: string]: string } = { wav: "audio/wav", mp3: "audio/mpeg" };

/** The file in an `input_audio`. @throws OpenaiError for a format that is none of the API's. */
export function audioFile(draft: Draft, audio: { data: string; format: string }, param: string): FilePart {
  const type = Object.hasOwn(AUDIO_TYPES, audio.format) ? AUDIO_TYPES[audio.format] : undefined;
  if (type === undefined) throw wrong(`\`${param}.format\` is \`${audio.format}\`, but must be wav or mp3.`, param);
  return take(draft, bytesOf(audio.data, `${param}.data`), type);
}

/** What the API says of a file. */
export const sentFile: z.ZodObject<{
  file_data: z.ZodOptional<z.ZodString>;
  file_id: z.ZodOptional<z.ZodString>;
  file_url: z.ZodOptional<z.ZodString>;
  filename: z.ZodOptional<z.ZodString>;
}> = z.object({
  file_data: z.string().optional(),
  file_id: z.string().optional(),
  file_url: z.string().optional(),
  filename: z.string().optional(),
});

/** A file by its data. @throws OpenaiError for one by id or address. */
export function anyFile(draft: Draft, file: z.infer<typeof sentFile>, param: string): FilePart {
  const name = file.filename?.replace(/^.*[/\\]/s, "") || undefined;
  if (file.file_data?.startsWith("data:")) return dataFile(draft, file.file_data, `${param}.file_data`, name);
  if (file.file_data !== undefined) {
    if (name === undefined || !/\.pdf$/i.test(name))
      throw wrong(`\`${param}.file_data\` has no type: send \`data:application/pdf;base64,…\`.`, param);
    return take(draft, bytesOf(file.file_data, `${param}.file_data`), "application/pdf", name);
  }
  throw wrong(`\`${param}\` has no \`file_data\`: files are kept in no store here, so send the bytes.`, param);
}

/** The messages with what leads them from the system as one message. */
export function oneSystem(messages: readonly Message[]): Message[] {
  const first = messages.findIndex(({ role }) => role !== "system");
  const leading = first < 0 ? messages : messages.slice(0, first);
  if (leading.length < 2) return [...messages];
  const text = leading.map(({ parts }) => textOf(parts)).join("\n\n");
  return [textMessage("system", text), ...messages.slice(leading.length)];
}

/** The name of the tool that a result is of. @throws OpenaiError if no call in the conversation has the id. */
export function toolOf(messages: readonly Message[], id: string, param: string): string {
  for (const { parts } of messages)
    for (const part of parts) if (part.type === "tool-call" && part.id === id) return part.name;
  throw wrong(`\`${param}\` is \`${id}\`, but no tool call before it has that id.`, param);
}

/** A tool call; its arguments are parsed, or the text itself if it is no JSON. */
export function toolCallPart(id: string, name: string, text: string): ToolCallPart {
  try {
    return { type: "tool-call", id, name, input: JSON.parse(text) as JsonValue };
  } catch {
    return { type: "tool-call", id, name, input: text };
  }
}
