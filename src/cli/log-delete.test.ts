/** Deleting from the log: what is said first, who is asked, and that nothing of a deleted call is left. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { fillLog, logIds, temporaryLogFolder, withStore } from "../../test/support/filled-log.ts";
import { pending, plainCall } from "../store/fixtures/plain-call.ts";

let dir: string;

beforeEach(async () => {
  dir = temporaryLogFolder();
  await fillLog(dir, Date.now());
});
afterEach(() => rmSync(dir, { recursive: true }));

function remove(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["log", "delete", ...words], { dir, stdin: "", ...settings });
}

function left(): Promise<string[]> {
  return withStore(dir, async (store) => (await store.calls()).map((call) => call.id));
}

const { sky, failed, weather, cellA, cellB } = logIds;
const all = [cellB, cellA, weather, failed, sky];

describe("what is chosen is deleted", () => {
  test.each<[string[], string[]]>([
    [[sky], [cellB, cellA, weather, failed]],
    [
      ["01hf7yat", "LAST"],
      [cellA, weather, failed],
    ],
    [
      ["--until", "2d"],
      [cellB, cellA, weather],
    ],
    [
      ["--matching", "weather"],
      [cellB, cellA, failed, sky],
    ],
    [
      ["--command", "eval"],
      [weather, failed, sky],
    ],
    [
      [sky, weather, "-m", "pocket"],
      [cellB, cellA, failed, sky],
    ],
    [["--all"], []],
  ])("%j", async (words, ids) => {
    const { code } = await remove([...words, "--yes"]);
    expect({ code, left: await left() }).toEqual({ code: 0, left: ids });
  });

  test("for good: its text is in none of the log's files", async () => {
    const bytes = (): string => readFileSync(join(dir, "penny.db"), "latin1");
    expect(bytes()).toContain("What is the weather in Bern?");
    const { err } = await remove(["--matching", "weather", "--yes"]);
    expect(err).toMatch(
      /^penny: 1 call of pocket\/s, \S+, "What is the weather in Bern\?"\npenny: deleted 1 call, with 2 messages that no other call uses\n$/,
    );
    expect(bytes()).not.toContain("What is the weather in Bern?");
    expect(bytes()).not.toContain("They want weather");
  });

  test("and told as JSON", async () => {
    const { out } = await remove(["--command", "eval", "--yes", "--json"]);
    expect(JSON.parse(out)).toEqual({ calls: 2, running: 0, messages: 4, files: 0, rewritten: true });
  });

  test("but for calls that are still running", async () => {
    const running = plainCall("01hf7zzt00eeeeeeeeeeeeeeee", "Still at it", "");
    const { io, end } = await withStore(dir, async (store) => {
      await store.begin(pending(running));
      return { io: await remove(["--all", "--yes"]), end: await store.calls() };
    });
    expect(io.err).toContain("penny: deleted 5 calls");
    expect(io.err).toContain("; 1 call that is still running stays\n");
    expect(end.map((call) => call.id)).toEqual([running.id]);
  });
});

describe("somebody is asked", () => {
  test.each<[string, number, string[]]>([
    ["y\n", 0, []],
    ["n\n", 2, all],
    ["\n", 2, all],
  ])("%j on a terminal", async (answer, code, ids) => {
    const input = new PassThrough();
    const settings: Partial<FakeIoSettings> = { dir, terminal: true, input, env: { NO_COLOR: "1" } };
    const asked = runPenny(["log", "delete", "--all"], {
      dir,
      ...settings,
      onWrite: (text) => {
        if (text.includes("[y/N]")) input.end(answer);
      },
    });
    const { code: ended, err } = await asked;
    expect(err).toMatch(/^penny: 5 calls of openai\/gpt-5-mini, anthropic\/claude-haiku-4\.5, pocket\/s, \S+ to \S+\n/);
    expect(err).toContain("Delete them for good? [y/N] ");
    expect({ ended, left: await left() }).toEqual({ ended: code, left: ids });
  });

  test("and without a terminal nothing is deleted unless --yes says so", async () => {
    const { code, err } = await remove(["--all"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^penny: 5 calls of [^\n]+\npenny: Nothing was deleted, [^\n]+ add --yes, [^\n]+\n$/);
    expect(await left()).toEqual(all);
  });
});

test("a dry run gives the ids and deletes nothing", async () => {
  const { code, out, err } = await remove(["--command", "eval", "--dry-run"]);
  expect({ code, out }).toEqual({ code: 0, out: `${cellA}\n${cellB}\n` });
  expect(err).toMatch(/^penny: 2 calls of pocket\/s, \d{4}-\d\d-\d\d\n$/);
  expect(JSON.parse((await remove([sky, "--dry-run", "--json"])).out)).toEqual({ ids: [sky], running: 0 });
  expect(await left()).toEqual(all);
});

describe("what is wrong is told in one sentence, and nothing is deleted", () => {
  test.each<[string[], string]>([
    [["--yes"], "Say which calls to delete: ids, filters such as --until 2026-01-31, or --all"],
    [["--all", "--failed", "--yes"], "leave out one or the other"],
    [["--matching", "!!", "--yes"], "--matching is `!!`, which holds no word"],
    [[sky, "nope", "--yes"], 'There is no call "nope" in the log'],
    [["01hf7ydt", "--yes"], "Several calls have an id that begins with"],
    [["--until", "later", "--yes"], "--until is `later`"],
  ])("%j", async (words, sentence) => {
    const { code, err } = await remove(words);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(err).toMatch(/^penny: [^\n]+\n$/);
    expect(await left()).toEqual(all);
  });

  test("that no call fits is no error", async () => {
    const { code, err } = await remove(["-m", "nobody", "--yes"]);
    expect({ code, err }).toEqual({ code: 0, err: "penny: no call fits that\n" });
  });
});
