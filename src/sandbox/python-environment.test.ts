/** With a stand-in for uv, which writes down its words: the real one fetches from the network. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasUv, pythonEnvironment } from "./python-environment.ts";

let folder = "";
let heard = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "penny-uv-"));
  heard = join(folder, "heard");
  path = `${join(folder, "bin")}:/usr/bin:/bin`;
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function standIn(script: string): void {
  const file = join(folder, "bin", "uv");
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${heard}\nenv >> ${heard}\n${script}\n`);
  chmodSync(file, 0o755);
}

const make = (dependencies: string[]): Promise<string> =>
  pythonEnvironment(dependencies, { folder: join(folder, "made"), path, home: folder });

test("an environment is made once for the same packages, from built packages alone, without keys in its environment", async () => {
  process.env.PENNY_TEST_API_KEY = "sk-1";
  standIn('for last; do :; done; [ "$1" = venv ] && mkdir -p "$last"; exit 0');
  const first = await make(["rich", "httpx[http2]>=0.27"]);
  expect(await make(["httpx[http2]>=0.27", "rich"])).toBe(first);
  delete process.env.PENNY_TEST_API_KEY;
  const words = readFileSync(heard, "utf8");
  expect(words.match(/^venv /gm)).toHaveLength(1);
  expect(words).toMatch(/^pip install --quiet --no-build --python .*\/bin\/python -- rich httpx\[http2\]>=0\.27$/m);
  expect(words).toContain("--no-python-downloads");
  expect(words).not.toContain("sk-1");
});

test("packages that cannot be had leave nothing behind, and uv's own words are told", async () => {
  standIn('for last; do :; done; [ "$1" = venv ] && mkdir -p "$last" && exit 0; echo "no such package" >&2; exit 1');
  await expect(make(["nope"])).rejects.toThrow("The packages nope could not be fetched: no such package");
  expect(existsSync(join(folder, "made")) && readFileSync(heard, "utf8")).toBeTruthy();
  standIn('for last; do :; done; [ "$1" = venv ] && mkdir -p "$last"; exit 0');
  expect(existsSync(await make(["nope"]))).toBe(true);
});

test("without uv it is told how to get it", async () => {
  path = "/nowhere";
  expect(hasUv(path)).toBe(false);
  await expect(make(["rich"])).rejects.toThrow("install it (https://docs.astral.sh/uv)");
});
