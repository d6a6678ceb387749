/** The lists of scorers and judges for the docs. */
import { comparingJudges, embeddingJudges, judges } from "../src/scorers/judges.ts";
import { scorers } from "../src/scorers/registry.ts";
import { runScorers } from "../src/scorers/run-scorers.ts";

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** A table: name, what it asks, what may be expected, an example. */
export async function scorerList(): Promise<string> {
  const rows = scorers.map((scorer) => {
    const example = scorer.examples[0];
    return `| \`${scorer.name}\` | ${cell(scorer.summary)} | ${cell(scorer.expects)} | \`${cell(JSON.stringify(example?.expected))}\` |`;
  });
  for (const { name, summary, expects, example } of runScorers)
    rows.push(`| \`${name}\` | ${cell(summary)} | ${cell(expects)} | \`${cell(JSON.stringify(example.expected))}\` |`);
  return ["| scorer | asks | expectation | example |", "|---|---|---|---|", ...rows].join("\n");
}

/** The same of judges. */
export async function judgeList(): Promise<string> {
  const rows = [...judges, ...embeddingJudges, ...comparingJudges].map(
    ({ name, summary, expects, example }) =>
      `| \`${name}\` | ${cell(summary)} | ${cell(expects)} | \`${cell(JSON.stringify(example))}\` |`,
  );
  return ["| judge | asks | expectation | example |", "|---|---|---|---|", ...rows].join("\n");
}
