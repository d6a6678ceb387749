/** Prompts of a suite: texts, conversations, files, functions. Reads no file itself. */

import { z } from "zod";
import { type Message, textMessage } from "../record/message.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import type { SuitePrompt, Vars } from "./suite.ts";
import type { MessageContent, PromptContent, PromptFunction, SuiteContent } from "./suite-content.ts";

import type { Path, SuiteSource } from "./suite-source.ts";
import { fillVariables, variablesOf } from "./suite-variables.ts";

const conversation = z.array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() }));

/** Prompts with the path of each in the file. */
export function promptList(
  prompts: SuiteContent["prompts"],
): { written: string | PromptFunction | PromptContent; path: Path }[] {
  if (!Array.isArray(prompts)) return [{ written: prompts, path: ["prompts"] }];
  return prompts.map((written, index) => ({ written, path: ["prompts", index] }));
}

/** The file that a prompt names. */
export function promptFile(written: string | PromptFunction | PromptContent): string | undefined {
  return typeof written === "object" ? written.file : undefined;
}

function ofMessages(name: string, messages: MessageContent[]): SuitePrompt {
  return {
    name,
    variables: variablesOf(messages.map((each) => each.content)),
    render: (vars) => messages.map(({ role, content }) => textMessage(role, fillVariables(content, vars))),
  };
}

function ofFunction(name: string, make: PromptFunction): SuitePrompt {
  const render = async (vars: Vars, about: { model: string }): Promise<Message[]> => {
    try {
      const made = await make(vars, about);
      return typeof made === "string" ? [textMessage("user", made)] : made;
    } catch (error) {
      throw new SetupError(`Prompt \`${name}\` broke: ${messageOf(error)}`, { cause: error });
    }
  };
  return { name, variables: [], render };
}

function withSystem(system: string | undefined, rest: MessageContent[]): MessageContent[] {
  return system === undefined ? rest : [{ role: "system", content: system }, ...rest];
}

/** The messages in a prompt's file; `undefined`: it is a plain text. */
function messagesIn(text: string, file: string): { messages: MessageContent[] } | { problem: string } | undefined {
  if (!/\.json$/i.test(file)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON (${messageOf(error)})` };
  }
  const parsed = conversation.safeParse(value);
  if (!parsed.success)
    return { problem: "it is no list of { role, content } with the roles system, user and assistant" };
  return parsed.data.length > 0 ? { messages: parsed.data } : { problem: "it has no messages" };
}

function ofFile(name: string, written: PromptContent, text: string, path: Path, source: SuiteSource): SuitePrompt {
  const file = written.file ?? "";
  if (text.trim() === "")
    return source.fail([...path, "file"], `The prompt's file ${file} is empty: write the prompt in it.`);
  const found = messagesIn(text, file);
  if (found && "problem" in found)
    return source.fail([...path, "file"], `The prompt's file ${file} is no conversation: ${found.problem}.`);
  const content = text.replace(/\r?\n$/, "");
  return ofMessages(name, withSystem(written.system, found?.messages ?? [{ role: "user", content }]));
}

/**
 * The prompt at a path.
 * @param texts of the files that prompts name.
 */
export function promptOf(
  written: string | PromptFunction | PromptContent,
  index: number,
  path: Path,
  source: SuiteSource,
  texts: ReadonlyMap<string, string>,
): SuitePrompt {
  const usual = `prompt ${index + 1}`;
  if (typeof written === "string") return ofMessages(usual, [{ role: "user", content: written }]);
  if (typeof written === "function") return ofFunction(written.name || usual, written);
  const name = written.name ?? usual;
  const forms = [written.text, written.file, written.messages].filter((form) => form !== undefined);
  if (forms.length !== 1)
    return source.fail(
      path,
      `Prompt \`${name}\` has ${forms.length === 0 ? "none" : "several"} of \`text\`, \`file\` and \`messages\`: give it one.`,
    );
  if (written.file !== undefined) {
    const text = texts.get(written.file);
    if (text === undefined)
      return source.fail([...path, "file"], "A prompt in a file can only be read of a suite that is a file itself.");
    return ofFile(name, written, text, path, source);
  }
  const messages = written.messages ?? [{ role: "user" as const, content: written.text ?? "" }];
  if (messages.at(-1)?.role !== "user")
    return source.fail(
      [...path, "messages"],
      `Prompt \`${name}\` does not end with the user's turn, so there is nothing to answer.`,
    );
  return ofMessages(name, withSystem(written.system, messages));
}
