/** The list of providers in the docs, from the rows of the table. */
import type { ProviderRow } from "../src/models/provider-row.ts";
import { providerRows } from "../src/models/provider-table.ts";

function code(names: readonly string[], ending = ""): string {
  return names.map((name) => `\`${name}${ending}\``).join(", ");
}

function keyCell(row: ProviderRow): string {
  if (row.sameAs) return `as \`${row.sameAs}\``;
  const credentials = row.credentialVariables ? `, or all of ${code(row.credentialVariables)}` : "";
  return code(row.keyVariables) + credentials;
}

function baseUrlCell(row: ProviderRow): string {
  const needed = [...row.baseUrl.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const pieces = [needed.length > 0 ? `needs ${code(needed)}` : "", code(row.baseUrlVariables ?? [])];
  return pieces.filter((piece) => piece !== "").join("; ") || "–";
}

/** Markdown: one row a provider, with the name that models begin with and where its key is looked for. */
export async function providerList(): Promise<string> {
  const lines = providerRows.map((row) => {
    const names = row.sameAs ? [row.name] : [row.name, ...(row.otherNames ?? [])];
    const cells = [`[${row.title}](${row.url})`, code(names, "/"), keyCell(row), baseUrlCell(row), row.format];
    return `| ${cells.join(" | ")} |`;
  });
  const heading = [
    "| provider | models begin with | key from | base URL from | wire format |",
    "|---|---|---|---|---|",
  ];
  return [...heading, ...lines].join("\n");
}
