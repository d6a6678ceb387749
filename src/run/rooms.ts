/** The opened rooms of one workbench, and what each job of `run` is given of them. Opens nothing and holds no rules. */
import type { Model } from "../models/model.ts";
import type { ModelRegistry } from "../models/registry.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { LazySandbox } from "../sandbox/lazy-sandbox.ts";
import type { Store } from "../store/store.ts";
import { type AskContext, ask } from "./ask.ts";
import { attach, fragment } from "./attach.ts";
import type { Estimate } from "./estimate.ts";
import type { EvaluateContext } from "./eval-context.ts";
import type { JudgeContext } from "./judge-battles.ts";
import type { LiveContext } from "./live-battle.ts";
import { type PrepareContext, prepare } from "./prepare.ts";

/** The opened rooms of one workbench. */
export interface Rooms {
  /** Folder of the log, settings and keys. */
  dir: string;
  /** The log. */
  store: Store;
  /** The models by name. */
  registry: ModelRegistry;
  /** What a call works with. */
  ask: AskContext;
  /** Makes network requests. */
  fetch: typeof globalThis.fetch;
  /** Where answers may be run. */
  sandbox: LazySandbox;
}

async function conversation(store: Store, id: string | true): Promise<Call> {
  const call = id === true ? await store.lastConversation() : await store.call(id);
  if (call) return call;
  if (id === true) throw new SetupError("There is no conversation to continue yet: ask something first.");
  throw new SetupError(`There is no call \`${id}\` in the log: \`penny log\` lists them.`);
}

/** What turning a prompt into a request needs. */
export function prepareContext(rooms: Rooms, settings: { keyLater?: boolean } = {}): PrepareContext {
  return {
    resolve: (name) => rooms.registry.resolve(name, settings),
    attach: (input, storeBytes) => attach(rooms, input, storeBytes),
    fragment: (name) => fragment(rooms, name),
    template: async (name) => (await import("../store/templates.ts")).readTemplate(rooms.dir, name),
    conversation: (id) => conversation(rooms.store, id),
    check: (model, request) => rooms.registry.check(model, request),
  };
}

/** Loads something once, when it is first needed: asked for every call, even an import that is there already takes its time. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

const estimating = once(() => import("./estimate-call.ts"));

/** The forecast of a call. */
export async function estimateOf(rooms: Rooms, model: Model, request: Request): Promise<Estimate> {
  const { estimateCall } = await estimating();
  return estimateCall({
    model,
    request,
    readFile: rooms.store.readFile,
    at: rooms.ask.clock.now(),
    overrides: rooms.ask.priceOverrides,
  });
}

/** The newest calls of a model that ended well. */
export function goodCalls(store: Store, model: string, limit: number): Promise<Call[]> {
  return store.calls({ model, reason: ["stop", "length"], limit });
}

/** What a run of a suite needs. */
export function evaluateContext(rooms: Rooms): EvaluateContext {
  return {
    resolve: (name, settings) => rooms.registry.resolve(name, settings),
    check: (model, request) => rooms.registry.check(model, request),
    ask: (input) => ask(rooms.ask, input),
    estimate: (model, request) => estimateOf(rooms, model, request),
    earlierMs: async (model) => (await goodCalls(rooms.store, model, 50)).flatMap(({ timing }) => timing.modelMs ?? []),
    earlierCalls: rooms.store.finishedIds,
    call: rooms.store.call,
    readFile: rooms.store.readFile,
    attach: (input) => attach(rooms, input, false),
    sandbox: rooms.sandbox.get,
    runs: { begin: rooms.store.beginRun, put: rooms.store.putAnswers, end: rooms.store.endRun },
    clock: rooms.ask.clock,
    newId: rooms.ask.newId,
  };
}

/** What battles need. */
export function liveContext(rooms: Rooms): LiveContext {
  const { store, ask: asking } = rooms;
  return {
    log: store,
    now: asking.clock.now,
    newId: asking.newId,
    random: asking.random,
    prepare: (input) => prepare(prepareContext(rooms), input),
    estimate: ({ model, request }) => estimateOf(rooms, model, request),
    earlier: (request) => store.finishedByHash(requestHash(request)),
    ask: ({ model, request }, { ref, ...settings }) =>
      ask(asking, { model, request, origin: { command: "arena", ref }, ...settings }),
  };
}

/** What a model that judges battles needs. */
export function judgeContext(rooms: Rooms): JudgeContext {
  const { resolve, check, ask: call, estimate, earlierCalls } = evaluateContext(rooms);
  const battles = liveContext(rooms);
  const arena = once(() => import("./arena-log.ts"));
  return {
    resolve,
    check,
    ask: call,
    estimate,
    earlierCalls,
    now: battles.now,
    open: async (voter) => (await arena()).openBattles(battles, voter),
    show: async (battle) => (await arena()).showBattle(battles, battle),
    vote: async (vote) => (await arena()).castVote(battles, vote),
  };
}
