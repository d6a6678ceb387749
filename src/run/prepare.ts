/**
 * From what a person says (prompt, template, fragments, attachments, schema, continue) to a model and a request.
 * Everything that can be wrong is found here, before anything is sent. Sends nothing itself, but fetches attachments given
 * by address.
 */
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import type { JsonObject } from "../record/json.ts";
import type { FilePart, Message, Part } from "../record/message.ts";
import type { Options, Request, ToolChoice, ToolDefinition } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { parseSchema } from "../record/short-schema.ts";
import { fillTemplate, type Template } from "../store/templates.ts";
import { parseOptions } from "./options.ts";

/** A file to send: a path or http(s) address, or bytes in hand. */
export type AttachmentInput = string | { bytes: Uint8Array; mediaType?: string; name?: string };

/** What a person asks for. Everything is optional but something must be said: a prompt, a template, a fragment or an attachment. */
export interface PromptInput {
  /** The prompt. */
  prompt?: string;
  /** System prompt. */
  system?: string;
  /** Model name or alias. Absent: the template's, the continued call's, or the default model. */
  model?: string;
  /** Files to send with the prompt. */
  attachments?: AttachmentInput[];
  /** Longer texts put before the prompt: path, address or saved name each. */
  fragments?: string[];
  /** Name or path of a template. */
  template?: string;
  /** Values for the template's parameters. */
  params?: { [name: string]: string };
  /** How to answer. */
  options?: Options;
  /** JSON Schema of the answer: an object, its JSON text, or the short form `name, age int`. */
  schema?: string | JsonObject;
  /** Tools the model may call. They are not run. */
  tools?: ToolDefinition[];
  /** Which of the tools. Absent: the model chooses. */
  toolChoice?: ToolChoice;
  /** Continue a conversation: the id of its last call, or `true` for the latest call in the log. */
  continue?: string | true;
  /** Whole conversation so far; with `continue` in place of what the log has of it. */
  messages?: Message[];
  /** Keeps the bytes of path attachments in the log too. Default: path, size and SHA-256 only. */
  storeAttachments?: boolean;
}

/** A call ready to be made. */
export interface Prepared {
  /** Who will answer. */
  model: Model;
  /** What will be asked. */
  request: Request;
  /** The call it continues. Absent: none. */
  parent?: string;
  /** Code block that the template takes from the answer. Absent: the whole answer. */
  extract?: "first" | "last";
}

/** Where the pieces come from; wired by the library. */
export interface PrepareContext {
  /** A model by name; the default model for `undefined`. Throws SetupError. */
  resolve: (name: string | undefined) => Promise<Model>;
  /** A file by path or address, or bytes in hand, recorded in the log. Throws SetupError. */
  attach: (input: AttachmentInput, storeBytes: boolean) => Promise<FilePart>;
  /** A text by path, address or saved fragment name. Throws SetupError. */
  fragment: (name: string) => Promise<string>;
  /** A template by name or path. Throws SetupError. */
  template: (name: string) => Promise<Template>;
  /** The call to continue. Throws SetupError if there is none. */
  conversation: (id: string | true) => Promise<Call>;
  /** Refuses, before sending, what the model cannot read or do. Throws SetupError. */
  check: (model: Model, request: Request) => void;
}

/** The messages so far of a call and its answer, ready for a next user turn. */
export function continued(call: Call): Message[] {
  return [...call.request.messages, { role: "assistant", parts: call.parts }];
}

function withSystem(messages: Message[], system: string | undefined): Message[] {
  if (system === undefined) return messages;
  const rest = messages.filter((message) => message.role !== "system");
  return [{ role: "system", parts: [{ type: "text", text: system }] }, ...rest];
}

async function userParts(context: PrepareContext, input: PromptInput, prompt: string | undefined): Promise<Part[]> {
  const parts: Part[] = [];
  for (const attachment of input.attachments ?? []) {
    parts.push(await context.attach(attachment, input.storeAttachments ?? false));
  }
  const texts: string[] = [];
  for (const name of input.fragments ?? []) texts.push(await context.fragment(name));
  if (prompt !== undefined && prompt !== "") texts.push(prompt);
  if (texts.length > 0) parts.push({ type: "text", text: texts.join("\n\n") });
  return parts;
}

/**
 * Prepares a call.
 * @throws SetupError for an unknown model, template, fragment or call, an unreadable attachment, a bad schema, or content
 * that the model does not take.
 */
export async function prepare(context: PrepareContext, input: PromptInput): Promise<Prepared> {
  const template = input.template === undefined ? undefined : await context.template(input.template);
  const filled = template ? fillTemplate(template, { ...input.params }, input.prompt) : undefined;
  const parent = input.continue === undefined ? undefined : await context.conversation(input.continue);
  const model = await context.resolve(input.model ?? template?.model ?? parent?.request.model);
  const parts = await userParts(context, input, filled ? filled.prompt : input.prompt);
  const before = input.messages ?? (parent ? continued(parent) : []);
  if (parts.length === 0 && before.at(-1)?.role !== "user" && before.at(-1)?.role !== "tool") {
    throw new SetupError(
      'There is nothing to ask: give a prompt, as in `penny "Why is the sky blue?"`, or pipe text in.',
    );
  }
  const user: Message[] = parts.length > 0 ? [{ role: "user", parts }] : [];
  const schema = input.schema ?? template?.schema;
  const request: Request = {
    model: model.id,
    messages: [...withSystem(before, input.system ?? filled?.system), ...user],
    options: { ...parseOptions({ ...template?.options } as JsonObject), ...input.options },
    ...(input.tools?.length ? { tools: input.tools } : {}),
    ...(input.toolChoice === undefined ? {} : { toolChoice: input.toolChoice }),
    ...(schema === undefined ? {} : { schema: typeof schema === "string" ? parseSchema(schema) : schema }),
  };
  context.check(model, request);
  return {
    model,
    request,
    ...(parent ? { parent: parent.id } : {}),
    ...(template?.extract ? { extract: template.extract } : {}),
  };
}
