/** Cases against models: which passed where. Only rows in sight are drawn; each leads to its case. */
import { useMemo } from "preact/hooks";
import { counted } from "../../../src/record/counted.ts";
import type { CellMark, ShownRun } from "../../../src/server/eval-api.ts";
import { query, setQuery, to } from "../route.ts";
import { VirtualTable } from "../virtual-list.tsx";
import { Wide } from "../wide.tsx";
import { rowName } from "./leaderboard.tsx";

const ROW = 34;

/** One case with its cells by row of the leaderboard. */
export interface MatrixCase {
  /** Its name. */
  name: string;
  /** Cells by the name of the row. */
  cells: Map<string, CellMark[]>;
}

/** Which cases are shown. */
type Which = "all" | "wrong" | "differ" | "failed";

const WHICH: readonly { name: Which; title: string }[] = [
  { name: "all", title: "all" },
  { name: "differ", title: "models differ" },
  { name: "wrong", title: "some answer wrong" },
  { name: "failed", title: "a call failed" },
];

function columnOf(cell: CellMark, hasPrompts: boolean): string {
  return rowName(hasPrompts ? cell : { model: cell.model });
}

/** The cases of a run with their cells, in the suite's order. */
export function casesOf(run: Pick<ShownRun, "cells" | "rows">): MatrixCase[] {
  const hasPrompts = run.rows.some((row) => row.prompt !== undefined);
  const cases = new Map<string, MatrixCase>();
  for (const cell of run.cells) {
    let found = cases.get(cell.case);
    if (!found) {
      found = { name: cell.case, cells: new Map() };
      cases.set(cell.case, found);
    }
    const column = columnOf(cell, hasPrompts);
    const own = found.cells.get(column);
    if (own) own.push(cell);
    else found.cells.set(column, [cell]);
  }
  return [...cases.values()];
}

function isWanted({ name, cells }: MatrixCase, which: Which, word: string): boolean {
  if (word !== "" && !name.toLowerCase().includes(word.toLowerCase())) return false;
  if (which === "all") return true;
  const groups = [...cells.values()];
  if (which === "failed") return groups.some((group) => group.some(({ error }) => error !== undefined));
  if (which === "wrong") return groups.some((group) => group.some(({ passed }) => passed === false));
  const shares = groups.flatMap((group) => {
    const scored = group.filter(({ passed }) => passed !== undefined);
    return scored.length > 0 ? [scored.filter(({ passed }) => passed).length / scored.length] : [];
  });
  return new Set(shares).size > 1;
}

/** The cases that the address asks for. */
export function wantedCases(cases: readonly MatrixCase[], search: URLSearchParams): MatrixCase[] {
  const which = WHICH.find(({ name }) => name === search.get("show"))?.name ?? "all";
  return cases.filter((each) => isWanted(each, which, search.get("case") ?? ""));
}

/** What came of the answers to one case: one letter or a count, with its word for who cannot see it. */
export function Mark({ cells }: { cells: readonly CellMark[] }) {
  const scored = cells.filter(({ passed }) => passed !== undefined);
  const passed = scored.filter((cell) => cell.passed).length;
  const failed = cells.find(({ error }) => error !== undefined);
  const person = cells.find(({ human }) => human)?.human;
  const said = person && (
    <span class="person" title={`A person said ${person.passed ? "pass" : "fail"}`}>
      {person.passed ? "♥" : "♡"}
    </span>
  );
  if (scored.length === 0 && failed)
    return (
      <span class="mark failed" title={failed.error}>
        failed
      </span>
    );
  if (scored.length === 0) return <span class="mark open">–</span>;
  if (cells.length > 1) {
    const tone = passed === scored.length ? "pass" : passed === 0 ? "wrong" : "some";
    return (
      <span class={`mark ${tone}`}>
        {passed}/{scored.length} {said}
      </span>
    );
  }
  return (
    <span class={`mark ${passed ? "pass" : "wrong"}`}>
      <span aria-hidden="true">{passed ? "✓" : "✗"}</span> {passed ? "pass" : "wrong"} {said}
    </span>
  );
}

function Chooser({ shown, all }: { shown: number; all: number }) {
  const which = query.value.get("show") ?? "all";
  return (
    <div class="row chooser">
      <label>
        <span>Show</span>
        <select
          value={which}
          onChange={({ currentTarget }) => setQuery({ show: currentTarget.value === "all" ? "" : currentTarget.value })}
        >
          {WHICH.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Part of a name</span>
        <input
          type="search"
          value={query.value.get("case") ?? ""}
          onInput={({ currentTarget }) => setQuery({ case: currentTarget.value })}
        />
      </label>
      <p class="soft" role="status">
        {shown === all ? counted(all, "case") : `${shown.toLocaleString("en-US")} of ${counted(all, "case")}`}
      </p>
    </div>
  );
}

/** The matrix. */
export function Matrix({ run }: { run: ShownRun }) {
  const cases = useMemo(() => casesOf(run), [run]);
  const search = query.value;
  const shown = useMemo(() => wantedCases(cases, search), [cases, search]);
  const columns = run.rows.map(rowName);
  return (
    <>
      <Chooser shown={shown.length} all={cases.length} />
      <Wide label="Cases against models">
        <VirtualTable
          label="Cases and models"
          items={shown}
          rowHeight={ROW}
          keyOf={({ name }) => name}
          columns={columns.length + 1}
          head={
            <>
              <th scope="col" class="two-fifths">
                case
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" title={name}>
                  {run.names[name] ?? name}
                </th>
              ))}
            </>
          }
          render={({ name, cells }) => (
            <>
              <td class="clip name">
                <a href={`${to("evals", "runs", run.id, "cases", name)}${location.search}`} title={name}>
                  {name}
                </a>
              </td>
              {columns.map((column) => (
                <td key={column}>
                  <Mark cells={cells.get(column) ?? []} />
                </td>
              ))}
            </>
          )}
        />
      </Wide>
    </>
  );
}
