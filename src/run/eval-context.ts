/** How a suite is run and what that needs. Types alone. */
import type { Model } from "../models/model.ts";
import type { Call } from "../record/call.ts";
import type { IdSource } from "../record/id.ts";
import type { JsonObject } from "../record/json.ts";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Sandbox } from "../record/sandbox-run.ts";
import type { AskInput } from "./ask.ts";
import type { Clock } from "./clock.ts";
import type { Estimate } from "./estimate.ts";
import type { EvalForecast, EvalProgress } from "./eval-report.ts";
import type { AttachmentInput } from "./prepare.ts";
import type { RunLog } from "./run-recorder.ts";
import type { SuiteCase, SuiteModel, SuitePrompt } from "./suite.ts";

/** How to run a suite. */
export interface EvaluateSettings {
  /** Models instead of the suite's, by label or name. */
  models?: string[];
  /** Only cases that one of these chooses; see `filterSuite`. */
  filter?: string[];
  /** Most calls at once. Default: the suite's, else 8. */
  concurrency?: number;
  /** Reuses earlier good calls. Default true. */
  cache?: boolean;
  /** How often each case is asked. Default: the suite's. */
  epochs?: number;
  /** Most dollars to spend; no call is sent whose upper forecast could pass it. Default: the suite's, else no limit. */
  budgetUsd?: number;
  /** By how much a model may be worse than the best and still do, 0 to 1. Default 0.05. */
  margin?: number;
  /**
   * Stops once it is decided which model is best, or that the leader is within the margin of every other. Cases are asked in a
   * shuffled order then. Default false.
   */
  stopWhenDecided?: boolean;
  /** Stops: calls in flight are cancelled, finished ones are kept. */
  signal?: AbortSignal;
  /** What else is to be known of the run when it is shown again, such as the suite's path. Absent: nothing. */
  about?: JsonObject;
  /** Hears the forecast before the first call. Returning false stops, with nothing sent. */
  confirm?: (forecast: EvalForecast) => Promise<boolean> | boolean;
  /** Hears the run's id when it is in the log, before the first call. */
  onBegin?: (run: string) => void;
  /** Hears of progress after each call. */
  onProgress?: (progress: EvalProgress) => void;
}

/** What a run needs; wired by the library. */
export interface EvaluateContext {
  /** A model by name; the default model for `undefined`. `embedding`: one that makes vectors. Throws SetupError. */
  resolve: (name: string | undefined, settings?: { embedding?: boolean }) => Promise<Model>;
  /** Refuses what a model does not take. Throws SetupError. */
  check: (model: Model, request: Request) => void;
  /** Makes a call. */
  ask: (input: AskInput) => Promise<Call>;
  /** Forecasts a call. */
  estimate: (model: Model, request: Request) => Promise<Estimate>;
  /** The bytes of a file part of the log. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** A file to send, as a part. Throws SetupError. */
  attach: (input: AttachmentInput) => Promise<FilePart>;
  /** Milliseconds that the newest good calls of a model took, the model's own time. Empty: there are none. */
  earlierMs: (model: string) => Promise<number[]>;
  /** Ids of the newest good calls of this hash in the log, newest first, at most `limit`. */
  earlierCalls: (hash: string, limit: number) => Promise<string[]>;
  /** A call of the log by its id. */
  call: (id: string) => Promise<Call | undefined>;
  /** Where answers may be run. */
  sandbox: () => Promise<Sandbox>;
  /** The runs of the log. */
  runs: RunLog;
  /** Time. */
  clock: Clock;
  /** Makes run ids. */
  newId: IdSource;
}

/** A cell that was laid out. */
export interface CellPlan {
  /** Who answers. */
  model: Model;
  /** The suite's entry of it. */
  entry: SuiteModel;
  /** What the model is called in tables. */
  label: string;
  /** The wording. */
  prompt: SuitePrompt;
  /** The case. */
  case: SuiteCase;
  /** Which ask of the case, from 1. */
  epoch: number;
  /** What is asked. */
  request: Request;
  /** Id of the earlier call that answers it. Absent: none does. */
  earlier?: string;
  /** What the call will take. Absent: an earlier one answers it. */
  estimate?: Estimate;
  /** What judging its answer will take, by the judge's model. Empty: no judge is asked. */
  judging: Estimate[];
  /** Most picodollars for vectors of texts that it shares with other cells, which are told with one of them. Absent: none. */
  sharedPicodollars?: number;
}

/** What a cell is called in the log: model, prompt, case, and which ask after the first. */
export function cellName(cell: { model: string; prompt: string; case: string; epoch: number }): string {
  return `${cell.model}/${cell.prompt}/${cell.case}${cell.epoch > 1 ? `#${cell.epoch}` : ""}`;
}
