/** What a call says as it runs, in the few kinds that OpenAI's APIs tell, and pieces of answers that both APIs share. */
import type { Call } from "../record/call.ts";
import type { FilePart, Part, ToolCallPart } from "../record/message.ts";
import type { Usage } from "../record/usage.ts";
import type { AskEvent } from "../run/ask.ts";

/** One thing said. */
export type Said =
  /** More text; never empty. */
  | { type: "text"; text: string }
  /** More reasoning; never empty. */
  | { type: "reasoning"; text: string }
  /** A tool is to be called. */
  | { type: "tool-call"; part: ToolCallPart }
  /** An image was made, as base64. */
  | { type: "image"; mediaType: string; base64: string };

/** Reads the bytes of a file. */
export type ReadFile = (part: FilePart) => Promise<Uint8Array>;

function image(mediaType: string, bytes: Uint8Array): Said[] {
  if (!mediaType.startsWith("image/")) return [];
  return [{ type: "image", mediaType, base64: Buffer.from(bytes).toString("base64") }];
}

/** What an event says. Empty: nothing that the APIs tell. */
export function saidBy(event: AskEvent): Said[] {
  if (event.type === "text-delta" && event.text !== "") return [{ type: "text", text: event.text }];
  if (event.type === "reasoning-delta" && event.text !== "") return [{ type: "reasoning", text: event.text }];
  if (event.type === "tool-call" && !event.part.providerExecuted) return [{ type: "tool-call", part: event.part }];
  return event.type === "file" ? image(event.mediaType, event.bytes) : [];
}

async function saidIn(part: Part, readFile: ReadFile): Promise<Said[]> {
  if (part.type === "text" || part.type === "reasoning")
    return part.text === "" ? [] : [{ type: part.type, text: part.text }];
  if (part.type === "tool-call" && !part.providerExecuted) return [{ type: "tool-call", part }];
  if (part.type === "file" && part.mediaType.startsWith("image/")) return image(part.mediaType, await readFile(part));
  return [];
}

/** All that a call said, text that follows on text joined. */
export async function saidAll(call: Pick<Call, "parts">, readFile: ReadFile): Promise<Said[]> {
  const all: Said[] = [];
  for (const part of call.parts) {
    for (const said of await saidIn(part, readFile)) {
      const last = all.at(-1);
      if ((said.type === "text" || said.type === "reasoning") && last?.type === said.type) last.text += said.text;
      else all.push(said);
    }
  }
  return all;
}

/** The arguments of a tool call as the text that the APIs give. */
export function argumentsText({ input }: ToolCallPart): string {
  return typeof input === "string" ? input : JSON.stringify(input);
}

/** Seconds since 1970 at which a call began. */
export function createdAt(call: Call): number {
  return Math.floor(call.timing.startedAt / 1000);
}

/** Tokens in and out. `undefined`: one of them is unknown, and no number stands for that. */
export function tokensOf({ inputTokens, outputTokens }: Usage): { input: number; output: number } | undefined {
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  return { input: inputTokens, output: outputTokens };
}
