/** The place Evals: which of its pages the address means. */
import "../styles/evals.css";
import { ComparePage } from "../evals/compare.tsx";
import { EvalsHome } from "../evals/home.tsx";
import { RunPage } from "../evals/run.tsx";
import { SuitePage } from "../evals/suite.tsx";
import { Problem } from "../parts.tsx";
import { path, pieces } from "../route.ts";

/** The place. */
export function EvalsPlace() {
  const [, kind, first, second, ...rest] = pieces.value;
  if (kind === undefined) return <EvalsHome />;
  if (kind === "suites" && first !== undefined) return <SuitePage key={first} id={first} />;
  if (kind === "runs" && first !== undefined)
    return <RunPage key={first} id={first} rest={second === undefined ? [] : [second, ...rest]} />;
  if (kind === "compare" && first !== undefined && second !== undefined)
    return <ComparePage key={`${first} ${second}`} before={first} after={second} />;
  return (
    <Problem sentence={`There is no ${path.value} here.`}>
      <a href="/evals">All suites and runs</a>
    </Problem>
  );
}
