/**
 * A suite: prompts × models × cases with what is expected, checked and ready to be run. The values alone; `parse-suite.ts` and
 * `read-suite.ts` make one of a file, `promptfoo.ts` of a promptfoo configuration, `evaluate.ts` runs it.
 */
import type { Model } from "../models/model.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Message } from "../record/message.ts";
import type { Options, ToolDefinition } from "../record/request.ts";
import type { Case } from "../record/score.ts";
import type { JurorCalls } from "../scorers/judge.ts";
import type { Verdict } from "../scorers/scorer.ts";
import type { AttachmentInput } from "./prepare.ts";
import type { ScoringInput } from "./scoring-input.ts";

/** Values of a case's variables by name. */
export type Vars = { [name: string]: JsonValue };

/** One wording to try. */
export interface SuitePrompt {
  /** Name, unique in the suite. */
  name: string;
  /** Labels of the models that it is for. Absent: all. */
  models?: string[];
  /** Variables that every case must have. */
  variables: string[];
  /** Options over the model's and the case's. Absent: none. */
  options?: Options;
  /** JSON Schema that answers to it are held to, in place of the model's. Absent: the model's. */
  schema?: JsonObject;
  /**
   * The messages for a case, without its attachments.
   * Throws SetupError if they cannot be made.
   */
  render: (vars: Vars, about: { model: string }) => Promise<Message[]> | Message[];
}

/** One model to try. */
export interface SuiteModel {
  /** Name of the column in tables, unique in the suite. Absent: the model's full name. */
  label?: string;
  /** Model name or alias; what a program that answers is called. */
  name: string;
  /** Makes the model where it is no model of the list, such as a program that answers. Absent: it is looked up by name. */
  make?: () => Promise<Model> | Model;
  /** Options for this model, over the suite's. */
  options: Options;
  /** Options over those, by a case's variables, for programs that are given them. Absent: none. */
  optionsFor?: (vars: Vars) => Options;
  /** Tools it may call; they are not run. Absent: none. */
  tools?: ToolDefinition[];
  /** JSON Schema that its answers are held to. Absent: free text. */
  schema?: JsonObject;
  /** Names of the prompts that it is asked. Absent: all. */
  prompts?: string[];
  /** Changes an answer's text before it is scored. Absent: it is scored as it is. */
  transform?: Transform;
  /** Milliseconds to wait before each call. Absent: none. */
  delayMs?: number;
  /** File and line, for messages: `suite.yaml:4`. Absent: it comes from no file. */
  place?: string;
}

/** Changes an answer before it is scored. Throws Error with what is wrong. */
export type Transform = (output: JsonValue, input: ScoringInput) => Promise<JsonValue>;

/** What every expectation may say of itself. */
export interface ExpectationSettings {
  /** How much it counts in the case's mean, 0 or more. 0: it is measured and told, and can fail no case. Absent: 1. */
  weight?: number;
  /** Name under which its value is summed up. Absent: none. */
  metric?: string;
  /** The value that passes, 0 to 1, instead of the scorer's own rule. In a group: the weighted mean that passes. */
  threshold?: number;
}

/** What one scorer expects of a case. */
export interface ScorerExpectation extends ExpectationSettings {
  /** Name of the scorer. */
  scorer: string;
  /** What it expects, in the scorer's own form, variables filled in. */
  expected: JsonValue;
  /** Changes the answer for this scorer alone. Absent: it is scored as it is. */
  transform?: Transform;
  /** Judges in place of the scorer of that name. Absent: that scorer does. */
  verdict?: (input: ScoringInput) => Promise<Verdict>;
  /** Calls that judging one answer takes, for the forecast. Absent: none. */
  judges?: JurorCalls[];
}

/** Several expectations that count as one. */
export interface GroupExpectation extends ExpectationSettings {
  /** Its parts. With a threshold their weighted mean must reach it, else all must pass. */
  group: ScorerExpectation[];
}

/** Answers of one case that are compared with each other, such as which is best. */
export interface Comparison extends ExpectationSettings {
  /** Name shown. */
  scorer: string;
  /** What it compares by, for people. */
  expected: JsonValue;
  /** One verdict for each answer, in order. */
  compare: (inputs: ScoringInput[]) => Promise<Verdict[]>;
  /** Calls that comparing one pair of answers takes, for the forecast. Absent: none. */
  judges?: JurorCalls[];
}

/** What is expected of an answer. */
export type Expectation = ScorerExpectation | GroupExpectation | Comparison;

/** A case with its expectations; at least one. */
export interface SuiteCase extends Case {
  /** All must hold for the case to pass, unless `threshold` says otherwise. */
  expect: Expectation[];
  /** Weighted mean of all values that passes the case, 0 to 1. Absent: every expectation must pass. */
  threshold?: number;
  /** Words by which cases are chosen and summed up. Empty: none. */
  tags: string[];
  /** Group of cases that are not independent (same passage, same conversation). Absent: it stands alone. */
  cluster?: string;
  /** Files sent with the prompt: paths (absolute) and addresses. Absent: none. */
  attachments?: AttachmentInput[];
  /** Names of the prompts that it is asked with. Absent: all. */
  prompts?: string[];
  /** Labels of the models that it is asked of. Absent: all. */
  models?: string[];
  /** Options over the model's. Absent: none. */
  options?: Options;
  /** Changes answers before they are scored, after the model's own change. Absent: they are scored as they are. */
  transform?: Transform;
  /** File and line, for messages: `cases.csv:17`. Absent: it comes from no file. */
  place?: string;
}

/** What must hold of a run for it to count as good, for continuous integration. */
export interface Gate {
  /** Label or name of the model. Absent: each model of the run, but the baseline where it is compared with. */
  model?: string;
  /** Name of the prompt. Absent: each. */
  prompt?: string;
  /** `passRate`, or the name of a scorer or metric, whose mean value counts. */
  metric: string;
  /** Least value, 0 to 1. Absent: no such bound. */
  atLeast?: number;
  /** Label or name of a model that it must not be worse than. Absent: none. */
  notWorseThan?: string;
  /** By how much it may be worse, 0 to 1. Absent: 0. */
  by?: number;
  /** File and line. Absent: it comes from no file. */
  place?: string;
}

/** A metric that is reckoned from others. */
export interface DerivedMetric {
  /** Its name. */
  name: string;
  /** Arithmetic on the sums of the named metrics over a row's answers, `__count` of them: `tp / (tp + fp)`. */
  expression: string;
}

/** A whole suite, checked. */
export interface Suite {
  /** Name, for tables and the log. */
  name: string;
  /** At least one. */
  prompts: SuitePrompt[];
  /** At least one, unless models are given when it is run. */
  models: SuiteModel[];
  /** Options of all models, for models that are given when it is run. */
  options: Options;
  /** At least one. */
  cases: SuiteCase[];
  /** How often each case is asked, 1 or more. */
  epochs: number;
  /** Model that judges where a scorer needs one. Absent: the default model. */
  judge?: string;
  /** Options of judges' calls. Absent: none. */
  judgeOptions?: Options;
  /** Label or name of the model that others are compared with. Absent: none. */
  baseline?: string;
  /** Most dollars to spend. Absent: no limit. */
  budgetUsd?: number;
  /** Most calls at once. Absent: the default. */
  concurrency?: number;
  /** What must hold of a run. Empty: nothing. */
  gates: Gate[];
  /** Metrics reckoned from others. Empty: none. */
  derived: DerivedMetric[];
  /** What was read otherwise than a person may think, one sentence each. Empty: nothing. */
  notes: string[];
}
