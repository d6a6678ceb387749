/** From our request to the call options of an AI SDK provider package (LanguageModelV4). Sends nothing. */
import type {
  JSONSchema7,
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  SharedV4ProviderOptions,
} from "@ai-sdk/provider";
import type { JsonObject } from "../record/json.ts";
import { type FilePart, type Message, type Part, type ToolResultPart, textOf } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Capabilities } from "./model.ts";
import { takesMinP } from "./own-options.ts";
import { isTextFile } from "./text-file-type.ts";
import { asksStrict, fixedOptions, optionsKeys, type WireFormat } from "./wire-format.ts";

type ReadFile = (part: FilePart) => Promise<Uint8Array>;
type UserContent = Extract<LanguageModelV4Message, { role: "user" }>["content"];
type AssistantContent = Extract<LanguageModelV4Message, { role: "assistant" }>["content"];
type ToolContent = Extract<LanguageModelV4Message, { role: "tool" }>["content"];
type ToolResult = Extract<ToolContent[number], { type: "tool-result" }>;

function metadata(provider: JsonObject | undefined): { providerOptions?: SharedV4ProviderOptions } {
  return provider ? { providerOptions: provider as SharedV4ProviderOptions } : {};
}

/** A text file as text with its name, since most wire formats carry no text files and some drop them without a word. */
function inlined(part: FilePart, bytes: Uint8Array): { type: "text"; text: string } {
  const text = new TextDecoder().decode(bytes);
  const name = part.name ?? "attachment";
  return { type: "text", text: `<document name=${JSON.stringify(name)}>\n${text}\n</document>` };
}

async function fileContent(part: FilePart, readFile: ReadFile): Promise<UserContent[number]> {
  const bytes = await readFile(part);
  if (isTextFile(part.mediaType)) return inlined(part, bytes);
  const filename = part.name === undefined ? {} : { filename: part.name };
  return { type: "file", mediaType: part.mediaType, data: { type: "data", data: bytes }, ...filename };
}

function toolResult(part: ToolResultPart): ToolResult {
  const { output, error } = part;
  const shared = { type: "tool-result" as const, toolCallId: part.id, toolName: part.name };
  if (typeof output === "string") return { ...shared, output: { type: error ? "error-text" : "text", value: output } };
  return { ...shared, output: { type: error ? "error-json" : "json", value: output } };
}

/**
 * Whether a format carries files that a model made, in its own turns. Of the others some packages refuse the whole request and
 * some drop the file without a word.
 */
function carriesMadeFiles(format: WireFormat): boolean {
  return format === "google";
}

async function assistantPart(part: Part, format: WireFormat, readFile: ReadFile): Promise<AssistantContent[number]> {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text, ...metadata(part.provider) };
    case "reasoning":
      return { type: "reasoning", text: part.text, ...metadata(part.provider) };
    case "tool-call":
      return {
        type: "tool-call",
        toolCallId: part.id,
        toolName: part.name,
        input: part.input,
        ...(part.providerExecuted ? { providerExecuted: true } : {}),
        ...metadata(part.provider),
      };
    case "tool-result":
      return toolResult(part);
    case "file":
      // A turn must not become empty: providers refuse that.
      if (!carriesMadeFiles(format) && !isTextFile(part.mediaType))
        return { type: "text", text: `[${part.mediaType}, not shown again]` };
      return fileContent(part, readFile);
  }
}

async function userPart(part: Part, readFile: ReadFile): Promise<UserContent[number] | undefined> {
  if (part.type === "text") return { type: "text", text: part.text, ...metadata(part.provider) };
  if (part.type === "file") return fileContent(part, readFile);
  return undefined;
}

async function messageFor(message: Message, format: WireFormat, readFile: ReadFile): Promise<LanguageModelV4Message> {
  switch (message.role) {
    case "system":
      return { role: "system", content: textOf(message.parts) };
    case "user": {
      const content = await Promise.all(message.parts.map((part) => userPart(part, readFile)));
      return { role: "user", content: content.filter((part) => part !== undefined) };
    }
    case "assistant":
      return {
        role: "assistant",
        content: await Promise.all(message.parts.map((part) => assistantPart(part, format, readFile))),
      };
    case "tool":
      return {
        role: "tool",
        content: message.parts.flatMap((part) => (part.type === "tool-result" ? [toolResult(part)] : [])),
      };
  }
}

/** Our messages as the SDK takes them; the bytes of files are read here. */
async function sdkPrompt(
  messages: readonly Message[],
  format: WireFormat,
  readFile: ReadFile,
): Promise<LanguageModelV4Prompt> {
  return Promise.all(messages.map((message) => messageFor(message, format, readFile)));
}

function toolOptions(request: Request): Partial<LanguageModelV4CallOptions> {
  if (!request.tools?.length) return {};
  const { toolChoice } = request;
  return {
    tools: request.tools.map((tool) => ({
      type: "function",
      name: tool.name,
      description: tool.description,
      inputSchema: tool.inputSchema as JSONSchema7,
    })),
    ...(toolChoice === undefined
      ? {}
      : {
          toolChoice:
            typeof toolChoice === "string" ? { type: toolChoice } : { type: "tool", toolName: toolChoice.name },
        }),
  };
}

/** What the request is for. */
export interface SdkTarget {
  /** Wire format. */
  format: WireFormat;
  /** What the model can do. */
  capabilities: Capabilities;
}

/**
 * Options of the packages' own. OpenAI's package knows which models reason by a list of names; a newer model is taken for one
 * that does not, and loses its reasoning effort without a word, unless it is told. Summaries of reasoning are asked for only by
 * the person (`provider.reasoning`): OpenAI refuses the whole request of an organisation that is not verified for them.
 * Source: https://help.openai.com/en/articles/10910291-api-organization-verification (read 2026-11-23).
 *
 * Packages ask for strict schemas, in which OpenAI wants every member named; a schema that names none (any object) would be refused.
 * Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas (read 2026-11-23).
 */
function packageOptions(request: Request, target: SdkTarget): SharedV4ProviderOptions {
  const { format, capabilities } = target;
  const own: JsonObject = { ...fixedOptions[format] };
  if (asksStrict.has(format) && request.schema && request.schema.properties === undefined) own.strictJsonSchema = false;
  if (format === "openai-responses" || format === "openai-chat") {
    const asked = request.options.reasoning ?? "none";
    if (capabilities.reasoning ?? asked !== "none") own.forceReasoning = true;
  }
  if (format === "openai-responses") own.reasoningSummary = null;
  if (format === "bedrock" && request.options.provider) own.additionalModelRequestFields = request.options.provider;
  return Object.keys(own).length > 0 ? { [optionsKeys[format]]: own } : {};
}

/** Call options for one attempt. */
export async function sdkOptions(
  request: Request,
  target: SdkTarget,
  readFile: ReadFile,
  abortSignal: AbortSignal,
): Promise<LanguageModelV4CallOptions> {
  const { options, schema } = request;
  const { format } = target;
  return {
    prompt: await sdkPrompt(request.messages, format, readFile),
    abortSignal,
    ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    ...(options.topP === undefined ? {} : { topP: options.topP }),
    ...(options.topK === undefined || format === "openai-compatible" ? {} : { topK: options.topK }),
    ...(options.maxOutputTokens === undefined ? {} : { maxOutputTokens: options.maxOutputTokens }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.stop === undefined ? {} : { stopSequences: options.stop }),
    ...(options.presencePenalty === undefined ? {} : { presencePenalty: options.presencePenalty }),
    ...(options.frequencyPenalty === undefined ? {} : { frequencyPenalty: options.frequencyPenalty }),
    ...(options.reasoning === undefined || target.capabilities.reasoning === false
      ? {}
      : { reasoning: options.reasoning }),
    ...(schema === undefined
      ? {}
      : { responseFormat: { type: "json", schema: schema as JSONSchema7, name: "answer" } }),
    ...toolOptions(request),
    providerOptions: packageOptions(request, target),
  };
}

/** What of a request is not sent to this model, one sentence each. */
export function unsendable(request: Request, target: SdkTarget): string[] {
  const { format, capabilities } = target;
  const left: string[] = [];
  if (capabilities.reasoning === false && (request.options.reasoning ?? "none") !== "none")
    left.push("Option `reasoning` was left out: this model does not reason.");
  if (request.options.minP !== undefined && !takesMinP(format))
    left.push("Option `minP` was left out: this provider has no such option.");
  const made = request.messages.flatMap((message) => (message.role === "assistant" ? message.parts : []));
  const types = new Set(made.filter((part) => part.type === "file").map((part) => part.mediaType));
  for (const type of types)
    if (!isTextFile(type) && !carriesMadeFiles(format))
      left.push(
        `Files that a model made earlier (${type}) were left out: this provider takes files only from the person.`,
      );
  return left;
}
