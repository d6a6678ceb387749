/**
 * A request for a chat completion as a prompt of ours. Keeps and asks nothing.
 * Source: https://platform.openai.com/docs/api-reference/chat/create (as the openai package 7.59.0 types it).
 */
import type { Context } from "hono";
import { z } from "zod";
import type { Part, Role } from "../record/message.ts";
import { efforts } from "../record/request.ts";
import { type FieldRules, never, openaiBody, unless } from "./openai-body.ts";
import type { Asked } from "./openai-calls.ts";
import {
  addParts,
  anyFile,
  audioFile,
  type Draft,
  dataFile,
  oneSystem,
  sentFile,
  toolCallPart,
  toolOf,
} from "./openai-content.ts";
import { OpenaiError } from "./openai-error.ts";
import {
  functionType,
  ignoredFields,
  jsonObject,
  optionsOf,
  refusedFields,
  type SentChoice,
  schemaOf,
  sentFunction,
  toolInput,
  toolsOf,
} from "./openai-options.ts";

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const texts = z.union([z.string(), z.array(textPart)]);
const refusalPart = z.object({ type: z.literal("refusal"), refusal: z.string() });
const userPart = z.discriminatedUnion("type", [
  textPart,
  z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }) }),
  z.object({ type: z.literal("input_audio"), input_audio: z.object({ data: z.string(), format: z.string() }) }),
  z.object({ type: z.literal("file"), file: sentFile }),
]);
const toolCall = z.object({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const message = z.discriminatedUnion("role", [
  z.object({ role: z.enum(["system", "developer"]), content: texts }),
  z.object({ role: z.literal("user"), content: z.union([z.string(), z.array(userPart)]) }),
  z.object({
    role: z.literal("assistant"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [textPart, refusalPart]))]).nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCall).nullish(),
  }),
  z.object({ role: z.literal("tool"), tool_call_id: z.string(), content: texts }),
]);
const named = z.object({ type: z.literal("function"), function: z.object({ name: z.string() }) });

const schema = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  tools: z.array(z.object({ type: functionType, function: sentFunction })).optional(),
  tool_choice: z
    .union([
      z.enum(["auto", "none", "required"]),
      named,
      z.object({
        type: z.literal("allowed_tools"),
        allowed_tools: z.object({ mode: z.enum(["auto", "required"]), tools: z.array(named) }),
      }),
    ])
    .optional(),
  response_format: z
    .object({
      type: z.enum(["text", "json_object", "json_schema"]),
      json_schema: z.object({ schema: jsonObject.optional() }).optional(),
    })
    .optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.number().optional(),
  min_p: z.number().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  seed: z.number().optional(),
  presence_penalty: z.number().optional(),
  frequency_penalty: z.number().optional(),
  reasoning_effort: z.enum(efforts).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).optional(),
});

type ChatRequest = z.infer<typeof schema>;

const isEmpty = (value: unknown): boolean => typeof value === "object" && Object.keys(value ?? {}).length === 0;
const noSearch = "`web_search_options` is not known here: no search runs between this server and the model.";
const oldTools = "is of the API before tools: send `tools` and `tool_choice`.";

const rules: FieldRules = {
  ignored: [...ignoredFields, "prediction"],
  refused: {
    ...refusedFields,
    n: unless((value) => value === 1, "`n` must be 1: ask once for each answer."),
    logprobs: unless((value) => value === false, "`logprobs` cannot be given: penny keeps no probabilities."),
    logit_bias: unless(isEmpty, "`logit_bias` cannot be passed on: models have different tokens."),
    modalities: unless(
      (value) => Array.isArray(value) && value.every((each) => each === "text"),
      "`modalities` can only be text here.",
    ),
    audio: never("`audio` cannot be asked for here: answers are text."),
    verbosity: unless((value) => value === "medium", "`verbosity` cannot be passed on: say it in the prompt."),
    web_search_options: never(noSearch),
    functions: never(`\`functions\` ${oldTools}`),
    function_call: never(`\`function_call\` ${oldTools}`),
  },
};

function userParts(draft: Draft, content: z.infer<typeof userPart>[], where: string): Part[] {
  return content.map((each, index): Part => {
    const at = `${where}.content[${index}]`;
    if (each.type === "text") return { type: "text", text: each.text };
    if (each.type === "image_url") return dataFile(draft, each.image_url.url, `${at}.image_url.url`);
    if (each.type === "input_audio") return audioFile(draft, each.input_audio, `${at}.input_audio`);
    return anyFile(draft, each.file, `${at}.file`);
  });
}

function textIn(content: string | readonly ({ text: string } | { refusal: string })[]): string {
  if (typeof content === "string") return content;
  return content.map((each) => ("text" in each ? each.text : each.refusal)).join("");
}

function turnOf(draft: Draft, sent: z.infer<typeof message>, where: string): [Role, Part[]] {
  switch (sent.role) {
    case "system":
    case "developer":
      return ["system", [{ type: "text", text: textIn(sent.content) }]];
    case "user": {
      const { content } = sent;
      return [
        "user",
        typeof content === "string" ? [{ type: "text", text: content }] : userParts(draft, content, where),
      ];
    }
    case "assistant": {
      const text = textIn(sent.content ?? sent.refusal ?? "");
      const calls = (sent.tool_calls ?? []).map(({ id, function: { name, arguments: text } }) =>
        toolCallPart(id, name, text),
      );
      return ["assistant", text === "" ? calls : [{ type: "text", text }, ...calls]];
    }
    case "tool": {
      const id = sent.tool_call_id;
      const name = toolOf(draft.messages, id, `${where}.tool_call_id`);
      return ["tool", [{ type: "tool-result", id, name, output: textIn(sent.content) }]];
    }
  }
}

function choiceOf(sent: ChatRequest["tool_choice"]): SentChoice | undefined {
  if (typeof sent !== "object") return sent;
  if (sent.type === "function") return { name: sent.function.name };
  const { mode, tools } = sent.allowed_tools;
  return { mode, names: tools.map((each) => each.function.name) };
}

function inputOf(sent: ChatRequest, draft: Draft): Asked["input"] {
  const format = sent.response_format;
  const tools = toolsOf(sent.tools?.map((tool) => tool.function));
  return {
    model: sent.model,
    messages: oneSystem(draft.messages),
    ...toolInput(tools, choiceOf(sent.tool_choice)),
    ...schemaOf(format && { ...format, schema: format.json_schema?.schema }, "response_format.json_schema.schema"),
    ...optionsOf({
      temperature: sent.temperature,
      topP: sent.top_p,
      topK: sent.top_k,
      minP: sent.min_p,
      maxOutputTokens: sent.max_completion_tokens ?? sent.max_tokens,
      stop: typeof sent.stop === "string" ? [sent.stop] : sent.stop,
      seed: sent.seed,
      presencePenalty: sent.presence_penalty,
      frequencyPenalty: sent.frequency_penalty,
      reasoning: sent.reasoning_effort,
    }),
  };
}

/** A request for a chat completion. */
export interface ChatAsked extends Asked {
  /** Whether the answer is to come in chunks. */
  stream: boolean;
  /** Whether a last chunk is to tell the usage. */
  includeUsage: boolean;
}

/** Reads a request. @throws OpenaiError, SetupError for what cannot be asked. */
export async function chatRequest(context: Context): Promise<ChatAsked> {
  const sent = await openaiBody(context, schema, rules);
  const draft: Draft = { messages: [], files: [] };
  for (const [index, each] of sent.messages.entries()) addParts(draft, ...turnOf(draft, each, `messages[${index}]`));
  const last = sent.messages.at(-1)?.role;
  if (last !== "user" && last !== "tool")
    throw new OpenaiError(400, "The last message must be the user's or a tool's: models go on from there.", {
      param: "messages",
      code: "invalid_value",
    });
  return {
    input: inputOf(sent, draft),
    files: draft.files,
    stream: sent.stream ?? false,
    includeUsage: sent.stream_options?.include_usage ?? false,
  };
}
