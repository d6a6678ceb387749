/**
 * Assertions of promptfoo that a model decides. The questions are ours (promptfoo's own may be given as `rubricPrompt`); what is
 * asked, how a reply becomes a value, and the usual thresholds are as documented there.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/model-graded/ (2026-11-27); the context metrics after Es et
 * al., Ragas, https://arxiv.org/abs/2309.15217 (2023); G-Eval after Liu et al., https://arxiv.org/abs/2303.16634 (2023).
 */
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { textOf } from "../../record/message.ts";
import { JudgeFailed, judgeMessages, marked, replyWith, whyOf, yesOrNo } from "../../scorers/judge.ts";
import type { Verdict } from "../../scorers/scorer.ts";
import { measured } from "../../scorers/similar.ts";
import type { ScoringInput } from "../scoring-input.ts";
import type { ScorerExpectation } from "../suite.ts";
import { messagesOf } from "./prompts.ts";
import { shownValue } from "./spot.ts";
import type { Templates } from "./templates.ts";
import type { FilledAssertion, VerdictOf } from "./text-assertions.ts";

/** What a graded assertion is given beside what it says. */
export interface GradedAssertion extends FilledAssertion {
  /** Model that grades. Absent: the suite's judge. */
  grader: string | undefined;
  /** The question in the person's own words, with `{{output}}` and `{{rubric}}`. Absent: ours. */
  rubricPrompt: string | undefined;
  /** The context that the answer was to be made from. Absent: the case has none. */
  context: string | undefined;
  /** Name of the model that makes vectors. */
  embedder: () => string;
  /** Fills templates. */
  templates: Templates;
}

/** Judging by one question to the grader. */
type Graded = Pick<ScorerExpectation, "judges"> & { verdict: VerdictOf };

function textsOf({ value, fail }: FilledAssertion, what: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((each) =>
    typeof each === "string" && each.trim() !== ""
      ? each
      : fail(`Its \`value\` is ${shownValue(each)}, but must be ${what}.`),
  );
}

function contextOf({ context, fail }: GradedAssertion): string {
  return context ?? fail("The case has no variable `context`, which it is judged by: add it.");
}

/** Asks the grader once, and makes a verdict of the reply. */
function graded(
  { grader }: GradedAssertion,
  question: (answer: string, input: ScoringInput) => { task: string; data: string[]; reply: string },
  verdict: (text: string) => Verdict,
): Graded {
  const model = grader === undefined ? {} : { model: grader };
  return {
    judges: [{ calls: 1, ...model }],
    verdict: async (input) => {
      const { task, data, reply } = question(textOf(input.call.parts), input);
      const { text } = await input.ask({ messages: judgeMessages(task, data, reply), ...model });
      return verdict(text);
    },
  };
}

function shareOf(reply: JsonObject, part: string, whole: string): number {
  const [some, all] = [Number(reply[part]), Number(reply[whole])];
  if (!(all >= 0 && some >= 0 && some <= all))
    throw new JudgeFailed(`it counted ${shownValue(reply[part])} of ${shownValue(reply[whole])}, which is no share`);
  return all === 0 ? 0 : some / all;
}

function counted(
  assertion: GradedAssertion,
  task: string,
  data: (answer: string, input: ScoringInput) => string[],
  names: { part: string; whole: string; usual: number },
): Graded {
  const { threshold = names.usual } = assertion;
  const reply = `{"why": "one short sentence", "${names.whole}": how many there are, "${names.part}": how many of these}`;
  return graded(
    assertion,
    (answer, input) => ({ task, data: data(answer, input), reply }),
    (text) => {
      const said = replyWith(text, names.part);
      const value = shareOf(said, names.part, names.whole);
      return { value, passed: value >= threshold, why: whyOf(said) };
    },
  );
}

/** The verdict in a grader's reply to a person's own question: `{ pass, score, reason }`. */
function ownVerdict(text: string, threshold: number | undefined): Verdict {
  const field = /"pass"\s*:/.test(text) ? "pass" : "score";
  const said = replyWith(text, field);
  const passed = said.pass === undefined ? true : yesOrNo(said, "pass");
  const value = Math.min(1, Math.max(0, Number(said.score ?? (passed ? 1 : 0))));
  if (Number.isNaN(value)) throw new JudgeFailed(`its \`score\` is ${shownValue(said.score)}, which is no number`);
  const why = typeof said.reason === "string" && said.reason.trim() !== "" ? said.reason.trim() : "It gave no reason.";
  return { value, passed: passed && (threshold === undefined || value >= threshold), why };
}

/** Asks the grader in the person's own words. */
export function ownQuestion(assertion: GradedAssertion, rubric: JsonValue | undefined): Graded {
  const { grader, rubricPrompt = "", templates, threshold } = assertion;
  const model = grader === undefined ? {} : { model: grader };
  return {
    judges: [{ calls: 1, ...model }],
    verdict: async (input) => {
      const text = rubric ?? "";
      const about = {
        ...input.vars,
        output: textOf(input.call.parts),
        rubric: text,
        criteria: text,
        input: input.prompt,
      };
      const { text: said } = await input.ask({ messages: messagesOf(rubricPrompt, about, templates), ...model });
      return ownVerdict(said, threshold);
    },
  };
}

const gEval = (assertion: GradedAssertion): Graded => {
  const criteria = textsOf(assertion, "a criterion or a list of criteria");
  const { threshold = 0.7 } = assertion;
  const task =
    "You grade an answer by criteria. Work out steps by which to evaluate, go through them, then give points from 0 (not met at all) to 10 (wholly met).";
  return graded(
    assertion,
    (answer, input) => ({
      task,
      data: [
        `The question was:\n${marked("question", input.prompt)}`,
        `The answer is:\n${marked("answer", answer)}`,
        `The criteria are:\n${marked("criteria", criteria.join("\n"))}`,
      ],
      reply: '{"steps": ["short", "steps"], "why": "one short sentence", "points": a whole number from 0 to 10}',
    }),
    (text) => {
      const said = replyWith(text, "points");
      const value = Number(said.points) / 10;
      if (!(value >= 0 && value <= 1))
        throw new JudgeFailed(`it gave ${shownValue(said.points)} points, but there are 0 to 10`);
      return { value, passed: value >= threshold, why: whyOf(said) };
    },
  );
};

const contextRecall = (assertion: GradedAssertion): Graded => {
  const truth = textsOf(assertion, "the true answer").join("\n");
  const context = contextOf(assertion);
  return counted(
    assertion,
    "You check a context. Take the true answer sentence by sentence, and say how many of its sentences the context supports.",
    () => [`The true answer is:\n${marked("truth", truth)}`, `The context is:\n${marked("context", context)}`],
    { whole: "sentences", part: "supported", usual: 0 },
  );
};

const contextRelevance = (assertion: GradedAssertion): Graded => {
  const context = contextOf(assertion);
  return counted(
    assertion,
    "You check a context. Take it sentence by sentence, and say how many of its sentences are needed to answer the question.",
    (_, input) => [
      `The question is:\n${marked("question", input.prompt)}`,
      `The context is:\n${marked("context", context)}`,
    ],
    { whole: "sentences", part: "needed", usual: 0 },
  );
};

const contextFaithfulness = (assertion: GradedAssertion): Graded => {
  const context = contextOf(assertion);
  return counted(
    assertion,
    "You check an answer. Take it statement by statement, and say how many of its statements follow from the context.",
    (answer, input) => [
      `The question was:\n${marked("question", input.prompt)}`,
      `The context is:\n${marked("context", context)}`,
      `The answer is:\n${marked("answer", answer)}`,
    ],
    { whole: "statements", part: "follow", usual: 0 },
  );
};

const conversationRelevance = (assertion: GradedAssertion): Graded => {
  const { threshold = 0.5 } = assertion;
  return graded(
    assertion,
    (answer, { prompt }) => ({
      task: "You judge the last reply of a conversation: does it fit what was said before, without wandering off?",
      data: [`The conversation was:\n${marked("conversation", prompt)}`, `The reply is:\n${marked("reply", answer)}`],
      reply: '{"why": "one short sentence", "relevant": true or false}',
    }),
    (text) => {
      const said = replyWith(text, "relevant");
      const value = yesOrNo(said, "relevant") ? 1 : 0;
      return { value, passed: value >= threshold, why: whyOf(said) };
    },
  );
};

/** Questions that are made of an answer. */
const QUESTIONS = 3;

/** How near the question is to those that the answer would answer: the mean cosine of their vectors. */
const answerRelevance = (assertion: GradedAssertion): Graded => {
  const { grader, threshold = 0, embedder } = assertion;
  const judge = grader === undefined ? {} : { model: grader };
  const model = embedder();
  return {
    judges: [
      { calls: 1, ...judge },
      { calls: QUESTIONS + 1, model, embeds: [] },
    ],
    verdict: async (input) => {
      const task = `You are given an answer. Write ${QUESTIONS} different questions, each of which it would answer.`;
      const reply = `{"questions": [${Array.from({ length: QUESTIONS }, () => '"a question"').join(", ")}]}`;
      const data = [`The answer is:\n${marked("answer", textOf(input.call.parts))}`];
      const { text } = await input.ask({ messages: judgeMessages(task, data, reply), ...judge });
      const { questions } = replyWith(text, "questions");
      const texts = (Array.isArray(questions) ? questions : []).filter(
        (each) => typeof each === "string" && each !== "",
      );
      if (texts.length === 0) throw new JudgeFailed("it wrote no questions");
      const asked = await input.embed({ text: input.prompt, model });
      const made = await Promise.all(texts.map((each) => input.embed({ text: String(each), model })));
      const value = made.reduce((sum, each) => sum + measured("cosine", asked.vector, each.vector), 0) / made.length;
      const why = `Questions that it would answer are ${Number(value.toFixed(2))} like the one that was asked.`;
      return { value: Math.min(1, Math.max(0, value)), passed: value >= threshold, why };
    },
  };
};

/** Types that a model decides, and how each is asked; those that are scorers of our own are in `assertions.ts`. */
export const gradedAssertions: { readonly [type: string]: (assertion: GradedAssertion) => Graded } = {
  "answer-relevance": answerRelevance,
  "conversation-relevance": conversationRelevance,
  "g-eval": gEval,
  "context-recall": contextRecall,
  "context-relevance": contextRelevance,
  "context-faithfulness": contextFaithfulness,
};
