/** `penny run` through the program, with a model on this machine that says what the test tells it, and scripts that truly run. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
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
    expect(err).toMatch(/ZeroDivisionError[\s\S]*mended:[\s\S]*print\('whole'\)[\s\S]*Run it/);
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
    const { code, err } = await penny(["--run-without-asking", "Count"], bare);
    expect([code, answers.length]).toEqual([2, 1]);
    expect(err).toMatch(/Nothing was asked: bubblewrap .*--run-without-sandbox/s);
    expect((await penny(["--run-without-asking", "--run-without-sandbox", "--node", "Count"], bare)).code).toBe(1);
  });

  test("packages without uv, the home folder, and a folder that is none are refused in a sentence", async () => {
    answers = [python('# /// script\n# dependencies = ["rich"]\n# ///\nprint(1)')];
    const path = { PATH: "/usr/bin:/bin" };
    const { code, err } = await penny(["--run-without-asking", ...how, "Draw"], { stdin: "", env: path });
    if (!existsSync("/usr/bin/uv")) expect([code, err]).toEqual([2, expect.stringContaining("uv fetches")]);
    for (const [folder, words] of [
      ["/", "is not given all of /"],
      ["missing", "There is no folder"],
      [dir, "holds the log and keys"],
    ])
      expect(
        (await penny(["--run-without-asking", ...how, "--folder", folder ?? "", "Draw"], { stdin: "" })).err,
      ).toContain(words);
  });

  test("a pocket model, which knows no scripts, is told as such", async () => {
    const { code, err } = await penny(["-m", "pocket", "--show", "Rename all photos by date"], { stdin: "" });
    expect([code, err]).toEqual([1, expect.stringContaining("The answer holds no script")]);
  });
});
