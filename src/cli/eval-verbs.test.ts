/** `penny eval` after a run: from the log alone, in every format, compared, scored again, added to; gates and exit codes. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { EvalReport, RunComparison } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  writeSuite("re");
});
afterEach(() => server.close());

function writeSuite(expected: string, more = "", words = ["red", "green", "blue"]): void {
  const cases = words.map(
    (word) => `  - { name: ${word}, vars: { word: ${word} }, tags: [colour], expect: { contains: ${expected} } }`,
  );
  const text = `name: Colours\nprompts: ["{{word}}"]\nmodels: ["${server.url}#echo"]\n${more}cases:\n${cases.join("\n")}\n`;
  writeFileSync(join(dir, "suite.yaml"), text);
}

function penny(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["eval", ...words], { dir, stdin: "", ...settings });
}

async function json<T>(words: readonly string[]): Promise<T> {
  return JSON.parse((await penny([...words, "--json"])).out);
}

test("show gives the report that the run gave, from the log alone", async () => {
  const ran = await json<EvalReport>(["suite.yaml"]);
  rmSync(join(dir, "suite.yaml"));
  const shown = await json<EvalReport>(["show", ran.id.slice(0, 14)]);
  const { forecast: _forecast, durationMs: _took, ...kept } = ran;
  expect({ ...shown, durationMs: undefined }).toEqual({
    ...kept,
    path: join(dir, "suite.yaml"),
    durationMs: undefined,
  });
  expect((await penny(["show"])).out).toContain("echo passed 2/3 (67 %; 95 %: 21 % to 94 %).");
  expect(server.stats.requests).toBe(3);
});

test("sums are reckoned from the rows: what is removed from the log is not counted any more", async () => {
  const ran = await json<EvalReport>(["suite.yaml"]);
  const gone = ran.cells[0]?.call ?? "";
  await runPenny(["log", "delete", gone, "--yes"], { dir, stdin: "" });
  expect((await json<EvalReport>(["show"])).rows[0]).toMatchObject({ scored: 2, passed: 1, unfinished: 1 });
  expect((await penny(["list"])).out).toMatch(/ 1\/2 /);
});

test("list shows the newest runs, and one that was killed as unfinished", async () => {
  expect((await penny(["list"])).err).toContain("there is no run in the log yet");
  await penny(["suite.yaml"]);
  await penny(["suite.yaml", "--filter", "blue"]);
  const { out } = await penny(["list"]);
  expect(out.split("\n")[1]).toMatch(/^[0-9a-z]{26} .+ Colours +\S+echo +0\/1 .+ done$/);
  expect(out.split("\n")[2]).toMatch(/ 2\/3 .+ done$/);
  const database = new DatabaseSync(join(dir, "penny.db"));
  database.exec("UPDATE run SET ended_at = NULL; UPDATE cell SET call = NULL WHERE position = 0");
  database.close();
  expect((await penny(["list", "-n", "1"])).out).toMatch(/unfinished, 1 open\n$/);
});

test("a call that was cancelled is no finished case, and no failed one", async () => {
  const stop = new AbortController();
  server.next([{}, { fault: "never" }]);
  const running = penny(["suite.yaml", "--concurrency", "1"], { signal: stop.signal });
  await server.received(2);
  stop.abort();
  expect((await running).code).toBe(exitCodes.interrupted);
  const shown = await json<EvalReport>(["show"]);
  expect(shown.stopped).toBe("cancelled");
  expect(shown.rows[0]).toMatchObject({ scored: 1, errors: 0, unfinished: 2 });
  expect((await penny(["list"])).out).toMatch(/cancelled, 2 open\n$/);
});

describe("export", () => {
  test("writes JSON, JSON lines, CSV, JUnit, Markdown and HTML", async () => {
    await penny(["suite.yaml"]);
    expect(JSON.parse((await penny(["export"])).out).cells).toHaveLength(3);
    const lines = (await penny(["export", "--format", "jsonl"])).out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).passed)).toEqual([true, true, false]);
    const { out: csv } = await penny(["export", "last", "--format", "csv"]);
    expect(csv).toMatch(/^model,prompt,case,epoch,.+\r\n.+,red,1,colour,,true,1,red,/);
    for (const [file, begin] of [
      ["r.xml", '<?xml version="1.0"'],
      ["r.md", "## Colours"],
      ["r.html", "<!doctype html>"],
    ] as const) {
      expect((await penny(["export", "last", "-o", file])).code).toBe(0);
      expect(readFileSync(join(dir, file), "utf8").startsWith(begin)).toBe(true);
    }
    expect(readFileSync(join(dir, "r.xml"), "utf8")).toMatch(/tests="3" failures="1" errors="0" skipped="0"/);
  });

  test("of an unknown format or ending is one sentence", async () => {
    await penny(["suite.yaml"]);
    expect((await penny(["export", "last", "--format", "htlm"])).err).toMatch(/no format `htlm`\. Nearest: html\./);
    expect((await penny(["export", "last", "-o", "r.txt"])).err).toMatch(/add --format with one of/);
    expect((await penny(["export", "nothere"])).err).toMatch(/There is no run `nothere` in the log/);
  });

  test("keeps a spreadsheet from taking an answer for a formula", async () => {
    writeFileSync(
      join(dir, "suite.yaml"),
      `prompts: ["=1+1"]\nmodels: ["${server.url}#echo"]\ncases: [{ expect: { contains: "1" } }]\n`,
    );
    await penny(["suite.yaml"]);
    expect((await penny(["export", "--format", "csv"])).out).toContain(",'=1+1,");
  });
});

test("compare tells what was fixed and what broke, and can fail on it", async () => {
  await penny(["suite.yaml"]);
  const { id } = await json<EvalReport>(["show"]);
  writeSuite("blu");
  await penny(["suite.yaml"]);
  const comparison = await json<RunComparison>(["compare", id]);
  expect(comparison.rows[0]?.cases.map((each) => [each.case, each.change])).toEqual([
    ["red", "broken"],
    ["green", "broken"],
    ["blue", "fixed"],
  ]);
  const { code, out } = await penny(["compare", id, "last", "--fail-on-broken"]);
  expect(code).toBe(exitCodes.gate);
  expect(out).toMatch(
    /1 fixed, 2 broken, 0 unchanged\npass rate 67 % \[21–94\] → 33 % \[6–79\]; −33 .+ chance alone may do that/,
  );
  expect(out).toMatch(/^red +broken +pass +wrong +contains: /m);
  expect(server.stats.requests).toBe(3);
});

describe("score", () => {
  test("scores a run's answers by the suite as it is now, as a new run, and asks nothing", async () => {
    const first = await json<EvalReport>(["suite.yaml"]);
    writeSuite("r");
    const scored = await json<EvalReport>(["score", first.id]);
    expect(scored.id).not.toBe(first.id);
    expect(scored.cells.map((cell) => [cell.call, cell.passed])).toEqual(
      first.cells.map((cell, index) => [cell.call, index < 2]),
    );
    expect(server.stats.requests).toBe(3);
  });

  test("leaves open what was asked in other words, and what was never asked", async () => {
    await penny(["suite.yaml"]);
    writeFileSync(
      join(dir, "suite.yaml"),
      readFileSync(join(dir, "suite.yaml"), "utf8").replace("word: blue", "word: bleu"),
    );
    expect((await json<EvalReport>(["score", "last"])).rows[0]).toMatchObject({ scored: 2, unfinished: 1, errors: 0 });
    writeSuite("re", "", ["red", "green", "yellow"]);
    expect((await json<EvalReport>(["score", "suite.yaml"])).rows[0]).toMatchObject({ scored: 2, unfinished: 1 });
    expect(server.stats.requests).toBe(3);
  });
});

test("--add-to puts another model into an older run, which then holds both", async () => {
  const first = await json<EvalReport>(["suite.yaml"]);
  const both = await json<EvalReport>(["suite.yaml", "-m", `${server.url}#tokens-3`, "--add-to", first.id]);
  expect(both.id).toBe(first.id);
  expect(both.rows.map((row) => [row.model.at(-1), row.scored])).toEqual([
    ["o", 3],
    ["3", 3],
  ]);
  expect(both.statistics.toBest).toHaveLength(1);
  expect(server.stats.requests).toBe(6);
  expect((await json<EvalReport>(["show", first.id])).cells).toHaveLength(6);
  writeFileSync(join(dir, "other.yaml"), readFileSync(join(dir, "suite.yaml"), "utf8").replace("Colours", "Others"));
  expect((await penny(["other.yaml", "--add-to", first.id])).err).toMatch(/is of suite `Colours`, not of `Others`/);
});

describe("gates", () => {
  test("that fail give their own exit code, and stand in the report and the JUnit file", async () => {
    writeSuite("re", "gates: [{ atLeast: 0.9 }, { atLeast: 0.5 }]\n");
    const { code, out, err } = await penny(["suite.yaml", "--junit", "r.xml", "--markdown", "r.md"]);
    expect(code).toBe(exitCodes.gate);
    expect(out).toMatch(/gate FAILED: passRate of .+ at least 90 %\. It is 66\.7 % .+\ngate held: /);
    expect(err).toContain("1 of 2 gates did not hold");
    expect(readFileSync(join(dir, "r.xml"), "utf8")).toMatch(
      /<testsuite name="Colours · gates" tests="2" failures="1"/,
    );
    expect(readFileSync(join(dir, "r.md"), "utf8")).toContain("- ❌ passRate");
    expect((await json<EvalReport>(["show"])).gates.map((gate) => gate.passed)).toEqual([false, true]);
  });

  test("that hold give 0", async () => {
    writeSuite("re", "gates: [{ atLeast: 0.5 }]\n");
    expect((await penny(["suite.yaml"])).code).toBe(0);
  });
});

test("--watch runs again when the suite changes, asks only what is new, and survives a slip", async () => {
  const stop = new AbortController();
  const waiting: (() => void)[] = [];
  let seen = 0;
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (seen > 0) {
        seen--;
        resolve();
      } else waiting.push(resolve);
    });
  const running = penny(["suite.yaml", "--watch"], {
    signal: stop.signal,
    onWrite: (text, to) => {
      if (to !== "err" || !text.includes("waiting for changes")) return;
      const next = waiting.shift();
      if (next) next();
      else seen++;
    },
  });
  await turn();
  writeSuite("re", "", ["red", "green", "blue", "grey"]);
  await turn();
  writeSuite("re", "slip: 1\n");
  await turn();
  stop.abort();
  const { err } = await running;
  expect(err).toContain("4 cells, 3 of them answered already");
  expect(err).toMatch(/suite\.yaml:\d+: .+`slip`/);
  expect(server.stats.requests).toBe(4);
}, 20_000);

test("a margin that is no share is one sentence", async () => {
  expect((await penny(["show", "--margin", "5"])).err).toBe(
    "penny: --margin is `5`, but must be from 0 to 1: 0.05 is 5 points.\n",
  );
});
