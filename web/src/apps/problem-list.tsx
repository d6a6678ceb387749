/** What went wrong in the running app and what it wrote to its console, equal ones together; asking a model to mend it. */
import { useSignal } from "@preact/signals";
import type { App, FixBody, WishState } from "../../../src/server/app-api.ts";
import { Problem } from "../parts.tsx";
import { to } from "../route.ts";
import { post } from "../server.ts";
import type { AppProblem } from "./frame-message.ts";
import { wishBudget } from "./wish-budget.tsx";

/** Kinds that a model can be asked to mend. */
const FAULTS: readonly AppProblem["kind"][] = ["error", "rejection", "policy", "resource", "warn"];

/** Whether it is a fault, not a mere note. */
export function isFault({ kind }: AppProblem): boolean {
  return FAULTS.includes(kind);
}

interface Group {
  problem: AppProblem;
  count: number;
}

function grouped(problems: readonly AppProblem[]): Group[] {
  const groups = Map.groupBy(problems, ({ kind, text, line }) => JSON.stringify([kind, text, line]));
  return [...groups.values()].flatMap((group) => (group[0] ? [{ problem: group[0], count: group.length }] : []));
}

function Row({ app, group }: { app: App; group: Group }) {
  const { problem, count } = group;
  return (
    <li>
      <span class={isFault(problem) ? "tag bad" : "tag"}>{problem.kind}</span>
      {problem.line !== undefined && (
        <a href={`${to("apps", app.id)}?panel=source&line=${problem.line}`}>line {problem.line}</a>
      )}
      {count > 1 && <small>{count} times</small>}
      <pre>{problem.text}</pre>
    </li>
  );
}

/** The list. @param canFix whether the newest version is whole and in the frame. */
export function ProblemList({
  app,
  problems,
  canFix,
  begun,
}: {
  app: App;
  problems: readonly AppProblem[];
  canFix: boolean;
  begun: (wish: WishState) => void;
}) {
  const failure = useSignal<string | undefined>(undefined);
  const faults = problems.filter(isFault);
  const fix = (): void => {
    failure.value = undefined;
    const body: FixBody = { problems: faults.slice(0, 300), ...wishBudget() };
    post<WishState>(`/api/apps/${app.id}/fix`, body).then(begun, (error: Error) => {
      failure.value = error.message;
    });
  };
  return (
    <>
      {problems.length === 0 && <p class="soft">It has reported nothing: no error, and nothing on its console.</p>}
      {faults.length > 0 && (
        <p>
          <button type="button" class="main" disabled={!canFix} onClick={fix}>
            Fix it
          </button>{" "}
          <small>The model that wrote last is told the first five.</small>
        </p>
      )}
      {failure.value && <Problem sentence={failure.value} />}
      <ul class="app-problems" aria-label="What it reported">
        {grouped(problems).map((group, index) => (
          <Row key={index} app={app} group={group} />
        ))}
      </ul>
    </>
  );
}
