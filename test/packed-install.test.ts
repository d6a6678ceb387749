/** What a person gets: the packed tarball, installed in an empty folder, run. */
import { spawn } from "node:child_process";
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

/** Starts the installed bin's server and reads its link. */
async function startServer(...words: string[]) {
  const child = spawn(bin, ["serve", "--no-open", ...words], {
    cwd: folder,
    env: { ...process.env, PENNY_DIR: dir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const link = await new Promise<string>((found, failed) => {
    child.stdout.once("data", (chunk) => found(String(chunk).trim()));
    child.once("close", () => failed(new Error(err)));
  });
  const closed = new Promise<number | null>((done) => child.once("close", done));
  const stop = (): Promise<number | null> => {
    child.kill("SIGINT");
    return closed;
  };
  return { link: new URL(link), err: () => err, stop };
}

test("the installed server gives its page to who has the link, takes the next port, and ends on Ctrl-C", async () => {
  const first = await startServer("--port", "0");
  const second = await startServer("--port", first.link.port);
  expect(second.err()).toContain(`port ${first.link.port} is taken; this is ${second.link.port}`);
  expect(Number(second.link.port)).toBeGreaterThan(Number(first.link.port));
  // Made once, for this person alone: the link of before opens the page of a server that was started again.
  expect(second.link.searchParams.get("token")).toBe(first.link.searchParams.get("token"));
  expect(statSync(join(dir, "server.json")).mode & 0o777).toBe(0o600);

  const page = second.link.origin;
  expect((await fetch(page)).status).toBe(401);
  const opened = await fetch(second.link, { redirect: "manual" });
  expect(opened.status).toBe(303);
  const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const html = await (await fetch(page, { headers: { cookie } })).text();
  expect(html).toContain("<title>Pennyfarthing</title>");
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "";
  expect((await fetch(`${page}${script}`, { headers: { cookie } })).headers.get("content-type")).toContain(
    "javascript",
  );

  // An answer that nobody follows goes on, and stands in the log.
  const asked = await fetch(`${page}/api/answers`, {
    method: "POST",
    headers: { cookie, origin: page, "content-type": "application/json" },
    body: JSON.stringify({ prompt: "Spell garden backwards.", models: [] }),
  });
  expect(asked.status).toBe(200);
  const [answer] = ((await asked.json()) as { answers: { call: string }[] }).answers;
  const events = await fetch(`${page}/api/answers/${answer?.call}/events`, { headers: { cookie } });
  expect(await events.text()).toContain("nedrag");

  expect(await first.stop()).toBe(0);
  expect(await second.stop()).toBe(0);
});

test("the installed package is at most 80 MB, pocket models included", () => {
  expect(bytesBelow(join(folder, "node_modules"))).toBeLessThan(80_000_000);
});
