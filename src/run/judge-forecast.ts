/** What judging answers will take, before there are any. Sends nothing. */
import { embeddingRequest } from "../models/embedder.ts";
import { requestHash } from "../record/hash.ts";
import { textMessage, textOf } from "../record/message.ts";
import type { JurorCalls } from "../scorers/judge.ts";
import { embedder } from "./embed-text.ts";
import { type Estimate, type Range, sumEstimates } from "./estimate.ts";
import type { CellPlan, EvaluateContext } from "./eval-context.ts";
import { oncePerRun, type RunModel } from "./run-models.ts";
import type { Expectation, Suite } from "./suite.ts";

/** Tokens of an answer whose length nothing bounds. */
const USUAL_ANSWER_TOKENS = 500;
/** Tokens of what a judge is told beside question, answer and expectation; the longest of ours has about 500. */
const INSTRUCTION_TOKENS = 500;
const WORD = "word ";

/** What an expectation asks of judges, groups included. */
function judgesOf(expectation: Expectation): (JurorCalls & { about: string })[] {
  if ("group" in expectation) return expectation.group.flatMap(judgesOf);
  const about = JSON.stringify(expectation.expected);
  return (expectation.judges ?? []).map((judge) => ({ ...judge, about }));
}

/** The model that judges; looked up once for a run. Throws SetupError. */
export const judgeModel: RunModel = oncePerRun((context, name) => context.resolve(name));

/** What making the vectors of texts takes, by hash of the request: each is paid once, however many answers it is compared with. */
export type ForecastTexts = Map<string, Promise<Estimate>>;

/** The texts of a forecast. */
export interface TextsForecast {
  /** Those that are in it; what is met is added. */
  counted: ForecastTexts;
  /** Whether vectors of the log are reused. */
  reuses: boolean;
  /** Hears the most that a text may cost that is not counted here: whoever is asked first pays it, or who finds the log without it. */
  shared: (picodollars: number) => void;
}

/**
 * What comparing an answer with texts by their vectors will take: the vector of the answer, and those of the texts that are neither in the
 * log nor in the forecast.
 */
async function embeddingEstimate(
  context: EvaluateContext,
  name: string | undefined,
  embeds: readonly string[],
  answerWords: number,
  { counted, reuses, shared }: TextsForecast,
): Promise<Estimate> {
  const found = await embedder(context, name);
  // A model in this process costs nothing: to load it for counting would take longer than its answers.
  const { countTokens: _, ...model } = found;
  const one = (text: string): Promise<Estimate> => context.estimate(model, embeddingRequest(model.id, text));
  const all = [await one(WORD.repeat(answerWords))];
  for (const text of new Set(embeds)) {
    const hash = requestHash(embeddingRequest(model.id, text));
    const known = counted.get(hash);
    const estimate = known ?? one(text);
    counted.set(hash, estimate);
    const isFree = known !== undefined || (reuses && (await context.earlierCalls(hash, 1)).length > 0);
    if (isFree) shared((await estimate).picodollars?.high ?? 0);
    else all.push(await estimate);
  }
  return sumEstimates(model.id, all);
}

/**
 * What judging one answer will take, by judge. An answer that is not known yet is taken to be as long as it may be.
 * @param texts those whose vectors are forecast already.
 * @throws SetupError if a judge's model is unknown.
 */
export async function judgeEstimate(
  context: EvaluateContext,
  suite: Pick<Suite, "judge">,
  cell: Pick<CellPlan, "request">,
  expectations: readonly Expectation[],
  answer: Estimate | undefined,
  texts: TextsForecast,
): Promise<Estimate[]> {
  const estimates: Estimate[] = [];
  const question = cell.request.messages.map((message) => textOf(message.parts)).join("\n");
  const length = Math.min(answer?.outputTokens?.high ?? USUAL_ANSWER_TOKENS, 4 * USUAL_ANSWER_TOKENS);
  for (const { calls, model: name, about, embeds } of expectations.flatMap(judgesOf)) {
    if (embeds) {
      estimates.push(await embeddingEstimate(context, name, embeds, length, texts));
      continue;
    }
    const model = await judgeModel(context, name ?? suite.judge);
    const text = `${question}${about}${WORD.repeat(length + INSTRUCTION_TOKENS)}`;
    // A judge says little; a bound keeps the forecast near.
    const options =
      model.capabilities.maxOutputTokens === undefined ? { maxOutputTokens: 4 * USUAL_ANSWER_TOKENS } : {};
    const one = await context.estimate(model, { model: model.id, messages: [textMessage("user", text)], options });
    const times = (range: Range | undefined): Range | undefined =>
      range && { low: range.low * calls, high: range.high * calls };
    estimates.push({
      ...one,
      calls,
      inputTokens: times(one.inputTokens),
      outputTokens: times(one.outputTokens),
      picodollars: times(one.picodollars),
    });
  }
  return estimates;
}
