/** Where suites are found and which of them bring programs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { foundSuites, sampleSuitePath } from "./found-suites.ts";
import { readSuite } from "./read-suite.ts";

function folderOf(files: { [path: string]: string }): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const OWN = "prompts: [hello]\nmodels: [pocket]\ncases: [{ expect: { contains: a } }]\n";

test("suites are found by their names, upper folders first, and the sample comes last", async () => {
  const folder = folderOf({
    "suite.yaml": OWN,
    "evals/words.suite.yml": OWN,
    "evals/notes.yaml": OWN,
    "src/suite.ts": "export const suite = 1;",
    "node_modules/x/suite.yaml": OWN,
    ".hidden/suite.yaml": OWN,
  });
  const found = await foundSuites(folder);
  expect(found.map(({ name }) => name)).toEqual(["suite.yaml", "evals/words.suite.yml", "sample"]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(3);
});

test("programs and configurations of promptfoo, whatever they are called, are said to bring programs; penny's own suites are not", async () => {
  const folder = folderOf({
    "suite.yaml": OWN,
    "a.suite.ts": "throw new Error('read');",
    "b/promptfooconfig.yaml": "providers: ['exec:touch x']\ntests: []\n",
    "c/suite.yaml": "providers: [echo]\ntests: []\n",
    "d/suite.yaml": "prompts: [\n",
  });
  const found = await foundSuites(folder);
  const bringing = found.filter((each) => each.bringsPrograms).map(({ name }) => name);
  expect(bringing.sort()).toEqual(["a.suite.ts", "b/promptfooconfig.yaml", "c/suite.yaml"]);
});

test("the sample is a suite that runs on models that need no key", async () => {
  const suite = await readSuite(sampleSuitePath(), { library: "" });
  expect(suite.models.map(({ name }) => name)).toEqual(["pocket/pocket-s", "pocket/pocket-m"]);
  expect(suite.cases.length).toBeGreaterThan(15);
});
