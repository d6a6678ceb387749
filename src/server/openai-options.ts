/** What both APIs say of how to answer, in our words: sampling, tools, the form of the answer. Asks nothing. */
import { z } from "zod";
import type { JsonObject } from "../record/json.ts";
import type { Options, ToolChoice, ToolDefinition } from "../record/request.ts";
import { parseOptions } from "../run/options.ts";
import { type FieldRules, never, unless } from "./openai-body.ts";
import { OpenaiError } from "./openai-error.ts";

/** Fields that change no answer, in both APIs. */
export const ignoredFields: readonly string[] = [
  "user",
  "metadata",
  "store",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "service_tier",
];

/** Fields of both APIs that would change the answer and cannot be kept. */
export const refusedFields: FieldRules["refused"] = {
  top_logprobs: unless((value) => value === 0, "`top_logprobs` cannot be given: penny keeps no probabilities."),
  parallel_tool_calls: unless((value) => value === true, "`parallel_tool_calls` cannot be switched off here."),
  moderation: never("`moderation` is not done here."),
};

/** A JSON object as it came. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json()) as z.ZodType<JsonObject>;

/** That a tool is a function: the only kind. */
export const functionType: z.ZodLiteral<"function"> = z.literal("function", {
  error: "only tools of type `function` can be offered here",
});

/** What both APIs say of a function. */
export const sentFunction: z.ZodObject<{
  name: z.ZodString;
  description: z.ZodOptional<z.ZodNullable<z.ZodString>>;
  parameters: z.ZodOptional<z.ZodNullable<z.ZodType<JsonObject>>>;
}> = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: jsonObject.nullish(),
});

/** How a tool is to be chosen, in one form. */
export type SentChoice =
  | "auto"
  | "none"
  | "required"
  | { name: string }
  | { mode: "auto" | "required"; names: string[] };

/** The tools. */
export function toolsOf(sent: readonly z.infer<typeof sentFunction>[] | undefined): ToolDefinition[] | undefined {
  return sent?.map(({ name, description, parameters }) => ({
    name,
    description: description ?? "",
    inputSchema: parameters ?? { type: "object", properties: {} },
  }));
}

/** Tools and choice as the library takes them. @throws OpenaiError for a choice of a tool that is not there. */
export function toolInput(
  tools: ToolDefinition[] | undefined,
  choice: SentChoice | undefined,
): { tools?: ToolDefinition[]; toolChoice?: ToolChoice } {
  const names = typeof choice === "object" ? ("names" in choice ? choice.names : [choice.name]) : [];
  const missing = names.find((name) => !tools?.some((tool) => tool.name === name));
  if (missing !== undefined || (choice === "required" && !tools?.length)) {
    const what = missing === undefined ? "a tool is to be used, but there is none" : `no tool is named \`${missing}\``;
    throw new OpenaiError(400, `\`tool_choice\` does not fit: ${what}.`, {
      param: "tool_choice",
      code: "invalid_value",
    });
  }
  if (!tools?.length) return {};
  if (typeof choice !== "object") return { tools, ...(choice === undefined ? {} : { toolChoice: choice }) };
  if ("name" in choice) return { tools, toolChoice: choice };
  return { tools: tools.filter(({ name }) => choice.names.includes(name)), toolChoice: choice.mode };
}

/** The form of the answer, the same in both APIs but for where the schema lies. */
export interface SentFormat {
  /** `text`, `json_object` or `json_schema`. */
  type: "text" | "json_object" | "json_schema";
  /** JSON Schema, for `json_schema`. */
  schema?: JsonObject | undefined;
}

/** The schema that holds an answer to its form. @throws OpenaiError if there should be one. */
export function schemaOf(format: SentFormat | undefined, param: string): { schema?: JsonObject } {
  if (!format || format.type === "text") return {};
  if (format.type === "json_object") return { schema: { type: "object" } };
  if (format.schema) return { schema: format.schema };
  throw new OpenaiError(400, `\`${param}\` is missing: \`json_schema\` needs one.`, {
    param,
    code: "missing_required_parameter",
  });
}

/** Options, checked. @param sent by our names; absent ones are left out. @throws SetupError for a value out of range. */
export function optionsOf(sent: { [name in keyof Options]?: Options[name] | undefined }): { options?: Options } {
  const given = Object.entries(sent).filter(([, value]) => value !== undefined);
  return given.length > 0 ? { options: parseOptions(Object.fromEntries(given) as JsonObject) } : {};
}
