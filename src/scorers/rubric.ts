/** `rubric`: a judge says whether the answer does what a rubric asks, or how well. */
import type { JsonObject } from "../record/json.ts";
import { type Judge, JudgeFailed, judgeMessages, marked, replyWith, whyOf } from "./judge.ts";
import { defineJudge, JURY_EXPECTS, JURY_FIELDS, type Jury, readJury } from "./jury.ts";
import { type Fail, isObject, knownFields, numberIn, reading, shown } from "./reading.ts";
import { textsFrom } from "./text-expectation.ts";

interface RubricExpectation extends Jury {
  rubric: string;
  /** Share of ten points that passes. Absent: the judge says yes or no. */
  atLeast?: number;
}

/** A judge's yes or no in a field; models write it in several ways. @throws JudgeFailed if it is neither. */
export function yesOrNo(reply: JsonObject, field: string): boolean {
  const value = reply[field];
  if (typeof value === "boolean") return value;
  const word = String(value).trim().toLowerCase();
  if (["true", "yes", "pass", "y"].includes(word)) return true;
  if (["false", "no", "fail", "n"].includes(word)) return false;
  throw new JudgeFailed(`its \`${field}\` is ${shown(value)}, which is neither yes nor no`);
}

/** A text, or an object with the text in `name` and other fields. */
export function textAndFields(
  value: Parameters<Parameters<typeof defineJudge>[0]["read"]>[0],
  name: string,
  others: readonly string[],
  fail: Fail,
): { text: string; fields: JsonObject } {
  const fields = isObject(value) ? knownFields(value, [name, ...others, ...JURY_FIELDS], fail) : { [name]: value };
  return { text: textsFrom(fields[name], fail).join("\n"), fields };
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
