/** A suite as a person writes it: the types behind `defineSuite` and the keys of YAML and JSON. `suite-schema.ts` checks them. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Message } from "../record/message.ts";

/** Makes the prompt of a case: its text, or its messages. */
export type PromptFunction = (
  vars: { [name: string]: JsonValue },
  about: { model: string },
) => string | Message[] | Promise<string | Message[]>;

/**
 * Scorers by name, each with what it expects, `{{variables}}` filled in. `weight`, `threshold` and `metric` beside them are for
 * all of them.
 */
export type ExpectationContent = { [name: string]: JsonValue };

/** One turn of a conversation. */
export interface MessageContent {
  /** Who speaks. */
  role: "system" | "user" | "assistant";
  /** What is said; `{{variables}}` are filled in. */
  content: string;
}

/** A wording to try: exactly one of `text`, `file` and `messages`. */
export interface PromptContent {
  /** Name in tables. Default: `prompt 1` and so on. */
  name?: string;
  /** The user message. */
  text?: string;
  /** File with the prompt, from the suite's folder: text, or .json with a list of messages. */
  file?: string;
  /** A conversation, the last turn of which the model answers. */
  messages?: MessageContent[];
  /** The system message. Absent: none. */
  system?: string;
}

/** A model to try. */
export interface ModelContent {
  /** Model name or alias. */
  model: string;
  /** Name in tables. Default: the model's full name. */
  label?: string;
  /** Options over the suite's. */
  options?: JsonObject;
}

/** A tool that the models may call. */
export interface ToolContent {
  /** Its name. */
  name: string;
  /** What it does, for the model. Default: nothing is said. */
  description?: string;
  /** JSON Schema of the arguments. */
  inputSchema: JsonObject;
}

/** A case that is written in the suite. */
export interface InlineCase {
  /** Unique name. Default: `case 1` and so on. */
  name?: string;
  /** Values of the prompts' variables. */
  vars?: { [name: string]: JsonValue };
  /** What is expected of an answer. */
  expect?: ExpectationContent | ExpectationContent[];
  /** Weighted mean of the scores that passes, 0 to 1. Default: every one must pass. */
  threshold?: number;
  /** Words by which cases are chosen and summed up; a text has commas between them. */
  tags?: string | string[];
  /** Group of cases that are not independent. */
  cluster?: string;
  /** Files sent with the prompt: paths from the suite's folder, or addresses. */
  attachments?: string | string[];
}

/** Cases that are rows of a file. */
export interface CaseRows {
  /** File with rows, folder or pattern of files. */
  from: string;
  /** Format, where the ending does not tell it. */
  format?: string;
  /** Query on a SQLite file. */
  query?: string;
  /** Column with the case's name. */
  name?: string;
  /** Column or columns with tags, with commas between. */
  tags?: string | string[];
  /** Column with the cluster. */
  cluster?: string;
  /** Column or columns with a path or address of a file to send. */
  attachments?: string | string[];
  /** What is expected of each; `{{column}}` is that row's cell. */
  expect?: ExpectationContent | ExpectationContent[];
  /** Weighted mean of the scores that passes, 0 to 1. */
  threshold?: number;
  /** Take no more rows than this. */
  limit?: number;
}

/** What must hold of a run. */
export interface GateContent {
  /** Label or name of the model. Default: every model. */
  model?: string;
  /** Name of the prompt. Default: every prompt. */
  prompt?: string;
  /** `passRate`, or a scorer or metric, whose mean counts. Default: `passRate`. */
  metric?: string;
  /** Least value, 0 to 1. */
  atLeast?: number;
  /** `baseline`, or the model that it must not be worse than. */
  notWorseThan?: string;
  /** By how much it may be worse, 0 to 1. Default: 0. */
  by?: number;
}

/** A suite as it is written. */
export interface SuiteContent {
  /** JSON Schema for the editor; not read. */
  $schema?: string;
  /** Name in tables and in the log. Default: the file's name. */
  name?: string;
  /** For people; not read. */
  description?: string;
  /** Wordings to try. */
  prompts: string | PromptFunction | (string | PromptFunction | PromptContent)[];
  /** Models to try. */
  models?: (string | ModelContent)[];
  /** How models are to answer. */
  options?: JsonObject;
  /** Tools that the models may call. They are not run. */
  tools?: ToolContent[];
  /** JSON Schema that answers are held to, or its short form. */
  schema?: string | JsonObject;
  /** Variables of every case that does not set them itself. */
  vars?: { [name: string]: JsonValue };
  /** What is expected of every case. */
  expect?: ExpectationContent | ExpectationContent[];
  /** Weighted mean of the scores that passes a case, 0 to 1. Default: every one must pass. */
  threshold?: number;
  /** Cases, written here or rows of a file. */
  cases: string | CaseRows | (string | CaseRows | InlineCase)[];
  /** How often each case is asked. Default: 1. */
  epochs?: number;
  /** Model that judges. Default: the default model. */
  judge?: string;
  /** Label or name of the model that others are compared with. */
  baseline?: string;
  /** Most US dollars to spend. */
  budget?: number;
  /** Most calls at once. Default: 8. */
  concurrency?: number;
  /** What must hold of a run, for continuous integration. */
  gates?: GateContent[];
}
