/**
 * What may stand in a suite file: the zod schema that it is parsed with, and the JSON Schema that editors complete and check by.
 * Checks shape alone; what a scorer expects, which variables there are and the like is for `parse-suite.ts`.
 */
import { z } from "zod";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { comparingJudges, embeddingJudges, judges } from "../scorers/judges.ts";
import { scorers } from "../scorers/registry.ts";
import { runScorers } from "../scorers/run-scorers.ts";
import type { PromptFunction, SuiteContent } from "./suite-content.ts";

/** Keys of an expectation that are no scorers. */
export const EXPECTATION_SETTINGS: readonly string[] = ["weight", "threshold", "metric"];

const json: z.ZodType<JsonValue> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]))
  .meta({ id: "json", description: "Any value." });

const options = z
  .record(z.string(), json)
  .describe("How to answer: temperature, maxOutputTokens, seed, reasoning …; a provider's own ones under `provider`.");

const share = z.number().min(0).max(1);

const expectation = z
  .record(z.string(), json)
  .describe(
    "Scorers by name, each with what it expects; `weight`, `threshold` and `metric` beside them are for all of them.",
  )
  .meta({ id: "expectation" });

const expect = z
  .union([expectation, z.array(expectation)])
  .describe("What is expected of an answer. `{{variables}}` are filled in.");

const vars = z.record(z.string(), json).describe("Values of the prompts' `{{variables}}`.");

const message = z.strictObject({
  role: z.enum(["system", "user", "assistant"]).describe("Who speaks."),
  content: z.string().describe("What is said; `{{variables}}` are filled in."),
});

const tool = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), json).describe("JSON Schema of the arguments."),
});

const promptFunction = z.custom<PromptFunction>((value) => typeof value === "function", "not a function");

const prompt = z.strictObject({
  name: z.string().min(1).optional().describe("Name in tables. Default: `prompt 1` and so on."),
  text: z.string().min(1).optional().describe("The user message; `{{name}}` stands for a variable."),
  file: z
    .string()
    .min(1)
    .optional()
    .describe("File with the prompt, from this file's folder: text, or .json with a list of messages."),
  messages: z.array(message).min(1).optional().describe("A conversation, the last turn of which the model answers."),
  system: z.string().optional().describe("The system message."),
});

const model = z.strictObject({
  model: z.string().min(1).describe("Model name or alias, as in `penny models`."),
  label: z.string().min(1).optional().describe("Name in tables. Default: the model's full name."),
  options: options.optional(),
});

const textList = z.union([z.string(), z.array(z.string().min(1))]);

const inlineCase = z.strictObject({
  name: z.string().min(1).optional().describe("Unique name. Default: `case 1` and so on."),
  vars: vars.optional(),
  expect: expect.optional(),
  threshold: share
    .optional()
    .describe("Weighted mean of the scores that passes the case. Default: every one must pass."),
  tags: textList.optional().describe("Words by which cases are chosen and summed up."),
  cluster: z.string().optional().describe("Group of cases that are not independent, such as questions on one passage."),
  attachments: textList.optional().describe("Files sent with the prompt: paths from this file's folder, or addresses."),
});

const rowsOfFile = z.strictObject({
  from: z
    .string()
    .min(1)
    .describe("File with rows (CSV, TSV, JSON, JSONL, YAML, Parquet, SQLite), folder or pattern of files."),
  format: z.string().optional().describe("Format, where the ending does not tell it."),
  query: z.string().optional().describe("Query on a SQLite file."),
  name: z.string().optional().describe("Column with the case's name."),
  tags: textList.optional().describe("Column with tags, with commas between; or a list of such columns."),
  cluster: z.string().optional().describe("Column with the cluster."),
  attachments: textList.optional().describe("Column, or columns, with a path or address of a file to send."),
  expect: expect.optional().describe("What is expected of each; `{{column}}` is that row's cell."),
  threshold: share.optional(),
  limit: z.int().min(1).optional().describe("Take no more rows than this."),
});

const gate = z.strictObject({
  model: z.string().optional().describe("Label or name of the model. Default: every model."),
  prompt: z.string().optional().describe("Name of the prompt. Default: every prompt."),
  metric: z.string().optional().describe("`passRate`, or a scorer or metric, whose mean counts."),
  atLeast: share.optional().describe("Least value."),
  notWorseThan: z.string().optional().describe("`baseline`, or the model that it must not be worse than."),
  by: share.optional().describe("By how much it may be worse. Default: 0."),
});

const suite = z.strictObject({
  $schema: z.string().optional().describe("JSON Schema for the editor; not read."),
  name: z.string().min(1).optional().describe("Name in tables and in the log. Default: the file's name."),
  description: z.string().optional().describe("For people; not read."),
  prompts: z
    .union([z.string().min(1), promptFunction, z.array(z.union([z.string().min(1), promptFunction, prompt])).min(1)])
    .describe("Wordings to try."),
  models: z
    .array(z.union([z.string().min(1), model]))
    .optional()
    .describe("Models to try."),
  options: options.optional(),
  tools: z.array(tool).optional().describe("Tools that the models may call. They are not run."),
  schema: z
    .union([z.string(), z.record(z.string(), json)])
    .optional()
    .describe("JSON Schema that answers are held to, or its short form."),
  vars: vars.optional(),
  expect: expect.optional(),
  threshold: share.optional(),
  cases: z
    .union([z.string().min(1), rowsOfFile, z.array(z.union([z.string().min(1), rowsOfFile, inlineCase])).min(1)])
    .describe("Cases, written here or rows of a file."),
  epochs: z.int().min(1).optional().describe("How often each case is asked. Default: 1."),
  judge: z.string().min(1).optional().describe("Model that judges. Default: the default model."),
  baseline: z.string().min(1).optional().describe("Label or name of the model that others are compared with."),
  budget: z.number().min(0).optional().describe("Most US dollars to spend."),
  concurrency: z.int().min(1).optional().describe("Most calls at once. Default: 8."),
  gates: z.array(gate).optional().describe("What must hold of a run, for continuous integration."),
});

/** Schema of a suite's content. */
export const suiteSchema: z.ZodType<SuiteContent> = suite;

/** Known keys of each part of a suite, for hints on slips. */
export const knownKeys: { readonly [part: string]: readonly string[] } = {
  suite: Object.keys(suite.shape).filter((key) => key !== "$schema"),
  prompts: Object.keys(prompt.shape),
  messages: Object.keys(message.shape),
  models: Object.keys(model.shape),
  tools: Object.keys(tool.shape),
  rows: Object.keys(rowsOfFile.shape),
  cases: Object.keys(inlineCase.shape),
  gates: Object.keys(gate.shape),
};

/** Without the forms that JSON cannot hold: functions, which come out as a schema that takes anything. */
function withoutFunctions(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (value === null || typeof value !== "object") return value;
  const isEmpty = (each: JsonValue): boolean => JSON.stringify(each) === "{}";
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const kept = key === "anyOf" && Array.isArray(each) ? each.filter((one) => !isEmpty(one)) : each;
      return [key, withoutFunctions(kept)];
    }),
  );
}

/** The JSON Schema of suites, for editors; it lists the scorers by name. */
export function suiteJsonSchema(): JsonObject {
  const schema = withoutFunctions(
    z.toJSONSchema(suite, { io: "input", unrepresentable: "any" }) as JsonObject,
  ) as JsonObject;
  const properties: JsonObject = {};
  for (const { name, summary, expects } of [...scorers, ...runScorers, ...judges, ...embeddingJudges]) {
    properties[name] = { description: `${summary}. Expects ${expects}.` };
    properties[`not-${name}`] = { description: `not: ${summary}. Expects ${expects}.` };
  }
  for (const { name, summary, expects } of comparingJudges)
    properties[name] = { description: `${summary}. Expects ${expects}.` };
  properties.weight = { type: "number", minimum: 0, description: "How much it counts. Default: 1; 0: measured only." };
  properties.threshold = { type: "number", minimum: 0, maximum: 1, description: "Value that passes." };
  properties.metric = { type: "string", description: "Name under which the value is summed up." };
  const definitions = schema.$defs as { expectation: JsonObject };
  const { description } = definitions.expectation;
  definitions.expectation = { type: "object", description, properties, additionalProperties: false } as JsonObject;
  return { ...schema, title: "A suite of penny eval" };
}
