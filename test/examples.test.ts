/** Runs every example of the library as a program of its own, and plans every suite. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type EvalReport, openWorkbench } from "../src/index.ts";
import { penny, run, temporaryFolder } from "./support/run-penny.ts";

const folder = resolve(import.meta.dirname, "../examples/library");
const source = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    resolve: (name, context, next) =>
      name === "pennyfarthing" ? next(${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)}, context) : next(name, context),
  });
`)}`;

test.each(readdirSync(folder).filter((name) => name.endsWith(".ts")))("%s runs and prints", async (name) => {
  const { code, out, err } = await run(process.execPath, ["--import", source, join(folder, name)], {
    env: { PENNY_DIR: temporaryFolder() },
  });
  expect(code, err).toBe(0);
  expect(out.trim().split("\n").length).toBeGreaterThan(1);
});

const examples = resolve(import.meta.dirname, "../examples");
const suites = readdirSync(examples).filter((name) => existsSync(join(examples, name, "suite.yaml")));

test.each(suites)("suite %s can be planned, every case with a scorer, on models that need no key", async (name) => {
  const workbench = await openWorkbench({ dir: temporaryFolder(), env: {} });
  try {
    const suite = await workbench.loadSuite(join(examples, name, "suite.yaml"));
    let cells = 0;
    const report = await workbench.evaluate(suite, {
      confirm: (forecast) => {
        cells = forecast.cells;
        return false;
      },
    });
    expect(report.stopped).toBe("declined");
    expect(cells).toBe(suite.models.length * suite.prompts.length * suite.cases.length);
    expect(suite.cases.length).toBeGreaterThanOrEqual(12);
  } finally {
    await workbench.close();
  }
});

test("a promptfoo configuration runs as it is", async () => {
  const path = join(examples, "promptfoo/promptfooconfig.yaml");
  const { code, out, err } = await penny(temporaryFolder(), ["eval", path, "--json"]);
  expect(code, err).toBe(0);
  const report = JSON.parse(out) as EvalReport;
  expect(report.cells.filter((cell) => cell.passed === undefined)).toEqual([]);
  const words = report.rows.find((row) => row.model === "by words" && row.prompt === "prompt 1");
  expect(words).toMatchObject({ passed: 11, scored: 12 });
  expect(words?.metrics.map((each) => each.metric)).toEqual(["accuracy", "brief", "brief_share"]);
});

test("the pelican is drawn, judged, and hung in the gallery", async () => {
  const dir = temporaryFolder();
  const suite = join(examples, "pelican/suite.yaml");
  const ran = await penny(dir, ["eval", suite, "-m", "pocket/pocket-l", "--filter", "pelican on a bicycle", "--json"]);
  expect(ran.code, ran.err).toBe(0);
  const [cell] = (JSON.parse(ran.out) as EvalReport).cells;
  expect(cell?.scores.map((score) => [score.scorer, score.passed])).toEqual([
    ["renders-svg", true],
    ["contains", true],
  ]);
  const { out } = await penny(dir, ["eval", "export", "last", "--format", "gallery"]);
  expect(out).toContain('<img class="picture"');
});

test("pelicans are judged by a scripted check, without names, and rated", async () => {
  const dir = temporaryFolder();
  const suite = join(examples, "pelican/suite.yaml");
  expect((await penny(dir, ["eval", suite, "--filter", "tag:bicycle"])).code).toBe(0);
  expect((await penny(dir, ["arena", "battle", "--run", "last", "--no-vote"])).err).toContain("battles made");
  const env = { PENNY_DIR: dir };
  const check = await run(process.execPath, ["--import", source, join(examples, "arena/check.ts")], { env });
  expect(check.code, check.err).toBe(0);
  expect(check.out).toContain("check.ts voted");
  const { out } = await penny(dir, ["arena", "rank", "--voters", "judges"]);
  expect(out).toContain("pocket/pocket-l");
  expect(out).toContain("These are votes of models that judge, not of people.");
});
