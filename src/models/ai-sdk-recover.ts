/**
 * The text of an answer that came whole but that an SDK package could not understand, taken from its raw JSON in the forms of
 * OpenAI's chat protocol, Google, Anthropic and Bedrock. Only answers that say how they ended are recovered, and tool calls never:
 * what cannot be taken whole stays an error. Parses no stream.
 *
 * Met in recorded traffic: replies withheld by Azure's content filter have no `message`, Anthropic's may hold the result of a tool
 * whose call stands in an earlier one.
 */
import type { Finish } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { Usage } from "../record/usage.ts";
import type { ModelError, ModelEvent } from "./model.ts";

interface Recovered {
  text: string;
  /** The provider's word for how it ended. */
  finish: string;
  usage: Usage;
}

function member(value: JsonValue | undefined, ...path: (string | number)[]): JsonValue | undefined {
  let found = value;
  for (const key of path) {
    if (found === null || typeof found !== "object") return undefined;
    found = Array.isArray(found) ? found[Number(key)] : found[key];
  }
  return found;
}

function count(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The texts of a list of blocks, joined; `undefined` if a block asks for a tool. */
function blockText(blocks: JsonValue | undefined): string | undefined {
  if (!Array.isArray(blocks)) return "";
  const asks = blocks.some((block) => member(block, "type") === "tool_use" || member(block, "toolUse") !== undefined);
  if (asks || blocks.some((block) => member(block, "functionCall") !== undefined)) return undefined;
  return blocks
    .filter((block) => member(block, "thought") !== true)
    .map((block) => member(block, "text"))
    .filter((text) => typeof text === "string")
    .join("");
}

function usage(input: JsonValue | undefined, output: JsonValue | undefined, raw: JsonValue | undefined): Usage {
  const inputTokens = count(input);
  const outputTokens = count(output);
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(raw === undefined || raw === null ? {} : { raw }),
  };
}

function recovered(text: JsonValue | undefined, finish: JsonValue | undefined, used: Usage): Recovered | undefined {
  if (typeof text !== "string" || typeof finish !== "string" || finish === "") return undefined;
  return { text, finish, usage: used };
}

/** OpenAI's chat protocol: `choices[0].message.content`, a text or a list of blocks. */
function fromChat(body: JsonValue): Recovered | undefined {
  const choice = member(body, "choices", 0);
  const message = member(choice, "message");
  if (choice === undefined || member(message, "tool_calls", 0) !== undefined) return undefined;
  const content = member(message, "content") ?? "";
  const raw = member(body, "usage");
  const text = typeof content === "string" ? content : blockText(content);
  return recovered(
    text,
    member(choice, "finish_reason"),
    usage(member(raw, "prompt_tokens"), member(raw, "completion_tokens"), raw),
  );
}

/** Google: `candidates[0].content.parts[].text`; thoughts are billed as output beside the candidates. */
function fromGoogle(body: JsonValue): Recovered | undefined {
  const candidate = member(body, "candidates", 0);
  const raw = member(body, "usageMetadata");
  const written = count(member(raw, "candidatesTokenCount"));
  const thought = count(member(raw, "thoughtsTokenCount"));
  const output = written === undefined && thought === undefined ? undefined : (written ?? 0) + (thought ?? 0);
  return recovered(
    blockText(member(candidate, "content", "parts")),
    member(candidate, "finishReason"),
    usage(member(raw, "promptTokenCount"), output, raw),
  );
}

/** Anthropic: `content[].text`; what was read from or written to the cache is part of the input. */
function fromAnthropic(body: JsonValue): Recovered | undefined {
  const raw = member(body, "usage");
  const parts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];
  const counts = parts.map((name) => count(member(raw, name)));
  const input = counts[0] === undefined ? undefined : counts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return recovered(
    blockText(member(body, "content")),
    member(body, "stop_reason"),
    usage(input, member(raw, "output_tokens"), raw),
  );
}

/** Bedrock: `output.message.content[].text`. */
function fromBedrock(body: JsonValue): Recovered | undefined {
  const raw = member(body, "usage");
  return recovered(
    blockText(member(body, "output", "message", "content")),
    member(body, "stopReason"),
    usage(member(raw, "inputTokens"), member(raw, "outputTokens"), raw),
  );
}

const FINISHES: { readonly [raw: string]: Finish["reason"] } = {
  stop: "stop",
  end_turn: "stop",
  stop_sequence: "stop",
  length: "length",
  max_tokens: "length",
  content_filter: "content-filter",
  content_filtered: "content-filter",
  guardrail_intervened: "content-filter",
  refusal: "content-filter",
  safety: "content-filter",
};

/**
 * The events of an answer that could not be parsed; `undefined` if it cannot be taken whole from its raw body either.
 * @param raw the whole body.
 */
export function recoveredAnswer(failure: ModelError, raw: string): ModelEvent[] | undefined {
  if (failure.detail.kind !== "parse") return undefined;
  let body: JsonValue;
  try {
    body = JSON.parse(raw) as JsonValue;
  } catch {
    return undefined;
  }
  const found = fromChat(body) ?? fromGoogle(body) ?? fromAnthropic(body) ?? fromBedrock(body);
  if (!found) return undefined;
  const message =
    "The answer had a form that is not known; its text was taken from the raw answer, which is in the log.";
  const finish: Finish = { reason: FINISHES[found.finish.toLowerCase()] ?? "other", raw: found.finish };
  return [
    ...(found.text === "" ? [] : [{ type: "text-delta" as const, text: found.text }]),
    { type: "warning", message },
    { type: "finish", finish, usage: found.usage },
  ];
}
