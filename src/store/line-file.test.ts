import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { linesOf, linesOrDatabase, writeTexts } from "./line-file.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-lines-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

async function gathered(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

test("lines come back whatever the pieces in which they arrive", async () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => `x${text.replaceAll("\n", "")}`);
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.boolean(), fc.integer({ min: 1, max: 9 }), async (lines, ends, size) => {
      const bytes = Buffer.from(lines.join("\n") + (ends && lines.length > 0 ? "\n" : ""));
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      expect(await gathered(linesOf(Readable.from(pieces)))).toEqual(lines);
    }),
  );
});

test("a byte order mark is no part of the first line", async () => {
  writeFileSync(join(dir, "a"), "\uFEFFone\ntwo");
  const lines = await linesOrDatabase(join(dir, "a"));
  expect(lines === "database" ? lines : await gathered(lines)).toEqual(["one", "two"]);
});

test("a database is known by its first bytes", async () => {
  writeFileSync(join(dir, "a"), "SQLite format 3\0 and more");
  expect(await linesOrDatabase(join(dir, "a"))).toBe("database");
});

async function* texts(count: number, error?: Error): AsyncGenerator<string> {
  for (let index = 0; index < count; index++) yield `${index}\n`.padStart(100_000);
  if (error) throw error;
}

test("texts are written whole, over an older file", async () => {
  const path = join(dir, "new", "a");
  await writeTexts(path, texts(1));
  await writeTexts(path, texts(30));
  expect(readFileSync(path, "utf8").length).toBe(3_000_000);
  expect(readdirSync(join(dir, "new"))).toEqual(["a"]);
});

test("a failure leaves the older file as it was", async () => {
  writeFileSync(join(dir, "a"), "older");
  await expect(writeTexts(join(dir, "a"), texts(30, new Error("no more")))).rejects.toThrow("no more");
  expect(readdirSync(dir)).toEqual(["a"]);
  expect(readFileSync(join(dir, "a"), "utf8")).toBe("older");
});

test("a folder in the file's place is one sentence", async () => {
  await expect(writeTexts(dir, texts(1))).rejects.toThrow(/cannot be written: .+ Name another place or make room\.$/);
  await expect(linesOrDatabase(dir)).rejects.toThrow(`${dir} is a folder: name a file.`);
});
