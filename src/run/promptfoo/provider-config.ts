/**
 * `config` of providers and prompts: options under the names that providers' APIs use, tools, schemas. And what an answer is to code
 * of the person's own: the text, or the calls of tools as OpenAI's API gives them.
 * Source: https://www.promptfoo.dev/docs/providers/openai/ (2026-11-27).
 */
import type { JsonObject, JsonValue } from "../../record/json.ts";
import type { Options, ToolDefinition } from "../../record/request.ts";
import { toolCallsIn } from "../../scorers/tool-expectation.ts";
import { parseOptions } from "../options.ts";
import type { ScoringInput } from "../scoring-input.ts";
import type { Transform } from "../suite.ts";
import { type Code, codeFunction } from "./code.ts";
import { type Files, fileReference, isJavaScript } from "./files.ts";
import { isMapping, placing, type Spot, shownValue, textAt } from "./spot.ts";

/** Names of options in providers' APIs, and ours. */
const OPTIONS: { [name: string]: string } = {
  temperature: "temperature",
  top_p: "topP",
  topP: "topP",
  top_k: "topK",
  topK: "topK",
  max_tokens: "maxOutputTokens",
  max_completion_tokens: "maxOutputTokens",
  max_output_tokens: "maxOutputTokens",
  max_new_tokens: "maxOutputTokens",
  maxOutputTokens: "maxOutputTokens",
  num_predict: "maxOutputTokens",
  seed: "seed",
  stop: "stop",
  stop_sequences: "stop",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
  reasoning_effort: "reasoning",
};

const PRICES = ["cost", "inputCost", "outputCost", "audioCost"];

function toolOf(value: JsonValue, spot: Spot): ToolDefinition {
  const tool = isMapping(value) && isMapping(value.function) ? value.function : value;
  if (!isMapping(tool) || typeof tool.name !== "string")
    return spot.fail(`A tool is ${shownValue(value)}, but needs a \`name\`.`);
  const inputSchema = tool.parameters ?? tool.input_schema ?? tool.inputSchema ?? { type: "object" };
  if (!isMapping(inputSchema)) return spot.fail(`Tool \`${tool.name}\` has parameters that are no JSON Schema.`);
  const description = typeof tool.description === "string" ? tool.description : "";
  return { name: tool.name, description, inputSchema: inputSchema as JsonObject };
}

/** A value whose texts `file://…` are replaced with what the files hold. */
export async function withFiles(value: JsonValue, files: Files): Promise<JsonValue> {
  if (typeof value === "string") {
    const file = fileReference(value);
    return file && !isJavaScript(file.path) ? ((await files.content(file.path)) as JsonValue) : value;
  }
  if (Array.isArray(value)) return Promise.all(value.map((each) => withFiles(each, files)));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(async ([key, each]) => [key, await withFiles(each, files)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** What a `config` says of a model. */
export interface ReadConfig {
  /** Options of calls. */
  options: Options;
  /** Tools that it may call. Absent: none. */
  tools?: ToolDefinition[];
  /** JSON Schema that answers are held to. Absent: none. */
  schema?: JsonObject;
  /** Address of the API. Absent: the provider's own. */
  base?: string;
}

/** What a `config` says. @throws SetupError with file and line. */
export function readConfig(config: JsonObject, spot: Spot, note: (sentence: string) => void): ReadConfig {
  const options: JsonObject = {};
  const provider: JsonObject = {};
  const read: ReadConfig = { options: {} };
  for (const [key, value] of Object.entries(config)) {
    const at = spot.at(key);
    const known = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
    if (known !== undefined) options[known] = known === "stop" && typeof value === "string" ? [value] : value;
    else if (key === "apiKey")
      at.fail("A key does not belong in a file: run `penny keys set PROVIDER`, and leave `apiKey` out.");
    else if (key === "apiBaseUrl" || key === "apiHost") read.base = textAt(at.with(value), `\`${key}\``);
    else if ((key === "tools" || key === "functions") && Array.isArray(value))
      read.tools = value.map((tool, index) => toolOf(tool, at.at(index)));
    else if (key === "reasoning" && isMapping(value) && typeof value.effort === "string")
      options.reasoning = value.effort;
    else if (key === "response_format" && isMapping(value) && isMapping(value.json_schema))
      read.schema = (value.json_schema.schema ?? value.json_schema) as JsonObject;
    else if (PRICES.includes(key))
      note(`${at.place}: \`${key}\` is not read: prices come from the ledger (\`penny prices\`).`);
    else provider[key] = value;
  }
  if (Object.keys(provider).length > 0) options.provider = provider;
  return { ...read, options: placing(spot, () => parseOptions(options)) };
}

/** What an answer is to code: JSON where it was asked for, calls of tools where the model says nothing else, else its text. */
export function codeOutput({ call, output }: Pick<ScoringInput, "call" | "output">, isFunction: boolean): JsonValue {
  const calls = toolCallsIn(call.parts);
  if (calls.length > 0 && output === "") {
    const functions = calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) }));
    if (isFunction) return functions[0] ?? "";
    return functions.map((each, index) => ({ id: calls[index]?.id ?? "", type: "function", function: each }));
  }
  if (!call.request.schema || typeof output !== "string") return output;
  try {
    return JSON.parse(output) as JsonValue;
  } catch {
    return output;
  }
}

/** A change of the answer that is written at a spot. Absent: none. */
export async function transformAt(spot: Spot, files: Files): Promise<Transform | undefined> {
  if (spot.value === undefined) return undefined;
  const change: Code = await codeFunction(spot, ["output", "context"], files);
  return async (output, { vars, prompt }) => {
    const changed = await change(output, { vars, prompt: { raw: prompt, label: prompt }, metadata: {} });
    if (changed === undefined || changed === null) throw new Error("it returned nothing");
    return JSON.parse(JSON.stringify(changed)) as JsonValue;
  };
}
