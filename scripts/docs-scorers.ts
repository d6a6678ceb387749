/** The list of scorers for the docs. */
import { scorers } from "../src/scorers/registry.ts";

/** A table: name, what it asks, what may be expected, an example. */
export async function scorerList(): Promise<string> {
  const rows = scorers.map((scorer) => {
    const example = scorer.examples[0];
    const cell = (text: string): string => text.replaceAll("|", "\\|");
    return `| \`${scorer.name}\` | ${cell(scorer.summary)} | ${cell(scorer.expects)} | \`${cell(JSON.stringify(example?.expected))}\` |`;
  });
  return ["| scorer | asks | expectation | example |", "|---|---|---|---|", ...rows].join("\n");
}
