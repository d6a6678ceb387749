/**
 * A request to the Responses API as a prompt of ours. A conversation goes on from the log by `previous_response_id`. Asks nothing.
 * Source: https://platform.openai.com/docs/api-reference/responses/create (as the openai package 7.59.0 types it).
 */
import type { Context } from "hono";
import { z } from "zod";
import type { Store } from "../index.ts";
import type { Call } from "../record/call.ts";
import { type Part, type Role, textMessage } from "../record/message.ts";
import { efforts } from "../record/request.ts";
import { continued } from "../run/prepare.ts";
import { type FieldRules, never, openaiBody, unless } from "./openai-body.ts";
import type { Asked } from "./openai-calls.ts";
import {
  addParts,
  anyFile,
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

const content = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["input_text", "output_text", "text", "summary_text"]), text: z.string() }),
  z.object({ type: z.literal("refusal"), refusal: z.string() }),
  z.object({ type: z.literal("input_image"), image_url: z.string().nullish() }),
  sentFile.extend({ type: z.literal("input_file") }),
]);
const contents = z.union([z.string(), z.array(content)]);
const item = z.discriminatedUnion(
  "type",
  [
    z.object({
      type: z.literal("message"),
      role: z.enum(["user", "assistant", "system", "developer"]),
      content: contents,
    }),
    z.object({ type: z.literal("function_call"), call_id: z.string(), name: z.string(), arguments: z.string() }),
    z.object({ type: z.literal("function_call_output"), call_id: z.string(), output: contents }),
    // The log has what a model reasoned; a client cannot send it back.
    z.object({ type: z.literal("reasoning") }),
  ],
  { error: "items here are message, function_call, function_call_output and reasoning" },
);

function typed(value: unknown): unknown {
  const isBare = typeof value === "object" && value !== null && !("type" in value) && "role" in value;
  return isBare ? { ...value, type: "message" } : value;
}

const schema = z.object({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.preprocess(typed, item))]).optional(),
  instructions: z.string().optional(),
  previous_response_id: z.string().optional(),
  tools: z.array(z.object({ type: functionType, ...sentFunction.shape })).optional(),
  tool_choice: z
    .union([
      z.enum(["auto", "none", "required"]),
      z.object({ type: z.literal("function"), name: z.string() }),
      z.object({
        type: z.literal("allowed_tools"),
        mode: z.enum(["auto", "required"]),
        tools: z.array(z.object({ type: z.literal("function"), name: z.string() })),
      }),
    ])
    .optional(),
  text: z
    .object({
      format: z
        .object({ type: z.enum(["text", "json_object", "json_schema"]), schema: jsonObject.optional() })
        .nullish(),
      verbosity: z.literal("medium", { error: "`verbosity` cannot be passed on: say it in the prompt" }).nullish(),
    })
    .optional(),
  reasoning: z.object({ effort: z.enum(efforts).nullish() }).optional(),
  max_output_tokens: z.number().optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  stream: z.boolean().optional(),
});

type ResponsesRequest = z.infer<typeof schema>;

const elsewhere = "is kept at OpenAI: send the text itself.";
const rules: FieldRules = {
  ignored: [...ignoredFields, "include", "max_tool_calls", "stream_options"],
  refused: {
    ...refusedFields,
    background: unless(
      (value) => value === false,
      "`background` is not known here: wait for the answer, or stream it.",
    ),
    conversation: never("`conversation` is not known here: go on by `previous_response_id`."),
    prompt: never(`\`prompt\` ${elsewhere}`),
    context_management: never("`context_management` is not done here: the whole conversation is sent."),
    truncation: unless(
      (value) => value === "disabled",
      "`truncation` is not done here: the whole conversation is sent.",
    ),
  },
};

/** What stands before the call's id in the ids of responses. */
export const RESPONSE_PREFIX = "resp_";

/** The call of a response's id. @throws OpenaiError 404 if there is none. */
export async function callOfResponse(log: Pick<Store, "call">, id: string, param: string): Promise<Call> {
  const bare = id.startsWith(RESPONSE_PREFIX) ? id.slice(RESPONSE_PREFIX.length) : id;
  // The log also takes the beginning of an id, which is not enough here.
  const call = bare === "" ? undefined : await log.call(bare).catch(() => undefined);
  if (call?.id === bare) return call;
  throw new OpenaiError(404, `There is no response \`${id}\` in the log.`, { param, code: "not_found" });
}

function partsOf(draft: Draft, sent: z.infer<typeof contents>, where: string): Part[] {
  if (typeof sent === "string") return [{ type: "text", text: sent }];
  return sent.map((each, index): Part => {
    const at = `${where}[${index}]`;
    if (each.type === "refusal") return { type: "text", text: each.refusal };
    if (each.type === "input_image") return dataFile(draft, each.image_url ?? "", `${at}.image_url`);
    if (each.type === "input_file") return anyFile(draft, each, at);
    return { type: "text", text: each.text };
  });
}

function turnOf(draft: Draft, sent: z.infer<typeof item>, where: string): [Role, Part[]] | undefined {
  switch (sent.type) {
    case "reasoning":
      return undefined;
    case "message": {
      const role = sent.role === "developer" ? "system" : sent.role;
      return [role, partsOf(draft, sent.content, `${where}.content`)];
    }
    case "function_call":
      return ["assistant", [toolCallPart(sent.call_id, sent.name, sent.arguments)]];
    case "function_call_output": {
      const name = toolOf(draft.messages, sent.call_id, `${where}.call_id`);
      const parts = partsOf(draft, sent.output, `${where}.output`);
      if (parts.some((part) => part.type !== "text"))
        throw new OpenaiError(400, `\`${where}.output\` can only be text here: send files in a message.`, {
          param: `${where}.output`,
          code: "invalid_value",
        });
      const output = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
      return ["tool", [{ type: "tool-result", id: sent.call_id, name, output }]];
    }
  }
}

/** Instructions take the place of earlier ones; where there are none, the earlier ones hold on. */
function instruct(draft: Draft, instructions: string | undefined): void {
  if (instructions === undefined) return;
  if (draft.messages[0]?.role === "system") draft.messages.shift();
  draft.messages.unshift(textMessage("system", instructions));
}

function choiceOf(sent: ResponsesRequest["tool_choice"]): SentChoice | undefined {
  if (typeof sent !== "object") return sent;
  if (sent.type === "function") return { name: sent.name };
  return { mode: sent.mode, names: sent.tools.map(({ name }) => name) };
}

function inputOf(sent: ResponsesRequest, draft: Draft, parent: Call | undefined): Asked["input"] {
  return {
    model: sent.model,
    messages: oneSystem(draft.messages),
    ...(parent ? { continue: parent.id } : {}),
    ...toolInput(toolsOf(sent.tools), choiceOf(sent.tool_choice)),
    ...schemaOf(sent.text?.format ?? undefined, "text.format.schema"),
    ...optionsOf({
      temperature: sent.temperature,
      topP: sent.top_p,
      maxOutputTokens: sent.max_output_tokens,
      reasoning: sent.reasoning?.effort ?? undefined,
    }),
  };
}

/** A request to the Responses API. */
export interface ResponsesAsked extends Asked {
  /** Whether the answer is to come in events. */
  stream: boolean;
}

/** Reads a request. @throws OpenaiError, SetupError for what cannot be asked. */
export async function responsesRequest(context: Context, log: Pick<Store, "call">): Promise<ResponsesAsked> {
  const sent = await openaiBody(context, schema, rules);
  const earlier = sent.previous_response_id;
  const parent = earlier === undefined ? undefined : await callOfResponse(log, earlier, "previous_response_id");
  const draft: Draft = { messages: parent ? continued(parent) : [], files: [] };
  instruct(draft, sent.instructions);
  if (typeof sent.input === "string") addParts(draft, "user", [{ type: "text", text: sent.input }]);
  else
    for (const [index, each] of (sent.input ?? []).entries()) {
      const turn = turnOf(draft, each, `input[${index}]`);
      if (turn) addParts(draft, ...turn);
    }
  const last = draft.messages.at(-1)?.role;
  if (last !== "user" && last !== "tool")
    throw new OpenaiError(400, "`input` must end with what the user or a tool says: models go on from there.", {
      param: "input",
      code: "invalid_value",
    });
  return { input: inputOf(sent, draft, parent), files: draft.files, stream: sent.stream ?? false };
}
