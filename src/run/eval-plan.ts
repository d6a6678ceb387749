/**
 * Lays out the cells of a suite, models × prompts × cases × epochs: the request of each, what answers it in the log, what it will
 * take. All that can be wrong is found here. Sends nothing.
 *
 * A case that is asked several times is asked the same thing, so the requests of its epochs have one hash, except where a seed is
 * set: then epoch n is asked with the seed plus n − 1, since the same seed gives the same answer. Of calls with one hash in the
 * log, the newest answers the first epoch, the next one the second, and so on; only what is missing is asked.
 */
import type { Model } from "../models/model.ts";
import { requestHash } from "../record/hash.ts";
import type { FilePart, Message } from "../record/message.ts";
import type { Options, Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Estimate } from "./estimate.ts";
import type { CellPlan, EvaluateContext, EvaluateSettings } from "./eval-context.ts";
import { type ForecastTexts, judgeEstimate } from "./judge-forecast.ts";
import { isComparison } from "./score-cell.ts";
import type { Suite, SuiteCase, SuiteModel, SuitePrompt } from "./suite.ts";

/** A text for messages before the sentence of an error. */
function placed(error: unknown, place: string | undefined): unknown {
  if (!(error instanceof SetupError) || place === undefined || error.message.startsWith(place)) return error;
  return new SetupError(`${place}: ${error.message}`, { cause: error });
}

async function at<T>(place: string | undefined, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placed(error, place);
  }
}

/** The suite's models, or those wanted instead: entries by label or name, and others by name with the suite's options. */
function wantedModels(suite: Suite, names: readonly string[] | undefined): SuiteModel[] {
  if (!names?.length) return suite.models;
  const like = suite.models.find((each) => !each.make);
  return names.flatMap((name): SuiteModel[] => {
    const found = suite.models.filter((each) => each.label === name || each.name === name);
    if (found.length > 0) return found;
    const { tools, schema } = like ?? {};
    return [{ name, options: suite.options, ...(tools ? { tools } : {}), ...(schema ? { schema } : {}) }];
  });
}

/** An entry of the suite with its model, and the label that it goes by. */
interface ResolvedModel {
  entry: SuiteModel;
  model: Model;
  label: string;
}

/** Models with their labels, which must differ. */
async function resolved(context: EvaluateContext, entries: readonly SuiteModel[]): Promise<ResolvedModel[]> {
  const found: ResolvedModel[] = [];
  for (const entry of entries) {
    const model = await at(entry.place, () => entry.make?.() ?? context.resolve(entry.name));
    const label = entry.label ?? model.id;
    if (found.some((each) => each.label === label)) {
      const place = entry.place === undefined ? "" : `${entry.place}: `;
      throw new SetupError(`${place}Two models are named \`${label}\`: give each a \`label\` of its own.`);
    }
    found.push({ entry, model, label });
  }
  return found;
}

/** The messages with the case's files before the text of the last user turn. */
function withFiles(messages: readonly Message[], files: readonly FilePart[]): Message[] {
  if (files.length === 0) return [...messages];
  const last = messages.findLastIndex((message) => message.role === "user");
  return messages.map((message, index) =>
    index === last ? { ...message, parts: [...files, ...message.parts] } : message,
  );
}

function optionsOf(entry: SuiteModel, prompt: SuitePrompt, each: SuiteCase, epoch: number): Options {
  const options = { ...entry.options, ...each.options, ...prompt.options, ...entry.optionsFor?.(each.vars) };
  return options.seed === undefined || epoch === 1
    ? options
    : { ...options, seed: (options.seed + epoch - 1) % 2 ** 32 };
}

function isAsked(prompt: SuitePrompt, entry: SuiteModel, label: string, each: SuiteCase): boolean {
  const names = [label, entry.name];
  const has = (list: readonly string[] | undefined): boolean =>
    list === undefined || list.some((name) => names.includes(name));
  return (
    has(prompt.models) &&
    has(each.models) &&
    (entry.prompts?.includes(prompt.name) ?? true) &&
    (each.prompts?.includes(prompt.name) ?? true)
  );
}

/** Files of a case, read once for all its cells. */
function fileReader(context: EvaluateContext): (each: SuiteCase) => Promise<FilePart[]> {
  const known = new Map<SuiteCase, Promise<FilePart[]>>();
  const read = async (each: SuiteCase): Promise<FilePart[]> => {
    const files: FilePart[] = [];
    await at(each.place, async () => {
      for (const input of each.attachments ?? []) files.push(await context.attach(input));
    });
    return files;
  };
  return (each) => {
    const files = known.get(each) ?? read(each);
    known.set(each, files);
    return files;
  };
}

/** The cells of each case and epoch, whose answers are compared with each other. */
export function comparedCells<Cell extends { case: SuiteCase; epoch: number }>(cells: readonly Cell[]): Cell[][] {
  const groups = new Map<SuiteCase, Cell[][]>();
  for (const cell of cells) {
    if (!cell.case.expect.some(isComparison)) continue;
    const epochs = groups.get(cell.case) ?? [];
    groups.set(cell.case, epochs);
    epochs[cell.epoch - 1] = [...(epochs[cell.epoch - 1] ?? []), cell];
  }
  return [...groups.values()].flat();
}

/** What comparing takes is told with the first of the cells that are compared. */
async function addComparisons(context: EvaluateContext, suite: Suite, planned: CellPlan[]): Promise<void> {
  for (const group of comparedCells(planned)) {
    const [first] = group;
    if (!first) continue;
    if (group.length < 2)
      throw new SetupError(
        `${first.case.place ?? suite.name}: Case \`${first.case.name}\` compares answers, but only one model and prompt answer it: add another.`,
      );
    const pairs = (group.length * (group.length - 1)) / 2;
    const ofAll = first.case.expect.filter(isComparison).map((each) => ({
      ...each,
      judges: each.judges?.map((judge) => ({ ...judge, calls: judge.calls * pairs })) ?? [],
    }));
    first.judging.push(
      ...(await judgeEstimate(context, suite, first, ofAll, undefined, {
        counted: new Map(),
        reuses: true,
        shared: () => undefined,
      })),
    );
  }
}

/** What all cells of a plan share. */
interface Plan {
  context: EvaluateContext;
  suite: Suite;
  epochs: number;
  cache: boolean;
  filesOf: (each: SuiteCase) => Promise<FilePart[]>;
  /** Texts whose vectors are in the forecast. */
  counted: ForecastTexts;
}

/** The cells of one prompt and case on one model, an epoch each. */
async function planCase(
  { context, suite, epochs, cache, filesOf, counted }: Plan,
  { entry, model, label }: ResolvedModel,
  prompt: SuitePrompt,
  each: SuiteCase,
): Promise<CellPlan[]> {
  const messages = withFiles(
    await at(each.place, () => prompt.render(each.vars, { model: label })),
    await filesOf(each),
  );
  const schema = prompt.schema ?? entry.schema;
  const earlierOf = new Map<string, string[]>();
  const planned: CellPlan[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const request: Request = {
      model: model.id,
      messages,
      options: optionsOf(entry, prompt, each, epoch),
      ...(entry.tools?.length ? { tools: entry.tools } : {}),
      ...(schema ? { schema } : {}),
    };
    if (epoch === 1) await at(each.place, () => context.check(model, request));
    const hash = requestHash(request);
    const ids = cache ? (earlierOf.get(hash) ?? (await context.earlierCalls(hash, epochs))) : [];
    const earlier = ids.shift();
    earlierOf.set(hash, ids);
    const estimate = earlier === undefined ? await context.estimate(model, request) : undefined;
    const cell = { model, entry, label, prompt, case: each, epoch, request };
    const ownJudges = each.expect.filter((one) => !isComparison(one));
    let sharedPicodollars = 0;
    const judging = await judgeEstimate(context, suite, cell, ownJudges, estimate, {
      counted,
      reuses: cache,
      shared: (most) => {
        sharedPicodollars += most;
      },
    });
    planned.push({
      ...cell,
      judging,
      ...(sharedPicodollars > 0 ? { sharedPicodollars } : {}),
      ...(earlier === undefined ? {} : { earlier }),
      ...(estimate ? { estimate } : {}),
    });
  }
  return planned;
}

async function planModel(plan: Plan, of: ResolvedModel): Promise<CellPlan[]> {
  const planned: CellPlan[] = [];
  for (const prompt of plan.suite.prompts) {
    for (const each of plan.suite.cases) {
      if (isAsked(prompt, of.entry, of.label, each)) planned.push(...(await planCase(plan, of, prompt, each)));
    }
  }
  return planned;
}

/**
 * All cells of a suite, in its order. Models are planned side by side: one in process counts tokens itself and has to be loaded.
 * @throws SetupError with file and line: an unknown model, content a model does not take, a prompt that cannot be made.
 */
export async function planCells(
  context: EvaluateContext,
  suite: Suite,
  settings: EvaluateSettings,
): Promise<CellPlan[]> {
  const entries = wantedModels(suite, settings.models);
  if (entries.length === 0)
    throw new SetupError(`Suite \`${suite.name}\` names no models: add \`models:\` or give --models.`);
  const epochs = settings.epochs ?? suite.epochs;
  const cache = settings.cache ?? true;
  const plan = {
    context,
    suite,
    epochs,
    cache,
    filesOf: fileReader(context),
    counted: new Map<string, Promise<Estimate>>(),
  };
  const plans = (await resolved(context, entries)).map((of) => planModel(plan, of));
  const ended = await Promise.allSettled(plans);
  // Of several errors, the first in the suite's order.
  const planned = ended.flatMap((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
  await addComparisons(context, suite, planned);
  if (planned.length === 0)
    throw new SetupError(`Suite \`${suite.name}\` asks nothing: no case is for any of its models and prompts.`);
  return planned;
}

/**
 * The order in which cells are asked: every model answers a case before the next case is begun, and every case once before any is
 * asked again. So providers work side by side, and a run that stops early has whole cases to compare.
 */
export function askingOrder(planned: readonly CellPlan[]): number[] {
  const cases = new Map<SuiteCase, number>();
  for (const each of planned) if (!cases.has(each.case)) cases.set(each.case, cases.size);
  const rankOf = ({ epoch, case: of }: CellPlan): number => epoch * cases.size + (cases.get(of) ?? 0);
  return planned
    .map((each, place) => ({ place, rank: rankOf(each) }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ place }) => place);
}
