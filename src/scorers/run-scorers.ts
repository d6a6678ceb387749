/** All scorers that run the answer, by name. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import { rendersSvg } from "./renders-svg.ts";
import type { RunScorer } from "./run-scorer.ts";
import { runsHtml } from "./runs-html.ts";
import { runsJavaScript } from "./runs-javascript.ts";
import { runsSql } from "./runs-sql.ts";

/** In the order of the docs. Each also has its opposite, named `not-` and its name. */
export const runScorers: readonly RunScorer[] = [runsJavaScript, runsSql, runsHtml, rendersSvg];

/** The one of that name, without `not-`. `undefined`: there is none. */
export function runScorerNamed(name: string): RunScorer | undefined {
  return runScorers.find((scorer) => scorer.name === name);
}
