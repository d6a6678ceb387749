/** What both APIs say of how to answer, in our words: sampling, tools, the form of the answer. Asks nothing. */
import { z } from "zod";
import type { JsonObject } from "../record/json.ts";
import type { Options, ToolChoice, ToolDefinition } from "../record/request.ts";
import { parseOptions } from "../run/options.ts";
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

/** A JSON object as it came. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json()) as z.ZodType<JsonObject>;

/** A tool of either API, in one form. */
export interface SentFunction {
  /** Name. */
  name: string;
  /** What it does. */
  description?: string | null | undefined;
  /** JSON Schema of the arguments. */
  parameters?: JsonObject | null | undefined;
}

/** How a tool is to be chosen, in one form. */
export type SentChoice =
  | "auto"
  | "none"
  | "required"
  | { name: string }
  | { mode: "auto" | "required"; names: string[] };

/** The tools. */
export function toolsOf(sent: readonly SentFunction[] | undefined): ToolDefinition[] | undefined {
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
