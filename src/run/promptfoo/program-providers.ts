/**
 * Providers of promptfoo configurations that are no models but programs: `echo`, `exec:`, Python and JavaScript files, addresses.
 * They get the prompt and the case's variables.
 * Source: https://www.promptfoo.dev/docs/providers/custom-script/, .../python/, .../custom-api/, .../http/ (2026-11-27).
 */
import { type Answered, answeringModel } from "../../models/answering-model.ts";
import type { Model } from "../../models/model.ts";
import { askAddress, type PlainRequest } from "../../models/plain-http.ts";
import { sha256 } from "../../record/hash.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../../record/json.ts";
import { textOf } from "../../record/message.ts";
import type { Request } from "../../record/request.ts";
import { SetupError } from "../../record/setup-error.ts";
import { runProgram } from "../../sandbox/run-program.ts";
import type { Vars } from "../suite.ts";
import { codeFunction } from "./code.ts";
import { type Files, isJavaScript, programReference } from "./files.ts";
import { checkKeys, isMapping, numberAt, type Spot, shownValue } from "./spot.ts";
import type { Templates } from "./templates.ts";

/** What a program is given beside the prompt. */
export interface ProgramContext {
  /** The provider's id as it is written. */
  id: string;
  /** Its `config`. Empty: none. */
  config: JsonObject;
  /** Where that stands. */
  spot: Spot;
  /** Reads and calls files. */
  files: Files;
  /** Fills templates. */
  templates: Templates;
  /** Asks over HTTP. Absent: nothing can be asked. */
  fetch: typeof globalThis.fetch | undefined;
}

/** Key under which the variables of a case stand in a request to a program, so that they are part of what was asked. */
const VARS = "vars";

/** Options of a call to a program: the variables of the case, and what tells the program from one that was changed. */
export function programOptions(vars: Vars, program: string): { provider: JsonObject } {
  return { provider: { [VARS]: vars, program } };
}

/**
 * What tells a program from others, so that answers of an older one are not taken for its own: a hash of its configuration and of the
 * files that its name holds. What these import or call is not in it.
 */
export async function programMark({ config, files }: ProgramContext, named: string): Promise<string> {
  const texts: string[] = [];
  for (const word of wordsOf(named.replace(/^(file:\/\/|exec:|python:|javascript:)/, ""))) {
    const { path } = programReference(word);
    texts.push(await files.text(path).catch(() => word));
  }
  return sha256(canonicalJson([config, ...texts])).slice(0, 16);
}

function varsIn(request: Request): Vars {
  const vars = request.options.provider?.[VARS];
  return isMapping(vars) ? (vars as Vars) : {};
}

/** The prompt as promptfoo hands it on: the text, or a conversation as JSON. */
function promptText(request: Request): string {
  const [first, ...others] = request.messages;
  if (first && others.length === 0 && first.role === "user") return textOf(first.parts);
  return JSON.stringify(request.messages.map(({ role, parts }) => ({ role, content: textOf(parts) })));
}

/** What a program returned: a text, or `{ output, error, tokenUsage }`. @throws Error */
function answeredBy(made: unknown): Answered {
  if (!isMapping(made) || !("output" in made || "error" in made))
    return { text: typeof made === "string" ? made : JSON.stringify(made ?? "") };
  if (made.error !== undefined && made.error !== null && made.error !== "") throw new Error(String(made.error));
  const { output, tokenUsage } = made;
  const text = typeof output === "string" ? output : JSON.stringify(output ?? "");
  if (!isMapping(tokenUsage)) return { text };
  const { prompt, completion } = tokenUsage;
  const usage = {
    ...(typeof prompt === "number" ? { inputTokens: prompt } : {}),
    ...(typeof completion === "number" ? { outputTokens: completion } : {}),
  };
  return { text, usage };
}

/** A command line in words; quotation marks hold words together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? "");
}

function modelOf(
  provider: string,
  name: string,
  answer: (request: Request, signal: AbortSignal) => Promise<Answered>,
): Model {
  return answeringModel({ provider, name: name.replaceAll(/\s+/g, " "), answer });
}

function execModel(context: ProgramContext, line: string): Model {
  const [command, ...args] = wordsOf(line);
  if (command === undefined) return context.spot.fail("`exec:` names no program.");
  const { files, config } = context;
  return modelOf("exec", line, async (request, signal) => {
    const about = [JSON.stringify({ config }), JSON.stringify({ vars: varsIn(request) })];
    const all = [...args, promptText(request), ...about];
    const { code, stdout, stderr } = await runProgram(command, all, { folder: files.folder, env: files.env, signal });
    if (code !== 0) throw new Error(`it ended with ${code}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
    return { text: stdout.trim() };
  });
}

function pythonModel(context: ProgramContext, { path, name = "call_api" }: { path: string; name?: string }): Model {
  const { files, config } = context;
  return modelOf("python", name === "call_api" ? path : `${path}:${name}`, async (request) =>
    answeredBy(await files.python(path, name, [promptText(request), { config }, { vars: varsIn(request) }])),
  );
}

/** An object with `callApi`, which a class of a JavaScript provider makes. */
interface CallApi {
  callApi: (prompt: string, context: { vars: Vars }, options: { config: JsonObject }) => unknown;
}

/** A model of a function, or of a class with `callApi`. */
export function functionModel(context: ProgramContext, made: unknown, name: string): Model {
  const { config, id } = context;
  if (typeof made !== "function") return context.spot.fail(`${name} exports neither a function nor a class.`);
  const isClass = "prototype" in made && typeof made.prototype?.callApi === "function";
  const Provider = made as unknown as new (options: { id: string; config: JsonObject }) => CallApi;
  const own = isClass ? new Provider({ id, config }) : undefined;
  const call = made as CallApi["callApi"];
  return modelOf("javascript", name, async (request) => {
    const about = { vars: varsIn(request), config };
    const prompt = promptText(request);
    return answeredBy(await (own ? own.callApi(prompt, about, { config }) : call(prompt, about, { config })));
  });
}

const HTTP_KEYS = [
  "url",
  "method",
  "headers",
  "body",
  "queryParams",
  "request",
  "transformResponse",
  "responseParser",
  "timeout",
];
const HTTP_BEYOND = {
  validateStatus: "a status of 400 or more is an error",
  maxRetries: "a program is asked once; what it does twice is yours to say",
};

/** A request that is written as it goes over the wire. */
function rawRequest(text: string, id: string, spot: Spot): PlainRequest {
  const [head = "", ...rest] = text.replaceAll("\r\n", "\n").trim().split("\n\n");
  const [first = "", ...lines] = head.split("\n");
  const [method = "", path = ""] = first.trim().split(/\s+/);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const host = Object.entries(headers).find(([name]) => name.toLowerCase() === "host")?.[1];
  const url = /^https?:/.test(path)
    ? path
    : /^https?:\/\//.test(id)
      ? new URL(path, id).href
      : `https://${host}${path}`;
  if (!URL.canParse(url)) return spot.fail(`\`request\` names no address: ${shownValue(first)}.`);
  const body = rest.join("\n\n");
  return { url, method, headers, ...(body === "" ? {} : { body }) };
}

function httpRequest({ config, id, templates, spot }: ProgramContext, vars: Vars): PlainRequest {
  // Inside a JSON body a text must keep the string that it stands in whole.
  const escaped = Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [
      name,
      typeof value === "string" ? JSON.stringify(value).slice(1, -1) : value,
    ]),
  );
  if (typeof config.request === "string") {
    const isJson = /content-type:\s*application\/json/i.test(config.request);
    return rawRequest(templates.fill(config.request, isJson ? escaped : vars), id, spot);
  }
  const url = new URL(templates.fill(typeof config.url === "string" ? config.url : id, vars));
  for (const [name, value] of Object.entries(isMapping(config.queryParams) ? config.queryParams : {}))
    url.searchParams.set(name, templates.fill(String(value), vars));
  const headers = templates.fillAll(isMapping(config.headers) ? (config.headers as JsonObject) : {}, vars) as {
    [name: string]: string;
  };
  const method = typeof config.method === "string" ? config.method : config.body === undefined ? "GET" : "POST";
  if (config.body === undefined) return { url: url.href, method, headers };
  if (typeof config.body === "string") {
    const isJson = /^\s*[[{]/.test(config.body);
    return { url: url.href, method, headers, body: templates.fill(config.body, isJson ? escaped : vars) };
  }
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const body = JSON.stringify(templates.fillAll(config.body as JsonValue, vars));
  return {
    url: url.href,
    method,
    headers: { ...(hasType ? {} : { "content-type": "application/json" }), ...headers },
    body,
  };
}

async function httpModel(context: ProgramContext): Promise<Model> {
  const { config, spot, fetch, id, files } = context;
  checkKeys(spot.with(config), "The `config` of an address", HTTP_KEYS, HTTP_BEYOND);
  if (!fetch) return spot.fail(`${id} cannot be asked: there is no network here.`);
  const parser = config.transformResponse ?? config.responseParser;
  const read =
    parser === undefined
      ? undefined
      : await codeFunction(spot.with(parser), ["json", "text", "context"], files, { arrows: true });
  const address = typeof config.url === "string" ? config.url : id;
  const mostMs = numberAt(spot.with(config).at("timeout"), "`timeout`", 1);
  return modelOf("http", address.replace(/^https?:\/\//, ""), async (request, signal) => {
    const asked = httpRequest(context, { ...varsIn(request), prompt: promptText(request) });
    const until = mostMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
    const { status, headers, text, json = text } = await askAddress(fetch, asked, until);
    return answeredBy(read ? await read(json, text, { response: { status, headers } }) : json);
  });
}

/** The model of a provider that is a program; `undefined`: it is none. @throws SetupError with file and line. */
export async function programModel(context: ProgramContext): Promise<Model | undefined> {
  const { id, files, spot, config } = context;
  if (id === "echo") return modelOf("echo", "prompt", async (request) => ({ text: promptText(request) }));
  if (id.startsWith("exec:")) return execModel(context, id.slice("exec:".length).trim());
  if (id === "http" || id === "https") {
    if (typeof config.url !== "string" && typeof config.request !== "string")
      return spot.fail(`Provider \`${id}\` has no address: add \`config.url\`.`);
    return httpModel(context);
  }
  if (/^https?:\/\//.test(id)) return httpModel(context);
  const path = id.replace(/^(file:\/\/|python:|javascript:)/, "");
  const reference = programReference(path);
  if (reference.path.endsWith(".py")) {
    await files.text(reference.path);
    return pythonModel(context, reference);
  }
  if (!isJavaScript(reference.path)) return undefined;
  const made = await files.exported(reference.path, reference.name);
  if (made === undefined) throw new SetupError(`${path} exports nothing.`);
  return functionModel(context, made, path);
}
