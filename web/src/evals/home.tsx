/** The first page of Evals: what may be run, and what was. */
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { ListedRun, ListedSuite } from "../../../src/server/eval-api.ts";
import { useLoaded } from "../loaded.ts";
import { Empty, Heading, Problem, When } from "../parts.tsx";
import { query, setQuery, to } from "../route.ts";
import { Wide } from "../wide.tsx";
import { BeginButton } from "./begin.tsx";
import { useCalmLoaded } from "./calm-loaded.ts";
import { shortName, stateOf } from "./words.ts";

const FEW = 50;
const MANY = 1000;

function Suites({ suites }: { suites: readonly ListedSuite[] }) {
  return (
    <section class="block" aria-label="Suites">
      <h2>Suites</h2>
      <p class="soft">
        Files called <code>suite.yaml</code>, <code>NAME.suite.yaml</code> or <code>promptfooconfig.yaml</code> in the
        folder that <code>penny serve</code> was started in, and a sample.
      </p>
      <ul class="suites">
        {suites.map(({ id, name, isSample, needsYes }) => (
          <li key={id}>
            <a href={to("evals", "suites", id)}>{isSample ? "Sample suite" : name}</a>
            {needsYes && <span class="tag warn">brings programs</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunLine({ run }: { run: ListedRun }) {
  const state = stateOf(run);
  const tone = run.isRunning ? "good" : state === "done" ? "" : "warn";
  return (
    <tr>
      <td>
        <a href={to("evals", "runs", run.id)}>{run.suite}</a>
      </td>
      <td class="soft">
        <When at={run.startedAt} />
      </td>
      <td class="models">{run.models.map(shortName).join(", ")}</td>
      <td class="number">{run.cells === 0 ? "–" : `${run.passed}/${run.scored}`}</td>
      <td class={run.failed > 0 ? "number bad-text" : "number"}>{run.failed > 0 ? run.failed : ""}</td>
      <td class="number">{run.cells === 0 ? "–" : formatUsd(run.spentPicodollars)}</td>
      <td class="number">{run.endedAt === undefined ? "–" : duration(run.endedAt - run.startedAt)}</td>
      <td>{state === "done" ? <span class="soft">done</span> : <span class={`tag ${tone}`}>{state}</span>}</td>
    </tr>
  );
}

function Runs({ runs, isAll }: { runs: readonly ListedRun[]; isAll: boolean }) {
  return (
    <section class="block" aria-label="Runs">
      <h2>Runs</h2>
      <Wide label="Runs, newest first">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">suite</th>
              <th scope="col">started</th>
              <th scope="col">models</th>
              <th scope="col" class="number">
                passed
              </th>
              <th scope="col" class="number">
                failed
              </th>
              <th scope="col" class="number">
                spent
              </th>
              <th scope="col" class="number">
                took
              </th>
              <th scope="col">state</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      </Wide>
      {!isAll && runs.length >= FEW && (
        <button type="button" onClick={() => setQuery({ runs: "all" })}>
          Show older runs
        </button>
      )}
    </section>
  );
}

/** What this place is for, with a button that does it. */
function First({ sample }: { sample: ListedSuite | undefined }) {
  return (
    <Empty title="Which model is best for your task?">
      <p>
        A suite is a list of cases, each with what is expected of the answer. Run it on several models, and see which is
        right how often, what it costs, and how sure that is.
      </p>
      <p>
        A score comes with an interval, such as <code>81 % [60–92]</code>: with other cases of the same kind the score
        would come out otherwise, and in 95 of 100 such sets the interval holds the true one. Where the intervals of two
        models overlap widely, the cases cannot tell which is better, and the verdict says that they are tied.
      </p>
      {sample && <BeginButton suite={sample.id} wish={{}} label="Run the sample suite" />}
      <p class="soft">It runs on the two small models that come with penny: no key, no network, a few seconds.</p>
    </Empty>
  );
}

/** The page. */
export function EvalsHome() {
  const isAll = query.value.get("runs") === "all";
  const suites = useLoaded<ListedSuite[]>("/api/suites");
  const runs = useCalmLoaded<ListedRun[]>(`/api/runs?limit=${isAll ? MANY : FEW}`);
  return (
    <div class="evals">
      <Heading title="Evals" />
      {suites.error && <Problem sentence={suites.error} again={suites.again} />}
      {runs.error && <Problem sentence={runs.error} again={runs.again} />}
      {runs.value?.length === 0 && <First sample={suites.value?.find(({ isSample }) => isSample)} />}
      {runs.value !== undefined && runs.value.length > 0 && <Runs runs={runs.value} isAll={isAll} />}
      {runs.value !== undefined && suites.value && <Suites suites={suites.value} />}
    </div>
  );
}
