/** `rubric`: a judge says whether the answer does what a rubric asks, or how well. */
import { type Judge, JudgeFailed, judgeMessages, marked, replyWith, whyOf, yesOrNo } from "./judge.ts";
import { defineJudge, JURY_EXPECTS, type Jury, readJury, textAndFields } from "./jury.ts";
import { numberIn, reading, shown } from "./reading.ts";

interface RubricExpectation extends Jury {
  rubric: string;
  /** Share of ten points that passes. Absent: the judge says yes or no. */
  atLeast?: number;
}

/** The judge. */
export const rubric: Judge = defineJudge<RubricExpectation>({
  name: "rubric",
  summary: "a judge finds that the answer does what this rubric asks",
  expects: `a text; or { rubric, atLeast: 0.7, ${JURY_EXPECTS} }`,
  example: "Names the capital and nothing else",
  read: (value) =>
    reading((fail) => {
      const { text, fields } = textAndFields(value, "rubric", ["atLeast"], fail);
      const atLeast = numberIn(fields, "atLeast", { least: 0, most: 1 }, fail);
      return { rubric: text, ...readJury(fields, fail), ...(atLeast === undefined ? {} : { atLeast }) };
    }),
  question: ({ question, answer, expected }) => ({
    messages: judgeMessages(
      expected.atLeast === undefined
        ? "You judge an answer by a rubric. It passes only if it does all that the rubric asks."
        : "You judge an answer by a rubric. Give 0 points if it does nothing of what the rubric asks, 10 if it does all of it.",
      [
        `The question was:\n${marked("question", question)}`,
        `The answer is:\n${marked("answer", answer)}`,
        `The rubric is:\n${marked("rubric", expected.rubric)}`,
      ],
      `{"why": "one short sentence", ${expected.atLeast === undefined ? '"pass": true or false' : '"points": a whole number from 0 to 10'}}`,
    ),
  }),
  verdict: (text, { atLeast }) => {
    if (atLeast === undefined) {
      const reply = replyWith(text, "pass");
      return { value: yesOrNo(reply, "pass") ? 1 : 0, why: whyOf(reply) };
    }
    const reply = replyWith(text, "points");
    const points = Number(reply.points);
    if (!(points >= 0 && points <= 10))
      throw new JudgeFailed(`it gave ${shown(reply.points)} points, but there are 0 to 10`);
    return { value: points / 10, passed: points / 10 >= atLeast, why: `${points} of 10 points: ${whyOf(reply)}` };
  },
});
