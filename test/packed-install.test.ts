/** What a person gets: the packed tarball, installed in an empty folder, run. */
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run, temporaryFolder } from "./support/run-penny.ts";

const folder = temporaryFolder();
const dir = temporaryFolder();
const bin = join(folder, "node_modules/.bin/penny");

function bytesBelow(path: string): number {
  let sum = 0;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name)).size;
  }
  return sum;
}

beforeAll(async () => {
  // Packing builds first.
  const packed = await run("npm", ["pack", "--pack-destination", folder]);
  expect(packed.code, packed.err).toBe(0);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  const installed = await run("npm", ["install", "--no-audit", "--no-fund", join(folder, tarball)], { cwd: folder });
  expect(installed.code, installed.err).toBe(0);
}, 300_000);

test("the installed bin tells its version", async () => {
  const { code, out } = await run(bin, ["--version"], { cwd: folder });
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("the installed bin answers with no key and no network, and logs it", async () => {
  const env = { PENNY_DIR: dir };
  const answered = await run(bin, ["How many r's are in strawberry?"], { cwd: folder, env });
  expect(answered).toMatchObject({ code: 0, out: "3\n" });
  const logged = await run(bin, ["log", "--json"], { cwd: folder, env });
  expect(JSON.parse(logged.out)).toHaveLength(1);
});

test("the installed library answers and has types", async () => {
  const program = `
    import { openWorkbench, textOf } from "pennyfarthing";
    const workbench = await openWorkbench({ dir: ${JSON.stringify(dir)} });
    const call = await workbench.ask({ prompt: "Spell model backwards." });
    console.log(textOf(call.parts));
    await workbench.close();
  `;
  writeFileSync(join(folder, "program.ts"), program);
  const ran = await run(process.execPath, ["program.ts"], { cwd: folder });
  expect(ran).toMatchObject({ code: 0, out: "ledom\n" });
  const types = await run(
    process.execPath,
    [
      join(import.meta.dirname, "../node_modules/typescript/bin/tsc"),
      ...[
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2024",
        "--types",
        "",
        join(folder, "program.ts"),
      ],
    ],
    { cwd: folder },
  );
  expect(types.out).toBe("");
});

test("the installed package is at most 80 MB, pocket models included", () => {
  expect(bytesBelow(join(folder, "node_modules"))).toBeLessThan(80_000_000);
});
