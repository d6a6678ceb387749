/** Calls out of a log and into another: JSON lines, and the log of simonw/llm. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { fillLog, logIds, putCalls, temporaryLogFolder, withStore } from "../../test/support/filled-log.ts";
import type { Call } from "../record/call.ts";
import { firstTables } from "../store/fixtures/llm-schema.ts";
import { plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { outputClosed } from "./io.ts";

let dir: string;
let other: string;

beforeEach(async () => {
  dir = temporaryLogFolder();
  other = temporaryLogFolder();
  await fillLog(dir, Date.now());
});
afterEach(() => {
  for (const folder of [dir, other]) rmSync(folder, { recursive: true });
});

function log(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["log", ...words], { dir, ...settings });
}

function callsIn(folder: string): Promise<Call[]> {
  return withStore(folder, (store) => store.calls());
}

describe("JSON lines", () => {
  test("of one log are the same calls in another", async () => {
    const { code, out, err } = await log(["export"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => (JSON.parse(line) as Call).id),
    ).toEqual(Object.values(logIds));
    writeFileSync(join(other, "calls.jsonl"), out);
    const taken = await log(["import", "calls.jsonl"], { dir: other });
    expect(taken).toEqual({ code: 0, out: "", err: "penny: imported 5 calls\n" });
    expect(await callsIn(other)).toEqual(await callsIn(dir));
    const again = await log(["import", "calls.jsonl", "--json"], { dir: other });
    expect(JSON.parse(again.out)).toEqual({ imported: 0, skipped: 5 });
    expect((await log(["import", "calls.jsonl"], { dir: other })).err).toBe(
      "penny: imported 0 calls; 5 left out: already in the log, or still running where they came from\n",
    );
  });

  test("go to a file, those of a filter, and come from a pipe", async () => {
    const { code, out, err } = await log(["export", "--command", "eval", "-o", "deep/calls.jsonl"]);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "penny: wrote 2 calls to deep/calls.jsonl\n" });
    expect(readdirSync(join(dir, "deep"))).toEqual(["calls.jsonl"]);
    const text = readFileSync(join(dir, "deep/calls.jsonl"));
    expect((await log(["import", "-"], { dir: other, stdin: text })).err).toBe("penny: imported 2 calls\n");
  });

  test("end where the reader of a pipe has gone, without a word", async () => {
    const newId = testIds();
    await putCalls(
      dir,
      Array.from({ length: 200 }, (_, index) => plainCall(newId(), `Question ${index}`, "Yes")),
    );
    const stop = new AbortController();
    const { code, out, err } = await log(["export"], {
      signal: stop.signal,
      onWrite: () => stop.abort(outputClosed),
    });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n").length).toBeLessThan(60);
  });

  test("are not half written by Ctrl-C", async () => {
    const newId = testIds();
    await putCalls(
      dir,
      Array.from({ length: 60 }, (_, index) => plainCall(newId(), `Question ${index}`, "Yes")),
    );
    mkdirSync(join(dir, "deep"));
    writeFileSync(join(dir, "deep/calls.jsonl"), "older");
    const { code } = await log(["export", "-o", "deep/calls.jsonl"], { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(readdirSync(join(dir, "deep"))).toEqual(["calls.jsonl"]);
    expect(readFileSync(join(dir, "deep/calls.jsonl"), "utf8")).toBe("older");
  });

  test("of nothing are told", async () => {
    expect(await log(["export", "-m", "nobody"])).toEqual({ code: 0, out: "", err: "penny: wrote 0 calls\n" });
  });
});

function llmLog(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(firstTables);
  const insert = database.prepare(
    `INSERT INTO responses (id, model, prompt, response, response_json, duration_ms, datetime_utc)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const usage = '{"usage": {"prompt_tokens": 1000000, "completion_tokens": 0}}';
  insert.run("01hzzzzzzzaaaaaaaaaaaaaaaa", "gpt-4o", "Name a bird", "Pelican", usage, 900, "2024-11-01T10:00:00");
  insert.run("01hzzzzzzzbbbbbbbbbbbbbbbb", "llama3", "Another", "Gull", null, 900, "2024-11-01T10:01:00");
  database.exec("ALTER TABLE responses ADD COLUMN input_tokens INTEGER");
  database.exec("ALTER TABLE responses ADD COLUMN output_tokens INTEGER");
  database.exec("UPDATE responses SET input_tokens = 1000000, output_tokens = 0");
  database.close();
}

describe("the log of llm", () => {
  test.each([[[]], [["--from", "llm"]]])("is known by its first bytes, and priced as on its day: %j", async (words) => {
    llmLog(join(other, "logs.db"));
    const { code, err } = await log(["import", "logs.db", ...words], { dir: other });
    expect({ code, err }).toEqual({ code: 0, err: "penny: imported 2 calls\n" });
    const [second, first] = await callsIn(other);
    expect(first).toMatchObject({ origin: { command: "import", ref: "llm" }, request: { model: "openai/gpt-4o" } });
    expect(first?.cost).toMatchObject({ picodollars: 2_500_000_000_000, basis: "ledger" });
    expect(second).toMatchObject({ request: { model: "llama3" } });
    expect(second?.cost).toBeUndefined();
  });
});

describe("what is wrong is told in one sentence", () => {
  test.each<[string, string[], string]>([
    ["", ["import", "missing.jsonl"], "There is no file "],
    ["", ["import", "."], "is a folder: name a file."],
    ["{}\n", ["import", "bad"], "Line 1 is not a call"],
    ["nonsense\n", ["import", "bad"], "Line 1 is not JSON"],
    ["\n{}\n", ["import", "bad"], "Line 1 is empty"],
    ["nonsense\n", ["import", "bad", "--from", "llm"], "it is not a SQLite database"],
    ["", ["import", "penny.db"], "is a database but not a log of llm"],
    ["", ["import", "penny.db", "--from", "penny"], "is a database, not JSON lines"],
    ["", ["import", "bad", "--from", "lmm"], "--from is `lmm`, but must be penny or llm. Nearest: llm."],
    ["", ["import", "-"], "Nothing is piped in"],
    ["", ["export", "-o", "bad/deeper.jsonl"], "deeper.jsonl cannot be written"],
    ["", ["export", "--since", "never"], "--since is `never`"],
  ])("%j %j", async (text, words, sentence) => {
    writeFileSync(join(dir, "bad"), text);
    const { code, out, err } = await log(words, { input: new PassThrough() });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err).toMatch(/^penny: [^\n]+\n$/);
  });
});
