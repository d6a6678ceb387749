/** What was spent: a time, its sum, a plot by day, and a table by day, model, provider or command. */
import { duration, energyRange, roughly, tokens } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import { counted } from "../../../src/record/counted.ts";
import type { SpentReport } from "../../../src/run/spent.ts";
import type { SpendRow } from "../../../src/store/spend-report.ts";
import { useLoaded } from "../loaded.ts";
import { NumberCells, type NumberColumn, NumberHeads } from "../number-columns.tsx";
import { Empty, Problem } from "../parts.tsx";
import { query, setQuery, to } from "../route.ts";
import { useSlowMark } from "../slow-mark.ts";
import { Choices } from "./choices.tsx";
import { DayPlot } from "./day-plot.tsx";

type By = SpentReport["by"];

const BY: readonly [By, string][] = [
  ["day", "day"],
  ["model", "model"],
  ["provider", "provider"],
  ["origin", "command"],
];

const DAYS: readonly [days: number, words: string][] = [
  [7, "7 days"],
  [30, "30 days"],
  [90, "90 days"],
  [365, "a year"],
];

/** Sums of a long log take a while: they are not made anew for each call of an eval. */
const SLOW_MS = 1500;

/** The days of this machine's clock, as the log's filters take them. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A day by this machine's clock, so many days ago. */
function daysAgo(days: number): string {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return new Intl.DateTimeFormat("sv-SE").format(date);
}

function energyOf({ energyLowWh: lowWh, energyHighWh: highWh }: SpendRow): string {
  return energyRange(lowWh === undefined || highWh === undefined ? undefined : { lowWh, highWh, method: "" });
}

/** Dollars; marked where calls of unknown cost are not in them. */
function dollars({ picodollars, unknownCost }: SpendRow): string {
  return `${formatUsd(picodollars)}${unknownCost > 0 && picodollars !== undefined ? "*" : ""}`;
}

/** Where the calls of a row can be looked at. */
function addressOf(by: By, key: string): string | undefined {
  if (by === "day") return `/log?since=${key}&until=${key}`;
  if (by === "provider") return key === "unknown" ? undefined : `/log?model=${encodeURIComponent(`${key}/*`)}`;
  return `/log?${by === "model" ? "model" : "command"}=${encodeURIComponent(key)}`;
}

function Range() {
  const since = query.value.get("since") ?? "";
  const until = query.value.get("until") ?? "";
  const chosen =
    until === "" ? DAYS.find(([days]) => since === (days === 30 ? "" : daysAgo(days - 1)))?.[0] : undefined;
  return (
    <div class="cost-range">
      <Choices label="Time">
        {DAYS.map(([days, words]) => (
          <button
            key={days}
            type="button"
            aria-pressed={chosen === days}
            onClick={() => setQuery({ since: days === 30 ? undefined : daysAgo(days - 1), until: undefined }, false)}
          >
            {words}
          </button>
        ))}
      </Choices>
      <label>
        <span>From</span>
        <input
          type="date"
          value={since || daysAgo(29)}
          onChange={(event) => setQuery({ since: event.currentTarget.value }, false)}
        />
      </label>
      <label>
        <span>To</span>
        <input type="date" value={until} onChange={(event) => setQuery({ until: event.currentTarget.value }, false)} />
      </label>
    </div>
  );
}

/** The largest unit of which the energy is about one or more. Flights are of carbon. */
function familiarWords({ familiar }: SpentReport): string | undefined {
  const ofEnergy = familiar.filter(({ unit }) => !unit.startsWith("flights"));
  const handy = ofEnergy.findLast(({ amount }) => amount.high >= 1) ?? ofEnergy[0];
  if (!handy) return undefined;
  const ofWhat = /^seconds of (.*)$/.exec(handy.unit)?.[1];
  const show = (value: number): string => (ofWhat === undefined ? roughly(value) : duration(value * 1000));
  const [low, high] = [show(handy.amount.low), show(handy.amount.high)];
  return `${low === high ? low : `${low} to ${high}`} ${ofWhat === undefined ? handy.unit : `of ${ofWhat}`}`;
}

function Total({ report }: { report: SpentReport }) {
  const { total, carbonGrams } = report;
  const about = familiarWords(report);
  return (
    <dl class="cost-total">
      <div>
        <dt>Spent</dt>
        <dd class="big">{dollars(total)}</dd>
        {total.unknownCost > 0 && (
          <dd class="cost-note">* {counted(total.unknownCost, "call")} of unknown cost not counted: more was spent.</dd>
        )}
      </div>
      <div>
        <dt>Calls</dt>
        <dd class="big">{total.calls.toLocaleString("en-US")}</dd>
        {total.failed > 0 && <dd class="cost-note">{total.failed.toLocaleString("en-US")} failed</dd>}
      </div>
      <div>
        <dt>Tokens</dt>
        <dd class="big">
          {tokens(total.inputTokens)} in, {tokens(total.outputTokens)} out
        </dd>
      </div>
      <div>
        <dt>Energy, estimated</dt>
        <dd class="big">{energyOf(total)}</dd>
        {about && (
          <dd class="cost-note">
            about {about}
            {carbonGrams && `; ${roughly(carbonGrams.low)}–${roughly(carbonGrams.high)} g CO₂e`}
          </dd>
        )}
      </div>
    </dl>
  );
}

function Days({ rows }: { rows: readonly SpendRow[] }) {
  const isFree = rows.every(({ picodollars = 0 }) => picodollars === 0);
  const bars = rows.map((row) => ({
    day: row.key,
    value: isFree ? row.calls : row.picodollars,
    text: `${dollars(row)}, ${counted(row.calls, "call")}`,
  }));
  const show = (value: number): string => (isFree ? roughly(value) : value === 0 ? "$0" : formatUsd(Math.round(value)));
  return (
    <figure class="cost-days">
      <DayPlot bars={bars} show={show} label={`${isFree ? "Calls" : "Dollars"} by day; the table has the figures`} />
      <figcaption class="soft">{isFree ? "Calls by day; none of them cost anything" : "Dollars by day"}</figcaption>
    </figure>
  );
}

type Column = NumberColumn<SpendRow>;

const unknownColumn: Column = { title: "Unknown", show: (row) => row.unknownCost.toLocaleString("en-US") };

function Rows({ report }: { report: SpentReport }) {
  const { by, rows, total } = report;
  const columns: Column[] = [
    { title: "Calls", show: (row) => row.calls.toLocaleString("en-US") },
    { title: "Failed", show: (row) => row.failed.toLocaleString("en-US") },
    { title: "In", show: (row) => tokens(row.inputTokens) },
    { title: "Out", show: (row) => tokens(row.outputTokens) },
    { title: "Dollars", show: dollars },
    ...(total.unknownCost > 0 ? [unknownColumn] : []),
    { title: "Energy", show: energyOf },
  ];
  // The newest day is what is looked for.
  const shown = by === "day" ? rows.toReversed() : rows;
  return (
    <div class="scroll">
      <table class="cost-table">
        <thead>
          <tr>
            <th scope="col">
              {by === "origin" ? "Command" : by === "day" ? "Day" : by === "model" ? "Model" : "Provider"}
            </th>
            <NumberHeads columns={columns} />
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const address = addressOf(by, row.key);
            return (
              <tr key={row.key}>
                <th scope="row">{address ? <a href={address}>{row.key}</a> : row.key}</th>
                <NumberCells columns={columns} row={row} />
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <NumberCells columns={columns} row={total} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Nothing() {
  return (
    <Empty title="No call in this time">
      <p>
        Here stands what calls cost, by day, model, provider and command: each at the price of its day, with what is
        unknown told and not counted as nothing.
      </p>
      <p>
        <a class="button main" href="/">
          Ask a pocket model
        </a>{" "}
        <a class="button" href={to("cost", "forecast")}>
          Forecast a job
        </a>
      </p>
      <p class="soft">A pocket model runs in this program and costs nothing.</p>
    </Empty>
  );
}

/** What was spent. */
export function Spent() {
  const by = BY.find(([name]) => name === query.value.get("by"))?.[0] ?? "day";
  const asked = new URLSearchParams({ by, zone: ZONE });
  for (const name of ["since", "until", "model", "command"]) {
    const value = query.value.get(name);
    if (value) asked.set(name, value);
  }
  // Without a first day the time would be without bound where a last one is given.
  if (!asked.has("since")) asked.set("since", daysAgo(29));
  const { value: report, error, again } = useLoaded<SpentReport>(`/api/cost/spent?${asked}`, useSlowMark(SLOW_MS));
  return (
    <>
      <Range />
      <Choices label="By">
        {BY.map(([name, words]) => (
          <button
            key={name}
            type="button"
            aria-pressed={by === name}
            onClick={() => setQuery({ by: name === "day" ? undefined : name }, false)}
          >
            by {words}
          </button>
        ))}
      </Choices>
      {error && <Problem sentence={error} again={again} />}
      {!report && !error && <p class="loading">…</p>}
      {report && !error && report.total.calls === 0 && <Nothing />}
      {report && !error && report.total.calls > 0 && (
        <>
          <Total report={report} />
          {report.by === "day" && <Days rows={report.rows} />}
          <Rows report={report} />
        </>
      )}
    </>
  );
}
