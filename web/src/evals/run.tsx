/** A run: how far it is, what it proves, and views of it: cases, plots, judges, how many cases it would take. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { ListedRun, ShownRun } from "../../../src/server/eval-api.ts";
import { Dialog, Heading, Problem, Said, When, withCode } from "../parts.tsx";
import { go, query, to } from "../route.ts";
import { remove } from "../server.ts";
import { BeginButton } from "./begin.tsx";
import { useCalmLoaded } from "./calm-loaded.ts";
import { CasePage } from "./case.tsx";
import { HumanPage } from "./human.tsx";
import { Judges } from "./judges.tsx";
import { Leaderboard } from "./leaderboard.tsx";
import { Matrix } from "./matrix.tsx";
import { Plots } from "./plots.tsx";
import { Power } from "./power.tsx";
import { Progress } from "./progress.tsx";

const FORMATS = ["html", "markdown", "csv", "junit"];

const STOPS: { [reason: string]: string } = {
  budget: "Stopped before the budget was passed.",
  cancelled: "Stopped. What was answered is kept and is not paid again.",
  decided: "Stopped, since the question is decided.",
};

function Exports({ run, close }: { run: string; close: () => void }) {
  return (
    <Dialog title="Take it with you" close={close}>
      <p>
        <a href={`/api/runs/${run}/report.json`} download>
          The whole report as JSON
        </a>
      </p>
      <p>Other formats, in a terminal:</p>
      <ul>
        {FORMATS.map((format) => (
          <li key={format}>
            <code>
              penny eval export {run.slice(0, 10)} --format {format} -o report.
              {format === "markdown" ? "md" : format === "junit" ? "xml" : format}
            </code>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Deletion({ run, close }: { run: string; close: () => void }) {
  const [error, setError] = useState<string>();
  const act = (): void => {
    remove(`/api/runs/${run}`).then(
      () => go("/evals"),
      (reason: unknown) => setError(messageOf(reason)),
    );
  };
  return (
    <Dialog title="Delete this run?" close={close}>
      <p>Its scores go, those by people too. Its calls stay in the log.</p>
      {error !== undefined && <Problem sentence={error} />}
      <div class="row">
        <button type="button" onClick={act}>
          Delete the run
        </button>
        <button type="button" onClick={close}>
          Keep it
        </button>
      </div>
    </Dialog>
  );
}

/** Other runs of the same suite, to compare this one with. */
function CompareWith({ run }: { run: ShownRun }) {
  const { value } = useCalmLoaded<ListedRun[]>("/api/runs?limit=200");
  const others = value?.filter((each) => each.suite === run.suite && each.id !== run.id && each.cells > 0) ?? [];
  if (others.length === 0) return null;
  return (
    <label class="inline">
      <span>Compare with</span>
      <select
        value=""
        onChange={({ currentTarget }) => {
          const other = others.find((each) => each.id === currentTarget.value);
          if (!other) return;
          const [before, after] = other.startedAt < run.startedAt ? [other.id, run.id] : [run.id, other.id];
          go(to("evals", "compare", before, after));
        }}
      >
        <option value="">another run…</option>
        {others.map((each) => (
          <option key={each.id} value={each.id}>
            {`${new Date(each.startedAt).toLocaleString()}, ${each.passed}/${each.scored} passed`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Acts({ run }: { run: ShownRun }) {
  const [shown, setShown] = useState<"exports" | "deletion">();
  const close = (): void => setShown(undefined);
  const canGoOn = !run.isRunning && (run.isOpen || run.stopped !== undefined) && run.wish !== undefined && run.suiteId;
  return (
    <div class="row acts">
      {canGoOn && <BeginButton run={run.id} label="Go on" />}
      {run.suiteId && !run.isRunning && <a href={to("evals", "suites", run.suiteId)}>Run it again</a>}
      <a href={to("evals", "runs", run.id, "human")}>Judge by hand</a>
      <CompareWith run={run} />
      <button type="button" class="quiet" onClick={() => setShown("exports")}>
        Export
      </button>
      {!run.isRunning && (
        <button type="button" class="quiet" onClick={() => setShown("deletion")}>
          Delete
        </button>
      )}
      {shown === "exports" && <Exports run={run.id} close={close} />}
      {shown === "deletion" && <Deletion run={run.id} close={close} />}
    </div>
  );
}

function State({ run }: { run: ShownRun }) {
  if (run.isRunning) return <span class="tag good">running</span>;
  if (run.isOpen) return <span class="tag warn">unfinished</span>;
  if (run.stopped) return <span class="tag warn">{run.stopped}</span>;
  return null;
}

function Stopped({ run }: { run: ShownRun }) {
  const sentence = run.isOpen
    ? "It has not ended: it runs in another process, or that has died. What was answered is kept."
    : run.stopped && STOPS[run.stopped];
  if (!sentence || run.isRunning) return null;
  const elsewhere = run.wish === undefined ? " The same command in a terminal goes on where it was." : "";
  return (
    <p class="note">
      {sentence}
      {elsewhere}
    </p>
  );
}

function Gates({ run }: { run: ShownRun }) {
  if (run.gates.length === 0) return null;
  return (
    <ul class="gates" aria-label="Gates">
      {run.gates.map(({ gate, passed, why }) => (
        <li key={gate}>
          <span class={passed ? "mark pass" : "mark wrong"}>{passed ? "held" : "failed"}</span> {withCode(gate)}.{" "}
          {withCode(why)}
        </li>
      ))}
    </ul>
  );
}

const VIEWS: readonly { name: string; title: string; show: (run: ShownRun) => ComponentChildren }[] = [
  { name: "", title: "Cases", show: (run) => <Matrix run={run} /> },
  { name: "plots", title: "Plots", show: (run) => <Plots run={run} /> },
  { name: "power", title: "How many cases?", show: ({ id }) => <Power run={id} /> },
  { name: "judges", title: "Judges", show: ({ id }) => <Judges run={id} /> },
];

function Views({ run }: { run: ShownRun }) {
  const wanted = query.value.get("view") ?? "";
  const view = VIEWS.find(({ name }) => name === wanted) ?? VIEWS[0];
  return (
    <>
      <nav class="views" aria-label="Views">
        {VIEWS.map(({ name, title }) => (
          <a
            key={name}
            href={`${to("evals", "runs", run.id)}${name === "" ? "" : `?view=${name}`}`}
            aria-current={view?.name === name ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      {view?.show(run)}
    </>
  );
}

/** What it comes to; of a run that goes on, so far. */
function verdictText({ isRunning, rows, verdict }: ShownRun): string {
  if (!isRunning) return `${verdict}.`;
  return rows.some(({ scored }) => scored > 0) ? `So far: ${verdict}.` : "Nothing is answered yet.";
}

function Whole({ run, again }: { run: ShownRun; again: () => void }) {
  const took = run.durationMs === undefined ? "" : ` in ${duration(run.durationMs)}`;
  return (
    <>
      <Heading title={run.suite}>
        <State run={run} />
        <span class="soft">
          <When at={run.startedAt} />, {formatUsd(run.spentPicodollars)} spent{took}
        </span>
      </Heading>
      {run.isRunning && <Progress key={run.id} run={run.id} ended={again} />}
      <p class={run.isRunning ? "verdict soft" : "verdict"}>{verdictText(run)}</p>
      <Said>{run.isRunning ? "The run goes on" : `${run.verdict}.`}</Said>
      <Stopped run={run} />
      <Leaderboard run={run} />
      <Gates run={run} />
      <ul class="notes">
        {run.notes.map((note) => (
          <li key={note}>{withCode(note)}.</li>
        ))}
      </ul>
      <Acts run={run} />
      <Views run={run} />
    </>
  );
}

function Sub({ run, rest, again }: { run: ShownRun; rest: readonly string[]; again: () => void }) {
  const [kind, name] = rest;
  if (kind === "cases" && name !== undefined) return <CasePage run={run} name={name} />;
  if (kind === "human") return <HumanPage run={run.id} suite={run.suite} />;
  return <Whole run={run} again={again} />;
}

/** The page of a run and of what belongs to it. @param rest pieces of the address after the id. */
export function RunPage({ id, rest }: { id: string; rest: readonly string[] }) {
  const { value, error, again } = useCalmLoaded<ShownRun>(`/api/runs/${encodeURIComponent(id)}`);
  return (
    <div class="evals">
      <p class="trail">
        <a href="/evals">Evals</a>
        {rest.length > 0 && value && (
          <a href={`${to("evals", "runs", value.id)}${rest[0] === "cases" ? location.search : ""}`}>{value.suite}</a>
        )}
      </p>
      {error && <Problem sentence={error} again={again} />}
      {value ? <Sub run={value} rest={rest} again={again} /> : !error && <p class="loading">…</p>}
    </div>
  );
}
