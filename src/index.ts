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
import { homedir } from "node:os";
import type { KeyName } from "./models/keys.ts";
import { lazyHttpFetch, lazyRegistry } from "./models/lazy-registry.ts";
import type { ModelRegistry } from "./models/registry.ts";
import type { Call, Origin } from "./record/call.ts";
import { idSource } from "./record/id.ts";
import { type AnswerStream, answerStream } from "./run/answer-stream.ts";
import type { AppBench } from "./run/app-bench.ts";
import type { AppCalls } from "./run/app-calls.ts";
import { type ArenaBench, arenaBench } from "./run/arena-bench.ts";
import { type AskContext, type AskEvent, ask } from "./run/ask.ts";
import type { Timeouts } from "./run/attempt.ts";
import { battleBench } from "./run/battle-bench.ts";
import { type Clock, systemClock } from "./run/clock.ts";
import { type CostBench, costBench } from "./run/cost-bench.ts";
import type { DataBench, DataRooms } from "./run/data-rooms.ts";
import type { Embedding, EmbedSettings } from "./run/embed.ts";
import type { Estimate } from "./run/estimate.ts";
import { type EvalBench, evalBench } from "./run/eval-bench.ts";
import type { EvaluateContext } from "./run/eval-context.ts";
import type { EvalReport } from "./run/eval-report.ts";
import type { EvaluateSettings } from "./run/evaluate.ts";
import { lazily } from "./run/lazily.ts";
import { type LessonBench, lessonBench } from "./run/lesson-bench.ts";
import type { MapJob, MapReport, MapSettings } from "./run/map-job.ts";
import type { OneShotReport, OneShotWish } from "./run/one-shot.ts";
import { createPacer } from "./run/pace.ts";
import { type Prepared, type PromptInput, prepare } from "./run/prepare.ts";
import type { RetryBudget } from "./run/retry.ts";
import {
  estimateOf,
  evaluateContext,
  judgeContext,
  liveContext,
  once,
  prepareContext,
  type Rooms,
} from "./run/rooms.ts";
import { type SheetBench, sheetBench } from "./run/sheet-bench.ts";
import type { Suite } from "./run/suite.ts";
import type { SuiteContent } from "./run/suite-content.ts";
import { lazySandbox } from "./sandbox/lazy-sandbox.ts";
import { readKeys, removeKey, setKey } from "./store/key-file.ts";
import { fragmentsIn, type NamedTexts, templatesIn } from "./store/lazy-texts.ts";
import { openStore } from "./store/open-store.ts";
import { pennyFolder } from "./store/penny-folder.ts";
import { changeSettings, readSettings, SETTINGS_FILE, type Settings } from "./store/settings.ts";
import type { Store } from "./store/store.ts";

export type { KeyName } from "./models/keys.ts";
export type { Model, ModelEvent } from "./models/model.ts";
export type { PriceRow } from "./price/price-row.ts";
export type { App, AppKind, AppVersion } from "./record/app.ts";
export type { Call, Cost, Energy, Finish, Timing } from "./record/call.ts";
export type { Message, Part } from "./record/message.ts";
export { textMessage, textOf } from "./record/message.ts";
export type { Options, Request, ToolDefinition } from "./record/request.ts";
export { SetupError } from "./record/setup-error.ts";
export type { Usage } from "./record/usage.ts";
export type { AnswerStream } from "./run/answer-stream.ts";
export type { AppBench } from "./run/app-bench.ts";
export type { AppAnswer, AppCalls } from "./run/app-calls.ts";
export type { AppDataBench, DataReader, DataWish, DescribedTable } from "./run/app-data.ts";
export type { AppRow, VersionRow } from "./run/app-rows-shown.ts";
export type { AppOutcome, AppWishSettings } from "./run/app-wishes.ts";
export type { ArenaBench } from "./run/arena-bench.ts";
export type { AskEvent } from "./run/ask.ts";
export type { BoardSheet } from "./run/board-sheet.ts";
export type { ComparedCase, ComparedRow, RunComparison } from "./run/compare-runs.ts";
export type { CostBench } from "./run/cost-bench.ts";
export type { DataAnswer, DataQuestion } from "./run/data-question.ts";
export type { DataBench } from "./run/data-rooms.ts";
export type { CaseDraft } from "./run/draft-form.ts";
export type { Embedding, EmbedSettings } from "./run/embed.ts";
export type { Estimate, Range } from "./run/estimate.ts";
export type { CostJob, JobEstimate } from "./run/estimate-job.ts";
export type { EvalBench } from "./run/eval-bench.ts";
export type { EvalCell } from "./run/eval-cell.ts";
export type { PowerPlan, PowerSettings, PowerStep } from "./run/eval-power.ts";
export type { EvalForecast, EvalReport } from "./run/eval-report.ts";
export type { EvalRow } from "./run/eval-rows.ts";
export type { Scaling, ScalingPoint, ScalingSettings } from "./run/eval-scaling.ts";
export type { EvaluateSettings } from "./run/evaluate.ts";
export { type FileArena, fileArena } from "./run/file-arena.ts";
export type { FoundSuite } from "./run/found-suites.ts";
export type { CaseDrafts, GenerateSettings, RefusedDraft } from "./run/generate-cases.ts";
export type { HumanItem } from "./run/human-scoring.ts";
export type { JudgeReport, ScorerAgreement } from "./run/judge-agreement.ts";
export type { JudgeBattlesSettings, JudgedBattles, JudgeForecast } from "./run/judge-battles.ts";
export type { LessonBench, ReadText } from "./run/lesson-bench.ts";
export type { MapForecast, MapJob, MapProgress, MapReport, MapSettings, MapStop } from "./run/map-job.ts";
export type { FactPrice, ModelFacts } from "./run/model-facts.ts";
export type { OneShotOutcome, OneShotReport, OneShotWish } from "./run/one-shot.ts";
export type { AttachmentInput, Prepared, PromptInput } from "./run/prepare.ts";
export type { RanksAbove } from "./run/published-board.ts";
export type { RatingHistory, RatingMoment, RatingThen } from "./run/rating-history.ts";
export type { SheetBench } from "./run/sheet-bench.ts";
export type { SpentQuestion, SpentReport } from "./run/spent.ts";
export type { Expectation, Gate, Suite, SuiteCase, SuiteModel, SuitePrompt } from "./run/suite.ts";
export type {
  CaseRows,
  InlineCase,
  ModelContent,
  PromptContent,
  PromptFunction,
  SuiteContent,
} from "./run/suite-content.ts";
export type {
  BoardRow,
  BoardSettings,
  BootstrapCheck,
  EloOrder,
  StyledPlace,
  UnratedModel,
  VoteBoard,
} from "./run/vote-board.ts";
export type { RepeatedPrompts } from "./run/vote-cap.ts";
export type { ChosenVotes, VoteChoice, Voters, VotesLeftOut } from "./run/vote-choice.ts";
export type { WhereClause, WhereOperator } from "./run/vote-filter.ts";
export type { PairVote, VotePair } from "./run/vote-pairs.ts";
export type { GroupBoard, RankSettings } from "./run/vote-rank.ts";
export type { GroupColumn, TextColumn, VoteStyle, VoteTable } from "./run/vote-table.ts";
export type { VoterStudy } from "./run/voter-study.ts";
export type { WinCell, WinMatrix } from "./run/win-matrix.ts";
export { openLink } from "./sandbox/open-link.ts";
export type { NamedTexts } from "./store/lazy-texts.ts";
export type { ResultRow } from "./store/result-writer.ts";
export type { Row, RowSource } from "./store/row-source.ts";
export type { Store } from "./store/store.ts";

/** What a workbench may be given; everything has a default. */
export interface WorkbenchOptions {
  /** Folder of the log, settings and keys. Default: `$PENNY_DIR`, or the platform's data folder. */
  dir?: string;
  /** Makes network requests. Default: Node's HTTP client. */
  fetch?: typeof fetch;
  /** Tells the time. Default: the machine's clock. */
  clock?: Clock;
  /** Environment variables. Default: the process's. */
  env?: { [name: string]: string | undefined };
  /** Platform, as Node names it. Default: this one. */
  platform?: string;
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
  /** The vector of a text. Throws SetupError before anything is sent; a failure afterwards is in the call. */
  embed: (input: EmbedSettings) => Promise<Embedding>;
  /** Tokens and dollars that a call will take, as ranges. Sends nothing and needs no key. */
  estimate: (input: PromptInput) => Promise<Estimate>;
  /** What was spent, what a job will cost, what models cost. */
  cost: CostBench;
  /** Ratings from votes, published leaderboards. */
  arena: ArenaBench & SheetBench;
  /** Data given to apps: tables, who may read them, queries, questions in words. */
  data: DataBench;
  /** What running apps ask, checked against what they were granted. */
  appCalls: AppCalls;
  /** Apps: made and changed by prompts, their versions. */
  apps: AppBench;
  /** What lessons show beside answers: tokens of a text, how sure a share is, code in the sandbox. */
  lessons: LessonBench;
  /** Runs a prompt over rows: a table, a folder of files, or values in memory. */
  map: (job: MapJob, settings?: MapSettings) => Promise<MapReport>;
  /** Reads a suite from a file. Throws SetupError with file and line. */
  loadSuite: (path: string) => Promise<Suite>;
  /** Has a program written for a wish, shown, run after a yes, mended. Throws SetupError before anything is sent. */
  oneShot: (wish: OneShotWish) => Promise<OneShotReport>;
  /** Runs of suites in the log. */
  evals: EvalBench;
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

/** Where this library is, for suites in TypeScript that import it and do not have it beside them. */
const LIBRARY = new URL(import.meta.url.endsWith(".ts") ? "./index.ts" : "./index.js", import.meta.url).href;

/**
 * A suite in TypeScript: gives back what it is given, so that the editor knows the keys. `penny eval suite.ts` runs what the file
 * exports by default, or as `suite`.
 */
export function defineSuite(content: SuiteContent): SuiteContent {
  return content;
}

/**
 * The suite in a YAML or JSON text. Loaded when first used: few programs need it.
 * @param source what the text is called in error messages.
 * @throws SetupError `source:line: what is wrong`.
 */
export async function parseSuite(text: string, source: string): Promise<Suite> {
  return (await import("./run/parse-suite.ts")).parseSuite(text, source);
}

async function askFor(rooms: Rooms, input: PromptInput & CallSettings): Promise<Call> {
  const { model, request, parent } = await prepare(prepareContext(rooms), input);
  return ask(rooms.ask, {
    model,
    request,
    origin: input.origin ?? { command: "library" },
    ...(parent === undefined ? {} : { parent }),
    ...(input.cache === undefined ? {} : { cache: input.cache }),
    ...(input.streaming === undefined ? {} : { stream: input.streaming }),
    ...(input.signal ? { signal: input.signal } : {}),
    ...(input.onEvent ? { onEvent: input.onEvent } : {}),
    ...(input.timeouts ? { timeouts: input.timeouts } : {}),
    ...(input.retries ? { retries: input.retries } : {}),
  });
}

function streamOf(rooms: Rooms, input: PromptInput & CallSettings): AnswerStream {
  return answerStream((onEvent) =>
    askFor(rooms, {
      ...input,
      onEvent: (event) => {
        input.onEvent?.(event);
        onEvent(event);
      },
    }),
  );
}

async function evaluateWith(
  rooms: Rooms,
  suite: Suite,
  settings?: EvaluateSettings,
  change: (context: EvaluateContext) => EvaluateContext = (context) => context,
): Promise<EvalReport> {
  return (await import("./run/evaluate.ts")).evaluate(change(evaluateContext(rooms)), suite, settings);
}

async function openRooms(options: WorkbenchOptions): Promise<Rooms & { keys: KeyOptions }> {
  const env = options.env ?? process.env;
  const platform = (options.platform ?? process.platform) as NodeJS.Platform;
  const clock = options.clock ?? systemClock;
  const fetch = options.fetch ?? lazyHttpFetch;
  const dir = options.dir ?? pennyFolder(env, platform, homedir());
  const store = await openStore({ dir, now: clock.now });
  const settings = await readSettings(dir);
  const registry = lazyRegistry({
    fetch,
    env,
    keyFile: () => readKeys(dir, platform),
    settings: () => readSettings(dir),
  });
  const own = settings.prices && (await import("./price/own-prices.ts")).parseOwnPrices(settings.prices, SETTINGS_FILE);
  const askContext: AskContext = {
    log: store,
    pricing: once(async () => {
      const [{ costOf }, { energyOf }] = await Promise.all([import("./price/cost.ts"), import("./price/energy.ts")]);
      return { costOf, energyOf };
    }),
    clock,
    random: options.random ?? Math.random,
    newId: idSource(clock.now, randomBytes),
    pacer: createPacer(clock),
    inFlight: new Map(),
    ...(own ? { priceOverrides: own } : {}),
  };
  return { dir, store, registry, ask: askContext, fetch, sandbox: lazySandbox(env), keys: { env, platform } };
}

function arenaOf(rooms: Rooms): Workbench["arena"] {
  const { store } = rooms;
  const { now } = rooms.ask.clock;
  const battles = battleBench(liveContext(rooms), judgeContext(rooms));
  const { voteRows } = battles;
  return {
    ...arenaBench(battles, now),
    ...sheetBench({ log: store, voteRows, now, own: rooms.ask.priceOverrides }),
  };
}

/** Apps and their data: loaded when somebody has to do with them. */
function appsOf(rooms: Rooms): {
  loadData: () => Promise<DataRooms>;
  loadApps: () => Promise<AppBench>;
  closeData: () => Promise<void>;
} {
  let loaded: Promise<DataRooms> | undefined;
  const loadData = (): Promise<DataRooms> => {
    loaded ??= import("./run/data-rooms.ts").then(({ dataRooms }) => dataRooms(rooms));
    return loaded;
  };
  const loadApps = once(async () => {
    const [{ appBench }, { appContext }, data] = await Promise.all([
      import("./run/app-bench.ts"),
      import("./run/app-rooms.ts"),
      loadData(),
    ]);
    return appBench(appContext(rooms, data));
  });
  return { loadData, loadApps, closeData: async () => (await loaded)?.close() };
}

interface KeyOptions {
  env: { [name: string]: string | undefined };
  platform: NodeJS.Platform;
}

/**
 * Opens a workbench: the log, the models, everything that penny does.
 * @throws SetupError if the folder, the log or the settings cannot be read or written.
 */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const rooms = await openRooms(options);
  const { dir, store, registry } = rooms;
  const { env, platform } = rooms.keys;
  const { loadData, loadApps, closeData } = appsOf(rooms);
  return {
    dir,
    data: lazily(async () => (await loadData()).data),
    appCalls: lazily(async () => (await loadData()).calls),
    prepare: (input) => prepare(prepareContext(rooms), input),
    ask: (input) => askFor(rooms, input),
    stream: (input) => streamOf(rooms, input),
    embed: async (input) => (await import("./run/embed.ts")).embed(evaluateContext(rooms), input),
    estimate: async (input) => {
      const { model, request } = await prepare(prepareContext(rooms, { keyLater: true }), input);
      return estimateOf(rooms, model, request);
    },
    cost: costBench(rooms),
    arena: arenaOf(rooms),
    oneShot: async (wish) =>
      (await import("./run/one-shot-rooms.ts")).oneShotWith(rooms, { env, home: homedir() }, wish),
    apps: lazily(loadApps),
    lessons: lessonBench({
      resolve: (name) => registry.resolve(name, { keyLater: true }),
      sandbox: rooms.sandbox.get,
    }),
    map: async (job, settings) => (await import("./run/map-rooms.ts")).mapWith(rooms, job, settings),
    loadSuite: async (path) =>
      (await import("./run/read-suite.ts")).readSuite(path, { library: LIBRARY, env, fetch: rooms.fetch }),
    evals: evalBench(
      store,
      (suite, settings, change) => evaluateWith(rooms, suite, settings, change),
      () => ({ ...evaluateContext(rooms), library: LIBRARY }),
    ),
    evaluate: (suite, settings) => evaluateWith(rooms, suite, settings),
    log: store,
    models: registry,
    settings: { read: () => readSettings(dir), change: (patch) => changeSettings(dir, patch) },
    keys: {
      list: async () => (await import("./models/keys.ts")).keyNames(env, await readKeys(dir, platform)),
      set: (provider, key) => setKey(dir, platform, provider, key),
      remove: (provider) => removeKey(dir, platform, provider),
    },
    templates: templatesIn(dir),
    fragments: fragmentsIn(dir),
    close: async () => {
      await rooms.sandbox.close();
      await closeData();
      await registry.close();
      await store.close();
    },
  };
}
