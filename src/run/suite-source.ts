/** Where things stand in a suite's file, and what is wrong with its shape in one sentence. Reads no file. */
import { type Document, isMap, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";

/** Keys and positions that lead to a value. */
export type Path = readonly (string | number)[];

/** Says where something is wrong. */
export type Fail = (path: Path, sentence: string) => never;

/** Content of a file with the places of its values. */
export interface SuiteSource {
  /** What it is called in messages. */
  name: string;
  /** Its content, unchecked. */
  content: unknown;
  /** File and line of a value: `suite.yaml:4`. */
  place: (path: Path) => string;
  /** Throws a SetupError with the place before the sentence. */
  fail: Fail;
}

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === String(last)) : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as
      | { range?: [number, number, number] }
      | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function sourceOf(name: string, content: unknown, place: (path: Path) => string): SuiteSource {
  return {
    name,
    content,
    place,
    fail: (path, sentence) => {
      throw new SetupError(`${place(path)}: ${sentence}`);
    },
  };
}

/**
 * The content of a YAML or JSON text.
 * @param name what it is called in messages.
 * @throws SetupError `name:line: what is wrong`.
 */
export function yamlSource(text: string, name: string): SuiteSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const broken = document.errors[0];
  if (broken) {
    const why = (broken.message.split(/ at line |\n/)[0] ?? "").replace(/[.:]?$/, ".");
    throw new SetupError(`${name}:${lines.linePos(broken.pos[0]).line}: This is not valid YAML: ${why}`);
  }
  let content: unknown;
  try {
    content = document.toJS();
  } catch (error) {
    throw new SetupError(`${name}:1: This is not valid YAML: ${error instanceof Error ? error.message : error}.`);
  }
  return sourceOf(name, content, (path) => `${name}:${lineOf(document, lines, path)}`);
}

/** `cases[2].expect` of a path. */
export function pathText(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** Content that a program made: it has no lines, so places are told by keys. */
export function valueSource(content: unknown, name: string): SuiteSource {
  return sourceOf(name, content, (path) => (path.length === 0 ? name : `${name}, ${pathText(path)}`));
}

/** Names of keys that are known at a path, for hints. */
export type KnownKeys = (path: Path) => readonly string[];

type Issue = z.core.$ZodIssue;

function pathOf(issue: Issue): (string | number)[] {
  return issue.path.filter((step) => typeof step !== "symbol");
}

/** The branch of a union that the value was meant for: one that fails deepest, or by an unknown key alone. */
function meantIssue(errors: readonly (readonly Issue[])[]): Issue | undefined {
  const branches = errors.filter((branch) => branch.length > 0);
  const depth = (branch: readonly Issue[]): number => {
    const typeSlip = branch.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
    return typeSlip ? -1 : Math.max(...branch.map((issue) => issue.path.length)) + (branch.length === 1 ? 0.5 : 0);
  };
  const best = branches.toSorted((a, b) => depth(b) - depth(a))[0];
  if (!best || depth(best) < 0) return undefined;
  return best.find((issue) => issue.code === "unrecognized_keys") ?? best[0];
}

/** What is wrong with a shape, one sentence, and where. */
function issueSentence(issue: Issue, what: string, known: KnownKeys): { path: Path; sentence: string } {
  const path = pathOf(issue);
  const where = path.length === 0 ? what : `\`${pathText(path)}\``;
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const names = known(path);
    const hint = nearestHint(key, names) || (names.length > 0 ? ` Known: ${names.join(", ")}.` : "");
    return { path: [...path, key], sentence: `${where} has an unknown key \`${key}\`.${hint}` };
  }
  if (issue.code === "invalid_union") {
    const inner = meantIssue(issue.errors);
    if (inner) return issueSentence({ ...inner, path: [...path, ...inner.path] } as Issue, what, known);
  }
  // zod gives no input with an issue, but says so in words: https://zod.dev/error-formatting (4.6, read 2026-11-24).
  if (/received undefined$/.test(issue.message)) return { path, sentence: `${where} is missing.` };
  const message = issue.code === "invalid_union" ? "it is none of the forms that it may have" : issue.message;
  return { path, sentence: `${where} is wrong: ${message.replace(/\.$/, "")}.` };
}

/**
 * A source's content by a schema.
 * @param what what it is called: "the suite".
 * @throws SetupError with the place of the first thing that is wrong; a slip in a key before all others.
 */
export function checkedContent<Schema extends z.ZodType>(
  source: SuiteSource,
  schema: Schema,
  what: string,
  known: KnownKeys,
): z.output<Schema> {
  const parsed = schema.safeParse(source.content);
  if (parsed.success) return parsed.data;
  // A mistyped key also leaves its right name missing; the slip says more.
  const { issues } = parsed.error;
  const issue = issues.find((each) => each.code === "unrecognized_keys") ?? issues[0];
  if (!issue) return source.fail([], `This is not ${what}.`);
  const { path, sentence } = issueSentence(issue, what, known);
  return source.fail(path, sentence);
}
