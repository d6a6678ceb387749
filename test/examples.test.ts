/** Runs every example of the library as a program of its own. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { run, temporaryFolder } from "./support/run-penny.ts";

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
