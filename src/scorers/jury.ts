/** One judge or several of them: how a suite names them, and what they say together. Asks through `ask` only. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import {
  type AskJudge,
  type Judge,
  type JudgeAbout,
  type JudgeAnswer,
  JudgeFailed,
  type JudgeInput,
  type JudgeQuestion,
  type JurorCalls,
} from "./judge.ts";
import { type Fail, isObject, knownFields, shown } from "./reading.ts";
import { type Judgement, problemIn, type Reading } from "./scorer.ts";
import { textsFrom } from "./text-expectation.ts";

/** Models that judge. `undefined` is the suite's judge. */
export interface Jury {
  /** At least one, all different. */
  jurors: (string | undefined)[];
}

/** Fields that every judge knows. */
export const JURY_FIELDS: readonly string[] = ["judge", "judges"];
/** What they are, for people. */
export const JURY_EXPECTS = "judge: a model, or judges: [several], of which more than half decide";

/** The models in `judge` or `judges`. */
export function readJury({ judge, judges }: JsonObject, fail: Fail): Jury {
  const name = (value: JsonValue | undefined, field: string): string =>
    typeof value === "string" && value.trim() !== ""
      ? value
      : fail(`\`${field}\` is ${shown(value)}, but must be the name of a model.`);
  if (judge !== undefined && judges !== undefined) return fail("It has `judge` and `judges`: write one of them.");
  if (judges === undefined) return { jurors: [judge === undefined ? undefined : name(judge, "judge")] };
  if (!Array.isArray(judges) || judges.length < 2)
    return fail(`\`judges\` is ${shown(judges)}, but must be a list of two models or more.`);
  const jurors = judges.map((each) => name(each, "judges"));
  const twice = jurors.find((each, index) => jurors.indexOf(each) < index);
  return twice === undefined ? { jurors } : fail(`\`judges\` names \`${twice}\` twice: each has one voice.`);
}

/** A text, or an object with the text in `name` and other fields. */
export function textAndFields(
  value: JsonValue,
  name: string,
  others: readonly string[],
  fail: Fail,
): { text: string; fields: JsonObject } {
  const fields = isObject(value) ? knownFields(value, [name, ...others, ...JURY_FIELDS], fail) : { [name]: value };
  return { text: textsFrom(fields[name], fail).join("\n"), fields };
}

/** What each juror says, those that failed left out. @throws JudgeFailed if all failed. */
export async function heard<Said>(
  { jurors }: Jury,
  ask: AskJudge,
  one: (ask: (question: Pick<JudgeQuestion, "messages">) => Promise<JudgeAnswer>) => Promise<Said>,
): Promise<{ said: Said[]; failed: string[] }> {
  const came = await Promise.allSettled(
    jurors.map((model) => one(({ messages }) => ask({ messages, ...(model === undefined ? {} : { model }) }))),
  );
  const said = came.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const reasons = came.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const other = reasons.find((reason) => !(reason instanceof JudgeFailed));
  if (other) throw other;
  const failed = reasons.map((reason) => (reason as JudgeFailed).message);
  if (said.length === 0) throw new JudgeFailed(failed[0] ?? "there is none");
  return { said, failed };
}

/** What jurors say together: what more than half say; as many on one side as on the other decide nothing. */
export function together(judgements: readonly Judgement[], failed: readonly string[]): Judgement {
  const [only] = judgements;
  if (only && judgements.length + failed.length === 1) return only;
  const passes = judgements.map((each) => each.passed ?? each.value === 1);
  const yes = passes.filter(Boolean).length;
  const no = passes.length - yes;
  const value = judgements.reduce((sum, each) => sum + each.value, 0) / judgements.length;
  const out = failed.length > 0 ? ` ${failed.length} gave no verdict.` : "";
  if (yes === no) return { value, passed: false, undecided: true, why: `The judges are split ${yes} to ${no}.${out}` };
  const side = yes > no;
  const reason = judgements.find((_, index) => passes[index] === side)?.why ?? "";
  const count = `${Math.max(yes, no)} of ${passes.length} judges say ${side ? "yes" : "no"}`;
  return { value, passed: side, why: `${count}: ${reason}${out}` };
}

/** A judge of one answer from its own parts: what it asks a juror, and what a juror's reply comes to. */
export function defineJudge<Expectation extends Jury>(
  definition: Pick<Judge, "name" | "summary" | "expects" | "example"> & {
    /** The expectation in a value, or what is wrong with it. */
    read: (value: JsonValue) => Reading<Expectation>;
    /** What a juror is asked. */
    question: (input: Omit<JudgeInput<Expectation>, "ask">) => Pick<JudgeQuestion, "messages">;
    /** What its reply comes to. Throws JudgeFailed if that is no verdict. */
    verdict: (text: string, expected: Expectation) => Judgement;
  },
): Judge {
  const { name, summary, expects, example, read, question, verdict } = definition;
  return {
    name,
    summary,
    expects,
    example,
    ...readJudge(name, read),
    judge: async (input) => {
      const expected = readSurely(name, read, input.expected);
      if (input.answer.trim() === "") return { value: 0, why: "The answer has no text." };
      const { said, failed } = await heard(expected, input.ask, async (ask) => {
        const { text } = await ask(question({ ...input, expected }));
        return verdict(text, expected);
      });
      return together(said, failed);
    },
  };
}

/** An expectation that has passed `check`. */
export function readSurely<Expectation>(
  name: string,
  read: (value: JsonValue) => Reading<Expectation>,
  value: JsonValue,
): Expectation {
  const result = read(value);
  if ("problem" in result) throw new JudgeFailed(`\`${name}\` cannot be asked: ${result.problem}`);
  return result.expectation;
}

/** `check` and `asks` of a judge that is asked so many times by each juror. */
export function readJudge<Expectation extends Jury>(
  name: string,
  read: (value: JsonValue) => Reading<Expectation>,
  calls = 1,
): Pick<JudgeAbout, "check" | "asks"> {
  return {
    check: (expected) => problemIn(read(expected)),
    asks: (expected): JurorCalls[] =>
      readSurely(name, read, expected).jurors.map((model) => ({ calls, ...(model === undefined ? {} : { model }) })),
  };
}
