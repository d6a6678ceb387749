/**
 * Writes the generated parts of the docs: help texts, database schema, provider and scorer lists, and the JSON Schema of suites.
 * `npm run docs` writes,
 * `npm run docs -- --check` fails if a page is behind the code.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { suiteJsonSchema } from "../src/run/suite-schema.ts";
import { commandHelp } from "./docs-commands.ts";
import { providerList } from "./docs-providers.ts";
import { databaseSchema } from "./docs-schema.ts";
import { judgeList, scorerList } from "./docs-scorers.ts";

const root = resolve(import.meta.dirname, "..");
const generators: { [name: string]: () => Promise<string> } = {
  commands: commandHelp,
  schema: databaseSchema,
  providers: providerList,
  scorers: scorerList,
  judges: judgeList,
};
const pages = ["docs/commands.md", "docs/log.md", "docs/how-to-add-a-provider.md", "docs/how-to-add-a-scorer.md"];
const check = process.argv.includes("--check");
const behind: string[] = [];

for (const page of pages) {
  const path = join(root, page);
  const text = await readFile(path, "utf8");
  let fresh = text;
  for (const [whole, name = ""] of text.matchAll(/<!-- generated: (\w+) -->[\s\S]*?<!-- end generated -->/g)) {
    const content = await generators[name]?.();
    if (content === undefined) throw new Error(`${page}: there is no generator \`${name}\``);
    fresh = fresh.replace(whole, () => `<!-- generated: ${name} -->\n${content.trimEnd()}\n<!-- end generated -->`);
  }
  if (fresh === text) continue;
  behind.push(page);
  if (!check) await writeFile(path, fresh);
}

const schemaPage = "docs/suite.schema.json";
const schema = `${JSON.stringify(suiteJsonSchema(), undefined, 2)}\n`;
if ((await readFile(join(root, schemaPage), "utf8").catch(() => "")) !== schema) {
  behind.push(schemaPage);
  if (!check) await writeFile(join(root, schemaPage), schema);
}

if (check && behind.length > 0) {
  console.error(`Behind the code: ${behind.join(", ")}. Run \`npm run docs\`.`);
  process.exitCode = 1;
} else if (!check) {
  console.log(behind.length > 0 ? `Written: ${behind.join(", ")}` : "Nothing to write.");
}
