/** What went wrong in a running app, as a model is told: the first few, each once, cut to what helps. Pure. */

/** Something that a running app reported. */
export interface AppProblem {
  /** `error`, `rejection`, `policy`, `resource`, or the console's `error`, `warn`, `log`. */
  kind: string;
  /** What it said. */
  text: string;
  /** Line in the document, from 1. Absent: unknown. */
  line?: number;
  /** Stack of the error. Absent: none. */
  stack?: string;
}

/** The same problem, however often it came. */
export interface GroupedProblem extends AppProblem {
  /** How often, 1 or more. */
  count: number;
}

/** Bounds of huggingface/chat-ui, artifacts.ts at 57c2fb0 (2026-08). */
const MOST_TOLD = 5;
const MOST_FRAMES = 5;
const MOST_CHARACTERS = 700;

/** Kinds that are faults by themselves; what an app only logs is none. */
const FAULTS = new Set(["error", "rejection", "policy", "resource", "warn"]);

function clipped(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > MOST_CHARACTERS ? `${trimmed.slice(0, MOST_CHARACTERS)}…` : trimmed;
}

/** What a problem is known by, so that the same is not mended twice: kind and text, without numbers, which change from run to run. */
export function problemKey({ kind, text }: AppProblem): string {
  return `${kind}: ${clipped(text).replace(/\d+/g, "0").replace(/\s+/g, " ")}`;
}

/** The faults among what was reported, equal ones together, in the order they first came. */
export function groupProblems(problems: readonly AppProblem[]): GroupedProblem[] {
  const groups = new Map<string, GroupedProblem>();
  for (const problem of problems) {
    if (!FAULTS.has(problem.kind)) continue;
    const key = problemKey(problem);
    const known = groups.get(key);
    if (known) known.count++;
    else groups.set(key, { ...problem, count: 1 });
  }
  return [...groups.values()];
}

function lineOf(content: string, line: number): string {
  const text = content.split("\n")[line - 1]?.trim() ?? "";
  return text === "" ? "" : `\n   the line: ${text.slice(0, 200)}`;
}

function told({ kind, text, line, stack, count }: GroupedProblem, content: string): string {
  const times = count > 1 ? ` (${count} times)` : "";
  const place = line === undefined || line < 1 ? "" : ` at line ${line}`;
  const frames = stack
    ?.split("\n")
    .filter((each) => /^\s*at /.test(each))
    .slice(0, MOST_FRAMES)
    .map((each) => `\n   ${each.trim()}`)
    .join("");
  return `- ${kind}${place}${times}: ${clipped(text)}${place ? lineOf(content, line ?? 0) : ""}${clipped(frames ?? "") === "" ? "" : frames?.slice(0, MOST_CHARACTERS)}`;
}

/** The wish to mend problems: at most five, then how many more there are. @param content the document that reported them. */
export function fixPrompt(problems: readonly GroupedProblem[], content: string): string {
  const first = toldProblems(problems).map((each) => told(each, content));
  const more = problems.length > MOST_TOLD ? `\n+ ${problems.length - MOST_TOLD} more` : "";
  return `Mend this, and change nothing else. The running app reported:\n${first.join("\n")}${more}`;
}

/** The problems that `fixPrompt` tells. */
export function toldProblems(problems: readonly GroupedProblem[]): GroupedProblem[] {
  return problems.slice(0, MOST_TOLD);
}
