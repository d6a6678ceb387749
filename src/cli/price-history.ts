/** A model's dated prices as one table: a block of lines for each time, a column for each tier and service. Pure. */
import type { PriceRow, Prices, PriceUnit } from "../price/price-row.ts";
import { tokens } from "./amounts.ts";
import { priceText, servicePrices, unitName, unitsOf } from "./price-units.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";
import { styled, wrapText } from "./wrap-text.ts";

/** How to show a history. */
export interface HistoryView extends TableSettings {
  /** Whether to say where each price was read. */
  sources: boolean;
  /** Why near prices are taken for this model's. Absent: they are its own. */
  assumption?: string;
}

interface Line {
  valid: string;
  unit: PriceUnit;
  /** Prices of that unit by column. */
  prices: Map<string, string>;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** When a price holds: `since 2024-10-02`, `2024-05-13 to 2024-10-01`; the last day is counted in. */
export function validity(row: Pick<PriceRow, "from" | "to">): string {
  const to = row.to && dayBefore(row.to);
  if (row.from && to) return `${row.from} to ${to}`;
  if (row.from) return `since ${row.from}`;
  return to ? `until ${to}` : "at any time";
}

function hours({ hoursUtc, weekdaysOnly }: PriceRow): string | undefined {
  return hoursUtc && `${hoursUtc.join("–")} UTC${weekdaysOnly ? ", Mon–Fri" : ""}`;
}

/** The price lists of a row by the heading of their column, the usual one first. */
function listsOf(row: PriceRow): Map<string, Prices> {
  const lists = new Map<string, Prices>([["usual", row.prices]]);
  for (const { over, prices } of row.tiers ?? []) lists.set(`over ${tokens(over)} in`, prices);
  for (const [name, service] of Object.entries(row.services ?? {})) lists.set(name, servicePrices(row.prices, service));
  return lists;
}

function linesOf(row: PriceRow): Line[] {
  const lists = listsOf(row);
  const when = [validity(row), hours(row)].filter((text) => text !== undefined);
  const units = unitsOf([...lists.values()]);
  const count = Math.max(units.length, when.length);
  const lines: Line[] = [];
  for (let index = 0; index < count; index++) {
    const unit = units[index];
    const prices = new Map<string, string>();
    for (const [name, list] of lists) if (unit && list[unit] !== undefined) prices.set(name, priceText(list[unit]));
    lines.push({ valid: when[index] ?? "", unit: unit ?? "input", prices });
  }
  return lines;
}

/** Notes of the rows, each once, in order. */
function notes(rows: readonly PriceRow[], assumption: string | undefined): string[] {
  const all = rows.flatMap((row) => [row.note, row.retired && `No longer offered. ${row.retired}`]);
  return [...new Set([...(assumption ? [assumption] : []), ...all.filter((text) => text !== undefined)])];
}

function sourceOf(row: PriceRow): string {
  if (row.source === "own") return "your own price, in settings.json";
  const source = row.source === "hand" ? "entered by hand from announcements" : row.source;
  return [`${source}, ${row.checked ?? ""}`.replace(/, $/, ""), row.url].filter((text) => text).join("\n    ");
}

function sourceLines(rows: readonly PriceRow[], view: HistoryView): string {
  if (view.sources) {
    return `\nSources:\n${rows.map((row) => `  ${[validity(row), hours(row)].filter(Boolean).join(", ")}: ${sourceOf(row)}\n`).join("")}`;
  }
  const checked = rows.map((row) => row.checked).filter((day) => day !== undefined && day !== "");
  const last = checked.sort().at(-1);
  return last === undefined ? "" : `\nLast checked ${last}; --sources says where each was read.\n`;
}

/**
 * The history for people.
 * @param rows at least one, oldest first.
 */
export function historyText(model: string, rows: readonly PriceRow[], view: HistoryView): string {
  const lines = rows.flatMap(linesOf);
  const names = [...new Set(rows.flatMap((row) => [...listsOf(row).keys()]))];
  const columns: TableColumn<Line>[] = [
    { title: "holds", value: ({ valid }) => valid, whole: true },
    { title: "for", value: ({ unit }) => unitName(unit), whole: true },
    ...names.map(
      (name): TableColumn<Line> => ({ title: name, value: ({ prices }) => prices.get(name) ?? "", align: "right" }),
    ),
  ];
  const said = notes(rows, view.assumption).flatMap((text) =>
    wrapText([{ text, styles: [] }], Math.min(view.width, 100), false),
  );
  const about = said.length > 0 ? `\n${said.map((line) => `${line}\n`).join("")}` : "";
  const heading = `${styled(model, ["bold"], view.color)}\nUSD per million tokens, where no other unit is named\n`;
  return `${heading}\n${renderTable(lines, columns, view)}${about}${sourceLines(rows, view)}`;
}
