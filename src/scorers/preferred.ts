/**
 * `preferred`: of the answers to one case, the one that a judge prefers. Each pair is shown in both orders, since judges favour a
 * place; where the orders disagree, it is a tie. The judge is not told who answered.
 * Source: Zheng et al., "Judging LLM-as-a-judge with MT-Bench and Chatbot Arena" (2023), https://arxiv.org/abs/2306.05685, section 3.4.
 */
import type { JsonValue } from "../record/json.ts";
import { type AskJudge, type ComparingJudge, JudgeFailed, judgeMessages, marked, replyWith } from "./judge.ts";
import { heard, JURY_EXPECTS, JURY_FIELDS, type Jury, readJudge, readJury, readSurely, textAndFields } from "./jury.ts";
import { isObject, knownFields, reading, shown } from "./reading.ts";
import type { Judgement, Reading } from "./scorer.ts";

interface PreferredExpectation extends Jury {
  /** What makes an answer better. Absent: the judge's own sense of help. */
  criterion?: string;
}

function read(value: JsonValue): Reading<PreferredExpectation> {
  return reading((fail) => {
    if (value === true) return { jurors: [undefined] };
    const namesJudges = isObject(value) && JURY_FIELDS.some((name) => Object.hasOwn(value, name));
    if (namesJudges && !Object.hasOwn(value, "criterion"))
      return readJury(knownFields(value, ["criterion", ...JURY_FIELDS], fail), fail);
    const { text, fields } = textAndFields(value, "criterion", [], fail);
    return { criterion: text, ...readJury(fields, fail) };
  });
}

/** What a juror said of two answers in one order. */
type Choice = "first" | "second" | "neither";

async function choose(
  ask: (question: Pick<Parameters<AskJudge>[0], "messages">) => ReturnType<AskJudge>,
  about: { question: string; criterion: string | undefined },
  first: string,
  second: string,
): Promise<Choice> {
  const by = about.criterion === undefined ? "Which answer helps more?" : "Which answer is better by the criterion?";
  const { text } = await ask({
    messages: judgeMessages(
      `You compare two answers to one question. ${by} Their order, and how long they are, do not matter.`,
      [
        `The question was:\n${marked("question", about.question)}`,
        ...(about.criterion === undefined ? [] : [`The criterion is:\n${marked("criterion", about.criterion)}`]),
        `The first answer is:\n${marked("answer", first)}`,
        `The second answer is:\n${marked("answer", second)}`,
      ],
      '{"why": "one short sentence", "better": "first" or "second" or "neither"}',
    ),
  });
  const said = String(replyWith(text, "better").better).trim().toLowerCase();
  if (said === "first" || said === "second" || said === "neither") return said;
  throw new JudgeFailed(`its \`better\` is ${shown(said)}, which is none of first, second and neither`);
}

/** Points of the first of two answers by one juror: 1 won, 0 lost, 0.5 tie. */
async function points(
  ask: Parameters<typeof choose>[0],
  about: Parameters<typeof choose>[1],
  a: string,
  b: string,
): Promise<{ value: number; turned: boolean }> {
  const [there, back] = await Promise.all([choose(ask, about, a, b), choose(ask, about, b, a)]);
  if (there === "first" && back === "second") return { value: 1, turned: false };
  if (there === "second" && back === "first") return { value: 0, turned: false };
  return { value: 0.5, turned: there === back && there !== "neither" };
}

interface Duel {
  value: number;
  turned: boolean;
}

/** What jurors say of a pair together: the side that more of them prefer. */
function duelOf(said: readonly Duel[]): Duel {
  const won = said.filter((each) => each.value === 1).length;
  const lost = said.filter((each) => each.value === 0).length;
  return { value: won > lost ? 1 : won < lost ? 0 : 0.5, turned: won === lost && said.some((each) => each.turned) };
}

/** What is said of pairs in which the judge chose the same place in both orders. */
export const BY_ORDER = "tied, the judge went by the order, with";

function sentence(labels: readonly string[], duels: readonly (Duel | undefined)[]): string {
  const named = (wanted: (duel: Duel) => boolean): string =>
    labels.filter((_, index) => duels[index] !== undefined && wanted(duels[index])).join(", ");
  const parts = [
    ["preferred to", named((duel) => duel.value === 1)],
    ["not to", named((duel) => duel.value === 0)],
    ["as good as", named((duel) => duel.value === 0.5 && !duel.turned)],
    [BY_ORDER, named((duel) => duel.value === 0.5 && duel.turned)],
  ].flatMap(([word, names]) => (names === "" ? [] : [`${word} ${names}`]));
  const text = parts.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The judge. Its value is the share of the others that an answer was preferred to, ties half. */
export const preferred: ComparingJudge = {
  name: "preferred",
  summary: "a judge, asked in both orders, prefers no other answer to the same case",
  expects: `\`true\`; a criterion; or { criterion, ${JURY_EXPECTS} }`,
  example: "Explains it to a child",
  ...readJudge("preferred", read, 2),
  compare: async ({ answers, question, expected, ask }) => {
    const expectation = readSurely("preferred", read, expected);
    const about = { question, criterion: expectation.criterion };
    const table: (Duel | undefined)[][] = answers.map(() => answers.map(() => undefined));
    for (const [i, a] of answers.entries()) {
      for (const [j, b] of answers.entries()) {
        if (j <= i) continue;
        const duel =
          a.answer.trim() === b.answer.trim()
            ? { value: 0.5, turned: false }
            : duelOf((await heard(expectation, ask, (juror) => points(juror, about, a.answer, b.answer))).said);
        (table[i] as (Duel | undefined)[])[j] = duel;
        (table[j] as (Duel | undefined)[])[i] = { ...duel, value: 1 - duel.value };
      }
    }
    const values = table.map((row) => row.reduce((sum, duel) => sum + (duel?.value ?? 0), 0) / (answers.length - 1));
    const best = Math.max(...values);
    const labels = answers.map((each) => each.label);
    return values.map(
      (value, index): Judgement => ({ value, passed: value === best, why: sentence(labels, table[index] ?? []) }),
    );
  },
};
