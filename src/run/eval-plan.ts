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
import type { CellPlan, EvaluateContext, EvaluateSettings } from "./eval-context.ts";
import { judgeEstimate } from "./judge-forecast.ts";
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

/** Models with their labels, which must differ. */
async function resolved(
  context: EvaluateContext,
  entries: readonly SuiteModel[],
): Promise<{ entry: SuiteModel; model: Model; label: string }[]> {
  const found: { entry: SuiteModel; model: Model; label: string }[] = [];
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

function optionsOf(entry: SuiteModel, each: SuiteCase, epoch: number): Options {
  const options = { ...entry.options, ...each.options };
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
  const known = new Map<SuiteCase, FilePart[]>();
  return async (each) => {
    const found = known.get(each);
    if (found) return found;
    const files: FilePart[] = [];
    await at(each.place, async () => {
      for (const input of each.attachments ?? []) files.push(await context.attach(input));
    });
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
    first.judging.push(
      ...(await judgeEstimate(context, suite, first, first.case.expect.filter(isComparison), undefined)),
    );
  }
}

/**
 * All cells of a suite, in its order.
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
  const filesOf = fileReader(context);
  const planned: CellPlan[] = [];
  for (const { entry, model, label } of await resolved(context, entries)) {
    for (const prompt of suite.prompts) {
      for (const each of suite.cases) {
        if (!isAsked(prompt, entry, label, each)) continue;
        const messages = withFiles(
          await at(each.place, () => prompt.render(each.vars, { model: label })),
          await filesOf(each),
        );
        const earlierOf = new Map<string, string[]>();
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const request: Request = {
            model: model.id,
            messages,
            options: optionsOf(entry, each, epoch),
            ...(entry.tools?.length ? { tools: entry.tools } : {}),
            ...(entry.schema ? { schema: entry.schema } : {}),
          };
          if (epoch === 1) await at(each.place, () => context.check(model, request));
          const hash = requestHash(request);
          const ids = cache ? (earlierOf.get(hash) ?? (await context.earlierCalls(hash, epochs))) : [];
          const earlier = ids.shift();
          earlierOf.set(hash, ids);
          const estimate = earlier === undefined ? await context.estimate(model, request) : undefined;
          const cell = { model, entry, label, prompt, case: each, epoch, request };
          const ownJudges = each.expect.filter((one) => !isComparison(one));
          const judging = await judgeEstimate(context, suite, cell, ownJudges, estimate);
          planned.push({
            ...cell,
            judging,
            ...(earlier === undefined ? {} : { earlier }),
            ...(estimate ? { estimate } : {}),
          });
        }
      }
    }
  }
  await addComparisons(context, suite, planned);
  if (planned.length === 0)
    throw new SetupError(`Suite \`${suite.name}\` asks nothing: no case is for any of its models and prompts.`);
  return planned;
}
