/**
 * Runs every example of the README and the guides. In a `console` block each line that begins with `$` is run, in order, in a
 * folder with the repository's examples; the lines after it must be what it prints, `…` standing for anything.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { run, temporaryFolder } from "./support/run-penny.ts";

const root = resolve(import.meta.dirname, "..");
const pages = ["README.md"];

interface Example {
  command: string;
  expected: string;
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((piece) => {
        const end = piece.indexOf("\n");
        return { command: piece.slice(0, end), expected: piece.slice(end + 1).trimEnd() };
      }),
  );
}

/** Whether the printed text is the expected one, where `…` stands for anything within or over lines. */
function matches(printed: string, expected: string): boolean {
  const pattern = expected
    .split("…")
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(printed.trimEnd());
}

describe.each(pages)("%s", (page) => {
  const folder = temporaryFolder();
  const dir = temporaryFolder();
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  mkdirSync(join(folder, "bin"));
  const script = `#!/bin/sh\nexec "${process.execPath}" "${join(root, "src/main.ts")}" "$@"\n`;
  writeFileSync(join(folder, "bin/penny"), script, { mode: 0o755 });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

  const examples = examplesOf(page);
  test("has ten examples or more", () => expect(examples.length).toBeGreaterThanOrEqual(10));
  test.each(examples)("$ $command", async ({ command, expected }) => {
    const env = { PENNY_DIR: dir, PATH: `${join(folder, "bin")}:${process.env.PATH}`, COLUMNS: "100", NO_COLOR: "1" };
    const { code, out, err } = await run("sh", ["-c", command], { cwd: folder, env });
    expect(code, err).toBe(0);
    if (expected !== "")
      expect(matches(out, expected) || matches(`${out}${err}`, expected), `printed:\n${out}${err}`).toBe(true);
  });
});
