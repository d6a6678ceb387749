/** `penny run` through the program, with a model on this machine that says what the test tells it, and scripts that truly run. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { heardByUv, standInUv, writeWheel } from "../../test/support/stand-in-uv.ts";
import { openWorkbench } from "../index.ts";
import type { ProgramRun } from "../record/program-run.ts";
import { findBubblewrap } from "../sandbox/run-script.ts";

const hasBubblewrap = "file" in (await findBubblewrap(process.env.PATH ?? ""));
const LONG_MS = 60_000;
let dir = "";
let cwd = "";
let server: Server;
let answers: string[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-run-cli-"));
  cwd = mkdtempSync(join(tmpdir(), "penny-run-work-"));
  answers = [];
  server = createServer((_request, response) => {
    const content = answers.shift() ?? "No more.";
    const chunk = {
      id: "1",
      object: "chat.completion.chunk",
      model: "scripted",
      choices: [{ index: 0, delta: { content }, finish_reason: "stop" }],
    };
    response.setHeader("Content-Type", "text/event-stream");
    response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  writeFileSync(
    join(dir, "settings.json"),
    JSON.stringify({ defaultModel: "lab/scripted", endpoints: { lab: { url: `http://127.0.0.1:${port}/v1` } } }),
  );
});

afterEach(() => {
  server.close();
  for (const each of [dir, cwd]) rmSync(each, { recursive: true, force: true });
});

function penny(words: string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["run", ...words], { dir, cwd, env: { PATH: process.env.PATH }, ...settings });
}

/** A terminal on which somebody types these lines, each when a question stands there. */
function typing(...lines: string[]): Partial<FakeIoSettings> {
  const input = new PassThrough();
  const onWrite = (text: string): void => void (text.includes("[y/N]") && input.write(`${lines.shift() ?? "n"}\n`));
  return { terminal: true, input, onWrite };
}

const python = (script: string): string => `\`\`\`python\n${script}\n\`\`\``;
const asking = (name: string, script: string): string =>
  python(`# /// script\n# dependencies = ["${name}"]\n# ///\n${script}`);
const how = hasBubblewrap ? [] : ["--run-without-sandbox"];

async function recorded(): Promise<ProgramRun[]> {
  const workbench = await openWorkbench({ dir, env: {} });
  const calls = await workbench.log.calls({ command: "run" });
  const runs = await workbench.log.programRuns(calls.map(({ id }) => id));
  await workbench.close();
  return runs;
}

describe("penny run", { timeout: LONG_MS }, () => {
  test("shows the script, runs it after a yes, and keeps script and output in the log", async () => {
    answers = [python('open("made.txt", "w").write("yes")\nprint("six times seven is", 6 * 7)')];
    const { code, out, err } = await penny([...how, "What is 6 × 7?"], typing("y"));
    expect(out).toBe("six times seven is 42\n");
    expect(code).toBe(0);
    expect(err).toMatch(/open\("made.txt", "w"\)[\s\S]*Run it\? \[y\/N\][\s\S]*exit code 0/);
    expect(readFileSync(join(cwd, "made.txt"), "utf8")).toBe("yes");
    const shown = await runPenny(["log", "show"], { dir, env: {} });
    expect(shown.out).toMatch(/exit code 0.*\nsix times seven is 42\n$/);
    expect(await recorded()).toMatchObject([{ exitCode: 0, stdout: out, isSandboxed: hasBubblewrap, folder: cwd }]);
  });

  test("runs nothing after anything but a yes", async () => {
    for (const line of ["n", "", "yes please"]) {
      answers = [python('open("made.txt", "w")')];
      expect(await penny([...how, "Make a file"], typing(line))).toMatchObject({ code: 0, out: "" });
    }
    expect(existsSync(join(cwd, "made.txt"))).toBe(false);
    expect(await recorded()).toEqual([]);
  });

  test("never runs unseen: without a terminal nothing is even asked", async () => {
    answers = [python("print(1)")];
    const { code, err } = await penny(["Count"], { stdin: "" });
    expect([code, answers.length]).toEqual([2, 1]);
    expect(err).toContain("--run-without-asking");
    expect((await penny([...how, "Count"], { stdin: "y\ny\n" })).code).toBe(2);
    const told = await penny([...how, "--run-without-asking", "Count"], { stdin: "" });
    expect(told).toMatchObject({ code: 0, out: "1\n" });
  });

  test("--show writes the script alone", async () => {
    answers = [python("print(1)")];
    expect(await penny(["--show", "Count"], { stdin: "" })).toMatchObject({ code: 0, out: "print(1)\n" });
    expect(await recorded()).toEqual([]);
  });

  test("--fix has it mended, each script shown before it runs", async () => {
    answers = [python("print(1 / 0)"), python("print('whole')")];
    const { code, out, err } = await penny([...how, "--fix", "2", "Divide"], typing("y", "y"));
    expect([code, out]).toEqual([0, "whole\n"]);
    expect(err).toMatch(
      /ZeroDivisionError[\s\S]*\npenny: exit code 1, .*\npenny: mended:[\s\S]*print\('whole'\)[\s\S]*Run it/,
    );
    expect(await recorded()).toMatchObject([{ exitCode: 1 }, { exitCode: 0 }]);
  });

  test("a script for Node runs too, and its exit code is told", async () => {
    answers = [
      "```js\nimport { readdirSync } from 'node:fs';\nconsole.log(readdirSync('.').length);\nprocess.exit(4);\n```",
    ];
    const { code, out, err } = await penny([...how, "--node", "Count the files"], typing("y"));
    expect([code, out]).toEqual([1, "0\n"]);
    expect(err).toContain("exit code 4");
  });

  test.skipIf(!hasBubblewrap)("what runs sees neither the rest of the disk nor the network", async () => {
    answers = [
      python(
        `import os, socket\nprint(os.path.exists(${JSON.stringify(join(dir, "penny.db"))}))\nprint(os.environ.get("PENNY_KEY"))\nsocket.create_connection(("127.0.0.1", 1))`,
      ),
    ];
    const { code, out, err } = await penny(["--run-without-asking", "Look around"], {
      stdin: "",
      env: { PATH: process.env.PATH, PENNY_KEY: "x" },
    });
    expect([code, out]).toEqual([1, "False\nNone\n"]);
    expect(err).toMatch(/refused|unreachable/);
  });

  test("without bubblewrap it refuses before it asks a model, unless told otherwise", async () => {
    answers = [python("print(1)")];
    const bare = { stdin: "", env: { PATH: "/nowhere" } };
    const { code, err } = await penny(["--run-without-asking", "--node", "Count"], bare);
    expect([code, answers.length]).toEqual([2, 1]);
    expect(err).toMatch(/Nothing was asked: bubblewrap .*--run-without-sandbox/s);
    expect((await penny(["--run-without-asking", "--run-without-sandbox", "--node", "Count"], bare)).code).toBe(1);
  });

  test("packages come by uv, outside the sandbox and named in the question; the script imports them in it", async () => {
    standInUv(join(dir, "bin"));
    writeWheel(join(dir, "wheels"), "rich", { "rich.py": "name = 'rich here'" });
    const env = { PATH: `${join(dir, "bin")}:${process.env.PATH}`, UV_FIND_LINKS: join(dir, "wheels") };
    answers = [asking("rich", "import rich\nprint(rich.name)"), asking("rich", "import rich\nprint(2)")];
    const first = await penny([...how, "Draw"], { ...typing("y"), env });
    expect(first).toMatchObject({ code: 0, out: "rich here\n" });
    expect(first.err).toMatch(/uv fetches rich first · .*\n.*Run it\?/);
    expect((await penny([...how, "Draw"], { ...typing("y"), env })).out).toBe("2\n");
    expect(heardByUv(join(dir, "bin"))).toHaveLength(2);
  });

  test("packages that cannot be had are told in a sentence, kept in the log, and mended", async () => {
    standInUv(join(dir, "bin"));
    const env = { PATH: `${join(dir, "bin")}:${process.env.PATH}` };
    answers = [asking("nope", "import nope"), python("print('plain')")];
    const { code, out, err } = await penny([...how, "--fix", "1", "Draw"], { ...typing("y", "y"), env });
    expect([code, out]).toEqual([0, "plain\n"]);
    expect(err).toMatch(/\(nope\) could not be fetched: .*\npenny: mended:/);
    expect(await recorded()).toMatchObject([
      { ended: expect.stringContaining("(nope) could not be fetched") },
      { exitCode: 0 },
    ]);
    answers = [asking("nope", "import nope")];
    const alone = await penny([...how, "Draw"], { ...typing("y"), env });
    expect(alone.code).toBe(1);
    expect(alone.err).toMatch(/penny: its packages \(nope\) could not be fetched: .* name resolution\n/);
    answers = [asking("rich", "import rich")];
    const without = await penny([...how, "Draw"], { ...typing("y"), env: { PATH: "/usr/bin:/bin" } });
    if (!existsSync("/usr/bin/uv"))
      expect([without.code, without.err]).toEqual([1, expect.stringContaining("uv fetches")]);
  });

  test("Ctrl-C ends fetching and running alike, with its own exit code", async () => {
    const bin = join(dir, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "uv"), `#!/bin/sh\ntouch ${dir}/begun\nexec tail -f /dev/null\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}` };
    for (const answer of [
      asking("rich", "import rich"),
      python("print('begun', flush=True)\nimport time\ntime.sleep(600)"),
    ]) {
      answers = [answer];
      const stop = new AbortController();
      const onWrite = (text: string): void => void (text.startsWith("begun") && stop.abort());
      const watched = answer.includes("///")
        ? vi.waitFor(() => expect(existsSync(join(dir, "begun"))).toBe(true), 20_000).then(() => stop.abort())
        : undefined;
      const ended = await penny([...how, "--run-without-asking", "Wait"], {
        stdin: "",
        env,
        signal: stop.signal,
        onWrite,
      });
      await watched;
      expect([ended.code, ended.err]).toEqual([130, expect.stringContaining("it was interrupted")]);
    }
  });

  test("Ctrl-C at the question is no answer", async () => {
    answers = [python("print(1)")];
    const stop = new AbortController();
    const onWrite = (text: string): void => void (text.includes("[y/N]") && stop.abort());
    const asked = { terminal: true, input: new PassThrough(), onWrite, signal: stop.signal };
    expect(await penny([...how, "Count"], asked)).toMatchObject({ code: 130, out: "" });
    expect(await recorded()).toEqual([]);
  });

  test("no prompt, or more than one, is told with what to type", async () => {
    expect((await penny([])).err).toContain("There is nothing to do: say it");
    expect((await penny(["Count", "files"])).err).toContain('in quotes: `penny run "Count files"`');
  });

  test.skipIf(!hasBubblewrap)(
    "the script itself leaves nothing in the folder, in the one for temporary files neither",
    async () => {
      answers = [python("print(__file__)")];
      const { out } = await penny(["--run-without-asking", "--folder", tmpdir(), "Look"], { stdin: "" });
      expect(out).toBe("/penny/script.py\n");
      expect(existsSync(join(tmpdir(), "script.py"))).toBe(false);
    },
  );

  test("no program that lies in the folder is run outside the sandbox, whatever the path says", async () => {
    const bin = join(cwd, ".venv", "bin");
    mkdirSync(bin, { recursive: true });
    for (const name of ["python3", "uv", "bwrap"])
      writeFileSync(join(bin, name), `#!/bin/sh\ntouch ${dir}/harm\n`, { mode: 0o755 });
    answers = [python("print(1)")];
    const env = { PATH: `${bin}:${process.env.PATH}` };
    expect(await penny([...how, "--run-without-asking", "Count"], { stdin: "", env })).toMatchObject({
      code: 0,
      out: "1\n",
    });
    expect(existsSync(join(dir, "harm"))).toBe(false);
  });

  test("without Python it refuses before it asks a model", async () => {
    answers = [python("print(1)")];
    const bare = { stdin: "", env: { PATH: "/nowhere" } };
    const { code, err } = await penny(["--run-without-asking", "Count"], bare);
    expect([code, answers.length, err]).toEqual([2, 1, expect.stringContaining("There is no program `python3`")]);
  });

  test("the home folder, and a folder that is none or holds keys, are refused in a sentence", async () => {
    for (const [folder, words] of [
      ["/", "is not given all of /"],
      ["missing", "There is no folder"],
      [dir, "holds the log and keys"],
    ])
      expect((await penny(["--run-without-asking", "--folder", folder ?? "", "Draw"], { stdin: "" })).err).toContain(
        words,
      );
  });

  test("a pocket model, which knows no scripts, is told as such", async () => {
    const { code, err } = await penny(["-m", "pocket", "--show", "Rename all photos by date"], { stdin: "" });
    expect([code, err]).toEqual([1, expect.stringContaining("The answer holds no script")]);
    expect(err).toMatch(/^penny: the model says: ./m);
  });
});
