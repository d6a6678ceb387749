/**
 * Runs whose answers come from, or go to, an older run: scoring stored answers again without asking, and adding models or cases to a
 * run. Both are `evaluate` with another log before it. Asks nothing by itself.
 */

import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import type { PlannedCell, RunCell } from "../store/cell-rows.ts";
import type { StoredRun } from "../store/run-rows.ts";
import type { AskInput } from "./ask.ts";
import { cellKey } from "./eval-cell.ts";
import { cellName, type EvaluateContext } from "./eval-context.ts";

/** A context whose run goes on in an older one: the same cells are filled again, others are added after them. */
export function addingTo(context: EvaluateContext, run: StoredRun, cells: readonly RunCell[]): EvaluateContext {
  const places = new Map(cells.map((cell) => [cellKey(cell), cell.position]));
  const placeOf: number[] = [];
  let begun = context.clock.now();
  let next = 1 + Math.max(-1, ...cells.map((cell) => cell.position));
  return {
    ...context,
    newId: () => run.id,
    runs: {
      begin: (again, planned) => {
        begun = context.clock.now();
        const placed = planned.map((cell): PlannedCell => {
          const known = places.get(cellKey(cell));
          const position = known ?? next++;
          placeOf[cell.position] = position;
          return { ...cell, position };
        });
        return context.runs.begin({ ...run, about: { ...again.about, ...run.about } }, placed);
      },
      put: (id, answers) =>
        context.runs.put(
          id,
          answers.map((answer) => ({ ...answer, position: placeOf[answer.position] ?? answer.position })),
        ),
      // The time between the two does not count.
      end: (id, end) =>
        context.runs.end(id, { ...end, endedAt: (run.endedAt ?? run.startedAt) + Math.max(0, end.endedAt - begun) }),
    },
  };
}

/** A call that was not made, since nothing may be asked. It is in no log. */
function notMade(input: AskInput): Call {
  return {
    id: "",
    hash: requestHash(input.request),
    request: input.request,
    parts: [],
    finish: { reason: "aborted" },
    error: { kind: "aborted", message: "There is no stored answer to this, and nothing may be asked." },
    usage: {},
    timing: { startedAt: 0, queueMs: 0, retryMs: 0 },
    attempts: [],
    origin: input.origin,
  };
}

/**
 * A context that asks nothing: answers are those of a run, or the newest in the log. What has no stored answer stays unasked, and
 * so does what a run answered to a prompt that reads otherwise today.
 * @param finishedByHash the newest good call of a request in the log.
 * @param cells of the run whose answers are scored. Absent: the log's newest answers.
 */
export function withoutAsking(
  context: EvaluateContext,
  finishedByHash: (hash: string) => Promise<Call | undefined>,
  cells?: readonly RunCell[],
): EvaluateContext {
  const calls = new Map(cells?.map((cell) => [cellName(cell), cell.call]));
  const ask = async (input: AskInput): Promise<Call> => {
    const hash = requestHash(input.request);
    const ref = input.origin.ref ?? "";
    const own = calls.get(ref.slice(ref.indexOf("/") + 1));
    if (own) return own.hash === hash ? own : notMade(input);
    // A judge's answer may come from anywhere in the log; a cell's only from the run that was named.
    if (cells && !/\/judge \d+$/.test(ref)) return notMade(input);
    return (await finishedByHash(hash)) ?? notMade(input);
  };
  const isRun = cells !== undefined;
  return { ...context, ask, ...(isRun ? { earlierCalls: async () => [] } : {}) };
}
