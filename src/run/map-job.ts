/** What a map is: a prompt over rows; its settings, what it will take and what came of it. Runs nothing. */
import type { Options } from "../record/request.ts";
import type { RowsToOpen } from "../store/open-rows.ts";
import type { ResultRow } from "../store/result-writer.ts";
import type { RowSource, RowValues } from "../store/row-source.ts";
import type { Timeouts } from "./attempt.ts";
import type { Estimate, Range } from "./estimate.ts";
import type { PromptInput } from "./prepare.ts";

/** A prompt over rows. `{{column}}` in the prompt and the system prompt stands for a cell. */
export interface MapJob extends Pick<PromptInput, "system" | "model" | "fragments" | "template" | "params" | "schema"> {
  /** The rows: a path or what else can be opened, rows in memory, or a source of one's own. */
  rows: string | RowsToOpen | RowSource | readonly RowValues[];
  /** The prompt. Absent: the template's, or the files alone. */
  prompt?: string;
  /**
   * What is sent with each row: a column that holds a path, an address or a file's bytes; a text with `{{column}}` in it; or a file
   * that is the same for all rows. Where each row is a file, that file is sent in any case.
   */
  attachments?: readonly string[];
  /** How to answer. */
  options?: Options;
  /** Takes a code block out of each answer. Absent: what the template says, else the whole answer. */
  extract?: "first" | "last";
  /** Makes images smaller before they are sent: pixels of the longer side at most. Absent: they are sent as they are. */
  resize?: number;
  /** Only so many rows from the beginning. Absent: all. */
  limit?: number;
  /** Keeps the bytes of attached files in the log. Default: path, size and SHA-256 only. */
  storeAttachments?: boolean;
}

/** How to run it. */
export interface MapSettings {
  /** File for the results. Absent: they are only handed to `onRow`. */
  out?: string;
  /** Format of the file. Absent: by its ending. */
  outFormat?: string;
  /** Table, where the file is a SQLite one. Default `map`. */
  table?: string;
  /** Column for the answer; the others are then `NAME_call` and `NAME_error`. Absent: `answer`, `call`, `error`. */
  as?: string;
  /** Most calls at once. Default 256 for hosted models, 8 for servers on this machine, 1 for models in process. */
  concurrency?: number;
  /** Reuses good calls of the log with equal requests. Default true. */
  cache?: boolean;
  /** Most dollars to spend. Absent: no limit. */
  budgetUsd?: number;
  /** Most calls to send. Absent: no limit. */
  maxCalls?: number;
  /** Most minutes to run. Absent: no limit. */
  maxMinutes?: number;
  /** Time limits of one attempt. */
  timeouts?: Partial<Timeouts>;
  /** Stops: calls under way go on to their end, no other is sent. */
  hold?: AbortSignal;
  /** Hears the forecast before the first call. Returning false stops, with nothing sent. */
  confirm?: (forecast: MapForecast) => Promise<boolean> | boolean;
  /** Hears how many rows were looked at for the forecast. */
  onLook?: (rows: number) => void;
  /** Hears of progress after each row. */
  onProgress?: (progress: MapProgress) => void;
  /** Takes each row of results, in order. */
  onRow?: (row: ResultRow) => void;
}

/** Rate limits as a provider stated them. */
export interface StatedRates {
  /** Calls a minute. Absent: not stated. */
  requestsPerMinute?: number;
  /** Tokens a minute, input and output together or the narrower of both. Absent: not stated. */
  tokensPerMinute?: number;
  /** Milliseconds since 1970 when it said so. */
  statedAt: number;
}

/** What making images smaller saves. */
export interface ResizeSaving {
  /** Input tokens that are saved. Absent: unknown. */
  inputTokens?: Range;
  /** Picodollars that are saved. Absent: unknown. */
  picodollars?: Range;
}

/** What a map will take. */
export interface MapForecast {
  /** Rows. */
  rows: number;
  /** Of these, already answered in the log. */
  cached: number;
  /** Of these, with the same request as an earlier row: they share its call. */
  shared: number;
  /** What is left: `calls`, tokens, dollars. */
  total: Estimate;
  /** Watt-hours. Absent: unknown, as for models on this machine. */
  energyWh?: Range;
  /** Picodollars by the provider's batch service, which is not used here. Absent: no such price is known. */
  batchPicodollars?: Range;
  /** Milliseconds, by the stated rate limits and earlier calls of the model. Absent: neither is known. */
  durationMs?: Range;
  /** The rate limits that the model's newest call in the log was told. Absent: none were. */
  rates?: StatedRates;
  /** What `resize` saves on the calls to make. Absent: nothing is resized. */
  saving?: ResizeSaving;
}

/** How far a map is. */
export interface MapProgress {
  /** Rows done, failed ones included. */
  done: number;
  /** All rows. */
  total: number;
  /** Picodollars spent by this run. */
  spentPicodollars: number;
  /** Picodollars that this run will take, by what its calls have cost so far. */
  projectedPicodollars: number;
}

/** Why a map ended early: somebody said no, a limit would have been passed, or it was told to. */
export type MapStop = "declined" | "budget" | "calls" | "minutes" | "held";

/** The outcome of a map. */
export interface MapReport {
  /** Id of the run; calls it made have it in `origin.ref`. */
  id: string;
  /** Full model name. */
  model: string;
  /** What it was forecast to take. */
  forecast: MapForecast;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds from the first call on. */
  durationMs: number;
  /** Rows with an answer. */
  answered: number;
  /** Rows whose call failed, or whose answer is not what was asked for. */
  failed: number;
  /** Of these, answers that are not what was asked for. They are in the log, so they are not asked again. */
  unusable: number;
  /** Answers that stopped at the token limit. */
  cut: number;
  /** Calls that this run made. */
  calls: number;
  /** Rows answered by a call of an earlier run, or of an equal row. */
  reused: number;
  /** Input tokens of this run's calls. Absent: unknown for some. */
  inputTokens?: number;
  /** Output tokens of this run's calls. Absent: unknown for some. */
  outputTokens?: number;
  /** Picodollars of this run's calls, as far as they are known. */
  spentPicodollars: number;
  /** Watt-hours of this run's calls. Absent: unknown for some. */
  energyWh?: Range;
  /** The first row that failed: where it stands, why, and its call if one was made. Absent: none failed. */
  firstFailure?: { place: string; error: string; call?: string };
  /** File of the results. Absent: none was asked for, or it is not whole. */
  out?: string;
  /** File of the rows so far, in order. Absent: the results are whole, or went to no file. */
  unfinished?: string;
  /** Why it ended early. Absent: all rows were done. */
  stopped?: MapStop;
}
