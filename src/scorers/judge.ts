/**
 * The Judge contract: a scorer that asks a model. It is handed `ask` and so neither knows nor chooses who answers; the calls are
 * made, paid and logged like all others. `judges.ts` lists them.
 */
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { Message } from "../record/message.ts";
import type { Judgement } from "./scorer.ts";

/** A question to the judge. */
export interface JudgeQuestion {
  /** What is asked. */
  messages: Message[];
  /** Model that judges, by name. Absent: the suite's judge. */
  model?: string;
}

/** What the judge said. */
export interface JudgeAnswer {
  /** Its text. */
  text: string;
  /** Id of its call in the log. */
  call: string;
}

/** Asks the judge. Throws JudgeFailed if the call fails. */
export type AskJudge = (question: JudgeQuestion) => Promise<JudgeAnswer>;

/** The judge could not be asked: this says nothing of the answer. */
export class JudgeFailed extends Error {
  override readonly name = "JudgeFailed";
}

/** What a judge is given. */
export interface JudgeInput<Expectation> {
  /** The call that is judged. */
  call: Call;
  /** Its answer, a text. */
  answer: string;
  /** What was asked, a text. */
  question: string;
  /** Variables of the case. */
  vars: { [name: string]: JsonValue };
  /** What is expected. */
  expected: Expectation;
  /** Asks the judge. */
  ask: AskJudge;
}

/** A judge of one answer. */
export interface Judge {
  /** Name in suites: lower case, words joined by `-`. Unique among judges and scorers. */
  name: string;
  /** One line: what it asks of an answer. */
  summary: string;
  /** One line: what may be written as its expectation. */
  expects: string;
  /** An expectation, for the docs. */
  example: JsonValue;
  /** What is wrong with an expectation, one sentence; `undefined`: nothing. */
  check: (expected: JsonValue) => string | undefined;
  /** Calls of the judge for one answer; `expected` has passed `check`. */
  calls: (expected: JsonValue) => number;
  /** Name of the model that judges. Absent: the suite's. `expected` has passed `check`. */
  model?: (expected: JsonValue) => string | undefined;
  /** Judges. Throws JudgeFailed. */
  judge: (input: JudgeInput<JsonValue>) => Promise<Judgement>;
}
