/** One case of a run with all that was asked and answered. Pure; reckons no statistics, so it is quick also in a large run. */

import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { svgIn } from "../scorers/renders-svg.ts";
import type { RunCell } from "../store/cell-rows.ts";
import { cellOf, type EvalCell } from "./eval-cell.ts";

/** One case of a run. */
export interface RunCase {
  /** Its name. */
  case: string;
  /** Its tags. Empty: none. */
  tags: string[];
  /** With each prompt, in the run's order. */
  prompts: {
    /** Name of the prompt. */
    prompt: string;
    /** All that was asked, a text. Absent: nothing was. */
    question?: string;
    /** The answers, in the run's order. */
    cells: AnswerCell[];
  }[];
}

/** A cell, and whether its answer is a picture. */
export interface AnswerCell extends EvalCell {
  /** Whether it holds an SVG, which may be drawn. */
  hasPicture: boolean;
}

/** The case of that name. @throws SetupError if the run has none. */
export function runCase(run: string, cells: readonly RunCell[], name: string): RunCase {
  const own = cells.filter((cell) => cell.case === name);
  if (own.length === 0) throw new SetupError(`Run ${run} has no case \`${name}\`.`);
  const prompts = [...Map.groupBy(own, (cell) => cell.prompt)].map(([prompt, group]) => {
    const asked = group.find(({ call }) => call)?.call;
    const question = asked?.request.messages.map(({ parts }) => textOf(parts)).join("\n\n");
    return {
      prompt,
      ...(question === undefined ? {} : { question }),
      cells: group.map((each): AnswerCell => {
        const cell = cellOf(each);
        return { ...cell, hasPicture: svgIn(cell.answer ?? "") !== "" };
      }),
    };
  });
  return { case: name, tags: [...(own[0]?.tags ?? [])], prompts };
}
