import { describe, expect, test } from "vitest";
import {
  askContext,
  fakeClock,
  memoryLog,
  type Script,
  says,
  scriptedModel,
} from "../../test/support/scripted-model.ts";
import type { Program, ProgramRun } from "../record/program-run.ts";
import type { ScriptEnd } from "../sandbox/run-script.ts";
import { ask } from "./ask.ts";
import { type OneShotContext, type OneShotReport, type OneShotWish, oneShot } from "./one-shot.ts";

const code = (script: string): string => `Here:\n\`\`\`python\n${script}\n\`\`\`\n`;
const good: ScriptEnd = { exitCode: 0, ms: 5, stdout: "42\n", stderr: "" };
const bad = (stderr: string): ScriptEnd => ({ exitCode: 1, ms: 5, stdout: "", stderr });

interface Told {
  report: OneShotReport;
  model: { sent: number };
  /** What was shown, run, recorded and asked, in order. */
  done: string[];
  recorded: ProgramRun[];
  prompts: string[];
}

async function shot(
  answers: string[] | Script[],
  ends: ScriptEnd[],
  settings: Partial<OneShotWish> & {
    yes?: (program: Program) => boolean;
    lacking?: string;
    dearest?: number | "unknown";
  } = {},
): Promise<Told> {
  const { yes = () => true, lacking, dearest = 30, ...wish } = settings;
  const model = scriptedModel(...answers.map((answer) => (typeof answer === "string" ? says(answer) : answer)));
  const asking = askContext(fakeClock(), memoryLog());
  const done: string[] = [];
  const prompts: string[] = [];
  const recorded: ProgramRun[] = [];
  let runs = 0;
  const context: OneShotContext = {
    prepare: async ({ prompt = "", system = "", options = {} }) => {
      prompts.push(prompt);
      const text = (value: string) => [{ type: "text" as const, text: value }];
      const messages = [
        { role: "system" as const, parts: text(system) },
        { role: "user" as const, parts: text(prompt) },
      ];
      return { model, request: { model: model.id, messages, options } };
    },
    estimate: async () => (dearest === "unknown" ? {} : { picodollars: { low: 0, high: dearest } }) as never,
    ask: (prepared, given) => ask(asking, { ...prepared, ...given, retries: { attempts: 1 } as never }),
    canFetch: async () => true,
    filesIn: async () => ["a.csv"],
    noSandbox: async () => lacking,
    run: async (program) => {
      done.push(`run ${program.script.trim()}`);
      return ends[Math.min(runs++, ends.length - 1)] ?? good;
    },
    record: async (run) => void recorded.push(run),
    now: () => 7,
    newId: () => `id${recorded.length}`,
  };
  const report = await oneShot(context, {
    prompt: "Count",
    language: "python",
    folder: "/work",
    tellsFiles: false,
    network: false,
    isSandboxed: true,
    mostMs: 1000,
    mostMemory: 1e8,
    fixes: 0,
    approve: async (program) => {
      done.push(`show ${program.script.trim()}`);
      return yes(program);
    },
    ...wish,
  });
  return { report, model, done, recorded, prompts };
}

test("a program is shown, then run after a yes, and recorded with its call", async () => {
  const { report, done, recorded } = await shot([code("print(42)")], [good]);
  expect(done).toEqual(["show print(42)", "run print(42)"]);
  expect(report).toMatchObject({ outcome: "ran", calls: [{ origin: { command: "run" } }] });
  expect(recorded).toEqual([
    expect.objectContaining({
      call: report.calls[0]?.id,
      script: "print(42)\n",
      stdout: "42\n",
      exitCode: 0,
      isSandboxed: true,
      hadNetwork: false,
      folder: "/work",
    }),
  ]);
});

test("nothing runs after a no, and nothing is asked where there is no sandbox", async () => {
  const { report, done } = await shot([code("print(1)")], [good], { yes: () => false });
  expect([report.outcome, report.runs, done]).toEqual(["declined", [], ["show print(1)"]]);
  await expect(shot([code("print(1)")], [], { lacking: "bubblewrap is not installed" })).rejects.toThrow(
    "Nothing was asked: bubblewrap is not installed",
  );
  expect((await shot([code("1")], [good], { lacking: "none", isSandboxed: false })).recorded).toMatchObject([
    { isSandboxed: false, hadNetwork: true },
  ]);
});

test("an answer without a program, or one that asks for odd packages, runs nothing", async () => {
  expect((await shot(["I don't know."], [])).report).toMatchObject({
    outcome: "no script",
    problem: expect.stringContaining("no script"),
  });
  const odd = code('# /// script\n# dependencies = ["x @ https://evil.example"]\n# ///\nprint(1)');
  const { report, done } = await shot([odd], []);
  expect([report.outcome, report.problem, done]).toEqual(["no script", expect.stringContaining("packages"), []]);
  const failing: Script = { error: { kind: "http", status: 400, message: "no" } as never };
  expect((await shot([failing], [])).report.outcome).toBe("call failed");
});

describe("a program that failed", () => {
  test("is left as it is unless mending was allowed", async () => {
    const { report, model } = await shot([code("1/0")], [bad("ZeroDivisionError: division by zero")]);
    expect([report.outcome, model.sent]).toEqual(["failed", 1]);
  });

  test("is mended with its error told, and each new program shown first", async () => {
    const { report, done, prompts } = await shot([code("1/0"), code("print(1)")], [bad("ZeroDivisionError: x"), good], {
      fixes: 3,
    });
    expect(report.outcome).toBe("ran");
    expect(done).toEqual(["show 1/0", "run 1/0", "show print(1)", "run print(1)"]);
    expect(prompts[1]).toContain("ZeroDivisionError: x");
    const declined = await shot([code("1/0"), code("rm()")], [bad("E: x")], {
      fixes: 3,
      yes: ({ script }) => script === "1/0\n",
    });
    expect([declined.report.outcome, declined.report.runs.length]).toEqual(["declined", 1]);
  });

  test("is mended no more often than allowed", async () => {
    const answers = Array.from({ length: 9 }, (_, at) => code(`step${at}()`));
    const ends = Array.from({ length: 9 }, (_, at) => bad(`NameError: name 'step${"abcdefghi"[at]}' is not defined`));
    const { report, model } = await shot(answers, ends, { fixes: 2 });
    expect([report.outcome, report.runs.length, model.sent]).toEqual(["failed", 3, 3]);
  });

  test("is not mended twice for the same error, wherever it stands, nor run again unchanged", async () => {
    const where = (line: number): string =>
      `Traceback:\n  File "/tmp/script.py", line ${line}, in <module>\nValueError: bad at 0x7f${line}`;
    const { report, model } = await shot([code("a"), code("b"), code("c")], [bad(where(1)), bad(where(22)), good], {
      fixes: 9,
    });
    expect([report.outcome, model.sent]).toEqual(["same error", 2]);
    const same = await shot([code("a"), code("a  ")], [bad("x")], { fixes: 9 });
    expect([same.report.outcome, same.report.runs.length]).toEqual(["same error", 1]);
  });

  test("is not mended past the budget, nor where a price is unknown", async () => {
    const answers = [code("a"), code("b"), code("c")];
    const ends = [bad("A: a"), bad("B: b"), good];
    // Each call costs 30 picodollars, as forecast.
    const { report, model } = await shot(answers, ends, { fixes: 9, budgetUsd: 70e-12 });
    expect([report.outcome, model.sent]).toEqual(["budget", 2]);
    await expect(shot(answers, ends, { budgetUsd: 1, dearest: "unknown" })).rejects.toThrow("cannot be kept");
  });
});

test("the model is told names of files only where that was allowed, and what it may not have", async () => {
  const systemOf = ({ report }: Told): string => JSON.stringify(report.calls[0]?.request.messages[0]);
  expect(systemOf(await shot([code("1")], [good]))).not.toContain("a.csv");
  expect(systemOf(await shot([code("1")], [good]))).toContain("has no network");
  expect(systemOf(await shot([code("1")], [good], { tellsFiles: true, network: true }))).toMatch(
    /has the network.*a\.csv/s,
  );
});
