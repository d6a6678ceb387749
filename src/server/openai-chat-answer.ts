/**
 * A call as a chat completion, whole and in chunks.
 * Source: https://platform.openai.com/docs/api-reference/chat/object (as the openai package 7.59.0 types it). Beyond it, as others do:
 * `reasoning_content` (DeepSeek, vLLM, llama.cpp) and `images` (OpenRouter).
 */
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionMessage } from "openai/resources/chat/completions";
import type { CompletionUsage } from "openai/resources/completions";
import type { Call, FinishReason } from "../record/call.ts";
import type { Usage } from "../record/usage.ts";
import { argumentsText, createdAt, type Said, tokensOf } from "./openai-said.ts";

interface Image {
  type: "image_url";
  image_url: { url: string };
}

type ChatMessage = ChatCompletionMessage & { reasoning_content?: string; images?: Image[] };
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: string; images?: Image[] };

/** What all chunks of an answer have. */
export type ChunkHead = Pick<ChatCompletionChunk, "id" | "object" | "created" | "model">;

function idOf(call: Call): string {
  return `chatcmpl-${call.id}`;
}

/** How an answer ended, in OpenAI's words. */
export function finishWord(reason: FinishReason): ChatCompletion.Choice["finish_reason"] {
  if (reason === "length") return "length";
  if (reason === "tool-calls") return "tool_calls";
  return reason === "content-filter" ? "content_filter" : "stop";
}

/** Tokens in OpenAI's shape. `undefined`: unknown. */
export function chatUsage(usage: Usage): CompletionUsage | undefined {
  const tokens = tokensOf(usage);
  if (!tokens) return undefined;
  const { cacheReadTokens, inputAudioTokens, reasoningTokens, outputAudioTokens } = usage;
  return {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
    prompt_tokens_details: {
      ...(cacheReadTokens === undefined ? {} : { cached_tokens: cacheReadTokens }),
      ...(inputAudioTokens === undefined ? {} : { audio_tokens: inputAudioTokens }),
    },
    completion_tokens_details: {
      ...(reasoningTokens === undefined ? {} : { reasoning_tokens: reasoningTokens }),
      ...(outputAudioTokens === undefined ? {} : { audio_tokens: outputAudioTokens }),
    },
  };
}

function imageOf({ mediaType, base64 }: Extract<Said, { type: "image" }>): Image {
  return { type: "image_url", image_url: { url: `data:${mediaType};base64,${base64}` } };
}

function joined(said: readonly Said[], type: "text" | "reasoning"): string {
  return said.map((each) => (each.type === type && "text" in each ? each.text : "")).join("");
}

/** The whole answer. @param said all that the call said. */
export function chatCompletion(call: Call, said: readonly Said[]): ChatCompletion {
  const [text, reasoning] = [joined(said, "text"), joined(said, "reasoning")];
  const calls = said.flatMap((each) => (each.type === "tool-call" ? [each.part] : []));
  const images = said.flatMap((each) => (each.type === "image" ? [imageOf(each)] : []));
  const message: ChatMessage = {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(images.length > 0 ? { images } : {}),
    ...(calls.length > 0
      ? {
          tool_calls: calls.map((part) => ({
            id: part.id,
            type: "function" as const,
            function: { name: part.name, arguments: argumentsText(part) },
          })),
        }
      : {}),
  };
  const usage = chatUsage(call.usage);
  return {
    id: idOf(call),
    object: "chat.completion",
    created: createdAt(call),
    model: call.request.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishWord(call.finish.reason) }],
    ...(usage ? { usage } : {}),
  };
}

/** What all chunks of a call have. */
export function chunkHead(call: Call): ChunkHead {
  return {
    id: idOf(call),
    object: "chat.completion.chunk",
    created: createdAt(call),
    model: call.request.model,
  };
}

/** A chunk. @param withUsage whether a last chunk will tell the usage; then all others say that they do not. */
export function chunk(
  head: ChunkHead,
  delta: Delta,
  withUsage: boolean,
  finish: ChatCompletion.Choice["finish_reason"] | null = null,
): ChatCompletionChunk {
  return {
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage ? { usage: null } : {}),
  };
}

/** What something said adds. @param toolIndex how many tool calls came before. */
export function deltaOf(said: Said, toolIndex: number): Delta {
  if (said.type === "text") return { content: said.text };
  if (said.type === "reasoning") return { reasoning_content: said.text };
  if (said.type === "image") return { images: [imageOf(said)] };
  const { part } = said;
  const call = { name: part.name, arguments: argumentsText(part) };
  return { tool_calls: [{ index: toolIndex, id: part.id, type: "function", function: call }] };
}
