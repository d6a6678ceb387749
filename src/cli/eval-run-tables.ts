/** Runs as tables: the list of them, and two compared case by case. Pure; reckons nothing that the library has not. */
import type { ComparedCase, ComparedRow, RunComparison } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { counted } from "../record/counted.ts";
import { listed } from "../run/eval-verdict.ts";
import type { RunSummary } from "../store/run-rows.ts";
import { differenceText, duration, passRateText } from "./amounts.ts";
import { oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";
import { type Style, styled } from "./wrap-text.ts";

/** Characters of an id that tell its millisecond: hardly two runs of a person share them. */
const SHORT_ID = 10;

function when(ms: number, now: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, "0");
  const year = date.getFullYear() === new Date(now).getFullYear() ? "" : `${date.getFullYear()}-`;
  return `${year}${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function stateOf({ endedAt, stopped, cells, scored, failed }: RunSummary): string {
  if (cells === 0) return "older";
  const open = cells - scored - failed;
  if (endedAt === undefined) return `unfinished, ${open} open`;
  if (stopped !== undefined) return `${stopped}, ${open} open`;
  return open > 0 ? `done, ${open} open` : "done";
}

/** Runs in one line each. `whole`: ids are not shortened. */
export function runTable(runs: readonly RunSummary[], settings: TableSettings & { whole: boolean }): string {
  const columns: TableColumn<RunSummary>[] = [
    { title: "run", value: (run) => (settings.whole ? run.id : run.id.slice(0, SHORT_ID)), whole: true },
    {
      title: "started",
      value: (run) => when(run.startedAt, settings.whole ? 0 : (runs[0]?.startedAt ?? 0)),
      whole: true,
    },
    { title: "suite", value: (run) => run.suite, styles: () => ["bold"] },
    { title: "models", value: (run) => run.models.map((model) => model.replace(/^.*\//, "")).join(", ") },
    { title: "passed", value: (run) => (run.cells === 0 ? undefined : `${run.passed}/${run.scored}`), align: "right" },
    {
      title: "failed",
      value: (run) => (run.failed > 0 ? run.failed : ""),
      align: "right",
      styles: () => ["red"],
    },
    {
      title: "spent",
      value: (run) => (run.cells === 0 ? undefined : formatUsd(run.spentPicodollars)),
      align: "right",
    },
    {
      title: "took",
      value: (run) => (run.endedAt === undefined ? undefined : duration(run.endedAt - run.startedAt)),
      align: "right",
    },
    { title: "state", value: stateOf, styles: (run) => (stateOf(run) === "done" ? [] : ["yellow"]) },
  ];
  if (!runs.some((run) => run.failed > 0)) columns.splice(5, 1);
  return renderTable(runs, columns, settings);
}

const STYLES: { [change in ComparedCase["change"]]: Style[] } = {
  fixed: ["green"],
  broken: ["red"],
  flaky: ["yellow"],
  passes: [],
  fails: [],
  missing: ["dim"],
};

function tally({ passed, of }: { passed: number; of: number }): string {
  if (of === 0) return "–";
  if (of === 1) return passed === 1 ? "pass" : "wrong";
  return `${passed}/${of}`;
}

function countOf(row: ComparedRow, change: ComparedCase["change"]): number {
  return row.cases.filter((each) => each.change === change).length;
}

/** How sure a change is, in words. */
function sureness({ pValue, interval, n, test }: ComparedRow["difference"]): string {
  if (interval === undefined || pValue === undefined) return n === 0 ? "no case in common" : "too few cases to tell";
  const change = `${differenceText(interval)} points, p ${pValue < 0.001 ? "< 0.001" : `= ${pValue.toFixed(3)}`} (${test})`;
  return pValue <= 0.05 ? change : `${change}: chance alone may do that`;
}

function rowText(row: ComparedRow, settings: TableSettings & { all: boolean }): string {
  const name = row.before === row.after ? row.after : `${row.before} → ${row.after}`;
  const counts = (["fixed", "broken", "flaky", "missing"] as const)
    .map((change) => [change, countOf(row, change)] as const)
    .filter(([, count]) => count > 0)
    .map(([change, count]) => styled(`${count} ${change}`, STYLES[change], settings.color));
  const same = countOf(row, "passes") + countOf(row, "fails");
  const summary = [...counts, `${same} unchanged`].join(", ");
  const rates = `pass rate ${passRateText(row.rateBefore)} → ${passRateText(row.rateAfter)}; ${sureness(row.difference)}`;
  const scores = row.scores
    ? `mean score ${passRateText(row.scores.before)} → ${passRateText(row.scores.after)}; ${sureness(row.scores.difference)}\n`
    : "";
  const shown = settings.all
    ? row.cases
    : row.cases.filter((each) => ["fixed", "broken", "flaky", "missing"].includes(each.change));
  const table = renderTable<ComparedCase>(
    shown,
    [
      { title: "case", value: (each) => each.case },
      { title: "change", value: (each) => each.change, whole: true, styles: (each) => STYLES[each.change] },
      { title: "before", value: (each) => tally(each.before), whole: true },
      { title: "after", value: (each) => tally(each.after), whole: true },
      { title: "why", value: (each) => oneLine(each.why.join("; ")) },
    ],
    settings,
  );
  const head = styled(oneLine(name), ["bold"], settings.color);
  return `${head}: ${summary}\n${rates}\n${scores}${table === "" ? "" : `\n${table}`}`;
}

/** Two runs compared: for each model what changed, how sure that is, and the cases. `all`: also those that did not change. */
export function comparisonText(comparison: RunComparison, settings: TableSettings & { all: boolean }): string {
  const { rows, onlyBefore, onlyAfter } = comparison;
  const texts = rows.map((row) => rowText(row, settings));
  const only = (names: readonly string[], which: string): string[] =>
    names.length > 0
      ? [`Only in the ${which} run: ${listed(names.map(oneLine))} (${counted(names.length, "model")} not compared).\n`]
      : [];
  return [...texts, ...only(onlyBefore, "earlier"), ...only(onlyAfter, "later")].join("\n");
}
