import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../bench/local-server.ts";
import { run, temporaryFolder } from "../test/support/run-penny.ts";
import type { Call } from "./record/call.ts";
import { textOf } from "./record/message.ts";
import { openStore } from "./store/open-store.ts";

const root = resolve(import.meta.dirname, "..");
const dir = temporaryFolder();
let server: LocalServer;
const children: ChildProcess[] = [];

beforeEach(async () => {
  server = await startLocalServer();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await server.close();
});

interface Running {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves when the text has been printed on standard output or error. */
  printed: (text: string) => Promise<void>;
  ended: Promise<number | null>;
}

function start(words: readonly string[]): Running {
  const env = { ...process.env, PENNY_DIR: dir, NO_COLOR: "1" };
  const child = spawn(process.execPath, [resolve(root, "src/main.ts"), ...words], { env });
  children.push(child);
  let out = "";
  let err = "";
  const waiting = new Map<string, () => void>();
  const look = (): void => {
    for (const [text, seen] of waiting) if (out.includes(text) || err.includes(text)) seen();
  };
  child.stdout?.on("data", (chunk) => {
    out += chunk;
    look();
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
    look();
  });
  const printed = (text: string): Promise<void> =>
    new Promise((seen) => {
      waiting.set(text, seen);
      look();
    });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return { child, out: () => out, err: () => err, printed, ended };
}

async function newest(): Promise<Call | undefined> {
  const store = await openStore({ dir, now: Date.now });
  try {
    return (await store.calls({ limit: 1 }))[0];
  } finally {
    await store.close();
  }
}

test("a reader that goes away ends the program quietly, and the call is stopped and kept", async () => {
  server.next([{ tokens: 100_000, intervalMs: 5 }]);
  const penny = start(["Count", "-m", `${server.url}#x`]);
  penny.child.stdin?.end();
  await penny.printed("0 1 2");
  penny.child.stdout?.destroy();
  expect(await penny.ended).toBe(0);
  expect(penny.err()).toBe("");
  const call = await newest();
  expect(call?.finish.reason).toBe("aborted");
  expect(textOf(call?.parts ?? [])).toMatch(/^0 1 2/);
});

test("Ctrl-C while standard input is awaited ends with 130 and sends nothing", async () => {
  const penny = start(["Summarise", "-m", `${server.url}#x`]);
  await penny.printed("reading standard input until it ends");
  penny.child.kill("SIGINT");
  expect(await penny.ended).toBe(130);
  expect(penny.err()).toContain("penny: Stopped before anything was sent.\n");
  expect(server.stats.requests).toBe(0);
});

test("data goes to standard output and everything else to standard error", async () => {
  const { code, out, err } = await run(
    process.execPath,
    [resolve(root, "bin/penny.js"), "Hi", "-m", `${server.url}#x`, "-u"],
    { env: { PENNY_DIR: dir } },
  );
  expect({ code, out }).toEqual({ code: 0, out: "Hi\n" });
  expect(err).toContain(" in all · ");
});

test("the bin's version is the package's, and it loads nothing to say it", async () => {
  const { default: about } = await import("../package.json", { with: { type: "json" } });
  const bin = JSON.stringify(resolve(root, "bin/penny.js"));
  const script = `process.argv = ["node", "penny", "--version"]; require(${bin}); console.log(Object.keys(require.cache).length)`;
  const { out } = await run(process.execPath, ["-e", script]);
  expect(out).toBe(`${about.version}\n2\n`);
});

test("an old Node is told in one sentence what to do", async () => {
  const bin = JSON.stringify(resolve(root, "bin/penny.js"));
  for (const old of ["12.0.0", "24.14.1"]) {
    const script = `Object.defineProperty(process, "versions", { value: { node: "${old}" } }); require(${bin})`;
    const { code, out, err } = await run(process.execPath, ["-e", script]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(
      new RegExp(
        `^penny: Node\\.js ${old} is installed, but penny needs 24\\.15 or newer: get it from https://nodejs\\.org/ .+\\n$`,
      ),
    );
  }
});
