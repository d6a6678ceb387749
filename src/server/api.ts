/**
 * What the server and the page say to each other: the addresses, what is sent, what comes back. Types alone; both sides import them.
 * Most answers are values of the library as they are; only what exists between page and server alone is declared here.
 */
import type { PriceRow } from "../price/price-row.ts";
import type { Call, FinishReason, RawResponse } from "../record/call.ts";
import type { JsonObject } from "../record/json.ts";
import type { Options, ToolDefinition } from "../record/request.ts";
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

/** One event of `GET /api/answers/:call/events`, in the order in which it happened. */
export type AnswerEvent =
  /** More text. */
  | { type: "text"; text: string }
  /** More reasoning. */
  | { type: "reasoning"; text: string }
  /** An attempt failed, and another follows. */
  | { type: "retry"; why: string }
  /** The call has ended, or runs in another process or none: as it stands in the log. Last. */
  | { type: "end"; call: Call };

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
export interface LogNames {
  /** Models by full name, those with most calls first. */
  models: string[];
  /** Commands that asked, those with most calls first. */
  commands: string[];
}
