/**
 * Writes a run to the log while it goes on: what is to be asked at its start, answers in lots, its end. If the process dies, at
 * most the last lot is missing from the run; the calls themselves are in the log.
 */
import type { CellAnswer, PlannedCell } from "../store/cell-rows.ts";
import type { RunEnd, StoredRun } from "../store/run-rows.ts";
import type { Clock } from "./clock.ts";

/** The log as a run needs it. */
export interface RunLog {
  /** Writes a run and the cells it is to fill. */
  begin: (run: StoredRun, cells: readonly PlannedCell[]) => Promise<void>;
  /** Writes what came of cells. */
  put: (run: string, answers: readonly CellAnswer[]) => Promise<void>;
  /** Notes its end. */
  end: (run: string, end: RunEnd) => Promise<void>;
}

/** Writes one run. */
export interface RunRecorder {
  /** Takes what came of a cell; written soon. */
  add: (answer: CellAnswer) => Promise<void>;
  /** Writes what is left, and the end. */
  end: (end: RunEnd) => Promise<void>;
}

/** Answers written together at most, and milliseconds after which they are written anyway. */
const LOT = 200;
const LOT_MS = 500;

/** Begins a run in the log. */
export async function recordRun(
  log: RunLog,
  clock: Clock,
  run: StoredRun,
  cells: readonly PlannedCell[],
): Promise<RunRecorder> {
  await log.begin(run, cells);
  let waiting: CellAnswer[] = [];
  let writtenAt = clock.now();
  const write = async (): Promise<void> => {
    const lot = waiting;
    waiting = [];
    writtenAt = clock.now();
    if (lot.length > 0) await log.put(run.id, lot);
  };
  return {
    add: async (answer) => {
      waiting.push(answer);
      if (waiting.length >= LOT || clock.now() - writtenAt >= LOT_MS) await write();
    },
    end: async (end) => {
      await write();
      await log.end(run.id, end);
    },
  };
}
