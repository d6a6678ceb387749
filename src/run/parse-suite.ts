/**
 * A suite from its content: YAML or JSON text, or a value. Strict: an unknown key, an unknown scorer, a missing variable or a case
 * without a scorer is an error with file and line, before anything is paid. Reads no other file; that is `read-suite.ts`.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { parseSchema } from "../record/short-schema.ts";
import { parseOptions } from "./options.ts";
import type { Gate, Suite, SuiteCase, SuiteModel, SuitePrompt } from "./suite.ts";
import { casesOf, type ReadRows } from "./suite-cases.ts";
import type { SuiteContent } from "./suite-content.ts";
import { expectationTemplates } from "./suite-expect.ts";
import { promptList, promptOf } from "./suite-prompts.ts";
import { knownKeys, suiteSchema } from "./suite-schema.ts";
import { checkedContent, type Path, type SuiteSource, yamlSource } from "./suite-source.ts";

/** What was read of other files. */
export interface SuiteFiles {
  /** Folder of the suite. */
  folder: string;
  /** Texts of prompts' files by the path as written. */
  texts: ReadonlyMap<string, string>;
  /** The rows that a part of `cases` names. */
  rowsOf: (path: Path) => ReadRows | undefined;
}

const NO_FILES: SuiteFiles = { folder: ".", texts: new Map(), rowsOf: () => undefined };

/** Known keys at a path, for hints. */
function keysAt(source: SuiteSource): (path: Path) => readonly string[] {
  return (path) => {
    if (path.includes("messages")) return knownKeys.messages ?? [];
    const [part = "suite"] = path;
    const value = part === "cases" && path.length > 0 ? valueAt(source.content, path) : undefined;
    const isRows = typeof value === "object" && value !== null && "from" in value;
    return knownKeys[isRows ? "rows" : String(part)] ?? [];
  };
}

function valueAt(content: unknown, path: Path): unknown {
  let value = content;
  for (const step of path) value = (value as { [key: string]: unknown } | undefined)?.[step];
  return value;
}

/** The content of a suite with its shape checked. @throws SetupError with file and line. */
export function suiteContent(source: SuiteSource): SuiteContent {
  if (source.content === null || source.content === undefined)
    return source.fail([], "The suite is empty: write `prompts:`, `models:` and `cases:`.");
  return checkedContent(source, suiteSchema, "the suite", keysAt(source));
}

function optionsAt(value: { [name: string]: JsonValue } | undefined, path: Path, source: SuiteSource): Options {
  try {
    return parseOptions(value ?? {});
  } catch (error) {
    if (error instanceof SetupError) return source.fail(path, error.message);
    throw error;
  }
}

function checkVariables(prompts: SuitePrompt[], cases: SuiteCase[]): void {
  for (const prompt of prompts) {
    for (const variable of prompt.variables) {
      for (const each of cases) {
        if (Object.hasOwn(each.vars, variable)) continue;
        const hint = nearestHint(variable, Object.keys(each.vars));
        throw new SetupError(
          `${each.place}: Case \`${each.name}\` has no variable \`${variable}\`, which prompt \`${prompt.name}\` uses.${hint}`,
        );
      }
    }
  }
}

/** Refuses two things of one name. */
function checkUnique(things: readonly { name: string; place: string | undefined }[], what: string): void {
  const seen = new Set<string>();
  for (const { name, place } of things) {
    if (seen.has(name))
      throw new SetupError(`${place}: Two ${what} are named \`${name}\`: give each a name of its own.`);
    seen.add(name);
  }
}

function schemaAt(content: SuiteContent, source: SuiteSource): JsonObject | undefined {
  if (typeof content.schema !== "string") return content.schema;
  try {
    return parseSchema(content.schema);
  } catch (error) {
    if (error instanceof SetupError) return source.fail(["schema"], error.message);
    throw error;
  }
}

function modelsOf(content: SuiteContent, shared: Options, source: SuiteSource): SuiteModel[] {
  const schema = schemaAt(content, source);
  const models = (content.models ?? []).map((model, index): SuiteModel => {
    const path = ["models", index];
    const written = typeof model === "string" ? { model } : model;
    return {
      name: written.model,
      ...(written.label === undefined ? {} : { label: written.label }),
      options: { ...shared, ...optionsAt(written.options, [...path, "options"], source) },
      ...(content.tools ? { tools: content.tools.map((tool) => ({ description: "", ...tool })) } : {}),
      ...(schema ? { schema } : {}),
      place: source.place(path),
    };
  });
  checkUnique(
    models.map(({ label, name, place }) => ({ name: label ?? name, place })),
    "models",
  );
  return models;
}

function gatesOf(content: SuiteContent, source: SuiteSource): Gate[] {
  return (content.gates ?? []).map((gate, index): Gate => {
    const path = ["gates", index];
    if (gate.atLeast === undefined && gate.notWorseThan === undefined)
      return source.fail(path, "A gate needs `atLeast`, `notWorseThan` or both.");
    if (gate.by !== undefined && gate.notWorseThan === undefined)
      return source.fail([...path, "by"], "`by` says how much worse a model may be: add `notWorseThan`.");
    const other = gate.notWorseThan === "baseline" ? content.baseline : gate.notWorseThan;
    if (gate.notWorseThan === "baseline" && other === undefined)
      return source.fail([...path, "notWorseThan"], "The suite names no baseline: add `baseline:` with a model.");
    const { notWorseThan: _written, ...rest } = gate;
    return {
      ...rest,
      metric: gate.metric ?? "passRate",
      place: source.place(path),
      ...(other === undefined ? {} : { notWorseThan: other }),
    };
  });
}

/** Names that gates and the baseline refer to must be there. */
function checkReferences(suite: Suite, source: SuiteSource): void {
  const models = suite.models.flatMap((each) => [each.label ?? [], each.name].flat());
  const known = (name: string | undefined, path: Path): void => {
    if (name === undefined || models.length === 0 || models.includes(name)) return;
    source.fail(
      path,
      `The suite has no model \`${name}\`.${nearestHint(name, models) || ` Models: ${models.join(", ")}.`}`,
    );
  };
  known(suite.baseline, ["baseline"]);
  const metrics = new Set(["passRate"]);
  for (const each of suite.cases)
    for (const one of each.expect) if ("scorer" in one) metrics.add(one.metric ?? one.scorer).add(one.scorer);
  const prompts = suite.prompts.map((prompt) => prompt.name);
  for (const [index, gate] of suite.gates.entries()) {
    known(gate.model, ["gates", index, "model"]);
    known(gate.notWorseThan, ["gates", index, "notWorseThan"]);
    if (!metrics.has(gate.metric))
      source.fail(
        ["gates", index, "metric"],
        `No case has a scorer or metric \`${gate.metric}\`.${nearestHint(gate.metric, metrics)}`,
      );
    if (gate.prompt !== undefined && !prompts.includes(gate.prompt))
      source.fail(
        ["gates", index, "prompt"],
        `The suite has no prompt \`${gate.prompt}\`.${nearestHint(gate.prompt, prompts)}`,
      );
  }
}

/**
 * The suite of a content whose shape was checked.
 * @throws SetupError with file and line.
 */
export function suiteFrom(content: SuiteContent, source: SuiteSource, files: SuiteFiles = NO_FILES): Suite {
  const options = optionsAt(content.options, ["options"], source);
  const prompts = promptList(content.prompts).map(({ written, path }, index) =>
    promptOf(written, index, path, source, files.texts),
  );
  checkUnique(
    prompts.map(({ name }, index) => ({ name, place: source.place(["prompts", index]) })),
    "prompts",
  );
  const cases = casesOf(
    {
      source,
      folder: files.folder,
      vars: content.vars ?? {},
      always: expectationTemplates(content.expect, ["expect"], source.fail),
      ...(content.threshold === undefined ? {} : { threshold: content.threshold }),
      rowsOf: files.rowsOf,
    },
    content.cases,
  );
  checkUnique(
    cases.map(({ name, place }) => ({ name, place })),
    "cases",
  );
  checkVariables(prompts, cases);
  const suite: Suite = {
    name: content.name ?? source.name.replace(/^.*[\\/]/, "").replace(/\.(ya?ml|json|[cm]?[jt]s)$/, ""),
    prompts,
    models: modelsOf(content, options, source),
    options,
    cases,
    epochs: content.epochs ?? 1,
    gates: gatesOf(content, source),
    derived: [],
    notes: [],
    ...(content.judge === undefined ? {} : { judge: content.judge }),
    ...(content.baseline === undefined ? {} : { baseline: content.baseline }),
    ...(content.budget === undefined ? {} : { budgetUsd: content.budget }),
    ...(content.concurrency === undefined ? {} : { concurrency: content.concurrency }),
  };
  checkReferences(suite, source);
  return suite;
}

/**
 * The suite in a YAML or JSON text that names no other files.
 * @param name what the text is called in messages.
 * @throws SetupError `name:line: what is wrong`.
 */
export function parseSuite(text: string, name: string): Suite {
  const source = yamlSource(text, name);
  return suiteFrom(suiteContent(source), source);
}
