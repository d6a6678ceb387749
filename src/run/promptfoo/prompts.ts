/**
 * Prompts of promptfoo configurations: texts, files of many kinds, functions of JavaScript and Python, conversations as JSON or YAML.
 * Source: https://www.promptfoo.dev/docs/configuration/prompts/ (2026-11-27).
 */
import { basename, extname } from "node:path";
import { parse as parseCsv } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { type Message, type Role, textMessage } from "../../record/message.ts";
import { messageOf, SetupError } from "../../record/setup-error.ts";
import type { SuitePrompt, Vars } from "../suite.ts";
import { type Files, isJavaScript, programReference } from "./files.ts";
import { distinctNames } from "./names.ts";
import { readConfig, withFiles } from "./provider-config.ts";
import { checkKeys, isMapping, itemsAt, placed, type Spot, shownValue, textAt } from "./spot.ts";
import type { Templates } from "./templates.ts";

/** A prompt with how a provider's list of prompts may call it. */
export interface ReadPrompt extends SuitePrompt {
  /** Its names. */
  ids: string[];
}

type Function = (about: { vars: Vars; provider: { id: string; label: string } }) => unknown;

const ROLES: { [role: string]: Role } = { system: "system", developer: "system", user: "user", assistant: "assistant" };

function contentText(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? content : [];
  return parts
    .map((part) => {
      if (isMapping(part) && typeof part.text === "string") return part.text;
      throw new SetupError(
        `A message holds ${shownValue(part)}, but only text is read: send files with \`attachments\` of a penny suite.`,
      );
    })
    .join("");
}

function isConversation(value: unknown): value is { [key: string]: JsonValue }[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => isMapping(each) && "role" in each);
}

/** The messages in a value, if it is a conversation. @throws SetupError for a role that is not known. */
function conversationIn(value: JsonValue): Message[] | undefined {
  const list = isMapping(value) && Array.isArray(value.messages) ? (value.messages as JsonValue) : value;
  if (!isConversation(list)) return undefined;
  return list.map(({ role, content }) => {
    const known = ROLES[String(role)];
    if (!known)
      throw new SetupError(`A message has the role ${shownValue(role)}; known: ${Object.keys(ROLES).join(", ")}.`);
    return textMessage(known, contentText(content));
  });
}

function parsed(text: string): JsonValue | undefined {
  try {
    if (/^\s*[[{]/.test(text)) return JSON.parse(text) as JsonValue;
    if (/^\s*- role:/.test(text)) return parseYaml(text) as JsonValue;
  } catch {
    // A template need not be JSON before it is filled.
  }
  return undefined;
}

/** The messages of a text: those of the conversation that it may be, else one. */
function messagesIn(text: string): Message[] {
  const value = parsed(text);
  return (value === undefined ? undefined : conversationIn(value)) ?? [textMessage("user", text)];
}

/** The messages of a template. A conversation is filled text by text, so that quotation marks in a variable break nothing. */
export function messagesOf(text: string, vars: Vars, templates: Templates): Message[] {
  const before = parsed(text);
  if (before === undefined) return messagesIn(templates.fill(text, vars));
  const filled = templates.fillAll(before, vars);
  return conversationIn(filled) ?? [textMessage("user", JSON.stringify(filled))];
}

function ofText(text: string, about: { name: string; ids: string[] }, templates: Templates): ReadPrompt {
  if (/\b_conversation\b/.test(text))
    throw new SetupError(
      "The prompt uses `_conversation`, but every call stands alone here: write the turns before it.",
    );
  return { ...about, variables: [], render: (vars) => messagesOf(text, vars, templates) };
}

function madeMessages(made: unknown): Message[] {
  const value = isMapping(made) && "prompt" in made ? made.prompt : made;
  if (typeof value === "string") return messagesIn(value);
  const messages = conversationIn(JSON.parse(JSON.stringify(value ?? null)) as JsonValue);
  return messages ?? [textMessage("user", JSON.stringify(value))];
}

function ofFunction(make: Function, about: { name: string; ids: string[] }): ReadPrompt {
  const render = async (vars: Vars, { model }: { model: string }): Promise<Message[]> => {
    try {
      return madeMessages(await make({ vars, provider: { id: model, label: model } }));
    } catch (error) {
      throw new SetupError(`Prompt \`${about.name}\` broke: ${messageOf(error).split("\n")[0]}`, { cause: error });
    }
  };
  return { ...about, variables: [], render };
}

/** Texts of a file with several prompts. */
function textsIn(path: string, text: string): string[] {
  const ending = extname(path).toLowerCase();
  if (ending === ".jsonl") return text.split("\n").filter((line) => line.trim() !== "");
  if (ending === ".csv") {
    const rows = parseCsv(text, { columns: true, skip_empty_lines: true }) as { [column: string]: string }[];
    return rows.map((row) => row.prompt ?? Object.values(row)[0] ?? "");
  }
  if (ending !== ".txt") return [text.trim()];
  return text
    .split(/^---\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

async function ofFile(
  reference: { path: string; name?: string },
  label: string | undefined,
  files: Files,
  templates: Templates,
): Promise<ReadPrompt[]> {
  const { path, name } = reference;
  const about = { name: label ?? (name === undefined ? basename(path) : `${basename(path)}:${name}`), ids: [path] };
  if (isJavaScript(path)) {
    const made = await files.exported(path, name);
    if (typeof made !== "function") throw new SetupError(`${path} exports no function${name ? ` \`${name}\`` : ""}.`);
    return [ofFunction(made as Function, about)];
  }
  if (path.endsWith(".py")) {
    const python: Function = (asked) => files.python(path, name ?? "get_prompt", [asked]);
    return [ofFunction(python, about)];
  }
  const texts = textsIn(path, await files.text(path));
  if (texts.length === 0) throw new SetupError(`${path} holds no prompt.`);
  return texts.map((text, index) => {
    const own = texts.length === 1 ? about.name : `${about.name} ${index + 1}`;
    return ofText(text, { name: own, ids: [path, own] }, templates);
  });
}

/** Whether a prompt's text is a path: promptfoo takes it so by its ending. */
function pathIn(text: string): string | undefined {
  if (text.startsWith("file://")) return text.slice("file://".length);
  const isPath = !/\s/.test(text) && /\.(txt|md|json|jsonl|ya?ml|j2|csv|py|[cm]?[jt]s)(:\w+)?$/.test(text);
  return isPath ? text : undefined;
}

async function ofPath(
  path: string,
  label: string | undefined,
  files: Files,
  templates: Templates,
): Promise<ReadPrompt[]> {
  const found = await files.matching(path);
  if (found.length === 1 && found[0] === path) return ofFile(programReference(path), label, files, templates);
  const prompts: ReadPrompt[] = [];
  for (const each of found) prompts.push(...(await ofFile({ path: each }, undefined, files, templates)));
  return prompts;
}

function textName(text: string, number: number): string {
  return text.length <= 40 && !text.includes("\n") ? text : `prompt ${number}`;
}

async function ofEntry(spot: Spot, number: number, files: Files, templates: Templates): Promise<ReadPrompt[]> {
  const prompts = await placed(spot, () => unconfigured(spot, number, files, templates));
  if (!isMapping(spot.value) || !isMapping(spot.value.config)) return prompts;
  const at = spot.at("config");
  const config = (await placed(at, () => withFiles(at.value as JsonObject, files))) as JsonObject;
  const { options, schema, tools, base } = readConfig(config, at, () => undefined);
  if (tools || base !== undefined) return at.fail("Tools and addresses are a provider's: write them there.");
  return prompts.map((each) => ({ ...each, options, ...(schema ? { schema } : {}) }));
}

async function unconfigured(spot: Spot, number: number, files: Files, templates: Templates): Promise<ReadPrompt[]> {
  const { value } = spot;
  if (typeof value === "function")
    return [ofFunction(value as Function, { name: value.name || `prompt ${number}`, ids: [value.name] })];
  if (typeof value === "string") {
    const path = pathIn(value);
    if (path !== undefined) return ofPath(path, undefined, files, templates);
    const name = textName(value, number);
    return [ofText(value, { name, ids: [value, name] }, templates)];
  }
  checkKeys(spot, "The prompt", ["id", "label", "raw", "config", "function", "display"]);
  const { id, label, raw, function: make } = spot.value as { [key: string]: unknown };
  const name = typeof label === "string" ? label : undefined;
  const ids = [id, label].filter((each) => typeof each === "string");
  if (typeof make === "function") return [ofFunction(make as Function, { name: name ?? `prompt ${number}`, ids })];
  const text = textAt(spot.at(raw === undefined ? "id" : "raw"), "The prompt");
  const path = pathIn(text);
  if (path === undefined)
    return [ofText(text, { name: name ?? textName(text, number), ids: [text, ...ids] }, templates)];
  const prompts = await ofPath(path, name, files, templates);
  return prompts.map((each) => ({ ...each, ids: [...each.ids, ...ids] }));
}

/** All prompts, with names that differ. @throws SetupError with file and line. */
export async function promptsOf(spot: Spot, files: Files, templates: Templates): Promise<ReadPrompt[]> {
  if (spot.value === undefined) return spot.fail("The configuration has no `prompts`: add at least one.");
  const named = isMapping(spot.value) && !("raw" in spot.value || "id" in spot.value);
  const spots = named
    ? Object.entries(spot.value as { [path: string]: unknown }).map(([id, label]) => spot.at(id).with({ id, label }))
    : itemsAt(spot);
  const prompts: ReadPrompt[] = [];
  for (const [index, each] of spots.entries()) prompts.push(...(await ofEntry(each, index + 1, files, templates)));
  if (prompts.length === 0) return spot.fail("The configuration has no prompt: add at least one.");
  const names = distinctNames(prompts.map((prompt) => prompt.name));
  return prompts.map((prompt, index) => ({ ...prompt, name: names[index] as string }));
}
