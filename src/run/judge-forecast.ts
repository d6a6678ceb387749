/** What judging answers will take, before there are any. Sends nothing. */
import type { Model } from "../models/model.ts";
import { textMessage, textOf } from "../record/message.ts";
import type { JurorCalls } from "../scorers/judge.ts";
import type { Estimate, Range } from "./estimate.ts";
import type { CellPlan, EvaluateContext } from "./eval-context.ts";
import type { Expectation, Suite } from "./suite.ts";

/** Tokens of an answer whose length nothing bounds. */
const USUAL_ANSWER_TOKENS = 500;
/** Tokens of what a judge is told beside question, answer and expectation; the longest of ours has about 500. */
const INSTRUCTION_TOKENS = 500;
const WORD = "word ";

/** What an expectation asks of judges, groups included. */
export function judgesOf(expectation: Expectation): (JurorCalls & { about: string })[] {
  if ("group" in expectation) return expectation.group.flatMap(judgesOf);
  const about = JSON.stringify(expectation.expected);
  return (expectation.judges ?? []).map((judge) => ({ ...judge, about }));
}

const judgeModels = new WeakMap<EvaluateContext, Map<string, Promise<Model>>>();

/** The model that judges; looked up once for a run. Throws SetupError. */
export function judgeModel(context: EvaluateContext, name: string | undefined): Promise<Model> {
  const known = judgeModels.get(context) ?? new Map<string, Promise<Model>>();
  judgeModels.set(context, known);
  const found = known.get(name ?? "") ?? context.resolve(name);
  known.set(name ?? "", found);
  return found;
}

/**
 * What judging one answer will take, by judge. An answer that is not known yet is taken to be as long as it may be.
 * @throws SetupError if a judge's model is unknown.
 */
export async function judgeEstimate(
  context: EvaluateContext,
  suite: Pick<Suite, "judge">,
  cell: Pick<CellPlan, "request">,
  expectations: readonly Expectation[],
  answer: Estimate | undefined,
): Promise<Estimate[]> {
  const estimates: Estimate[] = [];
  const question = cell.request.messages.map((message) => textOf(message.parts)).join("\n");
  const length = Math.min(answer?.outputTokens?.high ?? USUAL_ANSWER_TOKENS, 4 * USUAL_ANSWER_TOKENS);
  for (const { calls, model: name, about } of expectations.flatMap(judgesOf)) {
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
