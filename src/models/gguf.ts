/**
 * GGUF files as models in this process: answers, schemas, tools as far as the file's template has them, tokens counted by the
 * file's own tokenizer. The engine is llama.cpp in WebAssembly (docs/decisions/2026-11-23-in-process-engine.md): it computes on
 * the processor only, and reads text only.
 */
import { availableParallelism, freemem, totalmem } from "node:os";
import type { Options, Request } from "../record/request.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { ggufEmbedder } from "./gguf-embed.ts";
import { type Engine, EngineError, type EngineRuntime } from "./gguf-engine.ts";
import { chunkReader } from "./gguf-events.ts";
import { batchTokens, type GgufFit, ggufFit } from "./gguf-fit.ts";
import { type GgufHeader, readGgufHeader } from "./gguf-header.ts";
import { chatBody, type TemplateAbilities, templateAbilities, unheldKeywords } from "./gguf-request.ts";
import type { EngineSettings } from "./gguf-thread.ts";
import { type Model, type ModelContext, ModelError, type ModelEvent } from "./model.ts";

/** A GGUF file as a model. */
export interface GgufInput {
  /** Path of the file. */
  path: string;
  /** Full name: `pocket/pocket-m`, or `gguf:` and the path. */
  id: string;
  /** The engine; models that share it share its compiled code. */
  runtime: EngineRuntime;
  /** Options for requests that leave them open. Absent: the engine's own. */
  defaults?: Options;
  /** Tokens of context. Absent: what it was trained for, at most 4,096, and no more than fits. */
  contextTokens?: number;
  /** Threads that compute. Absent: one for small models, which more would slow down, else one for every two cores, at most eight. */
  threads?: number;
}

/** Models below this are faster with one thread, since threads would mostly wait for each other. */
const ONE_THREAD_WEIGHT_BYTES = 16 * 2 ** 20;
const MOST_THREADS = 8;
/** Below this a context is of no use. */
const LEAST_CONTEXT_TOKENS = 128;

/** Half the cores: threads wait for each other by spinning, so one that has to share its core holds up all the others. */
function usualThreads(): number {
  return Math.max(1, Math.min(Math.floor(availableParallelism() / 2), MOST_THREADS));
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The context to load with and what it needs. Throws SetupError if the model cannot be loaded at all. */
function fitted(header: GgufHeader, input: GgufInput): GgufFit {
  const memory = { freeMemoryBytes: freemem(), totalMemoryBytes: totalmem() };
  const { contextTokens } = input;
  const fit = ggufFit(header, { ...memory, ...(contextTokens === undefined ? {} : { contextTokens }) });
  if (fit.limit === undefined) return fit;
  const isEnough = fit.largestContextTokens >= LEAST_CONTEXT_TOKENS;
  if (contextTokens === undefined && isEnough)
    return ggufFit(header, { ...memory, contextTokens: Math.min(fit.contextTokens, fit.largestContextTokens) });
  const limits = {
    engine: "the engine in this program can address 4.3 GB",
    "total-memory": `this machine has ${gigabytes(memory.totalMemoryBytes)}`,
    "free-memory": `${gigabytes(memory.freeMemoryBytes)} is free`,
  };
  const mend = isEnough
    ? `ask for a context of at most ${fit.largestContextTokens} tokens`
    : "run it in a local server such as Ollama or llama.cpp, which `penny models --local` will find";
  throw new SetupError(
    `The model ${input.path} needs ${gigabytes(fit.neededBytes)} with a context of ${fit.contextTokens} tokens, but ${limits[fit.limit]}: ${mend}.`,
  );
}

function modelError(error: unknown, input: GgufInput): ModelError {
  const detail = error instanceof EngineError ? error.detail : undefined;
  const isTooLong = detail?.type === "exceed_context_size_error";
  const message = isTooLong
    ? `The prompt has ${detail.n_prompt_tokens} tokens, but ${input.id} has a context of ${detail.n_ctx}: shorten it or ask a model with a longer context.`
    : `The engine could not run ${input.id}: ${messageOf(error)}.`;
  // The same request would fail the same way.
  return new ModelError({ kind: "engine", message }, {}, false);
}

function warnings(request: Request, abilities: TemplateAbilities, header: GgufHeader): string[] {
  const said: string[] = [];
  if (header.chatTemplate === undefined)
    said.push("The file has no chat template: ChatML was used, which may not suit it.");
  if (!abilities.system && request.messages.some((message) => message.role === "system"))
    said.push("The model has no place for a system prompt: it was put before the first user turn.");
  if (!abilities.reasoning && request.options.reasoning !== undefined && request.options.reasoning !== "none")
    said.push("Option `reasoning` was left out: the model does not reason before it answers.");
  const unheld = request.schema === undefined ? [] : unheldKeywords(request.schema);
  if (unheld.length > 0) said.push(`The answer is not held to these keywords of the schema: ${unheld.join(", ")}.`);
  return said;
}

/** A file, opened. */
interface Opened {
  input: GgufInput;
  engine: Engine;
  contextTokens: number;
}

async function* answer(opened: Opened, request: Request, context: ModelContext): AsyncGenerator<ModelEvent> {
  const { input, engine, contextTokens } = opened;
  const aborted = (): ModelError => new ModelError({ kind: "aborted", message: "The call was cancelled." });
  const earlier = request.messages.flatMap((message) => message.parts).filter((part) => part.type === "tool-call");
  const reader = chunkReader(earlier.length);
  const body = await chatBody(request, { defaults: input.defaults ?? {}, contextTokens }, context.readFile);
  try {
    for await (const chunk of engine.complete(true, body, context.signal)) yield* reader.read(chunk);
  } catch (error) {
    throw context.signal.aborted ? aborted() : modelError(error, input);
  }
  if (context.signal.aborted) throw aborted();
  const last = reader.end();
  if (last.length === 0)
    throw new ModelError(
      { kind: "truncated", message: "The engine stopped before it said that it was done." },
      {},
      false,
    );
  yield* last;
}

/** A forecast is made again with each change of what is wished, of the same texts mostly; to count one takes about 8 ms. */
const KEPT_COUNTS = 10_000;
const KEPT_LETTERS = 2000;

/**
 * Counts the tokens of a text. The engine has no call for it, but a prompt that is too long for the context it refuses at once,
 * saying how many tokens it has: so each text is followed by as many end tokens as fill the context, and these are subtracted.
 */
function tokenCounter(engine: Engine, input: GgufInput, endToken: string): (text: string) => Promise<number> {
  let padding: Promise<{ text: string; tokens: number }> | undefined;
  const never = new AbortController().signal;
  const counted = async (prompt: string): Promise<number> => {
    try {
      for await (const _ of engine.complete(false, { prompt, max_tokens: 1 }, never));
    } catch (error) {
      const tokens = error instanceof EngineError ? error.detail?.n_prompt_tokens : undefined;
      if (typeof tokens === "number") return tokens;
      throw modelError(error, input);
    }
    throw modelError(new Error("it did not count the tokens of a text"), input);
  };
  const pad = async (): Promise<{ text: string; tokens: number }> => {
    const { contextTokens } = await engine.load();
    const text = endToken.repeat(contextTokens + 1);
    return { text, tokens: await counted(text) };
  };
  const afresh = async (text: string): Promise<number> => {
    padding ??= pad();
    const known = await padding;
    return (await counted(text + known.text)) - known.tokens;
  };
  const kept = new Map<string, number>();
  return async (text) => {
    if (text === "") return 0;
    const before = kept.get(text);
    if (before !== undefined) return before;
    const tokens = await afresh(text);
    if (text.length <= KEPT_LETTERS && kept.size < KEPT_COUNTS) kept.set(text, tokens);
    return tokens;
  };
}

/**
 * A GGUF file as a model. Its header is read now; the weights are loaded when it is first asked, and kept. One answer is made at
 * a time; others wait.
 * @throws SetupError if the file is missing, broken, no language model, or needs more memory than there is.
 */
export async function ggufModel(input: GgufInput): Promise<Model> {
  const header = await readGgufHeader(input.path);
  const fit = fitted(header, input);
  const abilities = templateAbilities(header.chatTemplate);
  const isSmall = header.weightBytes < ONE_THREAD_WEIGHT_BYTES;
  const settings: EngineSettings = {
    path: input.path,
    fileBytes: header.fileBytes,
    contextTokens: fit.contextTokens,
    batchTokens,
    threads: input.threads ?? (isSmall ? 1 : usualThreads()),
    cacheType: fit.cacheType,
  };
  const engine = input.runtime.open(settings);
  const embed = ggufEmbedder(input.runtime, settings, input.id);
  const slash = input.id.startsWith("gguf:") ? "gguf:".length - 1 : input.id.indexOf("/");
  async function* stream(request: Request, context: ModelContext): AsyncGenerator<ModelEvent> {
    if (request.options.embedding) return yield* embed(request, context);
    for (const message of warnings(request, abilities, header)) yield { type: "warning", message };
    yield* answer({ input, engine, contextTokens: fit.contextTokens }, request, context);
  }
  return {
    id: input.id,
    provider: input.id.slice(0, slash),
    name: input.id.slice(slash + 1),
    where: "process",
    capabilities: {
      input: ["text"],
      output: ["text"],
      tools: abilities.tools,
      schema: true,
      reasoning: abilities.reasoning,
      contextTokens: fit.contextTokens,
    },
    embeds: true,
    stream,
    ...(header.endToken === undefined ? {} : { countTokens: tokenCounter(engine, input, header.endToken) }),
  };
}
