/**
 * `factuality`: a judge compares the facts in the answer with those of a reference, whatever the wording.
 * Source: the five cases of OpenAI evals, registry/modelgraded/fact.yaml, https://github.com/openai/evals (2023).
 */
import { type Judge, JudgeFailed, judgeMessages, marked, replyWith, whyOf } from "./judge.ts";
import { defineJudge, JURY_EXPECTS, type Jury, readJury, textAndFields } from "./jury.ts";
import { reading, shown } from "./reading.ts";
import { textsFrom } from "./text-expectation.ts";

const CASES = {
  subset: "the answer says part of what the reference says, and nothing against it",
  superset: "the answer says all that the reference says and more, and nothing against it",
  same: "the answer says what the reference says",
  disagrees: "the answer says something against the reference",
  differs: "the answer differs, but not in a fact that matters to the question",
} as const;

type Relation = keyof typeof CASES;
const RELATIONS = Object.keys(CASES) as Relation[];

interface FactualityExpectation extends Jury {
  reference: string;
  pass: Relation[];
}

/** The judge. */
export const factuality: Judge = defineJudge<FactualityExpectation>({
  name: "factuality",
  summary: "a judge finds that the answer's facts agree with a reference",
  expects: `a reference text; or { reference, pass: some of ${RELATIONS.join(" | ")} (default: all but disagrees), ${JURY_EXPECTS} }`,
  example: "Oslo is the capital of Norway",
  read: (value) =>
    reading((fail) => {
      const { text, fields } = textAndFields(value, "reference", ["pass"], fail);
      const wanted =
        fields.pass === undefined ? RELATIONS.filter((each) => each !== "disagrees") : textsFrom(fields.pass, fail);
      const pass = wanted.map(
        (each) =>
          RELATIONS.find((relation) => relation === each) ??
          fail(`\`pass\` has ${shown(each)}, but knows ${RELATIONS.join(", ")}.`),
      );
      return { reference: text, pass, ...readJury(fields, fail) };
    }),
  question: ({ question, answer, expected }) => ({
    messages: judgeMessages(
      `You compare the facts in an answer with a reference. Style, grammar and length do not matter. One of these holds:\n${RELATIONS.map((each) => `- ${each}: ${CASES[each]}`).join("\n")}`,
      [
        `The question was:\n${marked("question", question)}`,
        `The reference is:\n${marked("reference", expected.reference)}`,
        `The answer is:\n${marked("answer", answer)}`,
      ],
      `{"why": "one short sentence", "relation": ${RELATIONS.map((each) => `"${each}"`).join(" or ")}}`,
    ),
  }),
  verdict: (text, { pass }) => {
    const reply = replyWith(text, "relation");
    const relation = RELATIONS.find((each) => each === String(reply.relation).trim().toLowerCase());
    if (!relation)
      throw new JudgeFailed(`its \`relation\` is ${shown(reply.relation)}, which is none of those asked for`);
    return { value: pass.includes(relation) ? 1 : 0, why: `${relation}: ${whyOf(reply)}` };
  },
});
