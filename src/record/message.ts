/**
 * What is said to a model and what it says: messages made of parts. Pure values; they know no ids and no tables.
 * The bytes of a file are never in a part: a part names them by SHA-256.
 */
import type { JsonObject, JsonValue } from "./json.ts";

/** Who speaks. `tool` carries the results of tool calls. */
export type Role = "system" | "user" | "assistant" | "tool";

/** Plain text. */
export interface TextPart {
  type: "text";
  /** The text, Markdown or not, exactly as sent or received. */
  text: string;
  /** What a provider needs back unchanged in the next turn (signatures, item ids). Absent: nothing. */
  provider?: JsonObject;
}

/** The model's own reasoning, as far as the provider shows it. */
export interface ReasoningPart {
  type: "reasoning";
  /** Reasoning text; the empty string where the provider hides it (then `provider` may hold the sealed form). */
  text: string;
  /** Signature, sealed content or item id that the provider wants back. A redacted part differs from an empty one by this. */
  provider?: JsonObject;
}

/** The model asks for a tool to be run. */
export interface ToolCallPart {
  type: "tool-call";
  /** Id by which the result refers to this call; unique within one conversation. */
  id: string;
  /** Name of the tool. */
  name: string;
  /** Arguments, parsed. A string if the model's text was not JSON: then it is that text. */
  input: JsonValue;
  /** True if the provider itself ran the tool (web search, code interpreter). Absent: we are to run it. */
  providerExecuted?: true;
  /** What the provider needs back unchanged. Absent: nothing. */
  provider?: JsonObject;
}

/** What a tool answered. */
export interface ToolResultPart {
  type: "tool-result";
  /** Id of the tool call that this answers. */
  id: string;
  /** Name of the tool. */
  name: string;
  /** The answer as JSON; a string for plain text. */
  output: JsonValue;
  /** True if the tool failed and `output` tells why. Absent: it succeeded. */
  error?: true;
  /** True if the provider itself ran the tool. Absent: we did. */
  providerExecuted?: true;
}

/** A file that is sent to a model or that a model made: image, audio, video, PDF, text or any other. */
export interface FilePart {
  type: "file";
  /** IANA media type, lower case, without parameters: `image/png`. */
  mediaType: string;
  /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
  sha256: string;
  /** Number of bytes. */
  size: number;
  /** File name without folders. Absent: it has none (standard input, a model's own). */
  name?: string;
  /** Absolute path it was read from. Absent: it did not come from a path, or the path is not to be kept. */
  path?: string;
  /** Address it was fetched from. Absent: it did not come from one. */
  url?: string;
}

/** One piece of a message. */
export type Part = TextPart | ReasoningPart | ToolCallPart | ToolResultPart | FilePart;

/** One turn of a conversation. */
export interface Message {
  /** Who speaks. */
  role: Role;
  /** The pieces, in order. Empty: the turn said nothing. */
  parts: Part[];
}

/** All text of the parts, in order, without reasoning, tools and files. */
export function textOf(parts: readonly Part[]): string {
  let text = "";
  for (const part of parts) if (part.type === "text") text += part.text;
  return text;
}

/** A message of one text part. */
export function textMessage(role: Role, text: string): Message {
  return { role, parts: [{ type: "text", text }] };
}
