/**
 * Looks at all rows before the first call: each is made a request and checked, looked up in the log and forecast. Keeps of a row
 * no more than what its call may cost. Sends nothing to a model and writes nothing.
 */
import type { PriceRow } from "../price/price-row.ts";
import { requestHash } from "../record/hash.ts";
import type { JsonValue } from "../record/json.ts";
import type { FilePart, Message } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { noteKind, type ResultColumn } from "../store/result-writer.ts";
import type { Row, RowSource } from "../store/row-source.ts";
import { refuseUnkeepableBudget } from "./budget.ts";
import {
  contentOf,
  fileForecast,
  type InputForecast,
  outputForecast,
  requestForecast,
  sumForecasts,
} from "./estimate-tokens.ts";
import { addCalls, emptySums, type JobSums } from "./job-sums.ts";
import type { MapJob, MapSettings } from "./map-job.ts";
import { type MapRequestContext, type RowRequest, type RowRequests, rowRequests } from "./map-request.ts";

/** What a plan needs; wired by the library. */
export interface MapPlanContext extends MapRequestContext {
  /** Whether a good call of this hash is in the log. */
  isFinished: (hash: string) => Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The person's own prices. */
  overrides?: readonly PriceRow[];
}

/** What was learnt of the rows. */
export interface MapPlan {
  /** Makes their requests. */
  requests: RowRequests;
  /** How many there are. */
  rows: number;
  /** Answered in the log. */
  cached: number;
  /** Equal to an earlier row. */
  shared: number;
  /** What the calls to make take. */
  sums: JobSums;
  /** What they would take if images were sent as they are. Absent: they are. */
  unresized?: JobSums;
  /** Their columns, in the order in which they first occur. */
  columns: ResultColumn[];
  /** Most picodollars of the call of a row; -1: an earlier call answers it. */
  mostOf: (index: number) => number;
}

/** Names of the columns that are added. */
export interface ResultNames {
  /** Of the answer. */
  answer: string;
  /** Of the call's id. */
  call: string;
  /** Of why it failed. */
  error: string;
}

/** Names of the added columns: the usual ones, or those of `--as`. */
export function resultNames(as: string | undefined): ResultNames {
  if (as === undefined) return { answer: "answer", call: "call", error: "error" };
  return { answer: as, call: `${as}_call`, error: `${as}_error` };
}

/** Numbers by index, in blocks, so that millions of rows take little memory. */
function numbers(): { push: (value: number) => void; at: (index: number) => number } {
  const blocks: Float64Array[] = [];
  const BLOCK = 65_536;
  let count = 0;
  return {
    push: (value) => {
      if (count % BLOCK === 0) blocks.push(new Float64Array(BLOCK));
      const block = blocks[blocks.length - 1];
      if (block) block[count++ % BLOCK] = value;
    },
    at: (index) => blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? 0,
  };
}

/** Notes the columns of a row. @throws SetupError if one has the name of a column that is added. */
function noteColumns(columns: Map<string, ResultColumn>, row: Row, names: ResultNames, source: RowSource): void {
  for (const [name, value] of Object.entries(row.values)) {
    if (value instanceof Uint8Array) continue;
    let column = columns.get(name);
    if (!column) {
      if (Object.values(names).includes(name))
        throw new SetupError(
          `${source.name} has a column \`${name}\` already, which would be written over: name the new columns with --as NAME.`,
        );
      column = { name, kinds: new Set() };
      columns.set(name, column);
    }
    noteKind(column, value as JsonValue);
  }
}

function withoutFiles(request: Request, row: RowRequest): Request {
  const own = new Set(row.files.map(({ part }) => part));
  const messages: Message[] = request.messages.map((message) => ({
    ...message,
    parts: message.parts.filter((part) => part.type !== "file" || !own.has(part)),
  }));
  return { ...request, messages };
}

/** Tokens of a row's request, and what they were without making images smaller. */
async function inputOf(requests: RowRequests, row: RowRequest): Promise<{ sent: InputForecast; whole: InputForecast }> {
  const { model } = requests;
  const read = async (part: FilePart): Promise<Uint8Array> =>
    requests.fixed.find((file) => file.part.sha256 === part.sha256)?.read() ?? new Uint8Array();
  const base = await requestForecast(model, withoutFiles(row.request, row), read);
  const sent = [base];
  const whole = [base];
  for (const { part, read: bytesOf, original } of row.files) {
    const seen = original ?? { part, read: bytesOf };
    const asItIs = await fileForecast(model, await contentOf(await seen.read(), seen.part.mediaType, seen.part.name));
    whole.push(asItIs);
    sent.push(original ? await fileForecast(model, { mediaType: part.mediaType, size: original.size }) : asItIs);
  }
  return { sent: sumForecasts(sent), whole: sumForecasts(whole) };
}

/** A hash as a number of 48 bits: enough to tell requests of one job apart for a forecast, and small. */
function short(hash: string): number {
  return Number.parseInt(hash.slice(0, 12), 16);
}

/**
 * Looks at all rows.
 * @throws SetupError with file and line for a broken row, an unknown column, a missing file or content that the model does not
 * take; and if there are no rows, or a budget cannot be kept.
 */
export async function planMap(
  context: MapPlanContext,
  job: MapJob,
  source: RowSource,
  settings: MapSettings,
): Promise<MapPlan> {
  const names = resultNames(settings.as);
  const columns = new Map<string, ResultColumn>();
  const most = numbers();
  const seen = new Set<number>();
  let requests: RowRequests | undefined;
  let sums: JobSums | undefined;
  let unresized: JobSums | undefined;
  const counts = { rows: 0, cached: 0, shared: 0 };
  for await (const row of source.rows()) {
    if (settings.hold?.aborted) throw new SetupError("Stopped before anything was sent.");
    requests ??= await rowRequests(context, job, source, row);
    const { model } = requests;
    noteColumns(columns, row, names, source);
    const asked = await requests.of(row, "look");
    const empty = (): JobSums =>
      emptySums(model, outputForecast(model, asked.request), context.now(), context.overrides);
    sums ??= empty();
    unresized ??= empty();
    const hash = requestHash(asked.request);
    counts.rows++;
    settings.onLook?.(counts.rows);
    if ((settings.cache ?? true) && (await context.isFinished(hash))) {
      counts.cached++;
      most.push(-1);
      continue;
    }
    const isShared = (settings.cache ?? true) && seen.has(short(hash));
    seen.add(short(hash));
    const input = await inputOf(requests, asked);
    const price = addCalls(sums, input.sent, isShared ? 0 : 1, context.overrides);
    if (job.resize !== undefined) addCalls(unresized, input.whole, isShared ? 0 : 1, context.overrides);
    if (isShared) counts.shared++;
    refuseUnkeepableBudget(model, asked.request.options, price?.picodollars?.high, settings.budgetUsd, "with -o");
    most.push(price?.picodollars?.high ?? 0);
  }
  if (!requests || !sums) throw new SetupError(`${source.name} has no rows: nothing is to be asked.`);
  return {
    requests,
    ...counts,
    sums,
    ...(job.resize === undefined || !unresized ? {} : { unresized }),
    columns: [...columns.values()],
    mostOf: most.at,
  };
}
