/**
 * The library: `openWorkbench` wires clock, randomness, `fetch`, environment and folder to the rooms, and gives the functions
 * that every face calls. Holds no rules of its own.
 *
 * @example
 * const workbench = await openWorkbench();
 * const call = await workbench.ask({ prompt: "How many r's are in strawberry?" });
 * console.log(textOf(call.parts), call.cost);
 * await workbench.close();
 */
import { randomBytes } from "node:crypto";
import type { ModelRegistry } from "./models/registry.ts";
import type { Call, Origin } from "./record/call.ts";
import { idSource } from "./record/id.ts";
import { type AskContext, type AskEvent, ask } from "./run/ask.ts";
import type { Timeouts } from "./run/attempt.ts";
import { type Clock, systemClock } from "./run/clock.ts";
import type { Estimate } from "./run/estimate.ts";
import type { EvalReport, EvaluateSettings } from "./run/evaluate.ts";
import { createPacer } from "./run/pace.ts";
import { type PrepareContext, type Prepared, type PromptInput, prepare } from "./run/prepare.ts";
import type { RetryBudget } from "./run/retry.ts";
import type { Suite } from "./run/suite.ts";
import { openStore } from "./store/open-store.ts";
import { pennyFolder } from "./store/penny-folder.ts";
import type { Settings } from "./store/settings.ts";
import type { Store } from "./store/store.ts";

export type { Model, ModelEvent } from "./models/model.ts";
export type { Call, Cost, Energy, Finish, Timing } from "./record/call.ts";
export type { Message, Part } from "./record/message.ts";
export { textMessage, textOf } from "./record/message.ts";
export type { Options, Request, ToolDefinition } from "./record/request.ts";
export { SetupError } from "./record/setup-error.ts";
export type { Usage } from "./record/usage.ts";
export type { AskEvent } from "./run/ask.ts";
export type { Estimate, Range } from "./run/estimate.ts";
export type { EvalCell, EvalForecast, EvalReport, EvalRow, EvaluateSettings } from "./run/evaluate.ts";
export type { AttachmentInput, Prepared, PromptInput } from "./run/prepare.ts";
export { parseSuite, type Suite } from "./run/suite.ts";
export type { Store } from "./store/store.ts";

/** What a workbench may be given; everything has a default. */
export interface WorkbenchOptions {
  /** Folder of the log, settings and keys. Default: `$PENNY_DIR`, or the platform's data folder. */
  dir?: string;
  /** Makes network requests. Default: Node's. */
  fetch?: typeof fetch;
  /** Tells the time. Default: the machine's clock. */
  clock?: Clock;
  /** Environment variables. Default: the process's. */
  env?: { [name: string]: string | undefined };
  /** Platform, as Node names it. Default: this one. */
  platform?: NodeJS.Platform;
  /** A number from 0 (inclusive) to 1. Default: `Math.random`. */
  random?: () => number;
}

/** How one call is carried out, beside what is asked. */
export interface CallSettings {
  /** Gives back an earlier good call with the same request. Default false. */
  cache?: boolean;
  /** Streams the answer. Default true. */
  streaming?: boolean;
  /** Cancels. */
  signal?: AbortSignal;
  /** Hears events while the call runs. With a listener a call that breaks after its first part is not retried. */
  onEvent?: (event: AskEvent) => void;
  /** Time limits of one attempt. */
  timeouts?: Partial<Timeouts>;
  /** Bound on retries. */
  retries?: Partial<RetryBudget>;
  /** Who asks. Default: `library`. */
  origin?: Origin;
}

/** A call as it runs: iterate over its events, or wait for its end. */
export interface AnswerStream extends AsyncIterable<AskEvent> {
  /** The call when it has ended. Rejects with SetupError if it could not be begun. */
  call: Promise<Call>;
}

/** Names of providers for which there is a key, never the keys. */
export interface KeyName {
  /** Provider. */
  provider: string;
  /** Where the key is; the environment comes first. */
  source: "environment" | "file";
}

/** Texts kept by name in the person's folder. */
export interface NamedTexts {
  /** Names in order. */
  list: () => Promise<string[]>;
  /** The text. Throws SetupError if there is none. */
  read: (name: string) => Promise<string>;
  /** Keeps a text under a name, over an older one. */
  write: (name: string, text: string) => Promise<void>;
  /** Forgets it. Throws SetupError if there is none. */
  remove: (name: string) => Promise<void>;
}

/** Everything penny does. */
export interface Workbench {
  /** Folder of the log, settings and keys. */
  dir: string;
  /** What would be sent, without sending it. Throws SetupError. */
  prepare: (input: PromptInput) => Promise<Prepared>;
  /** Makes a call. Throws SetupError before anything is sent; a failure afterwards is in the call. */
  ask: (input: PromptInput & CallSettings) => Promise<Call>;
  /** Makes a call whose events can be followed. */
  stream: (input: PromptInput & CallSettings) => AnswerStream;
  /** Tokens and dollars that a call will take, as ranges. Sends nothing. */
  estimate: (input: PromptInput) => Promise<Estimate>;
  /** Reads a suite from a file. Throws SetupError with file and line. */
  loadSuite: (path: string) => Promise<Suite>;
  /** Runs a suite. */
  evaluate: (suite: Suite, settings?: EvaluateSettings) => Promise<EvalReport>;
  /** The log. */
  log: Store;
  /** The models by name. */
  models: ModelRegistry;
  /** Default model, aliases, own prices and endpoints. */
  settings: {
    /** As they are. */
    read: () => Promise<Settings>;
    /** Changes some; `undefined` removes one. */
    change: (patch: Partial<Settings>) => Promise<Settings>;
  };
  /** Keys of providers; never shown. */
  keys: {
    /** For whom there is one. */
    list: () => Promise<KeyName[]>;
    /** Keeps a key in the key file. */
    set: (provider: string, key: string) => Promise<void>;
    /** Forgets a key in the key file. Throws SetupError if there is none. */
    remove: (provider: string) => Promise<void>;
  };
  /** Prompt templates. */
  templates: NamedTexts;
  /** Longer texts to put before a prompt. */
  fragments: NamedTexts;
  /** Ends everything: engines in process, the log. */
  close: () => Promise<void>;
}
