/**
 * Templates: prompts kept by name as YAML, one file each in `templates/` of the person's folder, and how their parameters are
 * filled in. Options are handed on as they stand; whether a model knows them is checked where they are used.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import {
  listNamedTexts,
  namedTextPath,
  readNamedText,
  removeNamedText,
  type TextKind,
  writeNamedText,
} from "./named-texts.ts";
import { readTextFile } from "./text-file.ts";

/** A kept prompt. Every field may be absent. */
export interface Template {
  /** System prompt, with parameters. */
  system?: string;
  /** Prompt, with parameters. `$input` is what the person adds; without it, that follows after a blank line. */
  prompt?: string;
  /** Model name or alias. */
  model?: string;
  /** How to answer. */
  options?: Options;
  /** JSON Schema of the answer, or its short form. */
  schema?: string | JsonObject;
  /** Which code block of the answer is wanted alone. Absent: the whole answer. */
  extract?: "first" | "last";
  /** Values of parameters that are not given. */
  defaults?: { [parameter: string]: string };
}

/** A template with its parameters filled in. */
export interface FilledTemplate {
  /** The prompt. Absent: neither the template nor the person has one. */
  prompt?: string;
  /** The system prompt. Absent: none. */
  system?: string;
}

const KIND: TextKind = { what: "template", folder: "templates", extension: ".yaml" };

/** `$name`, `${name}` or `{{name}}`; `$$` is a dollar sign. A dollar sign before anything else, as in $5, is itself. */
const PARAMETER = /\$\$|\$([A-Za-z_]\w*)|\$\{\s*([A-Za-z_]\w*)\s*\}|\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;
/** The parameter that stands for what the person adds. */
const INPUT = "input";

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: JsonValue): boolean {
  return typeof value === "string";
}

const FORMS: { [name in keyof Template]-?: { wanted: string; fits: (value: JsonValue) => boolean } } = {
  system: { wanted: "a text", fits: isText },
  prompt: { wanted: "a text", fits: isText },
  model: { wanted: "a model name", fits: isText },
  options: { wanted: "a mapping of options", fits: isObject },
  schema: { wanted: "a JSON Schema or its short form", fits: (value) => isText(value) || isObject(value) },
  extract: { wanted: "first, last or true", fits: (value) => value === "first" || value === "last" || value === true },
  defaults: {
    wanted: "a mapping of texts or numbers",
    fits: (value) =>
      isObject(value) && Object.values(value).every((each) => ["string", "number"].includes(typeof each)),
  },
};

/**
 * A template from its YAML text.
 * @param path named in error messages.
 * @throws SetupError with file and line for what is not YAML, not a mapping, an unknown key or a wrong value.
 */
export async function parseTemplate(text: string, path: string): Promise<Template> {
  const { isMap, isScalar, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problem = document.errors[0];
  if (problem) {
    const reason = problem.message.split(/ at line |\n/)[0];
    throw new SetupError(`${path}:${lines.linePos(problem.pos[0]).line} is not YAML (${reason}): mend that line.`);
  }
  const root = document.contents;
  if (!isMap(root)) throw new SetupError(`${path}:1 is not a template: write \`prompt: …\` or \`system: …\` lines.`);
  const template: { [name: string]: JsonValue } = {};
  for (const pair of root.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const start = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const at = `${path}:${lines.linePos(start).line}`;
    const known = Object.keys(FORMS);
    if (!known.includes(name)) {
      throw new SetupError(
        `${at} "${name}" is not a part of a template: the parts are ${known.join(", ")}.${nearestHint(name, known)}`,
      );
    }
    const form = FORMS[name as keyof Template];
    const value: JsonValue = document.get(name) === undefined ? null : (document.toJS()[name] as JsonValue);
    if (!form.fits(value)) throw new SetupError(`${at} "${name}" must be ${form.wanted}: mend that line.`);
    template[name] = value;
  }
  return normal(template);
}

function normal(template: { [name: string]: JsonValue }): Template {
  const { extract, defaults, ...rest } = template;
  const checked: Template = rest;
  if (extract !== undefined) checked.extract = extract === "last" ? "last" : "first";
  if (isObject(defaults)) {
    checked.defaults = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, String(value)]));
  }
  return checked;
}

/** Names of all templates, in order. */
export async function listTemplates(dir: string): Promise<string[]> {
  return listNamedTexts(dir, KIND);
}

/** The YAML text of a template. @throws SetupError if there is none of this name, naming the nearest. */
export async function readTemplateText(dir: string, name: string): Promise<string> {
  return readNamedText(dir, KIND, name);
}

/**
 * A template by name, or by path if it holds a slash or ends in `.yaml` or `.yml`.
 * @throws SetupError if there is none, naming the nearest, or with file and line if it is not one.
 */
export async function readTemplate(dir: string, nameOrPath: string): Promise<Template> {
  if (/[/\\]|\.ya?ml$/i.test(nameOrPath)) {
    return parseTemplate(await readTextFile(nameOrPath, "template"), nameOrPath);
  }
  return parseTemplate(await readNamedText(dir, KIND, nameOrPath), namedTextPath(dir, KIND, nameOrPath));
}

/**
 * Keeps a template's YAML text, over an older one of this name.
 * @throws SetupError with line if it is not a template, or if it cannot be written.
 */
export async function writeTemplateText(dir: string, name: string, text: string): Promise<void> {
  await parseTemplate(text, namedTextPath(dir, KIND, name));
  await writeNamedText(dir, KIND, name, text);
}

/** The YAML text of a template. */
export async function templateText(template: Template): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(template);
}

/** Forgets a template. @throws SetupError if there is none of this name. */
export async function removeTemplate(dir: string, name: string): Promise<void> {
  await removeNamedText(dir, KIND, name);
}

/** Names of the parameters of a template, in the order they first occur; `input` not among them. */
export function templateParameters(template: Template): string[] {
  const names = new Set<string>();
  for (const text of [template.system, template.prompt]) {
    for (const match of text?.matchAll(PARAMETER) ?? []) {
      const name = match[1] ?? match[2] ?? match[3];
      if (name !== undefined && name !== INPUT) names.add(name);
    }
  }
  return [...names];
}

/**
 * A template with values for its parameters. What stands in a value is not looked at again.
 * @param params values by name, over the template's defaults.
 * @param input what the person adds: the value of `$input`, or, where the prompt has none, put after it.
 * @throws SetupError for a parameter without a value, a value for no parameter, or a wanted but missing input.
 */
export function fillTemplate(template: Template, params: { [name: string]: string }, input?: string): FilledTemplate {
  const known = templateParameters(template);
  for (const name of Object.keys(params)) {
    if (known.includes(name)) continue;
    const those = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
    throw new SetupError(`The template has no parameter "${name}": ${those}.${nearestHint(name, known)}`);
  }
  const values = new Map([...Object.entries(template.defaults ?? {}), ...Object.entries(params)]);
  if (input !== undefined && input !== "") values.set(INPUT, input);
  let usesInput = false;
  const fill = (text: string): string =>
    text.replace(PARAMETER, (whole, plain?: string, braced?: string, doubled?: string) => {
      const name = plain ?? braced ?? doubled;
      if (name === undefined) return "$";
      if (name === INPUT) usesInput = true;
      const value = values.get(name);
      if (value !== undefined) return value;
      if (name === INPUT) throw new SetupError(`The template wants a prompt in place of ${whole}: add one.`);
      throw new SetupError(
        `The template has no value for ${whole}: add \`-p ${name} VALUE\`, or write $$ for a dollar sign.`,
      );
    });
  const filled: FilledTemplate = {};
  if (template.system !== undefined) filled.system = fill(template.system);
  const prompt = template.prompt === undefined ? undefined : fill(template.prompt);
  const added = usesInput || input === "" ? undefined : input;
  const pieces = [prompt, added].filter((piece) => piece !== undefined);
  if (pieces.length > 0) filled.prompt = pieces.join("\n\n");
  return filled;
}
