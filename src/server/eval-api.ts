/** What the server and the page say to each other of suites and runs. Types alone; both sides import them. */
import type { EvalCell } from "../run/eval-cell.ts";
import type { EvalForecast, EvalReport } from "../run/eval-report.ts";
import type { RunCase } from "../run/run-case.ts";
import type { CaseSheet, SuiteSheet } from "../run/suite-sheet.ts";
import type { RunSummary } from "../store/run-rows.ts";

/** `GET /api/suites`: a suite that was found. */
export interface ListedSuite {
  /** Stands for its file. */
  id: string;
  /** Path from the folder that the server was started in; `sample` for the sample. */
  name: string;
  /** Whether it is the sample that comes with penny. */
  isSample: boolean;
  /** Whether a yes is needed before it is read: it may bring programs that run with the person's rights. */
  needsYes: boolean;
}

/** `GET /api/suites/:id`: a suite as it is shown. */
export interface ShownSuite extends SuiteSheet {
  /** Stands for its file. */
  id: string;
  /** Path from the folder that the server was started in; `sample` for the sample. */
  file: string;
}

/** How a suite is to be run. */
export interface RunWish {
  /** Models instead of the suite's, by name, label or alias. Absent: the suite's. */
  models?: string[];
  /** Only some cases; words as of `--filter`. Absent: all. */
  filter?: string[];
  /** How often each case is asked. Absent: the suite's. */
  epochs?: number;
  /** Most dollars. Absent: the suite's. */
  budgetUsd?: number;
  /** Stops once it is decided. Absent: it does not. */
  stopWhenDecided?: boolean;
}

/** `POST /api/suites/:id/forecast` gives what a run would take. */
export interface RunForecast {
  /** What it would take. */
  forecast: EvalForecast;
  /** Whether it may cost money, so that a yes is needed. */
  mayCost: boolean;
}

/** `POST /api/suites/:id/runs` and `POST /api/runs/:id/go-on`: begins. Without the yes nothing that may cost is sent. */
export interface RunBegin extends RunWish {
  /** Whether the person has said yes to what it may cost. */
  yes: boolean;
}

/** What beginning gives: the id of a run that is in the log, or a forecast that needs a yes. */
export type RunBegun = { run: string } | RunForecast;

/** `GET /api/runs`: a run with its counts. */
export interface ListedRun extends Omit<RunSummary, "about"> {
  /** Whether it runs in this server. */
  isRunning: boolean;
}

/** A cell as the matrix shows it: without the answer, what it took, and the reasons. */
export type CellMark = Pick<EvalCell, "model" | "prompt" | "case" | "epoch" | "passed" | "error" | "call" | "human">;

/** `GET /api/runs/:id`: a run as it is shown. */
export interface ShownRun extends Omit<EvalReport, "cells" | "path"> {
  /** Every cell, in the suite's order. */
  cells: CellMark[];
  /** Short names of rows by full ones. */
  names: { [row: string]: string };
  /** What is to be known beside the verdict and the table, one sentence each, without full stops. */
  notes: string[];
  /** Whether it runs in this server. */
  isRunning: boolean;
  /** Whether it has not ended, and does not run here: it runs in another process, or its process died. */
  isOpen: boolean;
  /** The suite it is of, where its file is found. Absent: it is not. */
  suiteId?: string;
  /** How it was begun, if from the page. Absent: it was made in a terminal. */
  wish?: RunWish;
}

/** `GET /api/runs/:id/case?name=`: one case with all its answers. */
export interface ShownCase extends RunCase {
  /** The case as it stands in the suite today. Absent: the suite is not found, needs a yes, or has no such case. */
  today?: CaseSheet;
}

/** `GET /api/runs/:id/power` and `/judges`: what was found, or why the run cannot tell it, one sentence. */
export type Study<T> = { found: T } | { why: string };

/** One event of `GET /api/runs/:id/events`: how far a run is. It comes at once and then at most ten times a second. */
export interface RunProgress {
  /** Cells done, failed ones included. */
  done: number;
  /** All cells. */
  total: number;
  /** Picodollars spent by this run. */
  spentPicodollars: number;
  /** Milliseconds since it began. */
  elapsedMs: number;
  /** Whether it has ended, or does not run here. Then no more follows. */
  isEnded: boolean;
  /** Why it broke, one sentence. Absent: it did not. */
  error?: string;
}

/** `POST /api/runs/:id/human`: what a person says of an answer. */
export interface HumanVerdict {
  /** The cells of the answer. */
  cells: { position: number; call: string }[];
  /** What is said; `null` takes it back. */
  label: { passed: boolean; note?: string } | null;
}
