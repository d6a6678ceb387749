/** What a model is told when it writes or mends a one-shot program, and what makes two errors the same. Pure. */
import type { Program, ProgramLanguage, ProgramRun } from "../record/program-run.ts";

/** What the program will find where it runs. */
export interface ProgramSurroundings {
  /** What it is written in. */
  language: ProgramLanguage;
  /** Whether packages can be fetched for it. */
  canFetch: boolean;
  /** Whether it will have the network. */
  network: boolean;
  /** Names of files in its folder, some of them. Absent: they are not told. */
  files?: readonly string[];
}

const PACKAGES = `Packages of PyPI may be used, and only where the standard library will not do. Declare them as inline metadata (PEP 723) at the top:
# /// script
# requires-python = ">=3.11"
# dependencies = ["package"]
# ///`;

/** The system prompt. */
export function oneShotSystem({ language, canFetch, network, files }: ProgramSurroundings): string {
  const isPython = language === "python";
  const written = isPython ? "a Python 3 script" : "a script for Node 24, an ES module";
  const packages = isPython && canFetch ? PACKAGES : "Use the standard library alone: there are no packages.";
  const listed = files?.length === 0 ? "The folder is empty." : `Files in the folder: ${files?.join(", ")}`;
  return [
    `You write ${written} that does what the person asks, once. Answer with one \`\`\`${isPython ? "python" : "js"} code block, the whole script, and nothing else.`,
    `It runs in a sandbox: it reads and writes files of its working folder alone, by relative paths${network ? ", and has the network" : ", and has no network"}. It gets no input and no arguments. It prints its result, says plainly what it changed, and exits with a code other than 0 if it failed.`,
    packages,
    ...(files ? [listed] : []),
  ].join("\n\n");
}

const MOST_TOLD = 4000;

function told(text: string): string {
  return text.length > MOST_TOLD ? `…${text.slice(-MOST_TOLD)}` : text;
}

/** How a run that did not go well is told to the model that is to mend the program. */
export function fixRequest(run: ProgramRun): string {
  const how = run.ended === undefined ? `It ended with exit code ${run.exitCode}.` : `It was ended: ${run.ended}.`;
  const outputs = [
    ...(run.stderr.trim() === "" ? [] : [`Errors:\n\`\`\`\n${told(run.stderr.trim())}\n\`\`\``]),
    ...(run.stdout.trim() === "" ? [] : [`Output:\n\`\`\`\n${told(run.stdout.trim())}\n\`\`\``]),
  ];
  return [
    `The script was run. ${how}`,
    ...outputs,
    "Mend it. Answer with the whole script again, in one code block.",
  ].join("\n\n");
}

/** What makes an error the same as an earlier one: its last words, without places and addresses. */
export function errorKey({ ended, stderr, exitCode }: ProgramRun): string {
  const lines = stderr.trim().split("\n");
  // Node puts the error before the stack, Python after.
  const words = lines.filter((line) => /^\S*(Error|Exception|Warning|Exit|Interrupt)\b/.test(line.trim()));
  const last = words.at(-1) ?? lines.at(-1) ?? "";
  return `${ended ?? exitCode} ${last
    .replace(/0x[0-9a-f]+/gi, "")
    .replace(/\b(line )?\d+(:\d+)*/g, "")
    .trim()}`;
}

/** Whether two programs are the same but for white space at the ends of lines. */
export function isSameProgram(one: Program, other: Program): boolean {
  const plain = (script: string): string => script.replace(/[ \t]+$/gm, "").trim();
  return plain(one.script) === plain(other.script);
}
