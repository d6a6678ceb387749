/** Compares two models on a suite written in code. `node examples/library/compare.ts` */
import { openWorkbench, parseSuite } from "pennyfarthing";

const workbench = await openWorkbench();
const suite = await parseSuite(
  JSON.stringify({
    name: "Spelling",
    prompts: ["Spell {{word}} backwards."],
    models: ["pocket/pocket-s", "pocket/pocket-m"],
    cases: ["model", "garden", "token", "plum"].map((word) => ({
      name: word,
      vars: { word },
      expect: { equals: [...word].reverse().join("") },
    })),
  }),
  "spelling",
);
const report = await workbench.evaluate(suite);
for (const row of report.rows) console.log(row.model, `${row.passed} of ${row.scored}`, row.passRate);
await workbench.close();
