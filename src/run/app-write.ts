/**
 * From a wish to a document: asks a model, reads its answer, puts in what it wants to replace; asks again for what could not be put in,
 * then for the whole document, then stops. Every call goes through `ask`; keeps no version.
 */
import type { Model } from "../models/model.ts";
import type { AppKind } from "../record/app.ts";
import type { Call } from "../record/call.ts";
import { type Message, textMessage, textOf } from "../record/message.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { isWholeDocument, type ReadAnswer, readAnswer } from "./app-answer.ts";
import { applyPairs, type FailedPair } from "./app-edit.ts";
import { type AppSurroundings, appSystem, changePrompt, pairsAgainPrompt, wholePrompt } from "./app-prompt.ts";
import type { AppPiece } from "./app-reading.ts";
import { appStream } from "./app-stream.ts";
import type { AskInput } from "./ask.ts";
import { budgetPicodollars, refuseUnkeepableBudget } from "./budget.ts";
import type { Estimate } from "./estimate.ts";
import { continued, type Prepared, type PromptInput } from "./prepare.ts";

/** What writing needs. */
export interface WriteContext {
  /** What would be sent. Throws SetupError. */
  prepare: (input: PromptInput) => Promise<Prepared>;
  /** Forecasts a call. */
  estimate: (prepared: Prepared) => Promise<Estimate>;
  /** Makes a call. */
  ask: (input: AskInput) => Promise<Call>;
}

/** How a wish is carried out. */
export interface WishSettings {
  /** Model name or alias. Default: the default model. */
  model?: string;
  /** How to answer. */
  options?: Options;
  /** Most US dollars for all calls of this wish. Default: no limit. */
  budgetUsd?: number;
  /** Gives back earlier good calls with the same request. Default false. */
  cache?: boolean;
  /** Cancels: what has come is kept. */
  signal?: AbortSignal;
  /** Hears what is read of the answer as it comes. @param round which call of this wish, from 0. */
  onPiece?: (piece: AppPiece, round: number) => void;
}

/** A document that is to be changed. */
export interface WishBase {
  /** Its text. */
  content: string;
  /** What it is written in. */
  kind: AppKind;
  /** What was asked before, oldest first. */
  earlier: readonly string[];
}

/** What is wished. */
export interface AppWish {
  /** What asks, for the log: `app/<id>`. */
  ref: string;
  /** The person's words. */
  prompt: string;
  /** What is to be changed. Absent: something new is to be made. */
  base?: WishBase;
  /** The kind that was asked for. Absent: any. */
  kind?: AppKind;
  /** What the app finds where it runs. */
  surroundings: AppSurroundings;
}

/** What came of a wish. */
export interface WrittenDocument {
  /** The document. Absent: nothing came that could be used. */
  content?: string;
  /** What it is written in. */
  kind: AppKind;
  /** What it is called. Absent: it has no name, or is not new as a whole. */
  title?: string;
  /** Whether it was written as a whole; else pieces of the earlier one were replaced. */
  isWhole: boolean;
  /** Whether the answer broke off. */
  interrupted: boolean;
  /** Calls made, in order. */
  calls: Call[];
  /** Replacements that could not be made to the end. */
  failed: FailedPair[];
  /** What the models said beside. */
  prose: string;
  /** Why there is no document, or not all of it, one sentence. Absent: all went well. */
  problem?: string;
}

/** Calls of one wish at most: the first, one for replacements that failed, one for the whole document. */
const MOST_CALLS = 3;
/** A model that reads less is asked without our rules, and for whole documents: they would not fit. */
const LEAST_CONTEXT_TOKENS = 6000;

/** Whether a model is too small for the rules of answering. */
function isSmall(model: Model): boolean {
  const { contextTokens } = model.capabilities;
  return contextTokens !== undefined && contextTokens < LEAST_CONTEXT_TOKENS;
}

/** The conversation as a small model knows it: the wish, the document as its answer, the change. */
function plainMessages({ base }: AppWish): Message[] {
  if (!base) return [];
  const [first = "Make this."] = base.earlier;
  return [textMessage("user", first), textMessage("assistant", base.content)];
}

async function firstRequest(context: WriteContext, wish: AppWish, settings: WishSettings): Promise<Prepared> {
  const { base, prompt, kind, surroundings } = wish;
  const shared = {
    ...(settings.model === undefined ? {} : { model: settings.model }),
    ...(settings.options ? { options: settings.options } : {}),
  };
  const plain = await context.prepare({ ...shared, messages: plainMessages(wish), prompt });
  if (isSmall(plain.model)) return plain;
  return context.prepare({
    ...shared,
    system: appSystem(surroundings, base?.kind ?? kind),
    prompt: base ? changePrompt(base.content, base.kind, prompt, base.earlier) : prompt,
  });
}

/** Whether a call ended because the model had said all. */
function isDone(call: Call): boolean {
  return call.finish.reason === "stop" || call.finish.reason === "other";
}

interface Writing {
  context: WriteContext;
  wish: AppWish;
  settings: WishSettings;
  calls: Call[];
  prose: string[];
  /** The document with what could be replaced so far. */
  content: string;
  applied: number;
  failed: FailedPair[];
}

async function askOnce(writing: Writing, prepared: Prepared): Promise<Call> {
  const { context, wish, settings, calls } = writing;
  const live = appStream(wish.base?.kind ?? wish.kind);
  const { onPiece } = settings;
  const tell = (pieces: AppPiece[]): void => {
    for (const piece of pieces) onPiece?.(piece, calls.length);
  };
  const call = await context.ask({
    ...prepared,
    origin: { command: "app", ref: wish.ref },
    ...(settings.cache === undefined ? {} : { cache: settings.cache }),
    ...(settings.signal ? { signal: settings.signal } : {}),
    ...(onPiece
      ? {
          onEvent: (event) => {
            if (event.type === "text-delta") tell(live.push(event.text));
            if (event.type === "cached") tell(live.push(textOf(event.call.parts)));
          },
        }
      : {}),
  });
  if (onPiece) tell(live.end(isDone(call)));
  calls.push(call);
  return call;
}

/** Picodollars spent by calls; one of unknown cost counts nothing: a budget is refused before where prices are unknown. */
function spentBy(calls: readonly Call[]): number {
  return calls.reduce((sum, { cost }) => sum + (cost?.picodollars ?? 0), 0);
}

/** Whether a call could pass the budget. @throws SetupError for the first call, before anything is sent. */
async function passesBudget({ context, settings, calls }: Writing, prepared: Prepared): Promise<boolean> {
  const { budgetUsd } = settings;
  if (budgetUsd === undefined) return false;
  const most = (await context.estimate(prepared)).picodollars?.high;
  refuseUnkeepableBudget(prepared.model, prepared.request.options, most, budgetUsd, "with -o");
  if (spentBy(calls) + (most ?? 0) <= budgetPicodollars(budgetUsd)) return false;
  if (calls.length > 0) return true;
  throw new SetupError(
    `A call to ${prepared.model.id} may cost $${((most ?? 0) / 1e12).toPrecision(2)}, more than the budget of $${budgetUsd}: allow more with --budget, or ask a cheaper model.`,
  );
}

type Judged = { done: WrittenDocument } | { again: string };

function ended(writing: Writing, more: Partial<WrittenDocument>): WrittenDocument {
  const { wish, calls, failed, prose } = writing;
  return {
    kind: wish.base?.kind ?? wish.kind ?? "html",
    isWhole: false,
    interrupted: false,
    calls,
    failed,
    prose: prose.filter((text) => text !== "").join("\n\n"),
    ...more,
  };
}

/** What there is when no more is asked: the document with the replacements that could be made, if any could. */
function leftOver(writing: Writing, problem: string): WrittenDocument {
  return ended(writing, { ...(writing.applied > 0 ? { content: writing.content } : {}), problem });
}

function failureOf(call: Call): string {
  if (call.error) return call.error.message;
  if (call.finish.reason === "length") return "The answer reached its longest length before it was complete.";
  return `The answer ended early (${call.finish.raw ?? call.finish.reason}).`;
}

function judgeDocument(writing: Writing, answer: ReadAnswer, broken: string | undefined): Judged | undefined {
  const { document, pairs } = answer;
  if (!document) return undefined;
  const { base } = writing.wish;
  if (!broken && !isWholeDocument(document.content, document.kind, base?.content))
    return { again: wholePrompt("The document you gave leaves out parts of what was there.") };
  const { content, failed } = applyPairs(document.content, pairs);
  const { kind, title } = document;
  writing.failed = failed;
  const about = { content, kind, ...(title ? { title } : {}), isWhole: true };
  return { done: ended(writing, broken ? { ...about, interrupted: true, problem: broken } : about) };
}

function judge(writing: Writing, call: Call, round: number): Judged {
  const { base, kind } = writing.wish;
  const answer = readAnswer(textOf(call.parts), base?.kind ?? kind, isDone(call));
  writing.prose.push(answer.prose);
  const broken = isDone(call) ? undefined : failureOf(call);
  const whole = judgeDocument(writing, answer, broken);
  if (whole) return whole;
  if (!base) {
    if (broken) return { done: ended(writing, { problem: broken }) };
    return { again: wholePrompt("There was no document in your answer.") };
  }
  const { content, applied, failed } = applyPairs(writing.content, answer.pairs);
  writing.content = content;
  writing.applied += applied;
  writing.failed = failed;
  if (broken)
    return {
      done: ended(writing, { ...(writing.applied > 0 ? { content } : {}), interrupted: true, problem: broken }),
    };
  if (applied > 0 && failed.length === 0) return { done: ended(writing, { content }) };
  const isFirstTry = round === 0 && answer.isUpdate;
  return { again: isFirstTry ? pairsAgainPrompt(failed) : wholePrompt("The changes could still not be put in.") };
}

function unfinished({ failed, calls }: Writing): string {
  const last = calls.at(-1);
  const model = last?.request.model ?? "The model";
  if (failed.length > 0)
    return `${failed.length} of the replacements that ${model} wanted ${failed.length === 1 ? "was" : "were"} not found in the document.`;
  return `${model} wrote no document: ask otherwise, or ask another model.`;
}

/**
 * Carries out a wish.
 * @throws SetupError before anything is sent: an unknown model, a budget that cannot be kept.
 */
export async function writeApp(
  context: WriteContext,
  wish: AppWish,
  settings: WishSettings = {},
): Promise<WrittenDocument> {
  const content = wish.base?.content ?? "";
  const writing: Writing = { context, wish, settings, calls: [], prose: [], content, applied: 0, failed: [] };
  let prepared = await firstRequest(context, wish, settings);
  const most = isSmall(prepared.model) ? 1 : MOST_CALLS;
  for (let round = 0; round < most; round++) {
    if (await passesBudget(writing, prepared))
      return leftOver(writing, `${unfinished(writing)} Another call could pass the budget of $${settings.budgetUsd}.`);
    const call = await askOnce(writing, prepared);
    const judged = judge(writing, call, round);
    if ("done" in judged) return judged.done;
    const messages = [...continued(call), textMessage("user", judged.again)];
    prepared = { model: prepared.model, request: { ...prepared.request, messages }, parent: call.id };
  }
  return leftOver(writing, unfinished(writing));
}
