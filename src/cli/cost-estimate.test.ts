import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { openWorkbench } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { exitCodes } from "./io.ts";

const dir = temporaryFolder();

interface EstimateRow {
  model: string;
  calls: number;
  leftOut: number;
  inputTokens?: { low: number; high: number };
  picodollars?: { low: number; high: number };
  batchUsd?: { low: number; high: number };
  usd?: { low: number; high: number };
  assumptions: string[];
}

async function estimate(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return runPenny(["cost", "estimate", ...words], { dir });
}

async function rows(...words: string[]): Promise<EstimateRow[]> {
  const { code, out, err } = await estimate(...words, "--json");
  expect([code, err]).toEqual([exitCodes.ok, ""]);
  return JSON.parse(out);
}

/** A PNG of a size without its pixels: forecasts read no further than its head. */
function png(width: number, height: number): Buffer {
  const head = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const size = Buffer.alloc(17);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2], 8);
  return Buffer.concat([head, size, Buffer.from("0000000049454e44ae426082", "hex")]);
}

/** A folder with `count` photos, a note in a folder below, and files that no model reads. */
function photos(count: number): string {
  const folder = temporaryFolder();
  for (let index = 0; index < count; index++) writeFileSync(join(folder, `${index}.png`), png(1024, 1024));
  mkdirSync(join(folder, "below"));
  writeFileSync(join(folder, "below", "note.txt"), "a few words");
  return folder;
}

const flash = ["-m", "google/gemini-1.5-flash-8b"];

test("68,000 photos on Gemini 1.5 Flash 8B cost $1.68", async () => {
  const words = [...flash, "--calls", "68000", "--input-tokens", "260", "--output-tokens", "100"];
  const [row] = await rows(...words);
  expect(row?.picodollars).toEqual({ low: 1_683_000_000_000, high: 1_683_000_000_000 });
  expect(row?.usd?.high).toBe(1.683);
  expect(row?.batchUsd?.high).toBe(0.8415);
  const { out } = await estimate(...words);
  expect(out).toContain("68,000 calls; nothing was sent.");
  expect(out).toContain(" $1.68 ");
  expect(out).toContain("no longer offered");
});

test("260 tokens in and 92 out cost 0.0024 cents", async () => {
  const [row] = await rows(...flash, "--input-tokens", "260", "--output-tokens", "92");
  expect(formatUsd(row?.picodollars?.high)).toBe("$0.000024");
});

test("an earlier day has its own price", async () => {
  const words = ["-m", "openai/gpt-4o", "--input-tokens", "1000000", "--output-tokens", "0"];
  expect((await rows(...words, "--at", "2024-06-01"))[0]?.usd?.high).toBe(5);
  expect((await rows(...words, "--at", "2025-06-01"))[0]?.usd?.high).toBe(2.5);
  const [before] = await rows(...words, "--at", "2023-06-01");
  expect(before).not.toHaveProperty("picodollars");
  expect(before?.assumptions.join(" ")).toContain("for days before 2024-05-13");
});

test("a price that has ended is taken with its dates", async () => {
  const [row] = await rows("-m", "deepseek/deepseek-chat", "--input-tokens", "1000000", "--output-tokens", "0");
  expect(row?.usd?.high).toBe(0.14);
  expect(row?.assumptions[0]).toMatch(/the last known one, which held from 2026-04-24 to 2026-07-24, is taken/);
});

test("a prompt is forecast on several models without a key, cheapest first", async () => {
  const found = await rows(
    "Why is the sky blue?",
    "-m",
    "openai/gpt-4o",
    "-m",
    "openai/gpt-4o-mini",
    "--output-tokens",
    "50",
  );
  expect(found.map((row) => row.model)).toEqual(["openai/gpt-4o-mini", "openai/gpt-4o"]);
  expect(found[0]?.inputTokens).toEqual({ low: 13, high: 13 });
});

test("a folder makes a call for each file, and leaves nothing in the log", async () => {
  const folder = photos(20);
  const [row] = await rows("Describe this", "-a", folder, "-m", "openai/gpt-4o", "--output-tokens", "10");
  expect([row?.calls, row?.leftOut]).toEqual([21, 0]);
  const [one] = await rows(
    "Describe this",
    "-a",
    join(folder, "0.png"),
    "-m",
    "openai/gpt-4o",
    "--output-tokens",
    "10",
  );
  const [note] = await rows(
    "Describe this",
    "-a",
    join(folder, "below/note.txt"),
    "-m",
    "openai/gpt-4o",
    "--output-tokens",
    "10",
  );
  expect(row?.picodollars?.high).toBe(20 * (one?.picodollars?.high ?? 0) + (note?.picodollars?.high ?? 0));
  const workbench = await openWorkbench({ dir, env: {} });
  expect(await workbench.log.calls()).toEqual([]);
  await workbench.close();
});

test("a pattern takes the files that fit, several calls each", async () => {
  const folder = photos(12);
  const [row] = await rows(
    "-a",
    join(folder, "1*.png"),
    "-m",
    "openai/gpt-4o",
    "--calls",
    "3",
    "--output-tokens",
    "10",
  );
  expect(row?.calls).toBe(9);
  const { err, code } = await estimate("-a", join(folder, "*.gif"), "-m", "openai/gpt-4o");
  expect([code, err]).toEqual([exitCodes.usage, expect.stringContaining("There are no files in")]);
});

test("files that a model cannot be sent are left out and told", async () => {
  const folder = photos(3);
  writeFileSync(join(folder, "empty.txt"), "");
  writeFileSync(join(folder, "data.zip"), Buffer.from("504b0506000000000000000000000000000000000000", "hex"));
  const [sees, blind] = await rows(
    "-a",
    folder,
    "-m",
    "openai/gpt-3.5-turbo",
    "-m",
    "openai/gpt-4o",
    "--output-tokens",
    "10",
  );
  expect([sees?.model, sees?.calls, sees?.leftOut]).toEqual(["openai/gpt-4o", 4, 2]);
  expect([blind?.model, blind?.calls, blind?.leftOut]).toEqual(["openai/gpt-3.5-turbo", 1, 5]);
  expect(blind?.assumptions[0]).toMatch(/^5 files are left out, such as this one: /);
  const { code, err } = await estimate("-a", join(folder, "*.png"), "-m", "openai/gpt-3.5-turbo");
  expect([code, err]).toEqual([exitCodes.usage, expect.stringContaining("reads only text")]);
});

test("a large photo is read no further than its size, and whole if that is not in its beginning", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.png"), Buffer.concat([png(512, 512), Buffer.alloc(400_000, 7)]));
  const frame = Buffer.from("ffc0001108020002000301220002110103110100", "hex");
  const note = (bytes: number): Buffer =>
    Buffer.concat([Buffer.from([0xff, 0xe2, bytes >> 8, bytes & 255]), Buffer.alloc(bytes - 2, 1)]);
  const notes = Array.from({ length: 5 }, () => note(65_000));
  writeFileSync(join(folder, "b.jpg"), Buffer.concat([Buffer.from("ffd8", "hex"), ...notes, frame, Buffer.alloc(10)]));
  const [a] = await rows("-a", join(folder, "a*"), "-m", "openai/gpt-4o", "--output-tokens", "1");
  const [b] = await rows("-a", join(folder, "b*"), "-m", "openai/gpt-4o", "--output-tokens", "1");
  expect(a?.inputTokens?.high).toBeGreaterThan(200);
  expect(b?.inputTokens).toEqual(a?.inputTokens);
});

test("an unknown price stays unknown and says why", async () => {
  const [row] = await rows("-m", "voyageai/voyage-3", "--input-tokens", "1000", "--output-tokens", "10");
  expect(row).not.toHaveProperty("picodollars");
  expect(row?.assumptions.join(" ")).toContain("No price is known for output of voyageai/voyage-3");
  expect((await estimate("-m", "voyageai/voyage-3", "--input-tokens", "9", "--output-tokens", "9")).out).toMatch(
    / – +–/,
  );
  expect(
    (await rows("-m", "voyageai/voyage-3", "--input-tokens", "1000000", "--output-tokens", "0"))[0]?.usd?.high,
  ).toBe(0.06);
});

test.each([
  [[], "There is nothing to forecast"],
  [["--output-tokens", "3"], "The number of input tokens is missing"],
  [["hi", "--input-tokens", "3"], "not both"],
  [["a", "b"], "put the prompt in quotes"],
  [["hi", "-m", "nobody/x"], 'There is no model "nobody/x"'],
  [["hi", "-m", "openai/gpt-4o", "-a", "missing.png"], "There is no file to attach"],
  [["hi", "--calls", "0"], "--calls is `0`"],
])("wrong words %j are told before anything is read", async (words, sentence) => {
  const { code, out, err } = await estimate(...words);
  expect([code, out]).toEqual([exitCodes.usage, ""]);
  expect(err).toContain(sentence);
});

test("dollars of a range, and energy beside the table where it is narrow", async () => {
  const words = ["cost", "estimate", "hi", "-m", "openai/gpt-4o", "-m", "anthropic/claude-3-haiku-20240307"];
  const narrow = await runPenny(words, { dir, terminal: true, width: 70, env: { NO_COLOR: "1" } });
  expect(narrow.out).toMatch(/^openai\/gpt-4o +energy .* Wh$/m);
  const wide = await runPenny(words, { dir, terminal: true, width: 120, env: { NO_COLOR: "1" } });
  expect(wide.out).toMatch(/^openai\/gpt-4o .*\$[\d.]+–\$[\d.]+ .* Wh$/m);
});
