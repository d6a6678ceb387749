/**
 * `npm run ledger`: makes the price ledger and the model catalogue anew from their sources and prints what changed. Run by a
 * person, never by the program; needs the package registry. The result is committed like any source file.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { catalogueData, serialiseCatalogue } from "./catalogue-data.ts";
import { readCorrections } from "./historic.ts";
import { type DataVendor, ledgerData } from "./ledger-data.ts";
import { readSources, SOURCES } from "./sources.ts";

const LEDGER = "src/price/data/ledger.json";
const CATALOGUE = "src/models/data/catalogue.json";

/** JSON with one group of models a line, so that a change of price is a change of one line. */
function serialiseLedger(vendors: { [name: string]: DataVendor }): string {
  const blocks = Object.entries(vendors).map(([key, vendor]) => {
    const lines = vendor.models.map((group) => JSON.stringify(group)).join(",\n");
    const head = `${JSON.stringify(key)}:{"name":${JSON.stringify(vendor.name)},"url":${JSON.stringify(vendor.url)},"models":[`;
    return `${head}\n${lines}\n]}`;
  });
  return `{"sources":${JSON.stringify(SOURCES)},\n"vendors":{\n${blocks.join(",\n")}\n}}\n`;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function writeAndCompare(path: string, text: string): void {
  const before = new Set(readLines(path));
  const after = text.split("\n");
  const now = new Set(after);
  const changes = [
    ...[...before].filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
  writeFileSync(path, text);
  console.log(`${path}: ${changes.length} lines changed, ${(text.length / 1000).toFixed(0)} kB.`);
  for (const line of changes.slice(0, 200)) console.log(line.slice(0, 300));
  if (changes.length > 200) console.log(`… and ${changes.length - 200} more; see git diff.`);
}

const data = await readSources();
const { vendors, disagreements } = ledgerData(data, readCorrections());
writeAndCompare(LEDGER, serialiseLedger(vendors));
writeAndCompare(CATALOGUE, serialiseCatalogue(catalogueData(data, vendors)));

const counts = Object.values(vendors).map((vendor) => vendor.models.flatMap((group) => group.ids).length);
console.log(`${counts.reduce((sum, count) => sum + count, 0)} models of ${counts.length} vendors.`);
console.log(`${disagreements.length} ids on whose price two sources disagree; the first is taken:`);
for (const { model, taken, other } of disagreements) console.log(`  ${model}: ${taken}, not ${other}`);
