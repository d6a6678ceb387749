/**
 * Makes the Model of a server on this machine: `ollama/NAME`, `llamacpp/NAME`, `lmstudio/NAME`, `vllm/NAME`, `sglang/NAME`, `mlx/NAME`. The
 * server is asked for its models first, so that a server that is not running or a name it does not have is told before anything
 * is sent to a model.
 */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { modelUrlId } from "./endpoint.ts";
import { type FormattedModel, hostedModel } from "./hosted-model.ts";
import type { KeyFile } from "./keys.ts";
import { type LocalModel, type LocalProgram, programTitles } from "./local-program.ts";
import { discoverLocalServers, type LocalServer, ollamaAddress } from "./local-servers.ts";
import type { Environment } from "./provider-row.ts";
import { openaiCompatibleRow } from "./provider-table.ts";

/** A program that can be named. */
export type NamedProgram = Exclude<LocalProgram, "unknown">;

/** Where to look for local servers, and with what. */
export interface LocalSettings {
  /** Makes the requests. */
  fetch: typeof globalThis.fetch;
  /** Environment; `OLLAMA_HOST` is read. */
  env: Environment;
  /** Keys of the key file; a server that wants one gets that under its program's name. */
  keyFile: KeyFile;
  /** Ports to ask instead of the usual ones. */
  ports?: readonly number[];
}

/** Ports of each program unless told otherwise (sources in local-program.ts), and how it is started. */
const PROGRAMS: { readonly [program in NamedProgram]: { ports: readonly number[]; start: string } } = {
  ollama: { ports: [11434], start: "ollama serve" },
  llamacpp: { ports: [8080], start: "llama-server -m FILE.gguf" },
  lmstudio: { ports: [1234], start: "lms server start" },
  vllm: { ports: [8000], start: "vllm serve MODEL" },
  sglang: { ports: [30000], start: "python -m sglang.launch_server --model-path MODEL" },
  mlx: { ports: [8080, 10240], start: "mlx_lm.server --model MODEL" },
};

/** Names of the programs, as first part of model names. */
export const namedPrograms: readonly NamedProgram[] = Object.keys(PROGRAMS) as NamedProgram[];

/** Whether a first part of a model name is such a program. */
export function isNamedProgram(name: string | undefined): name is NamedProgram {
  return name !== undefined && Object.hasOwn(PROGRAMS, name);
}

/** All servers that run here. */
export async function localServers(settings: LocalSettings): Promise<LocalServer[]> {
  const { fetch, env, ports } = settings;
  return discoverLocalServers({ fetch, ollamaHost: env.OLLAMA_HOST, ...(ports ? { ports } : {}) });
}

/** Full name of a model of a local server: by its program, or by address where the program is not known. */
export function localModelId(server: LocalServer, name: string): string {
  return server.program === "unknown" ? modelUrlId(`${server.url}/v1`, name) : `${server.program}/${name}`;
}

function checkOllamaHost(env: Environment, name: string): void {
  const host = env.OLLAMA_HOST;
  const address = host ? ollamaAddress(host) : undefined;
  if (!host || address?.loopback) return;
  const instead = address ? `name the model by address, \`${address.url}/v1#${name || "MODEL"}\`` : "mend or unset it";
  throw new SetupError(`OLLAMA_HOST is "${host}", which is not this machine: ${instead}.`);
}

async function serversOf(program: NamedProgram, settings: LocalSettings): Promise<LocalServer[]> {
  const { ports, start } = PROGRAMS[program];
  // Where OLLAMA_HOST says where Ollama listens, another one at the usual port is not the one meant.
  const usual = program === "ollama" && settings.env.OLLAMA_HOST ? [] : ports;
  const found = await localServers({ ...settings, ports: settings.ports ?? usual });
  // One that wants a key does not say what it is; it is the one that is asked for.
  const servers = found.filter((each) => each.program === program || (each.needsKey && each.program === "unknown"));
  if (servers.length > 0) return servers;
  const asked = (settings.ports ?? ports).map((port) => `127.0.0.1:${port}`).join(" or ");
  const where = usual.length === 0 ? `where OLLAMA_HOST says (${settings.env.OLLAMA_HOST})` : `at ${asked}`;
  throw new SetupError(
    `${programTitles[program]} does not answer ${where}: start it with \`${start}\`, or name the model by address, \`http://HOST:PORT/v1#MODEL\`.`,
  );
}

function chosen(program: NamedProgram, name: string, servers: readonly LocalServer[]): [LocalServer, LocalModel] {
  const all = servers.flatMap((server) => server.models.map((model): [LocalServer, LocalModel] => [server, model]));
  const [only, ...others] = all;
  if (name === "" && only && others.length === 0) return only;
  // Ollama leaves the tag `latest` away: https://docs.ollama.com/api (Model names).
  const exact = all.find(([, model]) => model.name === name || model.name === `${name}:latest`);
  if (exact) return exact;
  const names = all.map(([, model]) => model.name);
  const title = programTitles[program];
  if (names.length === 0) {
    const pull = program === "ollama" ? `: \`ollama pull ${name || "MODEL"}\` gets one` : ": load one there first";
    throw new SetupError(`${title} runs but has no model${pull}.`);
  }
  const listed = names.slice(0, 5).join(", ");
  const pull = program === "ollama" && name ? ` \`ollama pull ${name}\` gets it.` : "";
  const wrong = name === "" ? `${title} has several models: say which` : `${title} has no model "${name}"`;
  throw new SetupError(`${wrong}.${nearestHint(name, names) || ` It has ${listed}.`}${pull}`);
}

/**
 * A model of a server on this machine.
 * @param name empty for the only one.
 * @param embedding true for a model that makes vectors: these are in no server's list of models that write, so that it says itself
 * if it has none of that name.
 * @throws SetupError if the program does not answer, has no such model, or wants a key that is not there.
 */
export async function localModel(
  program: NamedProgram,
  name: string,
  settings: LocalSettings,
  embedding = false,
): Promise<FormattedModel> {
  if (program === "ollama") checkOllamaHost(settings.env, name);
  const servers = await serversOf(program, settings);
  const locked = servers.find((each) => each.needsKey);
  if (locked && servers.length === 1 && name !== "")
    return madeModel(program, locked, { name, capabilities: undefined }, settings);
  const [first] = servers;
  if (embedding && first && name !== "") {
    const lists = servers.find((each) => each.models.some((model) => model.name === name));
    return madeModel(program, lists ?? first, { name, capabilities: undefined }, settings);
  }
  const [server, model] = chosen(program, name, servers);
  return madeModel(program, server, model, settings);
}

async function madeModel(
  program: NamedProgram,
  server: LocalServer,
  model: Pick<LocalModel, "name" | "remoteHost"> & { capabilities: LocalModel["capabilities"] | undefined },
  settings: LocalSettings,
): Promise<FormattedModel> {
  const row = openaiCompatibleRow({
    name: program,
    title: `${programTitles[program]} at ${server.url}`,
    url: server.url,
    baseUrl: `${server.url}/v1`,
    keyVariables: [],
  });
  if (server.needsKey && settings.keyFile[program] === undefined)
    throw new SetupError(`${programTitles[program]} at ${server.url} wants a key: run \`penny keys set ${program}\`.`);
  return hostedModel({
    row,
    name: model.name,
    where: model.remoteHost === undefined ? "server" : "hosted",
    ...(model.capabilities ? { capabilities: model.capabilities } : {}),
    env: settings.env,
    keyFile: settings.keyFile,
    fetch: settings.fetch,
  });
}
