/**
 * The answers of a run as pairs for a blind vote: two rows of the leaderboard on one case, sides shuffled, JSON lines in the form of
 * battle files (`question`, `model_a`, `model_b`, their answers). Pure.
 */
import type { EvalCell, EvalReport } from "../index.ts";
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import { cellsOfRows, rowName } from "../run/eval-rows.ts";
import { questionKey } from "../run/stored-report.ts";

interface Side {
  name: string;
  cell: EvalCell;
}

/** Sides that do not tell who is who, the same each time. */
function shuffled(one: Side, other: Side): [Side, Side] {
  const key = sha256(JSON.stringify([one.cell.case, one.cell.epoch, one.name, other.name]));
  return Number.parseInt(key.slice(0, 1), 16) % 2 === 0 ? [one, other] : [other, one];
}

function pairLine(run: string, question: string, [a, b]: [Side, Side]): string {
  const { case: name, epoch } = a.cell;
  const about = { run, case: name, ...(epoch > 1 ? { epoch } : {}), question };
  const answers = { answer_a: a.cell.answer, answer_b: b.cell.answer, call_a: a.cell.call, call_b: b.cell.call };
  return `${JSON.stringify({ ...about, model_a: a.name, model_b: b.name, ...answers })}\n`;
}

/** Each pair of answers to the same case that are there and differ. @throws SetupError if there is none. */
export function pairLines(report: EvalReport, questions: ReadonlyMap<string, string>): string {
  const sides = cellsOfRows(report.rows, report.cells).flatMap(({ row, cells }) =>
    cells.filter((cell) => cell.answer !== undefined).map((cell): Side => ({ name: rowName(row), cell })),
  );
  const asked = Map.groupBy(sides, ({ cell }) => JSON.stringify([cell.case, cell.epoch]));
  let lines = "";
  for (const group of asked.values())
    for (const [index, one] of group.entries())
      for (const other of group.slice(index + 1)) {
        if (one.cell.answer === other.cell.answer) continue;
        const pair = shuffled(one, other);
        const question = questions.get(questionKey(pair[0].cell.prompt, pair[0].cell.case)) ?? "";
        lines += pairLine(report.id, question, pair);
      }
  if (lines !== "") return lines;
  throw new SetupError(`Run ${report.id} has no two answers to one case that differ: run more models or cases.`);
}
