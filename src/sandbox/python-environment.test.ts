/** With a stand-in for uv that takes exactly the words said to it and makes true environments: the real one fetches from the network. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { heardByUv, standInUv, writeWheel } from "../../test/support/stand-in-uv.ts";
import type { FoundPython } from "./find-python.ts";
import { hasUv, pythonEnvironment } from "./python-environment.ts";
import { findBubblewrap, runScript, type ScriptEnd } from "./run-script.ts";

const PATH = process.env.PATH ?? "/usr/bin:/bin";
const isSandboxed = "file" in (await findBubblewrap(PATH));
let folder = "";
let bin = "";
let wheels = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "penny-uv-"));
  bin = join(folder, "bin");
  wheels = join(folder, "wheels");
  path = `${bin}:${PATH}`;
  standInUv(bin);
  for (const each of ["home", "work"]) mkdirSync(join(folder, each));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function make(
  dependencies: string[],
  more: { [name: string]: string } = {},
  signal?: AbortSignal,
): Promise<FoundPython | { ended: string }> {
  const env = { UV_FIND_LINKS: wheels, ...more };
  const given = { folder: join(folder, "made"), path, env, home: join(folder, "home") };
  return pythonEnvironment(dependencies, { ...given, ...(signal ? { signal } : {}) });
}

/** One that could be made. */
async function ready(...given: Parameters<typeof make>): Promise<FoundPython> {
  const python = await make(...given);
  if ("ended" in python) throw new Error(python.ended);
  return python;
}

function run(
  script: string,
  python: FoundPython,
  work = join(folder, "work"),
  hidden: string[] = [],
): Promise<ScriptEnd> {
  const limits = { mostMs: 30_000, mostMemory: 500_000_000, network: false };
  const settings = { ...limits, folder: work, home: join(folder, "home"), hidden, isSandboxed, path };
  return runScript({ language: "python", script, dependencies: [] }, settings, python);
}

function endOf(made: FoundPython | { ended: string }): string {
  return "ended" in made ? made.ended : "";
}

describe("packages by uv", { timeout: 60_000 }, () => {
  test("an environment is made once for the same packages, with these very words, from the root folder", async () => {
    for (const name of ["rich", "httpx"]) writeWheel(wheels, name, { [`${name}.py`]: `name = "${name} here"` });
    const first = await ready(["rich", "httpx[http2]>=0.27"]);
    expect(await ready(["httpx[http2]>=0.27", "rich"])).toEqual(first);
    const heard = heardByUv(bin);
    const place = heard[0]?.words.at(-1) ?? "";
    expect(place).toMatch(/\/made\/[0-9a-f]{24}$/);
    const choices = ["--quiet", "--no-build", "--link-mode", "copy", "--python", join(place, "bin", "python")];
    expect(heard.map(({ words }) => words)).toEqual([
      ["venv", "--quiet", "--no-project", "--no-python-downloads", place],
      ["pip", "install", ...choices, "--", "rich", "httpx[http2]>=0.27"],
    ]);
    expect(heard.map((each) => each.folder)).toEqual(["/", "/"]);
    const end = await run("import rich, httpx; print(rich.name, httpx.name)", first);
    expect(end).toMatchObject({ exitCode: 0, stdout: "rich here httpx here\n" });
  });

  test("uv is given the person's indexes, proxies and caches, and none of their other settings and keys", async () => {
    writeWheel(wheels, "rich", {});
    const wanted = {
      UV_INDEX_URL: "https://ann:pw@index.example/simple",
      HTTPS_PROXY: "http://proxy:3128",
      UV_CACHE_DIR: "/c",
    };
    const unwanted = {
      OPENAI_API_KEY: "sk-1",
      UV_WORKING_DIRECTORY: folder,
      UV_PUBLISH_TOKEN: "t",
      UV_LINK_MODE: "symlink",
    };
    await make(["rich"], { ...wanted, ...unwanted, FORCE_COLOR: "1" });
    for (const { env } of heardByUv(bin)) {
      expect(env).toMatchObject({
        ...wanted,
        UV_FIND_LINKS: wheels,
        PATH: expect.stringContaining(path),
        HOME: join(folder, "home"),
      });
      for (const name of [...Object.keys(unwanted), "FORCE_COLOR"]) expect(env).not.toHaveProperty(name);
    }
  });

  test("packages that cannot be had leave nothing behind, and why is told in one line", async () => {
    expect(endOf(await make(["nope>=2"]))).toMatch(
      /^its packages \(nope>=2\) could not be fetched: Failed to fetch: `https:\/\/pypi\.org\/simple\/nope\/`: Request failed after 3 retries: client error \(Connect\): dns error: failed to lookup address information: Temporary failure in name resolution$/,
    );
    expect(readdirSync(join(folder, "made"))).toEqual([]);
    writeWheel(wheels, "nope", { "nope.py": "there = 1" });
    expect((await run("import nope; print(nope.there)", await ready(["nope>=2"]))).stdout).toBe("1\n");
  });

  test("one that was stopped half-way, or whose interpreter is gone, is made anew", async () => {
    writeWheel(wheels, "rich", {});
    const stop = new AbortController();
    stop.abort();
    expect(await make(["rich"], {}, stop.signal)).toEqual({ ended: "it was interrupted" });
    expect(readdirSync(join(folder, "made"))).toEqual([]);
    const python = await ready(["rich"]);
    rmSync(python.file);
    symlinkSync("/nowhere/python3", python.file);
    expect((await run("import sys; print(sys.prefix)", await ready(["rich"]))).exitCode).toBe(0);
    expect(heardByUv(bin).filter(({ words }) => words[0] === "venv")).toHaveLength(2);
  });

  test.skipIf(!isSandboxed)(
    "no code of a package runs outside the sandbox, and none of its words open it",
    async () => {
      const harm = join(folder, "harm");
      const secret = join(folder, "home", ".ssh");
      mkdirSync(secret);
      writeFileSync(join(secret, "id"), "hunter2");
      const start = `import os; open(${JSON.stringify(harm)}, "w")\n`;
      writeWheel(wheels, "evil", {
        "evil.pth": start,
        "sitecustomize.py": start,
        "evil-1.0.data/data/bin/python": `#!/bin/sh\ntouch ${harm}\ncat ${secret}/id\necho; echo ${secret}; echo ${secret}\n`,
        "evil-1.0.data/data/pyvenv.cfg": `home = ${secret}\n`,
      });
      await make(["evil"]);
      const end = await run("print(1)", await ready(["evil"]));
      expect(existsSync(harm)).toBe(false);
      expect(end.stdout).not.toContain("hunter2");
    },
  );

  test("an environment in the log's folder is seen where that folder is hidden, and nothing else of it", async () => {
    writeWheel(wheels, "rich", { "rich.py": "name = 'rich here'" });
    const python = await ready(["rich"]);
    writeFileSync(join(folder, "made", "keys.json"), "{}");
    const script = `import rich, os; print(rich.name, "keys.json" in os.listdir(${JSON.stringify(join(folder, "made"))}))`;
    const end = await run(script, python, folder, [join(folder, "made")]);
    expect(end.stdout).toBe(`rich here ${isSandboxed ? "False" : "True"}\n`);
  });
});

test("without uv it is told how to get it", async () => {
  path = "/nowhere";
  expect(hasUv(path)).toBe(false);
  expect(endOf(await make(["rich"]))).toContain("install it (https://docs.astral.sh/uv)");
});

test("a uv that does not work, or an environment without Python, is told in a sentence, and passwords are not", async () => {
  const uv = join(bin, "uv");
  const told = async (script: string): Promise<string> => {
    writeFileSync(uv, `#!/bin/sh\n${script}\n`);
    chmodSync(uv, 0o755);
    return endOf(await make(["rich"]));
  };
  expect(await told("exit 2")).toBe("its packages (rich) could not be fetched: uv failed");
  expect(await told("echo 'error: no https://ann:pw@index.example/simple' >&2; exit 2")).toMatch(
    /: no https:\/\/\*{4}@index\.example\/simple$/,
  );
  expect(await told("exit 0")).toMatch(/bin\/python does not work: there is no program/);
});
