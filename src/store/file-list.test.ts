import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { filesOf, meansSeveralFiles, seeFile } from "./file-list.ts";

function folderWith(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  return folder;
}

async function listed(path: string, from: string): Promise<string[]> {
  const found: string[] = [];
  for await (const each of filesOf(path)) found.push(relative(from, each));
  return found;
}

test("a folder gives its files and those below, in order, without hidden ones", async () => {
  const folder = folderWith("b.txt", "a.txt", "sub/c.txt", ".hidden", ".git/config");
  symlinkSync(join(folder, "a.txt"), join(folder, "z.txt"));
  symlinkSync(folder, join(folder, "sub", "loop"));
  expect(await listed(folder, folder)).toEqual(["a.txt", "b.txt", "sub/c.txt", "z.txt"]);
});

test("a pattern gives the files that fit, never folders", async () => {
  const folder = folderWith("a.png", "b.jpg", "sub/c.png", "d.png/inside.txt");
  expect(await listed(join(folder, "*.png"), folder)).toEqual(["a.png"]);
  expect((await listed(join(folder, "**/*.{png,jpg}"), folder)).sort()).toEqual(["a.png", "b.jpg", "sub/c.png"]);
  expect(await listed(join(folder, "*.gif"), folder)).toEqual([]);
});

test("a file whose own name looks like a pattern is a file", async () => {
  const folder = folderWith("draft[1].txt");
  expect(await meansSeveralFiles(join(folder, "draft[1].txt"))).toBe(false);
  expect(await meansSeveralFiles(join(folder, "draft[2].txt"))).toBe(true);
  expect(await meansSeveralFiles(folder)).toBe(true);
  expect(await meansSeveralFiles(join(folder, "missing"))).toBe(false);
});

test("of a large image only the beginning is read, of other files all", async () => {
  const folder = temporaryFolder();
  const png = Buffer.concat([
    Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010802000000", "hex"),
    Buffer.alloc(400_000),
  ]);
  writeFileSync(join(folder, "a.png"), png);
  writeFileSync(join(folder, "b.txt"), "é".repeat(200_000));
  const image = await seeFile(join(folder, "a.png"));
  expect([image.mediaType, image.bytes.byteLength, image.whole]).toEqual(["image/png", 131_072, false]);
  expect((await seeFile(join(folder, "a.png"), "whole")).bytes.byteLength).toBe(png.byteLength);
  const text = await seeFile(join(folder, "b.txt"));
  expect([text.mediaType, text.bytes.byteLength, text.whole]).toEqual(["text/plain", 400_000, true]);
});

test("an empty or missing file is told by its path", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "empty.txt"), "");
  await expect(seeFile(join(folder, "empty.txt"))).rejects.toThrow(/empty\.txt is empty/);
  await expect(seeFile(join(folder, basename("none.txt")))).rejects.toThrow(/There is no file to attach at/);
});
