import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { displayWidth } from "./display-width.ts";
import { exitCodes } from "./io.ts";

const dir = temporaryFolder();

async function prices(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return runPenny(["prices", ...words], { dir });
}

async function rowsOf(
  ...words: string[]
): Promise<{ prices: { input: string; output: string }; basis: string; from?: string }[]> {
  const { code, out } = await prices(...words, "--json");
  expect(code).toBe(exitCodes.ok);
  return JSON.parse(out);
}

test.each([
  ["openai/gpt-4", "30", "2023-12-15"],
  ["openai/gpt-4o", "2.5", "2024-12-15"],
  ["openai/gpt-4o-mini", "0.15", "2024-12-15"],
  ["anthropic/claude-3-haiku-20240307", "0.25", "2024-12-15"],
  ["google/gemini-1.5-flash", "0.075", "2024-12-15"],
])("%s cost $%s per million input tokens on %s", async (model, input, day) => {
  const [row, ...others] = await rowsOf(model, "--at", day);
  expect(others).toEqual([]);
  expect(row?.prices.input).toBe(input);
  expect(row?.basis).toBe("ledger");
});

test("a history has every dated price, with batch prices and the day it held", async () => {
  const rows = await rowsOf("openai/gpt-4o");
  expect(rows.map((row) => [row.from, row.prices.input])).toEqual([
    ["2024-05-13", "5"],
    ["2024-10-02", "2.5"],
  ]);
  const { out } = await prices("openai/gpt-4o");
  expect(out).toMatch(/^2024-05-13 to 2024-10-01 +input +\$5 +\$2\.50$/m);
  expect(out).toMatch(/^since 2024-10-02 +input +\$2\.50 +\$1\.25/m);
});

test("sources are named on request, with page and day", async () => {
  const { out } = await prices("google/gemini-1.5-flash", "--sources");
  expect(out).toContain("https://developers.googleblog.com/");
  expect(out).toContain("No longer offered. Shut down in September 2025.");
  expect((await prices("google/gemini-1.5-flash")).out).toContain("--sources says where each was read");
});

test("a near id shows whose price it takes", async () => {
  const { out } = await prices("openai/gpt-4o-2031-02-28");
  expect(out).toContain("openai/gpt-4o-2031-02-28 is not listed; the price is that of openai/gpt-4o");
  expect((await rowsOf("openai/gpt-4o-2031-02-28"))[0]?.basis).toBe("assumed");
});

test("a bare name lists every vendor that sells it", async () => {
  const { out } = await prices("gpt-4o");
  for (const model of ["openai/gpt-4o", "azure/gpt-4o", "openrouter/openai/gpt-4o"])
    expect(out).toMatch(new RegExp(`^${model} `, "m"));
});

test("an unknown model names the nearest, an unknown vendor too", async () => {
  const unknown = await prices("opnai/gpt-4o");
  expect(unknown.code).toBe(exitCodes.usage);
  expect(unknown.err).toContain("Nearest: openai/gpt-4o");
  expect((await prices("--vendor", "anthropc")).err).toContain("Nearest: anthropic");
  expect((await prices("openai/gpt-4o", "--vendor", "openai")).code).toBe(exitCodes.usage);
});

test("a day before the first price is told, not guessed", async () => {
  const { code, err } = await prices("openai/gpt-4", "--at", "2023-01-01");
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("No price of openai/gpt-4 is known for 2023-01-01");
  expect((await prices("openai/gpt-4", "--at", "2023-02-31")).err).toContain("--at is `2023-02-31`");
});

test("without a model the vendors are listed with how much is known of each", async () => {
  const rows: { vendor: string; models: number; checked: string }[] = JSON.parse((await prices("--json")).out);
  expect(rows.length).toBeGreaterThanOrEqual(20);
  expect(rows.reduce((sum, row) => sum + row.models, 0)).toBeGreaterThanOrEqual(900);
  for (const row of rows) expect(row.checked).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect((await prices()).out).toContain("@pydantic/genai-prices");
});

test("a person's own price comes last in the history, under an alias too", async () => {
  const folder = temporaryFolder();
  const settings = {
    aliases: { big: "acme/large-2" },
    prices: [{ model: "acme/large-2", prices: { input: "1.20", output: "4.80" }, from: "2026-01-01" }],
  };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  const { out } = await runPenny(["prices", "big", "--sources"], { dir: folder });
  expect(out).toMatch(/^since 2026-01-01 +input +\$1\.20$/m);
  expect(out).toContain("your own price, in settings.json");
  const listed = await runPenny(["prices", "--vendor", "acme"], { dir: folder });
  expect(listed.out).toMatch(/^acme\/large-2 +\$1\.20 +\$4\.80 +since 2026-01-01$/m);
});

test.each([80, 120])("the ledger's vendors and a model with many tiers fit %i columns", async (width) => {
  for (const words of [["prices"], ["prices", "google/gemini-2.5-pro"], ["prices", "anthropic/claude-sonnet-4-5"]]) {
    const { out } = await runPenny(words, { dir, terminal: true, width, env: { NO_COLOR: "1" } });
    const longest = Math.max(...out.split("\n").map(displayWidth));
    expect([words, longest]).toEqual([words, Math.min(longest, width)]);
  }
});
