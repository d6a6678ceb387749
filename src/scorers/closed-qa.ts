/**
 * `closed-qa`: a judge says whether the answer meets one criterion, with the question in view.
 * Source: OpenAI evals, registry/modelgraded/closedqa.yaml, https://github.com/openai/evals (2023).
 */
import { type Judge, judgeMessages, marked, replyWith, whyOf, yesOrNo } from "./judge.ts";
import { defineJudge, JURY_EXPECTS, type Jury, readJury, textAndFields } from "./jury.ts";
import { reading } from "./reading.ts";

interface ClosedQaExpectation extends Jury {
  criterion: string;
}

/** The judge. */
export const closedQa: Judge = defineJudge<ClosedQaExpectation>({
  name: "closed-qa",
  summary: "a judge finds that the answer meets this criterion",
  expects: `a text; or { criterion, ${JURY_EXPECTS} }`,
  example: "Says that it does not know",
  read: (value) =>
    reading((fail) => {
      const { text, fields } = textAndFields(value, "criterion", [], fail);
      return { criterion: text, ...readJury(fields, fail) };
    }),
  question: ({ question, answer, expected }) => ({
    messages: judgeMessages(
      "You check whether an answer to a question meets a criterion. Look at this criterion alone: whether the answer is good otherwise does not matter. Go through it step by step in `why`, then decide.",
      [
        `The question was:\n${marked("question", question)}`,
        `The answer is:\n${marked("answer", answer)}`,
        `The criterion is:\n${marked("criterion", expected.criterion)}`,
      ],
      '{"why": "your steps, at most three sentences", "meets": true or false}',
    ),
  }),
  verdict: (text) => {
    const reply = replyWith(text, "meets");
    return { value: yesOrNo(reply, "meets") ? 1 : 0, why: whyOf(reply) };
  },
});
