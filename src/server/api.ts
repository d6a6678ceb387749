/**
 * What the server and the page say to each other: the addresses, what is sent, what comes back. Types alone; both sides import them.
 * Most answers are values of the library as they are; only what exists between page and server alone is declared here.
 */
import type { GgufFit } from "../models/gguf-fit.ts";
import type { KeyName } from "../models/keys.ts";
import type { FoundPrice } from "../price/ledger.ts";
import type { PriceRow } from "../price/price-row.ts";
import type { Call, FinishReason, RawResponse } from "../record/call.ts";
import type { JsonObject } from "../record/json.ts";
import type { Options, ToolDefinition } from "../record/request.ts";
import type { MachineMemory } from "../run/model-fit.ts";
import type { PricedModel } from "../run/priced-models.ts";
import type { CallNames } from "../store/read-calls.ts";
import type { SnippetPiece } from "../store/search-calls.ts";

/** What went wrong, for a person. Every answer that is not 2xx has this. */
export interface ApiError {
  /** One sentence: what is wrong and how to mend it. */
  error: string;
}

/** `GET /api/state`: what the page needs to begin. */
export interface ServerState {
  /** Version of the program. */
  version: string;
  /** Full name of the model that is asked where none is named. */
  defaultModel: string;
  /** Name of whoever sits here, for votes. */
  person: string;
}

/** A file from the page. */
export interface SentFile {
  /** File name without folders. */
  name: string;
  /** IANA media type. Absent: found by the bytes. */
  mediaType?: string;
  /** The bytes, base64. */
  base64: string;
}

/** `POST /api/answers`: a prompt to one model or several at once. */
export interface AskBody {
  /** The prompt. */
  prompt: string;
  /** Names or aliases of models, each once. Empty: the default model. */
  models: string[];
  /** System prompt. */
  system?: string;
  /** How to answer. */
  options?: Options;
  /** JSON Schema of the answer, its JSON text, or the short form `name, age int`. */
  schema?: string | JsonObject;
  /** Tools the models may call; they are not run. */
  tools?: ToolDefinition[];
  /** Files to send with the prompt. */
  files?: SentFile[];
  /** Id of the call whose conversation goes on. */
  continue?: string;
  /** Id of a call whose question is asked once more, as it was; all else here but `models` is left aside. */
  again?: string;
}

/** What `POST /api/answers` gives: all calls have begun and are in the log. */
export interface Asked {
  /** One for each model, in the order named. */
  answers: { model: string; call: string }[];
}

/** What `POST /api/estimate` gives for each model: what `POST /api/answers` with the same body would take. */
export interface AskEstimate {
  /** Full model name. */
  model: string;
  /** Input tokens, at least and at most. Absent: unknown. */
  inputTokens?: { low: number; high: number };
  /** Output tokens. Absent: unknown. */
  outputTokens?: { low: number; high: number };
  /** Picodollars. Absent: unknown. */
  picodollars?: { low: number; high: number };
}

/** What happens to an answer, in the order in which it happened. */
export type AnswerEvent =
  /** More text. */
  | { type: "text"; text: string }
  /** More reasoning. */
  | { type: "reasoning"; text: string }
  /** An attempt failed, and another follows. */
  | { type: "retry"; why: string }
  /** The call has ended, or runs in another process or none: as it stands in the log. Last. */
  | { type: "end"; call: Call };

/** One message of `GET /api/answers/:calls/events`: an event of one of the calls, whose ids stand there with commas between them. */
export type AnswerMessage = AnswerEvent & {
  /** Id of the call. */
  of: string;
};

/** One event of `GET /api/changes`: something in the log has changed, by whichever process. */
export interface ChangeEvent {
  /** Grows with each change. */
  mark: number;
}

/** A call in a list: `GET /api/calls` gives an array of these, newest first, or those that `q` finds, best first. */
export interface LogLine {
  /** Id of the call. */
  id: string;
  /** Full model name. */
  model: string;
  /** First words of what was asked. Empty: nothing was said. */
  prompt: string;
  /** First words of the answer. Empty: none came. */
  answer: string;
  /** How it ended. */
  reason: FinishReason;
  /** HTTP status of a failure. Absent: there was none. */
  status?: number;
  /** Command that asked. */
  command: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds from asking to the end. Absent: it has not ended, or its end is unknown. */
  tookMs?: number;
  /** Tokens read. Absent: unknown. */
  inputTokens?: number;
  /** Tokens written. Absent: unknown. */
  outputTokens?: number;
  /** Picodollars. Absent: unknown. */
  picodollars?: number;
  /** Some words around the first match. Absent: nothing was looked for. */
  snippet?: SnippetPiece[];
}

/** `GET /api/calls/:id`: all that is known of a call. */
export interface LogSheet {
  /** The call. */
  call: Call;
  /** Raw answers of its attempts. Empty: none were kept. */
  raws: RawResponse[];
  /** The calls of its conversation up to it, oldest first. */
  conversation: Call[];
  /** The calls that go on from it, newest first. */
  children: Call[];
  /** The price that its cost was reckoned with; several where the hour decides. Empty: none is known any more, or none was needed. */
  prices: PriceRow[];
  /** What its origin is, where that can be looked at. Absent: its command alone. */
  from?: { kind: "run" | "battle"; id: string };
}

/** `GET /api/calls/names`: what a list of calls can be narrowed to. */
export type LogNames = CallNames;

/** `GET /api/models`: the models there are; with `retired=true` those that are no longer offered, too. */
export interface ModelsPage {
  /** Each with its price of today: in process first, then on this machine, then hosted. */
  models: PricedModel[];
  /** For whom there is a key, and where; never the key. */
  keys: KeyName[];
}

/** Whether a model that runs in this process fits into this machine. */
export interface ModelFitHere {
  /** As the file says. */
  architecture: string;
  /** Number of weights. */
  parameters: number;
  /** Format of the weights. */
  quantisation: string;
  /** Tokens of context that it was trained for. Absent: the file does not say. */
  trainedContextTokens?: number;
  /** The machine. */
  memory: MachineMemory;
  /** What is needed. */
  fit: GgufFit;
}

/** `GET /api/models/one?name=`: all that is known of a model. */
export interface ModelPage {
  /** The model with its price of today. */
  model: PricedModel;
  /** The row of the ledger that holds today, and why if it is that of a near id. Absent: none is known, or it runs here. */
  price?: FoundPrice;
  /** All dated prices, oldest first, the person's own last. Empty: none is known, or it runs here. */
  history: PriceRow[];
  /** Whether it fits into this machine. Absent: it does not run in this process. */
  fit?: ModelFitHere;
}

/** How the list price of a well-known model went; `GET /api/models/prices` gives an array of these. */
export interface PriceStory {
  /** Full name. */
  model: string;
  /** Prices in the order in which they held, USD per million input tokens as exact decimal strings; days as `2024-05-13`. */
  prices: { from: string; to?: string; inputUsd: string }[];
}

/** `POST /api/cost/estimate`: a job by its counts, forecast for several models. Gives `JobEstimate[]`, cheapest first. */
export interface CostBody {
  /** Names or aliases. Empty: the default model. */
  models: string[];
  /** Calls to make. */
  calls: number;
  /** Text of each call. Absent: `inputTokens` or `images` are given. */
  prompt?: string;
  /** System prompt of each call. */
  system?: string;
  /** Input tokens of each call, instead of a prompt. */
  inputTokens?: number;
  /** Output tokens of each call. Absent: from one to the most that the model writes. */
  outputTokens?: number;
  /** Images of each call. */
  images?: { count: number; width: number; height: number };
}
