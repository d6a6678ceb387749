/** Recorded provider bodies in a folder: what each is, and the answer it becomes. Reads files; parses no answer. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import type { RecordedAnswer } from "../../src/models/replay.ts";
import type { WireFormat } from "../../src/models/wire-format.ts";

/** One recorded body. */
export interface Recording {
  /** Path below the folder, with `/`. */
  path: string;
  /** First folder: the provider. */
  provider: string;
  /** Why it is no chat answer. Absent: it is one. */
  skip?: string;
  /** How the provider writes. */
  format: WireFormat;
  /** Whether it was streamed. */
  stream: boolean;
  /** Whether the body is an error, which must come out as one. */
  isError: boolean;
  /** What the server answers. */
  answer: RecordedAnswer;
  /** Model named in the body. Absent: none. */
  model?: string;
  /** Milliseconds since 1970 when the provider made it, as the body says. Absent: it does not say. */
  at?: number;
}

/** Bodies of other APIs than chat, by path. */
const OTHER_APIS: readonly [RegExp, string][] = [
  [/embedding/, "embeddings"],
  [/rerank/, "reranking"],
  [/transcription|deepgram|gladia|revai|fal\/|cartesia|elevenlabs/, "speech to text"],
  [/openai\/image\//, "image generation endpoint"],
  [/skills?\//, "skills management"],
  [/interactions\//, "Google's Interactions API, which the product does not use"],
  [/speech-translation/, "realtime speech translation"],
  [/openai\/completion\//, "legacy text completions"],
];

/** How the providers of the folders write. The first that fits. */
const FORMATS: readonly [RegExp, WireFormat][] = [
  [/^(azure|openai\/responses|open-responses)\//, "openai-responses"],
  [/^openai\/chat\//, "openai-chat"],
  [/^openai\//, "openai-responses"],
  [/^anthropic\//, "anthropic"],
  [/^google(-vertex)?\//, "google"],
  [/^mistral\//, "mistral"],
  [/^xai\/responses\//, "xai"],
  [/^deepseek\//, "deepseek"],
  [/^groq\//, "groq"],
  [/^amazon-bedrock\//, "bedrock"],
  [/^openrouter\//, "openrouter"],
  [/^cohere\//, "cohere"],
];

function formatOf(path: string, text: string): WireFormat {
  const format = FORMATS.find(([pattern]) => pattern.test(path))?.[1] ?? "openai-compatible";
  // Azure serves some models by the chat protocol only.
  return format === "openai-responses" && text.includes('"chat.completion') ? "openai-compatible" : format;
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** One line of a decoded Bedrock stream as an event of the AWS event stream. */
export function bedrockEvent(line: string): Uint8Array {
  const [name = "", payload] = Object.entries(JSON.parse(line) as { [name: string]: unknown })[0] ?? [];
  const text = (value: string): { type: "string"; value: string } => ({ type: "string", value });
  return codec.encode({
    headers: { ":event-type": text(name), ":content-type": text("application/json"), ":message-type": text("event") },
    body: fromUtf8(JSON.stringify(payload)),
  });
}

function sse(line: string): string {
  const type = line.match(/^\{"type":"([^"]+)"/)?.[1];
  return `${type ? `event: ${type}\n` : ""}data: ${line}\n\n`;
}

function streamed(text: string, path: string, format: WireFormat): RecordedAnswer {
  if (path.endsWith(".sse")) return { headers: { "content-type": "text/event-stream" }, chunks: [text] };
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (format === "bedrock") {
    return { headers: { "content-type": "application/vnd.amazon.eventstream" }, chunks: lines.map(bedrockEvent) };
  }
  const isChat = lines.some((line) => line.includes('"chat.completion.chunk"')) || /"choices":\[/.test(lines[0] ?? "");
  const done = isChat && lines.at(-1) !== "[DONE]" ? ["data: [DONE]\n\n"] : [];
  return { headers: { "content-type": "text/event-stream" }, chunks: [...lines.map(sse), ...done] };
}

/** The HTTP status of an error body. */
function errorStatus(text: string): number | undefined {
  const body = JSON.parse(text) as {
    error?: { code?: unknown; status?: unknown };
    type?: unknown;
    object?: unknown;
    choices?: unknown;
  };
  // A Responses object always has `error`, null when all went well; it is an answer even if it failed.
  if (!body.error || body.object === "response" || body.choices) return undefined;
  return typeof body.error.code === "number" ? body.error.code : 400;
}

function recording(folder: string, path: string): Recording {
  const text = readFileSync(join(folder, path), "utf8");
  const format = formatOf(path, text);
  const stream = !path.endsWith(".json");
  const skip = OTHER_APIS.find(([pattern]) => pattern.test(path))?.[1];
  const status = stream || skip ? undefined : errorStatus(text);
  const isStreamError = stream && !skip && /"type":"(error|response\.failed)"/.test(text);
  const answer: RecordedAnswer = stream
    ? streamed(text, path, format)
    : { headers: { "content-type": "application/json" }, chunks: [text], ...(status === undefined ? {} : { status }) };
  const model = text.match(/"(?:model|modelVersion)"\s*:\s*"([^"]+)"/)?.[1];
  const created = text.match(/"(?:created|created_at)"\s*:\s*(\d{10})\b/)?.[1];
  return {
    path,
    provider: path.split("/")[0] ?? "",
    format,
    stream,
    isError: status !== undefined || isStreamError,
    answer,
    ...(skip === undefined ? {} : { skip }),
    ...(model === undefined ? {} : { model }),
    ...(created === undefined ? {} : { at: Number(created) * 1000 }),
  };
}

/** All recordings below a folder. */
export function recordingsIn(folder: string): Recording[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => /\.(json|chunks\.txt|sse)$/.test(path))
    .sort()
    .map((path) => recording(folder, relative(".", path)));
}
