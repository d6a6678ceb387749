/** What was spent, as a table for people and as rows for programs. Pure; the sums are the library's. */
import type { SpentReport } from "../index.ts";
import { formatUsd, PICODOLLARS_PER_USD } from "../price/money.ts";
import { dayIn } from "../run/moment.ts";
import type { FamiliarEnergy } from "../run/spent.ts";
import type { SpendRow } from "../store/spend-report.ts";
import { duration, energyRange, roughly, tokens } from "./amounts.ts";
import { displayWidth } from "./display-width.ts";
import type { Io } from "./io.ts";
import { renderTable, type TableColumn, tableSettings } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

/** How to show a report. */
export interface SpentView {
  /** Time zone of its days. */
  zone: string;
  /** Whether to show energy in all familiar units, with sources. */
  energy: boolean;
}

/** A row for programs. */
export interface SpentJsonRow extends SpendRow {
  /** Dollars of the calls whose cost is known. Absent: none is known. */
  usd?: number;
}

/** The rows for programs. */
export function spentJson(report: SpentReport): SpentJsonRow[] {
  return report.rows.map((row) =>
    row.picodollars === undefined ? row : { ...row, usd: row.picodollars / PICODOLLARS_PER_USD },
  );
}

function energyOf(row: SpendRow): string {
  const { energyLowWh: lowWh, energyHighWh: highWh } = row;
  return lowWh === undefined || highWh === undefined
    ? energyRange(undefined)
    : energyRange({ lowWh, highWh, method: "" });
}

/** Dollars of a row; marked where calls of unknown cost are not in them. */
function dollars(row: SpendRow): string {
  const known = formatUsd(row.picodollars);
  return row.unknownCost > 0 && row.picodollars !== undefined ? `${known}*` : known;
}

/** The columns; those that are left out where the terminal is too narrow for whole names come last. */
function columnsOf({ by, total }: SpentReport): TableColumn<SpendRow>[] {
  const count = (title: string, value: (row: SpendRow) => number): TableColumn<SpendRow> => ({
    title,
    value: (row) => value(row).toLocaleString("en-US"),
    align: "right",
  });
  const unknown = count("unknown", ({ unknownCost }) => unknownCost);
  const columns: TableColumn<SpendRow>[] = [
    { title: by === "origin" ? "command" : by, value: ({ key }) => key, whole: true },
    count("calls", ({ calls }) => calls),
    count("failed", ({ failed }) => failed),
    { title: "in", value: ({ inputTokens }) => tokens(inputTokens), align: "right" },
    { title: "out", value: ({ outputTokens }) => tokens(outputTokens), align: "right" },
    { title: "dollars", value: dollars, align: "right" },
    ...(total.unknownCost > 0 ? [unknown] : []),
    { title: "energy", value: energyOf, align: "right" },
  ];
  return columns.map((column) => ({ ...column, styles: (row) => (row === total ? ["bold"] : []) }));
}

function spentTable(report: SpentReport, io: Io): string {
  const rows = report.rows.length > 1 ? [...report.rows, report.total] : report.rows;
  const settings = tableSettings(io);
  const columns = columnsOf(report);
  const lines = renderTable(rows, columns, { ...settings, color: false }).split("\n");
  const fits = lines.every((line) => displayWidth(line) <= settings.width);
  // The sum of the energy stands below the table in any case.
  return renderTable(rows, fits ? columns : columns.slice(0, -1), settings);
}

/** A familiar amount in words: `9–85 s of television`. */
function familiarText({ unit, amount }: FamiliarEnergy): string {
  const ofWhat = /^seconds of (.*)$/.exec(unit)?.[1];
  const show = (value: number): string => (ofWhat === undefined ? roughly(value) : duration(value * 1000));
  const [low, high] = [show(amount.low), show(amount.high)];
  return `${low === high ? low : `${low} to ${high}`}${ofWhat === undefined ? ` ${unit}` : ` of ${ofWhat}`}`;
}

/** The largest unit of which the energy is about one or more; flights are of carbon. */
function handiest(familiar: readonly FamiliarEnergy[]): FamiliarEnergy | undefined {
  const ofEnergy = familiar.filter(({ unit }) => !unit.startsWith("flights"));
  return ofEnergy.findLast(({ amount }) => amount.high >= 1) ?? ofEnergy[0];
}

function energyLines(report: SpentReport, all: boolean): string[] {
  const { familiar, carbonGrams: carbon } = report;
  const handy = handiest(familiar);
  if (!handy) return [];
  if (!all) return [`Energy: ${energyOf(report.total)}, about ${familiarText(handy)} (--energy: sources and more).`];
  const grams = carbon ? `, ${roughly(carbon.low)}–${roughly(carbon.high)} g CO₂e` : "";
  return [
    `Energy: ${energyOf(report.total)}${grams}; estimates, as no provider publishes what a request takes. About`,
    ...familiar.flatMap((each) => [`  ${familiarText(each)}`, `    ${each.source}`]),
  ];
}

function unknownLines({ unknownCost }: SpendRow): string[] {
  if (unknownCost === 0) return [];
  const calls = unknownCost === 1 ? "1 call" : `${unknownCost.toLocaleString("en-US")} calls`;
  return [`* The cost of ${calls} is unknown and not in the sum: more was spent.`];
}

function timeLine({ after, before }: SpentReport, zone: string): string {
  const from = after === undefined ? "From the first call" : `From ${dayIn(zone, after)}`;
  // A bound is the first moment outside; the last day within is that of the moment before it.
  const to = before === undefined ? "today" : dayIn(zone, before - 1);
  return `${from} to ${to}, ${zone}.`;
}

/** The report for people. */
export function spentText(report: SpentReport, view: SpentView, io: Io): string {
  const lines = [...unknownLines(report.total), ...energyLines(report, view.energy), timeLine(report, view.zone)];
  const width = Math.min(io.width, 100);
  const wrapped = lines.flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    return wrapText([{ text: line, styles: [] }], width - indent.length, false).map((piece) => indent + piece.trim());
  });
  return `${spentTable(report, io)}\n${wrapped.map((line) => `${line}\n`).join("")}`;
}
