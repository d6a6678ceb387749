/** Runs the examples of docs/serve-openai.md, each as a program of its own that is only given the address and the key. */
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { run, temporaryFolder } from "./support/run-penny.ts";
import { servedEndpoint } from "./support/served-endpoint.ts";

const root = resolve(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/serve-openai.md"), "utf8");
const blocks = [...page.matchAll(/^```(js|sh)\n([\s\S]*?)^```/gm)].map(([, kind = "", text = ""]) => ({ kind, text }));

test("the guide has examples", () => expect(blocks.length).toBeGreaterThanOrEqual(4));

test.each(blocks)("example $# ($kind) runs", async ({ kind, text }) => {
  const { url, key, workbench } = await servedEndpoint();
  const folder = temporaryFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, `example.${kind === "js" ? "mjs" : "sh"}`);
  writeFileSync(file, text);
  const env = { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, PATH: process.env.PATH ?? "" };
  const { code, out, err } = await run(kind === "js" ? process.execPath : "sh", [file], { cwd: folder, env });
  expect(code, err).toBe(0);
  expect(out.trim()).not.toBe("");
  expect(out).not.toContain('"error"');
  const calls = await workbench.log.calls();
  expect(calls.length).toBeGreaterThanOrEqual(1);
  expect(calls.every((call) => call.error === undefined && call.origin.command === "endpoint")).toBe(true);
});
