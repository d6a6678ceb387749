/** Two runs, case by case: what was fixed, what broke, what wavers, and how sure the change is. */
import { useState } from "preact/hooks";
import { differenceText, passRateText } from "../../../src/cli/amounts.ts";
import type { ComparedCase, ComparedRow, RunComparison } from "../../../src/run/compare-runs.ts";
import { Heading, Problem, When } from "../parts.tsx";
import { IntervalPlot } from "../plots/interval-plot.tsx";
import { to } from "../route.ts";
import { VirtualTable } from "../virtual-list.tsx";
import { Wide } from "../wide.tsx";
import { useCalmLoaded } from "./calm-loaded.ts";
import { shortName } from "./words.ts";

const ROW = 34;
const CHANGED: readonly ComparedCase["change"][] = ["fixed", "broken", "flaky", "missing"];
const TONES: { [change in ComparedCase["change"]]: string } = {
  fixed: "pass",
  broken: "wrong",
  flaky: "some",
  passes: "open",
  fails: "open",
  missing: "open",
};

function tally({ passed, of }: { passed: number; of: number }): string {
  if (of === 0) return "–";
  if (of === 1) return passed === 1 ? "pass" : "wrong";
  return `${passed}/${of}`;
}

/** How sure a change is, in words. */
function sureness({ pValue, interval, n, test }: ComparedRow["difference"]): string {
  if (interval === undefined || pValue === undefined) return n === 0 ? "no case in common" : "too few cases to tell";
  const change = `${differenceText(interval)} points, p ${pValue < 0.001 ? "< 0.001" : `= ${pValue.toFixed(3)}`} (${test})`;
  return pValue <= 0.05 ? change : `${change}: chance alone may do that`;
}

function Cases({ row, runs }: { row: ComparedRow; runs: { before: string; after: string } }) {
  const [isAll, setAll] = useState(false);
  const changed = row.cases.filter(({ change }) => CHANGED.includes(change));
  const shown = isAll ? row.cases : changed;
  return (
    <>
      <label class="check">
        <input type="checkbox" checked={isAll} onChange={({ currentTarget }) => setAll(currentTarget.checked)} />
        also cases that did not change
      </label>
      {shown.length > 0 && (
        <Wide label={`Cases of ${row.after}`}>
          <VirtualTable
            label={`Cases of ${row.after}`}
            items={shown}
            rowHeight={ROW}
            keyOf={(each) => each.case}
            columns={5}
            head={["case", "change", "before", "after", "why"].map((title) => (
              <th
                key={title}
                scope="col"
                class={title === "case" ? "fifth" : title === "why" ? "two-fifths" : undefined}
              >
                {title}
              </th>
            ))}
            render={(each) => (
              <>
                <td class="clip name">{each.case}</td>
                <td>
                  <span class={`mark ${TONES[each.change]}`}>{each.change}</span>
                </td>
                <td>
                  <a href={to("evals", "runs", runs.before, "cases", each.case)}>{tally(each.before)}</a>
                </td>
                <td>
                  <a href={to("evals", "runs", runs.after, "cases", each.case)}>{tally(each.after)}</a>
                </td>
                <td class="clip" title={each.why.join("\n")}>
                  {each.why.join("; ")}
                </td>
              </>
            )}
          />
        </Wide>
      )}
    </>
  );
}

function Row({ row, runs }: { row: ComparedRow; runs: { before: string; after: string } }) {
  const name = row.before === row.after ? shortName(row.after) : `${shortName(row.before)} → ${shortName(row.after)}`;
  const count = (change: ComparedCase["change"]): number => row.cases.filter((each) => each.change === change).length;
  const { interval } = row.difference;
  return (
    <section class="block" aria-label={name}>
      <h2>{name}</h2>
      <p class="row">
        {CHANGED.map((change) =>
          count(change) > 0 ? (
            <span key={change} class={`mark ${TONES[change]}`}>
              {count(change)} {change}
            </span>
          ) : null,
        )}
        <span class="soft">{count("passes") + count("fails")} unchanged</span>
      </p>
      <p>
        Pass rate {passRateText(row.rateBefore)} → {passRateText(row.rateAfter)}; {sureness(row.difference)}.
      </p>
      {interval && (
        <IntervalPlot spread={interval} from={-1} to={1} zero={0} label={`Change ${differenceText(interval)} points`} />
      )}
      {row.scores && (
        <p>
          Mean score {passRateText(row.scores.before)} → {passRateText(row.scores.after)};{" "}
          {sureness(row.scores.difference)}.
        </p>
      )}
      <Cases row={row} runs={runs} />
    </section>
  );
}

function Only({ names, which }: { names: readonly string[]; which: string }) {
  if (names.length === 0) return null;
  return (
    <p class="soft">
      Only in the {which} run: {names.join(", ")}.
    </p>
  );
}

/** The page. */
export function ComparePage({ before, after }: { before: string; after: string }) {
  const { value, error, again } = useCalmLoaded<RunComparison>(
    `/api/comparisons/${encodeURIComponent(before)}/${encodeURIComponent(after)}`,
  );
  return (
    <div class="evals">
      <p class="trail">
        <a href="/evals">Evals</a>
      </p>
      <Heading title="Two runs compared" />
      {error && <Problem sentence={error} again={again} />}
      {value && (
        <>
          <p>
            <a href={to("evals", "runs", value.before.id)}>{value.before.suite}</a> of{" "}
            <When at={value.before.startedAt} /> before,{" "}
            <a href={to("evals", "runs", value.after.id)}>{value.after.suite}</a> of <When at={value.after.startedAt} />{" "}
            after. <a href={to("evals", "compare", after, before)}>The other way round</a>
          </p>
          {value.rows.length === 0 && (
            <Problem sentence="The runs have no model and prompt in common, so nothing can be compared." />
          )}
          {value.rows.map((row) => (
            <Row key={row.after} row={row} runs={{ before: value.before.id, after: value.after.id }} />
          ))}
          <Only names={value.onlyBefore} which="earlier" />
          <Only names={value.onlyAfter} which="later" />
        </>
      )}
    </div>
  );
}
