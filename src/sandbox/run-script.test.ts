import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Program } from "../record/program-run.ts";
import { findBubblewrap, runScript, type ScriptEnd, type ScriptSettings } from "./run-script.ts";

const path = process.env.PATH ?? "/usr/bin:/bin";
const found = await findBubblewrap(path);
const hasBubblewrap = "file" in found;
const LONG_MS = 60_000;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "penny-script-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: Partial<Program>, settings: Partial<ScriptSettings> = {}): Promise<ScriptEnd> {
  return runScript(
    { language: "node", script: "", dependencies: [], ...program },
    {
      folder,
      home: homedir(),
      hidden: [],
      isSandboxed: hasBubblewrap,
      network: false,
      mostMs: 30_000,
      mostMemory: 500_000_000,
      path,
      ...settings,
    },
  );
}

const python = (script: string, settings?: Partial<ScriptSettings>): Promise<ScriptEnd> =>
  run({ language: "python", script }, settings);

describe("a program, sandboxed or not", { timeout: LONG_MS }, () => {
  for (const isSandboxed of hasBubblewrap ? [true, false] : [false]) {
    test(`gives its output, errors and exit code (${isSandboxed ? "bubblewrap" : "without"})`, async () => {
      const heard: string[] = [];
      const onOutput = (text: string, to: string): void => void heard.push(`${to} ${text.trim()}`);
      const script = "console.log('å', process.cwd()); console.error('bad'); process.exit(3)";
      const end = await run({ script }, { isSandboxed, onOutput });
      expect(end).toMatchObject({ exitCode: 3, stdout: `å ${folder}\n`, stderr: "bad\n", ms: expect.any(Number) });
      expect(heard.sort()).toEqual(["stderr bad", `stdout å ${folder}`]);
      expect((await python("print(6 * 7)", { isSandboxed })).stdout).toBe("42\n");
    });

    test(`finds no key in its environment and nobody at its input (${isSandboxed ? "bubblewrap" : "without"})`, async () => {
      process.env.PENNY_TEST_API_KEY = "sk-1";
      const end = await python("import os, sys; print(sorted(os.environ)); print(repr(sys.stdin.read()))", {
        isSandboxed,
      });
      delete process.env.PENNY_TEST_API_KEY;
      expect(end.stdout).not.toContain("PENNY");
      expect(end.stdout).toContain("''");
    });

    test(`is ended when its time is over, it writes for ever, or somebody stops it (${isSandboxed ? "bubblewrap" : "without"})`, async () => {
      expect(await run({ script: "for (;;);" }, { isSandboxed, mostMs: 1500 })).toMatchObject({
        ended: "it took more than 1.5 seconds",
      });
      const flood = await python("while True: print('x' * 100000)", { isSandboxed });
      expect(flood.ended).toBe("it wrote more than 50 million characters");
      expect(flood.stdout).toHaveLength(1_000_000);
      const stop = new AbortController();
      const onOutput = (): void => stop.abort();
      expect(
        await run(
          { script: "console.log(1); setInterval(() => 1, 1000)" },
          { isSandboxed, signal: stop.signal, onOutput },
        ),
      ).toMatchObject({ ended: "it was interrupted" });
    });

    test(`does not get all memory (${isSandboxed ? "bubblewrap" : "without"})`, async () => {
      const end = await python("a = []\nwhile True: a.append(bytearray(10_000_000))", {
        isSandboxed,
        mostMemory: 200_000_000,
      });
      expect(end.stderr).toContain("MemoryError");
      expect(wasFine(end)).toBe(false);
    });
  }
});

function wasFine({ exitCode }: ScriptEnd): boolean {
  return exitCode === 0;
}

/** Each tries to do what it may not, and prints `done` if it could. */
const harms: { [what: string]: (outside: string) => string } = {
  "reads a file elsewhere": (outside) => `print("done", open(${JSON.stringify(join(outside, "secret"))}).read())`,
  // An interpreter that is installed there is seen, and nothing beside it.
  "sees the home folder": () => `import os; print("done" if len(os.listdir(${JSON.stringify(homedir())})) > 1 else "")`,
  "reads the accounts of the machine": () => `print("done", open("/etc/passwd").read())`,
  "writes elsewhere": (outside) => `open(${JSON.stringify(join(outside, "made"))}, "w"); print("done")`,
  "climbs out of the folder": () =>
    `import os; os.chdir(".."); open("made", "w"); print("done" if os.getcwd() != "/tmp" else "")`,
  "changes a program": () => `open("/usr/bin/made", "w"); print("done")`,
  "follows a link out": (outside) =>
    `import os; os.symlink(${JSON.stringify(outside)}, "link"); print("done", open("link/secret").read())`,
  "sees other programs": () =>
    `import os; print("done" if len([p for p in os.listdir("/proc") if p.isdigit()]) > 8 else "")`,
  "ends another program": () => `import os; os.kill(${process.pid}, 9); print("done")`,
  "becomes somebody else": () => `import os; os.setuid(1234); print("done" if os.access("/root", os.R_OK) else "")`,
  "mounts a disk": () =>
    `import ctypes; print("done" if ctypes.CDLL(None).mount(b"none", b"/usr", b"tmpfs", 0, None) == 0 and __import__("os").listdir("/usr") == [] and __import__("os").geteuid() != 0 else "")`,
};

describe.skipIf(!hasBubblewrap)("in bubblewrap a program", { timeout: LONG_MS }, () => {
  for (const [what, script] of Object.entries(harms)) {
    test(`that ${what} cannot`, async () => {
      const outside = mkdtempSync(join(tmpdir(), "penny-outside-"));
      writeFileSync(join(outside, "secret"), "hunter2");
      const end = await python(script(outside));
      expect(end.stdout).not.toContain("done");
      expect(end.stdout).not.toContain("hunter2");
      expect(existsSync(join(outside, "made"))).toBe(false);
      rmSync(outside, { recursive: true });
    });
  }

  test("changes files of its folder, but not what is hidden in it", async () => {
    const hidden = join(folder, "keys");
    mkdirSync(hidden);
    writeFileSync(join(hidden, "keys.json"), "sk-1");
    const script = 'import os; open("made.txt", "w").write("yes"); print(os.listdir("keys"))';
    expect((await python(script, { hidden: [hidden] })).stdout).toBe("[]\n");
    expect(readFileSync(join(folder, "made.txt"), "utf8")).toBe("yes");
    expect(readFileSync(join(hidden, "keys.json"), "utf8")).toBe("sk-1");
  });

  test("reaches no network, this machine's own servers neither, unless it is granted", async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.end("hello");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const script = `import socket; print(socket.create_connection(("127.0.0.1", ${port}), 3).recv(9))`;
    expect((await python(script)).stderr).toMatch(/refused|unreachable/i);
    expect(calls).toBe(0);
    expect((await python(script, { network: true })).stdout).toBe("b'hello'\n");
    expect(calls).toBe(1);
    server.close();
  });

  test("leaves nothing running behind", async () => {
    const seconds = `61.${process.pid}`;
    const script = `import subprocess; subprocess.Popen(["sleep", "${seconds}"], start_new_session=True, stdout=-3, stderr=-3)`;
    expect(wasFine(await python(script))).toBe(true);
    const running = (): string[] =>
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .filter((name) => wordsOf(name).includes(seconds));
    // The kernel ends what is left in the namespace just after its first process.
    await vi.waitFor(() => expect(running()).toEqual([]), { timeout: 10_000 });
  });
});

function wordsOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

test("where bubblewrap is wanted and lacking, nothing runs", async () => {
  await expect(run({ script: "1" }, { isSandboxed: true, path: "/nowhere" })).rejects.toThrow(
    /The program was not run: bubblewrap/,
  );
  await expect(python("1", { isSandboxed: false, path: "/nowhere" })).rejects.toThrow("There is no program `python3`");
});
