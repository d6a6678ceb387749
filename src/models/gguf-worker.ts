/**
 * The thread in which a GGUF model runs: llama.cpp in WebAssembly, one model, one request at a time. It knows nothing of our
 * requests and events; it passes JSON on. A second kind of this thread is made by the engine itself for its own threads.
 */
import { once } from "node:events";
import { fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { engineFile, workerUrl } from "./gguf-assets.ts";
import type { EngineStart, FromEngine, ToEngine } from "./gguf-thread.ts";
import { decodeWire, encodeWire, type WireAnswer, type WireRequest, type WireValue } from "./gguf-wire.ts";
import { type CompiledCode, webAssembly } from "./web-assembly.ts";

/** Reads from a file of Emscripten's file system into its memory; gives the number of bytes read. */
type FileRead = (
  file: { node: { name: string } },
  memory: Uint8Array,
  at: number,
  length: number,
  position: number,
) => number;

/** The part of Emscripten's module that is used. */
interface Emscripten {
  wasmMemory: { buffer: SharedArrayBuffer };
  cwrap: (name: string, result: string, types: string[]) => (...values: (string | bigint | number)[]) => unknown;
  FS: {
    mkdir: (path: string) => void;
    mount: (type: unknown, options: object, path: string) => void;
    lookupPath: (path: string) => { node: { usedBytes: number } };
  };
  MEMFS: { ops_table: { file: { stream: { read: FileRead } } } };
  FS_createDataFile: (
    folder: string,
    name: string,
    data: Uint8Array,
    read: boolean,
    write: boolean,
    own: boolean,
  ) => void;
}

/** Workers of the engine's own thread pool are started by it with this word. */
const POOL_THREAD = "em-pthread";
/** Path of the model as the engine sees it. */
const MODEL_FOLDER = "/models";
const MODEL_NAME = "model.gguf";
/** llama.cpp's levels of log lines: 3 is a warning, 4 an error. */
const LOG_LEVEL = 3;
/** The vector of a text is the mean of those of its tokens. */
const MEAN_POOLING = "LLAMA_POOLING_TYPE_MEAN";

/**
 * WebAssembly without stack switching. The engine's exports are marked as suspending, which it needs only where files are read
 * asynchronously; reading them at once spares it, and with it the dependence on how a Node release supports it.
 */
function plainWebAssembly(): object {
  const plain = Object.create(webAssembly) as { Suspending: unknown; promising: unknown };
  plain.Suspending = function suspending(call: unknown): unknown {
    return call;
  };
  plain.promising = (call: unknown): unknown => call;
  return plain;
}

/** Runs the engine's JavaScript, which is a CommonJS script that expects its module as a variable. */
function evaluate(module: object | undefined): void {
  const scriptPath = engineFile("wllama.js");
  const script = readFileSync(scriptPath, "utf8");
  const run = new Function("Module", "require", "__filename", "__dirname", "WebAssembly", script);
  run(module, createRequire(import.meta.url), scriptPath, dirname(scriptPath), plainWebAssembly());
}

/** Makes reads of the engine's virtual file go to the real one, so that the weights are in memory once. */
function serveFile(engine: Emscripten, path: string): void {
  const file = openSync(path, "r");
  const size = fstatSync(file).size;
  engine.FS.mkdir(MODEL_FOLDER);
  engine.FS.mount(engine.MEMFS, { root: "." }, MODEL_FOLDER);
  engine.FS_createDataFile(MODEL_FOLDER, MODEL_NAME, new Uint8Array(0), true, true, true);
  engine.FS.lookupPath(`${MODEL_FOLDER}/${MODEL_NAME}`).node.usedBytes = size;
  const operations = engine.MEMFS.ops_table.file.stream;
  const read = operations.read;
  operations.read = (stream, memory, at, length, position) =>
    stream.node.name === MODEL_NAME
      ? readSync(file, memory, at, Math.max(0, Math.min(length, size - position)), position)
      : read(stream, memory, at, length, position);
}

/** The engine cannot go on: what the C++ code does not catch leaves it in an unknown state. */
class EngineCrash extends Error {
  override readonly name = "EngineCrash";
}

/** A started engine: `act` calls it with a message and gives its answer; throws Error with the engine's own words. */
type Act = (action: string, name: WireRequest, fields: { [field: string]: WireValue }) => WireAnswer;

async function startEngine(
  start: EngineStart,
  compiled: CompiledCode,
): Promise<{ act: Act; engine: Emscripten; complaints: readonly string[] }> {
  const complaints: string[] = [];
  const hear = (line: string): void => {
    const words = /@@(?:WARN|ERROR)@@(.*)/s.exec(line)?.[1];
    if (words) complaints.push(words.trim());
    if (complaints.length > 5) complaints.shift();
  };
  const pool = start.threads > 1;
  const module: { [name: string]: unknown } = {
    noInitialRun: true,
    print: hear,
    printErr: hear,
    pthreadPoolSize: pool ? start.threads : 0,
    mainScriptUrlOrBlob: pool ? fileURLToPath(workerUrl()) : undefined,
    onAbort: (what: unknown) => hear(`@@ERROR@@the engine stopped: ${String(what)}`),
    instantiateWasm: (imports: object, done: (instance: object, code: object) => void) => {
      done(new webAssembly.Instance(compiled, imports), compiled);
      return {};
    },
  };
  const ready = new Promise<void>((resolve) => {
    module.onRuntimeInitialized = () => resolve();
  });
  evaluate(module);
  await ready;
  const engine = module as unknown as Emscripten;
  const allocate = engine.cwrap("wllama_malloc", "bigint", ["bigint", "number"]);
  const call = engine.cwrap("wllama_action", "bigint", ["string", "bigint"]);
  engine.cwrap("wllama_start", "string", [])();
  const act: Act = (action, name, fields) => {
    const message = encodeWire(name, fields);
    const input = allocate(BigInt(message.byteLength), 0) as bigint;
    new Uint8Array(engine.wasmMemory.buffer, Number(input), message.byteLength).set(message);
    complaints.length = 0;
    let output: bigint;
    try {
      output = call(action, input) as bigint;
    } catch (error) {
      throw new EngineCrash([...complaints, String(error)].join("; "));
    }
    if (!output) throw new Error(complaints.join("; ") || "the engine gave no reason");
    const length = new Uint32Array(engine.wasmMemory.buffer, Number(input), 1)[0] ?? 0;
    return decodeWire(new Uint8Array(engine.wasmMemory.buffer, Number(output), length).slice());
  };
  return { act, engine, complaints };
}

async function load(
  start: EngineStart,
  compiled: CompiledCode,
): Promise<{ act: Act; loaded: WireAnswer; memoryBytes: () => number }> {
  const { act, engine, complaints } = await startEngine(start, compiled);
  serveFile(engine, start.path);
  const loaded = act("load", "load_req", {
    model_paths: [`${MODEL_FOLDER.slice(1)}/${MODEL_NAME}`],
    n_ctx_auto: false,
    use_mmap: false,
    use_mlock: false,
    n_gpu_layers: 0,
    n_ctx: start.contextTokens,
    n_threads: start.threads,
    n_batch: Math.min(start.batchTokens, start.contextTokens),
    n_ubatch: Math.min(start.batchTokens, start.contextTokens),
    n_parallel: 1,
    kv_unified: true,
    flash_attn: false,
    cache_type_k: start.cacheType,
    cache_type_v: start.cacheType,
    cache_idle_slots: false,
    ctx_shift: false,
    jinja: true,
    warmup: false,
    log_level: LOG_LEVEL,
    ...(start.embeds ? { embeddings: true, pooling_type: MEAN_POOLING } : {}),
  });
  if (loaded.success !== true) throw new Error(complaints.join("; ") || "it could not load the file");
  return { act, loaded, memoryBytes: () => engine.wasmMemory.buffer.byteLength };
}

function answer(
  { act, memoryBytes }: { act: Act; memoryBytes: () => number },
  request: ToEngine,
  { cancelled, embeds }: { cancelled: Int32Array; embeds: boolean },
  send: (message: FromEngine) => void,
): void {
  const { id } = request;
  const body = { data_json: request.body, files: [] };
  const started = embeds
    ? act("embedding", "embd_req", body)
    : act("completion", "cmpl_req", { is_chat: request.isChat, ...body });
  const job = started.req_id as number;
  while (true) {
    if (Atomics.load(cancelled, 0) >= id) {
      act("cancel", "cncl_req", { req_id: job });
      break;
    }
    const result = act("get_result", "gres_req", { req_id: job });
    const json = result.data_json as string;
    if (json !== "" && json !== "null") send({ kind: "chunk", id, json, isError: result.is_error === true });
    if (result.has_more !== true) break;
  }
  send({ kind: "done", id, memoryBytes: memoryBytes() });
}

async function serve(start: EngineStart): Promise<void> {
  const port = parentPort;
  if (!port) return;
  const send = (message: FromEngine): void => port.postMessage(message);
  const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  try {
    const [compiled] = (await once(port, "message")) as [CompiledCode];
    const { act, loaded, memoryBytes } = await load(start, compiled);
    const cancelled = new Int32Array(start.cancelled);
    port.on("message", (request: ToEngine) => {
      try {
        answer({ act, memoryBytes }, request, { cancelled, embeds: start.embeds === true }, send);
      } catch (error) {
        send({ kind: "failed", id: request.id, message: reason(error), isFatal: error instanceof EngineCrash });
      }
    });
    send({ kind: "loaded", contextTokens: loaded.n_ctx as number, memoryBytes: memoryBytes() });
  } catch (error) {
    send({ kind: "failed", id: 0, message: reason(error), isFatal: true });
  }
}

if (workerData === POOL_THREAD) evaluate(undefined);
else await serve(workerData as EngineStart);
