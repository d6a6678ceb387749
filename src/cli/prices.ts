/** `penny prices`: what models cost and cost before, with sources. Parses, looks into the ledger, prints. */
import type { Workbench } from "../index.ts";
import { withoutAlias } from "../models/model-name.ts";
import {
  findPrice,
  nearestPriced,
  type PriceRow,
  pricedModels,
  priceHistory,
  priceVendors,
  vendorOf,
} from "../price/ledger.ts";
import { parseOwnPrices } from "../price/own-prices.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { momentOf } from "../run/moment.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";
import { jsonText } from "./plain-text.ts";
import { historyText } from "./price-history.ts";
import { type ListedPrice, ledgerText, modelsText, vendorRows } from "./price-lists.ts";
import { tableSettings } from "./table.ts";

const SUMMARY = "show what a model costs and cost before, with sources";

const EXAMPLES: readonly Example[] = [
  { words: "penny prices openai/gpt-4o", does: "all its prices, from day to day" },
  { words: "penny prices openai/gpt-4 --at 2023-12-15", does: "the price of one day" },
  { words: "penny prices google/gemini-1.5-flash --sources", does: "where each was read, and when" },
  { words: "penny prices gpt-4o", does: "at every vendor that sells it" },
  { words: "penny prices --vendor anthropic", does: "all models of a vendor" },
  { words: "penny prices", does: "what the ledger holds" },
];

interface PriceFlags {
  vendor?: string;
  at?: string;
  sources?: true;
  json?: true;
}

/** A dated price for programs. */
interface PriceJson extends PriceRow {
  /** `ledger`: the id is listed. `assumed`: a near one is, named in `model`. `own`: the person's own price. */
  basis: "ledger" | "assumed" | "own";
}

async function ownPrices(workbench: Workbench): Promise<{ own: PriceRow[]; aliases: { [alias: string]: string } }> {
  const { prices, aliases } = await workbench.settings.read();
  return { own: prices ? parseOwnPrices(prices, "settings.json") : [], aliases: aliases ?? {} };
}

function jsonRow(row: PriceRow, model: string): PriceJson {
  const name = model.slice(model.indexOf("/") + 1).replace(/^models\//, "");
  const basis = row.source === "own" ? "own" : row.model === name ? "ledger" : "assumed";
  return { ...row, basis };
}

/** Full names that a name without a vendor may mean. */
function sold(name: string, own: readonly PriceRow[]): string[] {
  const listed = [...pricedModels()].filter((each) => {
    const id = each.slice(each.indexOf("/") + 1);
    return id === name || id.endsWith(`/${name}`);
  });
  const ours = own.filter((row) => row.model === name).map((row) => `${row.vendor}/${row.model}`);
  return [...new Set([...listed, ...ours])];
}

function listedPrice(model: string, at: number, own: readonly PriceRow[]): ListedPrice {
  const row = findPrice(model, at, own)?.row;
  if (row) return { model, row };
  // Without a price of that day, the last one is shown, with the day on which it ended.
  const last = priceHistory(model, own).findLast((each) => each.to !== undefined);
  return { model, ...(last ? { row: last, ended: true } : {}) };
}

function unknownPrice(model: string): SetupError {
  const names = nearestPriced(model);
  const near = names.length > 0 ? ` Nearest: ${names.join(", ")}.` : "";
  return new SetupError(`No price of "${model}" is known.${near} \`penny prices --vendor NAME\` lists a vendor's.`);
}

/** What every answer of this command needs to know. */
interface View {
  io: Io;
  flags: PriceFlags;
  own: readonly PriceRow[];
  /** Milliseconds since 1970 of the prices that lists show. */
  at: number;
}

function modelAnswer(model: string, view: View): string {
  const { flags, own, at } = view;
  const rows = priceHistory(model, own);
  const found = findPrice(model, at, own);
  if (flags.at !== undefined && !found) {
    throw new SetupError(
      `No price of ${model} is known for ${flags.at}: \`penny prices ${model}\` shows the days of those that are.`,
    );
  }
  const shown = flags.at === undefined || !found ? rows : [found.row];
  if (flags.json) return jsonText(shown.map((row) => jsonRow(row, model)));
  const near = shown.find((row) => jsonRow(row, model).basis === "assumed");
  const assumption =
    near && (found?.assumption ?? `${model} is not listed; the price is that of ${near.vendor}/${near.model}.`);
  return historyText(model, shown, {
    ...tableSettings(view.io),
    sources: flags.sources ?? false,
    ...(assumption ? { assumption } : {}),
  });
}

function modelsAnswer(models: readonly string[], view: View): string {
  const listed = models.map((model) => listedPrice(model, view.at, view.own));
  if (view.flags.json) return jsonText(listed.flatMap(({ model, row }) => (row ? [jsonRow(row, model)] : [])));
  return modelsText(listed, tableSettings(view.io));
}

function vendorAnswer(name: string, view: View): string {
  const vendor = vendorOf(name) ?? view.own.find((row) => row.vendor === name)?.vendor;
  if (vendor === undefined) {
    const known = priceVendors().map((each) => each.vendor);
    throw new SetupError(`The ledger has no vendor "${name}".${nearestHint(name, known)} \`penny prices\` lists all.`);
  }
  const listed = [...pricedModels()].filter((model) => model.startsWith(`${vendor}/`));
  const ours = view.own.filter((row) => row.vendor === vendor).map((row) => `${row.vendor}/${row.model}`);
  return modelsAnswer([...new Set([...listed, ...ours])].sort(), view);
}

function nameAnswer(name: string, view: View): string {
  if (priceHistory(name, view.own).length > 0) return modelAnswer(name, view);
  const [only, ...others] = sold(name, view.own);
  if (only === undefined) throw unknownPrice(name);
  return others.length > 0 ? modelsAnswer([only, ...others], view) : modelAnswer(only, view);
}

function ledgerAnswer(view: View): string {
  const rows = vendorRows();
  return view.flags.json ? jsonText(rows) : ledgerText(rows, view.own.length, tableSettings(view.io));
}

function momentAsked(flags: PriceFlags, now: number): number {
  if (flags.at === undefined) return now;
  // Noon, so that a price of the night's hours is not taken for the day's.
  return momentOf(flags.at, { now, zone: "UTC", end: "start", name: "--at" }) + 43_200_000;
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "What models cost, from a ledger of dated prices that comes with the program. Nothing is fetched. USD per million tokens unless a unit says otherwise; days are UTC.";
  const command = commandParser("penny prices", about, io, EXAMPLES)
    .argument("[model]", "`vendor/model`, an alias, or a model's name alone")
    .option("--vendor <name>", "all models of a vendor")
    .option("--at <day>", "the price of this day only")
    .option("--sources", "where each price was read, and when it was last checked")
    .option("--json", "dated rows as JSON, prices as exact decimal strings");
  if (!(await parseWords(command, words))) return exitCodes.ok;
  const flags = command.opts<PriceFlags>();
  const [name] = command.args;
  if (name !== undefined && flags.vendor !== undefined)
    throw new SetupError("Give either a model or --vendor, not both.");
  const at = momentAsked(flags, Date.now());
  const { own, aliases } = await ownPrices(await io.workbench());
  const view: View = { io, flags, own, at };
  if (flags.vendor !== undefined) io.out(vendorAnswer(flags.vendor, view));
  else io.out(name === undefined ? ledgerAnswer(view) : nameAnswer(withoutAlias(name, aliases), view));
  return exitCodes.ok;
}

/** The command. */
export const pricesCommand: CliCommand = { name: "prices", summary: SUMMARY, run };
