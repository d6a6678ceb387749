/** A one-shot program that a model wrote and a person had run, and what came of it. Pure values. */

/** What a program is written in. */
export type ProgramLanguage = "python" | "node";

/** A program. */
export interface Program {
  /** What it is written in. */
  language: ProgramLanguage;
  /** Its text. */
  script: string;
  /** Packages that its inline metadata (PEP 723) asks for, as requirements: `requests>=2`. Empty: none. */
  dependencies: string[];
}

/** One run of a program. */
export interface ProgramRun extends Program {
  /** Id, 26 characters, sorts by time. */
  id: string;
  /** Id of the call that wrote the program. */
  call: string;
  /** Milliseconds since 1970 when it began. */
  at: number;
  /** Milliseconds that it took. */
  ms: number;
  /** Absolute path of the folder that it worked in. */
  folder: string;
  /** Whether it ran in bubblewrap. */
  isSandboxed: boolean;
  /** Whether it had the network. */
  hadNetwork: boolean;
  /** Its exit code. Absent: it was ended from outside. */
  exitCode?: number;
  /** Why it was ended, one clause. Absent: it ended by itself. */
  ended?: string;
  /** What it wrote, at most the first million characters. */
  stdout: string;
  /** What it wrote as errors, at most the first million characters. */
  stderr: string;
}

/** Whether a run went well. */
export function wentWell({ exitCode }: Pick<ProgramRun, "exitCode">): boolean {
  return exitCode === 0;
}
