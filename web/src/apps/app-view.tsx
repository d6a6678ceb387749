/** One app: its frame, where it is changed, and beside it versions, source, what it reported, its data and rights. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { App } from "../../../src/server/app-api.ts";
import { Heading, Problem } from "../parts.tsx";
import { pieces, query, setQuery, to } from "../route.ts";
import { askRightText } from "./app-calling.tsx";
import { AppDeeds } from "./app-deeds.tsx";
import { type AppState, frameSource, useAppState } from "./app-state.ts";
import { AskRightForm } from "./ask-right.tsx";
import { ChangeBox } from "./change-box.tsx";
import { CompareView } from "./compare-view.tsx";
import { DataPanel } from "./data-panel.tsx";
import type { AppProblem } from "./frame-message.ts";
import { Framed } from "./framed.tsx";
import { isFault, ProblemList } from "./problem-list.tsx";
import { GrowingSource, SourceView } from "./source-view.tsx";
import { Unconfined } from "./unconfined.tsx";
import { VersionList } from "./version-list.tsx";
import { WishProgress } from "./wish-progress.tsx";

const PANELS = [
  { name: "versions", title: "Versions" },
  { name: "source", title: "Source" },
  { name: "problems", title: "Reported" },
  { name: "data", title: "Data" },
  { name: "rights", title: "Rights" },
] as const;

/** More than these are not kept: an app may report without end. */
const MOST_PROBLEMS = 300;

function Tabs({ here, faults }: { here: string; faults: number }) {
  return (
    <nav class="tabs" aria-label="About the app">
      {PANELS.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          aria-current={here === name || (here === "compare" && name === "versions") ? "page" : undefined}
          onClick={() =>
            setQuery({ panel: name === "versions" ? undefined : name, from: undefined, to: undefined, line: undefined })
          }
        >
          {title}
          {name === "problems" && faults > 0 && <span class="tag bad">{faults}</span>}
        </button>
      ))}
    </nav>
  );
}

interface PanelProps {
  app: App;
  state: AppState;
  shown: number | undefined;
  problems: readonly AppProblem[];
}

function Panel({ app, state, shown, problems }: PanelProps) {
  const { page, live, isBusy, newest, again, begun } = state;
  const versions = page?.versions ?? [];
  const here = query.value.get("panel") ?? "versions";
  const isNewest = shown === newest;
  return (
    <>
      <Tabs here={here} faults={problems.filter(isFault).length} />
      <div class="app-panel">
        {here === "versions" && <VersionList app={app} versions={versions} shown={shown} again={again} />}
        {here === "compare" && versions.length > 0 && <CompareView app={app} versions={versions} />}
        {here === "source" && isBusy && <GrowingSource text={live?.text.value ?? ""} />}
        {here === "source" && !isBusy && shown !== undefined && (
          <SourceView app={app} number={shown} isNewest={isNewest} again={again} />
        )}
        {here === "problems" && (
          <ProblemList app={app} problems={problems} canFix={!isBusy && isNewest} begun={begun} />
        )}
        {here === "data" && <DataPanel app={app} />}
        {here === "rights" && (
          <>
            <p>{askRightText(app)}</p>
            <AskRightForm key={JSON.stringify(app.ask ?? null)} app={app} done={again} />
          </>
        )}
      </div>
    </>
  );
}

/** Of which version the frame is, where it is not the newest. */
function OldVersion({ app, number }: { app: App; number: number }) {
  return (
    <p class="old-version" role="status">
      This is version {number}. Changes are made to the newest. <a href={to("apps", app.id)}>Show the newest</a>
    </p>
  );
}

/** The app that the address names. */
export function AppView({ id }: { id: string }) {
  const state = useAppState(id);
  const { page, error, again, live, isBusy, newest, begun } = state;
  const problems = useSignal<readonly AppProblem[]>([]);
  const named = Number(pieces.value[2]);
  const number = Number.isInteger(named) && named > 0 && named !== newest ? named : undefined;
  const source = frameSource(state, number);
  const app = page?.app?.id === id ? page.app : undefined;
  const made = live?.state.value.end?.version;
  // What a hand or an undo came after is told no more.
  const isOutdated = made !== undefined && newest !== undefined && made < newest;
  const writer = page?.versions.findLast(({ model }) => model !== undefined)?.model;
  useEffect(() => {
    problems.value = [];
  }, [id]);
  if (error && !page)
    return (
      <Problem sentence={error} again={again}>
        <a href="/apps">All apps</a>
      </Problem>
    );
  return (
    <div class="app-page">
      <Heading title={app?.name ?? "A new app"}>
        <a href="/apps">All apps</a>
        {app && <span class="tag">{app.kind}</span>}
        {app && <AppDeeds app={app} again={again} />}
      </Heading>
      <div class="app-columns">
        <div class="app-main">
          <Unconfined />
          {app && number !== undefined && <OldVersion app={app} number={number} />}
          {source ? (
            <Framed
              app={id}
              name={app?.name ?? "A new app"}
              source={source}
              onOpen={() => (problems.value = [])}
              onProblem={(problem) => {
                if (problems.value.length < MOST_PROBLEMS) problems.value = [...problems.value, problem];
              }}
            />
          ) : (
            <div class="framed panel waiting-frame">
              <p class="soft">{isBusy ? "The first part of the document is awaited." : "There is no version yet."}</p>
            </div>
          )}
          {live && !isOutdated && <WishProgress live={live} model={live.state.value.model ?? writer} />}
          {app && <ChangeBox key={id} app={app} writer={writer} isBusy={isBusy} begun={begun} />}
        </div>
        <aside class="app-side" aria-label="About the app">
          {app && <Panel app={app} state={state} shown={number ?? newest} problems={problems.value} />}
        </aside>
      </div>
    </div>
  );
}
