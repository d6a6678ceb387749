/** What a suite's sheet says. */
import { expect, test } from "vitest";
import { parseSuite } from "./parse-suite.ts";
import { suiteSheet } from "./suite-sheet.ts";

const SUITE = `
name: towns
prompts:
  - { name: short, text: "Where is {{town}}?" }
  - { name: polite, text: "Please say where {{town}} is.", system: Be brief. }
models: [{ model: pocket/pocket-s, label: small }, pocket/pocket-m]
baseline: small
budget: 0.5
epochs: 3
cases:
  - { name: Lima, vars: { town: Lima }, tags: coast, expect: [{ contains: Peru }, { contains: [a, b] }] }
  - { vars: { town: Oslo }, expect: { equals: Norway } }
`;

test("a sheet tells prompts by their first case, models by label, and of how many cases each scorer judges", async () => {
  const sheet = await suiteSheet(parseSuite(SUITE, "towns.yaml"));
  expect(sheet).toMatchObject({
    name: "towns",
    models: ["small", "pocket/pocket-m"],
    prompts: [
      { name: "short", example: "Where is Lima?" },
      { name: "polite", example: "Be brief.\n\nPlease say where Lima is." },
    ],
    scorers: [
      { scorer: "contains", cases: 1 },
      { scorer: "equals", cases: 1 },
    ],
    tags: ["coast"],
    epochs: 3,
    baseline: "small",
    budgetUsd: 0.5,
  });
  expect(sheet).not.toHaveProperty("judge");
  expect(sheet.cases[0]).toEqual({
    name: "Lima",
    tags: ["coast"],
    vars: ["town: Lima"],
    expected: ["contains: Peru", 'contains: ["a","b"]'],
  });
});
