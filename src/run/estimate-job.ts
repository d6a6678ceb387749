/**
 * Forecasts a job before any of it is sent: one prompt once or many times, one call for each file of folders and patterns, or
 * counts of tokens. For each model tokens, dollars, batch price and energy, with what was assumed. Sends nothing and needs no key.
 */
import { modalityOf } from "../models/carried-types.ts";
import { isTextFile } from "../models/text-file-type.ts";
import { type PriceRow, priceHistory } from "../price/ledger.ts";
import { exactly } from "../price/token-forecast.ts";
import type { FilePart, Message, Part } from "../record/message.ts";
import type { Options, Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { filesOf, meansSeveralFiles, seeFile } from "../store/file-list.ts";
import type { Estimate, Range } from "./estimate.ts";
import {
  contentOf,
  type EstimatedModel,
  type FileContent,
  fileForecast,
  type InputForecast,
  outputForecast,
  requestForecast,
  sumForecasts,
} from "./estimate-tokens.ts";
import { addCalls, emptySums, type JobSums } from "./job-sums.ts";

/** What is to be done. A prompt, files, or counts of tokens must be given. */
export interface CostJob {
  /** Model names or aliases. Absent or empty: the default model. */
  models?: readonly string[];
  /** The prompt. */
  prompt?: string;
  /** System prompt. */
  system?: string;
  /** Files by path or address, sent with every call; a folder or a pattern (`photos/*.jpg`) makes a call for each of its files. */
  attachments?: readonly string[];
  /** Calls, or calls for each file. Default 1. */
  calls?: number;
  /** Input tokens of one call, instead of a prompt and files. */
  inputTokens?: number;
  /** Images sent with every call, each of this many pixels, beside the prompt or the input tokens. */
  images?: { count: number; width: number; height: number };
  /** Output tokens of one call. Absent: from one to the most that the model writes. */
  outputTokens?: number;
  /** How to answer; `maxOutputTokens` bounds the forecast. */
  options?: Options;
  /** Milliseconds since 1970 of the prices. Absent: now. */
  at?: number;
  /** Hears how many files have been looked at. */
  onProgress?: (progress: { done: number; total: number }) => void;
  /** Stops between files. */
  signal?: AbortSignal;
}

/** What a job takes on one model. */
export interface JobEstimate extends Estimate {
  /** Files that the model cannot be sent; no calls are counted for them. 0 without files. */
  leftOut: number;
  /** Picodollars by the provider's batch service. Absent: no such price is known. */
  batchPicodollars?: Range;
  /** Watt-hours of all calls. Absent: unknown, as for models on this machine. */
  energyWh?: Range;
  /** The price that was taken. Absent: unknown, or the model runs on this machine. */
  price?: PriceRow;
  /** Milliseconds since 1970 whose price was taken. */
  pricedAt: number;
}

/** A model and what it refuses. */
export interface JobModel {
  /** The model. */
  model: EstimatedModel;
  /** Refuses what the model cannot read or do. Throws SetupError. */
  check: (request: Request) => void;
}

/** Where the pieces come from; wired by the library. */
export interface JobContext {
  /** A model by name, without its key; the default model for `undefined`. Throws SetupError. */
  resolve: (name: string | undefined) => Promise<JobModel>;
  /** A file by path or address, not kept. Throws SetupError. */
  attach: (source: string) => Promise<FilePart>;
  /** The bytes of a file part that `attach` gave. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The person's own prices. */
  overrides?: readonly PriceRow[];
}

/** The sums of one model while files are looked at. */
interface Sums extends JobModel, JobSums {
  request: Request;
  /** Tokens of everything but the file. */
  base: InputForecast;
  unknown: { first?: string; files: number };
  leftOut: { first?: string; files: number };
  /** Why files of a media type cannot be sent; `undefined` for those that can. */
  refusals: Map<string, string | undefined>;
}

function messagesOf(job: CostJob, files: readonly FilePart[]): Message[] {
  const parts: Part[] = [...files, ...(job.prompt ? [{ type: "text" as const, text: job.prompt }] : [])];
  return [
    ...(job.system === undefined
      ? []
      : [{ role: "system" as const, parts: [{ type: "text" as const, text: job.system }] }]),
    { role: "user", parts },
  ];
}

/** A model that can be asked, or one that only the price ledger knows: forecasts are made for both. */
async function jobModel(context: JobContext, name: string | undefined): Promise<JobModel> {
  try {
    return await context.resolve(name);
  } catch (error) {
    if (!(error instanceof SetupError) || name === undefined) throw error;
    if (priceHistory(name, context.overrides).length === 0) throw error;
    const capabilities: EstimatedModel["capabilities"] = {
      input: ["text", "image", "audio", "video", "pdf"],
      output: ["text"],
    };
    return { model: { id: name, where: "hosted", capabilities }, check: () => undefined };
  }
}

async function begun(
  context: JobContext,
  job: CostJob,
  name: string | undefined,
  files: readonly FilePart[],
): Promise<Sums> {
  const { model, check } = await jobModel(context, name);
  const request: Request = { model: model.id, messages: messagesOf(job, files), options: job.options ?? {} };
  check(request);
  const given = job.inputTokens;
  const base =
    given === undefined
      ? await requestForecast(model, request, context.readFile)
      : { tokens: exactly(given), audio: exactly(0), unknown: [] };
  const output = job.outputTokens === undefined ? outputForecast(model, request) : exactly(job.outputTokens);
  const sums = emptySums(model, output, job.at ?? context.now(), context.overrides);
  return {
    ...sums,
    assumptions: new Set([...base.tokens.assumptions, ...base.unknown, ...sums.assumptions]),
    check,
    request,
    base,
    unknown: { files: 0 },
    leftOut: { files: 0 },
    refusals: new Map(),
  };
}

/** Why a model cannot be sent files of a media type; `undefined` if it can. Asked once for each type. */
function refusalOf(sums: Sums, file: FileContent): string | undefined {
  if (sums.refusals.has(file.mediaType)) return sums.refusals.get(file.mediaType);
  const part: FilePart = { type: "file", sha256: "", size: 0, mediaType: file.mediaType, name: file.name ?? "a file" };
  let refusal: string | undefined;
  try {
    sums.check({ ...sums.request, messages: [{ role: "user", parts: [part] }] });
    const isKnown = isTextFile(file.mediaType) || modalityOf(file.mediaType) !== undefined;
    if (!isKnown) refusal = `${part.name} is ${file.mediaType}, of which no count of tokens is known.`;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    refusal = error.message;
  }
  sums.refusals.set(file.mediaType, refusal);
  return refusal;
}

/** Adds the calls with images of which only the size is given. A model that reads none is left without calls. */
async function addImages(
  sums: Sums,
  { count: many, width, height }: NonNullable<CostJob["images"]>,
  calls: number,
  context: JobContext,
): Promise<void> {
  const image: FileContent = { name: "an image", mediaType: "image/png", size: { width, height } };
  const refusal = refusalOf(sums, image);
  if (refusal !== undefined) {
    sums.leftOut = { first: refusal, files: many * calls };
    return;
  }
  const forecast = await fileForecast(sums.model, image);
  for (const why of forecast.unknown) count(sums.unknown, why);
  const all = Array.from({ length: many }, () => forecast);
  addCalls(sums, sumForecasts([sums.base, ...all]), calls, context.overrides);
}

function count(counted: { first?: string; files: number }, why: string): void {
  counted.files++;
  counted.first ??= why;
}

async function addFile(sums: Sums, file: FileContent, times: number, context: JobContext): Promise<void> {
  const refusal = refusalOf(sums, file);
  if (refusal !== undefined) return count(sums.leftOut, refusal);
  const forecast = await fileForecast(sums.model, file);
  for (const why of forecast.unknown) count(sums.unknown, why);
  addCalls(sums, sumForecasts([sums.base, forecast]), times, context.overrides);
}

/** What a file holds. A large image whose beginning does not tell its size is read whole. */
async function contentAt(path: string): Promise<FileContent> {
  const seen = await seeFile(path);
  const content = await contentOf(seen.bytes, seen.mediaType, seen.name);
  if (seen.whole || content.size?.width !== undefined) return content;
  const whole = await seeFile(path, "whole");
  return contentOf(whole.bytes, whole.mediaType, whole.name);
}

async function* filesIn(sources: readonly string[]): AsyncGenerator<string> {
  for (const source of sources) yield* filesOf(source);
}

async function countFiles(sources: readonly string[]): Promise<number> {
  let total = 0;
  for (const source of sources) {
    let found = 0;
    for await (const _path of filesOf(source)) found++;
    if (found === 0) throw new SetupError(`There are no files in ${source}: check the path or the pattern.`);
    total += found;
  }
  return total;
}

async function addFiles(
  all: readonly Sums[],
  sources: readonly string[],
  job: CostJob,
  context: JobContext,
): Promise<void> {
  const total = await countFiles(sources);
  let done = 0;
  for await (const path of filesIn(sources)) {
    if (job.signal?.aborted) throw new SetupError("The forecast was stopped before all files had been looked at.");
    try {
      const content = await contentAt(path);
      for (const sums of all) await addFile(sums, content, job.calls ?? 1, context);
    } catch (error) {
      // One file that cannot be read does not spoil the forecast of thousands.
      if (!(error instanceof SetupError)) throw error;
      for (const sums of all) count(sums.leftOut, error.message);
    }
    job.onProgress?.({ done: ++done, total });
  }
  for (const { calls, leftOut } of all) if (calls === 0) throw new SetupError(leftOut.first ?? "There are no files.");
}

function others({ files }: { files: number }): string {
  if (files < 2) return "";
  return ` The same holds for ${(files - 1).toLocaleString("en-US")} more ${files > 2 ? "files" : "file"}.`;
}

function summed(sums: Sums): JobEstimate {
  const { model, unknown, leftOut, moment, row } = sums;
  const left =
    leftOut.files === 1 ? "One file is left out" : `${leftOut.files.toLocaleString("en-US")} files are left out`;
  return {
    model: model.id,
    calls: sums.calls,
    leftOut: leftOut.files,
    ...(sums.input ? { inputTokens: sums.input } : {}),
    outputTokens: { low: sums.output.low * sums.calls, high: sums.output.high * sums.calls },
    ...(sums.picodollars ? { picodollars: sums.picodollars } : {}),
    ...(sums.batch && model.where === "hosted" ? { batchPicodollars: sums.batch } : {}),
    ...(sums.energy ? { energyWh: sums.energy } : {}),
    ...(row ? { price: row } : {}),
    pricedAt: moment.at,
    assumptions: [
      ...(leftOut.first === undefined ? [] : [`${left}, such as this one: ${leftOut.first}`]),
      ...(unknown.first === undefined ? [] : [unknown.first + others(unknown)]),
      ...moment.assumptions,
      ...sums.assumptions,
    ],
  };
}

function checkJob(job: CostJob): void {
  const { prompt, attachments = [], inputTokens, outputTokens } = job;
  const says = (prompt !== undefined && prompt !== "") || attachments.length > 0;
  if (inputTokens !== undefined && (says || job.system !== undefined))
    throw new SetupError("Give either the number of input tokens or a prompt and files, not both.");
  if (says || inputTokens !== undefined || job.images) return;
  throw new SetupError(
    outputTokens === undefined
      ? "There is nothing to forecast: give a prompt, files, or the numbers of input and output tokens."
      : "The number of input tokens is missing: give it, or a prompt, or files.",
  );
}

/** Those that do more of the job first; then by their upper end, cheapest first, unknown last; then by name. */
function byCost(a: JobEstimate, b: JobEstimate): number {
  if (a.leftOut !== b.leftOut) return a.leftOut - b.leftOut;
  const [one, other] = [a.picodollars?.high ?? Infinity, b.picodollars?.high ?? Infinity];
  if (one !== other) return one < other ? -1 : 1;
  return a.model < b.model ? -1 : 1;
}

/**
 * What a job will take on each model, cheapest first; a model that cannot be sent some of the files comes after those that can.
 * @throws SetupError if there is nothing to forecast, a model is unknown, a file is missing, or the model reads none of the files.
 */
export async function estimateJob(context: JobContext, job: CostJob): Promise<JobEstimate[]> {
  checkJob(job);
  const single: FilePart[] = [];
  const several: string[] = [];
  for (const source of job.attachments ?? []) {
    if (await meansSeveralFiles(source)) several.push(source);
    else single.push(await context.attach(source));
  }
  const names = job.models?.length ? [...new Set(job.models)] : [undefined];
  const all: Sums[] = [];
  for (const name of names) all.push(await begun(context, job, name, single));
  const { images } = job;
  if (images && several.length > 0) throw new SetupError("Give either sizes of images or folders, not both.");
  if (several.length > 0) await addFiles(all, several, job, context);
  else if (images) for (const sums of all) await addImages(sums, images, job.calls ?? 1, context);
  else for (const sums of all) addCalls(sums, sums.base, job.calls ?? 1, context.overrides);
  return all.map(summed).sort(byCost);
}
