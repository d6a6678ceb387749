/** One cell of a run: a case on a model with a prompt, its call, and what the scorers said. Pure; asks and scores nothing. */
import type { Call } from "../record/call.ts";
import type { HumanLabel } from "../record/human-label.ts";
import { textOf } from "../record/message.ts";
import type { Score } from "../record/score.ts";
import type { PlannedCell } from "../store/cell-rows.ts";

/** What a call took, as far as it is known. */
export interface CellFigures {
  /** Input tokens. Absent: unknown. */
  inputTokens?: number;
  /** Output tokens, reasoning included. Absent: unknown. */
  outputTokens?: number;
  /** Integer picodollars. Absent: unknown. */
  picodollars?: number;
  /** Milliseconds of the model's own time, without queue and retries. Absent: it did not answer. */
  modelMs?: number;
  /** Milliseconds from sending to the first part of the answer. Absent: it was not streamed, or nothing came. */
  firstTokenMs?: number;
  /** Watt-hours, as a range. Absent: unknown. */
  energyWh?: { low: number; high: number };
}

/** One cell of the grid. */
export interface EvalCell {
  /** Full model name. */
  model: string;
  /** Name of the prompt. */
  prompt: string;
  /** Name of the case. */
  case: string;
  /** Which ask of the same case this is, from 1. */
  epoch: number;
  /** Tags of the case. Empty: it has none. */
  tags: string[];
  /** Group of cases that are not independent of each other (same passage, same conversation). Absent: the case stands alone. */
  cluster?: string;
  /** Id of the call. Absent: it was not made (stopped). */
  call?: string;
  /** Whether an earlier call was reused. */
  cached: boolean;
  /** Whether every score has passed. Absent: the call failed, was cut off or was not made: it says nothing of the model's answers. */
  passed?: boolean;
  /** Weighted mean of the scores' values, 0 to 1. Absent: each counts the same, or nothing was scored. */
  value?: number;
  /** One for each expectation. Empty: the call failed, was cut off or was not made. */
  scores: Score[];
  /** What a person said of the answer, blind. It does not change `passed`. Absent: nobody did. */
  human?: HumanLabel;
  /** Why the call or scoring it failed, one sentence. Absent: neither did; what was cancelled is unfinished, not failed. */
  error?: string;
  /** The answer's text. Absent: the call was not made. */
  answer?: string;
  /** What the call took. Absent: it was not made. */
  figures?: CellFigures;
}

/** What a call took. */
export function figuresOf({ usage, cost, timing, error, energy }: Call): CellFigures {
  const figures: CellFigures = {};
  if (usage.inputTokens !== undefined) figures.inputTokens = usage.inputTokens;
  if (usage.outputTokens !== undefined) figures.outputTokens = usage.outputTokens;
  if (cost) figures.picodollars = cost.picodollars;
  if (!error && timing.modelMs !== undefined) figures.modelMs = timing.modelMs;
  if (!error && timing.firstTokenMs !== undefined) figures.firstTokenMs = timing.firstTokenMs;
  if (energy) figures.energyWh = { low: energy.lowWh, high: energy.highWh };
  return figures;
}

/** Whether a call was cut off before it ended: cancelled, still running, or its process died. It is not a finished case. */
export function isUnfinished(call: Call): boolean {
  return ["aborted", "pending", "lost"].includes(call.finish.reason);
}

/** Which cell it is, and what came of it so far. */
export type CellOutcome = Pick<
  EvalCell,
  "model" | "prompt" | "case" | "epoch" | "cluster" | "cached" | "passed" | "value" | "error"
> & {
  /** Tags of the case. */
  tags: readonly string[];
  /** Its call. Absent: it was not made. */
  call?: Call;
  /** What the scorers said. */
  scores: readonly Score[];
  /** What a person said of the answer. Absent: nobody did. */
  human?: HumanLabel;
};

/** The cell of an outcome. */
export function cellOf(outcome: CellOutcome): EvalCell {
  const { call, scores, passed, value, cluster, tags, human } = outcome;
  const finished = call !== undefined && !isUnfinished(call);
  const error = call?.error?.message ?? outcome.error;
  const isGood = finished && error === undefined;
  return {
    model: outcome.model,
    prompt: outcome.prompt,
    case: outcome.case,
    epoch: outcome.epoch,
    tags: [...tags],
    ...(cluster === undefined ? {} : { cluster }),
    ...(call ? { call: call.id } : {}),
    cached: outcome.cached,
    ...(isGood && passed !== undefined ? { passed } : {}),
    ...(isGood && value !== undefined ? { value } : {}),
    scores: isGood ? [...scores] : [],
    ...(human ? { human } : {}),
    ...(finished && error !== undefined ? { error } : {}),
    ...(call ? { answer: textOf(call.parts), figures: figuresOf(call) } : {}),
  };
}

/** What names a cell within a run. */
export function cellKey(cell: Pick<PlannedCell, "model" | "prompt" | "case" | "epoch">): string {
  return JSON.stringify([cell.model, cell.prompt, cell.case, cell.epoch]);
}
