/** Reading the log: the list, one call, search, and what is said where something is wrong. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { fillLog, logIds, temporaryLogFolder } from "../../test/support/filled-log.ts";
import type { Call } from "../record/call.ts";
import { displayWidth } from "./display-width.ts";
import { localDay } from "./log-words.ts";

const now = Date.now();
let dir: string;
let empty: string;

beforeAll(async () => {
  dir = temporaryLogFolder();
  empty = temporaryLogFolder();
  await fillLog(dir, now);
});
afterAll(() => {
  for (const folder of [dir, empty]) rmSync(folder, { recursive: true });
});

function log(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["log", ...words], { dir, ...settings });
}

async function idsOf(words: readonly string[]): Promise<string[]> {
  const { code, out, err } = await log(["-n", "0", "--json", ...words]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return (JSON.parse(out) as Call[]).map((call) => call.id);
}

const plain = { terminal: true, env: { NO_COLOR: "1" } };

describe("the list", () => {
  test("has the newest calls first, with short ids, prompt, end, tokens, cost and time", async () => {
    const { code, out } = await log([], { ...plain, width: 120 });
    expect(code).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]?.split(/ {2,}/)).toEqual(["id", "when", "tokens", "cost", "time"]);
    expect(lines.slice(1).join("\n")).toMatch(/^01hf7ydt00ddddddddddddddde {2}2 min ago /);
    expect(out).toMatch(
      /01hf7yat00 +\d{4}-\d\d-\d\d +812→345 +\$0\.002 +1\.5 s\n {2}openai\/gpt-5-mini {2}Why is the sky blue\?\n/,
    );
    expect(out).toMatch(/\n {2}anthropic\/claude-haiku-4\.5 {2}error 429 {2}And the sea\?\n/);
  });

  test("takes one line for a call where there is room", async () => {
    const { out } = await log(["--until", "2d"], { ...plain, width: 120 });
    expect(out.split("\n")[0]?.split(/ {2,}/)).toEqual([
      "id",
      "when",
      "model",
      "prompt",
      "ended",
      "tokens",
      "cost",
      "time",
    ]);
    expect(out).toMatch(/01hf7ybt00 +\S+ +anthropic\/claude-haiku-4\.5 +And the sea\? +error 429 +– +– +3\.0 s\n/);
    expect(out.trimEnd().split("\n")).toHaveLength(3);
  });

  test.each([40, 80, 100, 120, 200])("fits a terminal of %i columns but for amounts", async (width) => {
    const { out } = await log([], { ...plain, width });
    const widest = Math.max(...out.split("\n").map(displayWidth));
    expect(widest).toBeLessThanOrEqual(Math.max(width, 70));
  });

  test("in a pipe gives whole times and one line for each call", async () => {
    const { out } = await log(["-n", "2"]);
    expect(out).toMatch(/^id .*\n01hf7ydt00ddddddddddddddde {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}pocket\/s .*\n.*\n$/);
  });

  test("as JSON is an array of whole calls", async () => {
    const { out } = await log(["--json", "-n", "1"]);
    expect(JSON.parse(out)).toMatchObject([
      { id: logIds.cellB, request: { model: "pocket/s" }, finish: { reason: "stop" } },
    ]);
    expect(JSON.parse((await log(["--json"], { dir: empty })).out)).toEqual([]);
  });

  test("of an empty log says how to begin", async () => {
    const { code, out, err } = await log([], { dir: empty });
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "",
      err: 'penny: the log is empty; ask something first: penny "Why is the sky blue?"\n',
    });
  });
});

describe("filters", () => {
  const { sky, failed, weather, cellA, cellB } = logIds;
  test.each<[string[], string[]]>([
    [
      ["--model", "pocket"],
      [cellB, cellA, weather],
    ],
    [["-m", "openai/gpt-5-mini"], [sky]],
    [["--since", "11d", "--until", "2d"], [failed]],
    [["--since", "yesterday", "--command", "prompt"], [weather]],
    [["--until", localDay(now - 15 * 86_400_000)], [sky]],
    [
      ["--since", "1h"],
      [cellB, cellA],
    ],
    [
      ["--command", "eval"],
      [cellB, cellA],
    ],
    [["--origin-ref", "run1/a"], [cellA]],
    [["--failed"], [failed]],
    [["--min-cost", "0.002"], [sky]],
    [
      ["--reason", "tool-calls,error"],
      [weather, failed],
    ],
    [["--reason", "tool-calls", "--reason", "error", "-m", "pocket/s"], [weather]],
  ])("%j finds what it says", async (words, ids) => {
    expect(await idsOf(words)).toEqual(ids);
  });

  test("that nothing fits are told", async () => {
    const { code, out, err } = await log(["-m", "nobody"]);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "penny: no call fits that; leave an option out\n" });
  });
});

describe("one call", () => {
  test("is shown whole: facts, every message, the answer", async () => {
    const { out } = await log(["show", logIds.sky], { ...plain, width: 200 });
    expect(out).toContain("openai/gpt-5-mini (served by gpt-5-mini-2025-08-07)");
    expect(out).toContain("812 in (400 from the cache) · 345 out (120 of reasoning)");
    expect(out).toContain("$0.002 (by the ledger: openai/gpt-5-mini@2025-08-07)");
    expect(out).toContain("0.001–0.01 Wh (test)");
    expect(out).toContain("temperature=0.2");
    expect(out).toContain(`continued by  ${logIds.failed}`);
    expect(out).toMatch(/── user ──\nWhy is the sky blue\?\n\n── answer ──\nAir scatters\[31m blue light\.\n$/);
  });

  test("in a pipe has its texts as they are", async () => {
    expect((await log(["show", logIds.sky])).out).toContain("Air scatters\u001b[31m blue light.\n");
  });

  test("that failed shows each attempt, its wait, and what was answered", async () => {
    const { out } = await log(["show", "01hf7yb"]);
    expect(out).toMatch(/ended +error\n/);
    expect(out).toMatch(/error +Too many requests\. \(http, HTTP 429\)\n +body +slow down\n/);
    expect(out).toMatch(/attempt 1 +300 ms: Too many requests\. \(http, HTTP 429\); waited 2\.0 s\n/);
    expect(out).toMatch(/tokens +– in · – out\n +cost +–\n +energy +–\n/);
    expect(out).toContain(`continues  ${logIds.sky}`);
    expect(out).toMatch(/── answer ──\n\(nothing came\)\n$/);
  });

  test("shows reasoning, tools and warnings", async () => {
    const { out } = await log(["show", logIds.weather]);
    expect(out).toMatch(/note +topK was left out\.\n/);
    expect(out).toMatch(/tools +get_weather\n/);
    expect(out).toContain('[reasoning]\nThey want weather.\n[calls tool get_weather, c1]\n{\n  "city": "Bern"\n}\n');
  });

  test.each([[[]], [["last"]]])("without an id, or as `last`, is the newest", async (words) => {
    expect((await log(["show", ...words])).out.split("\n")[0]).toBe(logIds.cellB);
  });

  test("as JSON is the call", async () => {
    expect(JSON.parse((await log(["show", logIds.weather, "--json"])).out)).toMatchObject({ id: logIds.weather });
  });

  test("has its raw answers with attempt, status and headers", async () => {
    const { out } = await log(["show", logIds.sky, "--raw"]);
    expect(out).toBe('── attempt 1, status 200 ──\nx-request-id: abc\n\n{"id":"r1","text":"Air scatters"}\n');
    const json = JSON.parse((await log(["show", logIds.sky, "--raw", "--json"])).out);
    expect(json).toMatchObject([{ attempt: 0, status: 200, headers: { "x-request-id": "abc" } }]);
    expect((await log(["show", "last", "--raw"])).err).toContain(`no raw answer of ${logIds.cellB} is kept`);
  });
});

describe("search", () => {
  test("shows the words around a match, and makes it stand out on a terminal", async () => {
    expect((await log(["search", "sea"])).out).toMatch(
      /^01hf7ybt00 {2}\S+ \S+ {2}anthropic\/claude-haiku-4\.5 {2}error 429\n {2}And the sea\?\n$/,
    );
    const { out } = await log(["search", "bern", "what"], { terminal: true });
    expect(out).toContain("\u001b[1m\u001b[33mWhat\u001b[39m\u001b[22m is the weather in \u001b[1m\u001b[33mBern");
  });

  test("takes filters, and as JSON gives calls with snippets", async () => {
    const { out } = await log(["search", "the", "--failed", "--json"]);
    const hits = JSON.parse(out) as { call: Call; snippet: { text: string; match: boolean }[] }[];
    expect(hits.map((hit) => hit.call.id)).toEqual([logIds.failed]);
    expect(hits[0]?.snippet).toContainEqual({ text: "the", match: true });
  });

  test("says why it found nothing", async () => {
    expect((await log(["search", "zebra"])).err).toBe("penny: no call holds all of these words\n");
    expect((await log(["search", "🦓!"])).err).toBe("penny: only words are found, not emoji or punctuation\n");
    expect((await log(["search", "zebra"], { dir: empty })).err).toContain("the log is empty");
  });
});

describe("what is wrong is told in one sentence, with exit code 2", () => {
  test.each<[string[], string]>([
    [["--since", "soon"], "--since is `soon`, but must be"],
    [["--since", "today", "--until", "5d"], "No time lies between --since today and --until 5d"],
    [["--reason", "stopp"], "--reason is `stopp`, which no call ends as. Nearest: stop."],
    [["--min-cost", "cheap"], "--min-cost is `cheap`, but must be a number from 0."],
    [["-n", "1.5"], "-n is `1.5`, but must be a whole number from 0."],
    [["--modle", "x"], "--model"],
    [["serch", "x"], "There is no `penny log serch`. Nearest: search."],
    [["01hf7yat"], "To see that call: `penny log show 01hf7yat`."],
    [["show", "zzz"], 'There is no call "zzz" in the log'],
    [["show", "01hf7ydt"], "Several calls have an id that begins with"],
    [["search"], "words"],
  ])("%j", async (words, sentence) => {
    const { code, out, err } = await log(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err).toMatch(/^penny: [^\n]+\n$/);
  });

  test("also for `last` of an empty log", async () => {
    const { code, err } = await log(["show"], { dir: empty });
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no last call: the log is empty"),
    });
  });
});

test("the path of the log is printed", async () => {
  expect((await log(["path"])).out).toBe(`${join(dir, "penny.db")}\n`);
});
