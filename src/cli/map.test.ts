import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { MapReport } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
  writeFileSync(join(dir, "rows.csv"), "id,text\n1,red\n2,green\n3,blue\n");
});
afterEach(() => server.close());

function map(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["map", ...words, "-m", `${server.url}#echo`], { dir, stdin: "", ...settings });
}

function written(name: string): string {
  return readFileSync(join(dir, name), "utf8").replaceAll(/\b[0-9a-hjkmnp-tv-z]{26}\b/g, "ID");
}

test("rows go to standard output as JSON lines, all else to standard error", async () => {
  const { code, out, err } = await map(["rows.csv", "Say {{text}}"]);
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { id: "1", text: "red", answer: "Say red" },
    { id: "2", text: "green", answer: "Say green" },
    { id: "3", text: "blue", answer: "Say blue" },
  ]);
  expect(err).toMatch(/^penny: rows\.csv: 3 rows\npenny: 3 calls, .+ tokens in, .+ out, \$0\n/);
  expect(err).toMatch(/penny: \$0 spent on 3 calls, in .+; run [0-9a-z]{26}\n$/);
});

test("--out and -o write a file, in the format of its ending; the same command again sends nothing", async () => {
  const first = await map(["rows.csv", "Say {{text}}", "-o", "deep/done.csv"]);
  expect({ code: first.code, out: first.out }).toEqual({ code: 0, out: "" });
  expect(first.err).toContain("penny: 3 rows in deep/done.csv\n");
  expect(written("deep/done.csv")).toBe(
    "id,text,answer,call,error\n1,red,Say red,ID,\n2,green,Say green,ID,\n3,blue,Say blue,ID,\n",
  );
  const bytes = readFileSync(join(dir, "deep/done.csv"));
  const again = await map(["rows.csv", "Say {{text}}", "-o", "deep/done.csv"]);
  expect(again.err).toContain("rows.csv: 3 rows, of them 3 answered already");
  expect(server.stats.requests).toBe(3);
  expect(readFileSync(join(dir, "deep/done.csv"))).toEqual(bytes);
});

test("rows are piped in with their format; options of the model are sent", async () => {
  const stdin = "text\nred\n";
  const { out } = await map(
    ["-", "Say {{text}}", "--format", "csv", "-o", "temperature", "0.5", "-s", "Be {{text}}."],
    { stdin },
  );
  expect(JSON.parse(out)).toMatchObject({ text: "red", answer: "Say red" });
  expect(server.requests[0]?.json).toMatchObject({ temperature: 0.5, messages: [{ content: "Be red." }, {}] });
  const none = await map(["-", "{{text}}"], { stdin });
  expect(none.err).toMatch(/format of standard input is not told: add --format/);
});

test("files of a folder are sent one by one, smaller if that is wanted", async () => {
  mkdirSync(join(dir, "photos"));
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAgCAIAAAAt/+nTAAAAKElEQVR4nO3NMQEAAAjDMOZf9DDBPhQ9m5LmpHNnzgICAgICAgICAnQA3YQAQRHcQ0kAAAAASUVORK5CYII=",
    "base64",
  );
  writeFileSync(join(dir, "photos/b.png"), png);
  writeFileSync(join(dir, "photos/a.txt"), "not a photo");
  const { code, out, err } = await map(["photos/*.png", "What is it?"]);
  expect(code, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ file: "b.png", answer: "What is it?" });
  expect(JSON.stringify(server.requests[0]?.json)).toContain(png.toString("base64").slice(0, 40));
});

test("--json prints what it came to, and needs --out", async () => {
  const { out } = await map(["rows.csv", "Say {{text}}", "--out", "o.jsonl", "--json"]);
  const report: MapReport = JSON.parse(out);
  expect(report).toMatchObject({ answered: 3, failed: 0, calls: 3, forecast: { rows: 3 }, out: join(dir, "o.jsonl") });
  expect((await map(["rows.csv", "Say {{text}}", "--json"])).err).toMatch(/name a file for them with --out/);
});

test("failed rows are told with their place and call, give exit code 1, and are asked again", async () => {
  server.next([{}, { status: 400 }]);
  const { code, out, err } = await map(["rows.csv", "Say {{text}}", "--concurrency", "1"]);
  expect(code).toBe(exitCodes.failed);
  expect(JSON.parse(out.split("\n")[1] ?? "")).toMatchObject({ id: "2", answer: null, error: expect.any(String) });
  expect(err).toMatch(/penny: 1 row failed, such as rows\.csv:3: .+\(penny log show [0-9a-z]{26}\)\n/);
  expect(err).toContain("the same command asks again where a call failed");
  expect((await map(["rows.csv", "Say {{text}}"])).code).toBe(0);
  expect(server.stats.requests).toBe(4);
});

test("limits stop before they are passed, with exit code 3, and the next command goes on", async () => {
  const { code, err } = await map(["rows.csv", "Say {{text}}", "--out", "o.csv", "--max-calls", "2"]);
  expect(code).toBe(exitCodes.budget);
  expect(err).toContain("stopped before --max-calls was passed; the same command goes on where it was");
  expect(err).toContain("the rows so far are in o.csv.unfinished");
  expect(existsSync(join(dir, "o.csv"))).toBe(false);
  expect((await map(["rows.csv", "Say {{text}}", "--out", "o.csv"])).code).toBe(0);
  expect(server.stats.requests).toBe(3);
  expect(existsSync(join(dir, "o.csv.unfinished"))).toBe(false);
});

test("a budget stops before the first call that could pass it; without a terminal money needs a yes", async () => {
  const paid = ["map", "rows.csv", "{{text}}", "-m", "openai/gpt-5-mini", "-o", "maxOutputTokens=100000"];
  const settings = { dir, stdin: "", env: { OPENAI_API_KEY: "none" } };
  const poor = await runPenny([...paid, "--budget", "0.0000001"], settings);
  expect(poor.code).toBe(exitCodes.budget);
  expect(poor.err).toMatch(/penny: .+ Wh/);
  const asked = await runPenny(paid, settings);
  expect(asked.code).toBe(exitCodes.usage);
  expect(asked.err).toMatch(/This may cost up to \$.+, and there is no terminal to ask on: add --yes/);
});

test.each([
  [["rows.csv", "{{txt}}"], /rows\.csv:2 has no column `txt`, which the prompt uses\. Nearest: text\./],
  [["rows.csv", "Hello"], /Nothing of the rows is in the prompt/],
  [["none.csv", "{{text}}"], /There is no file .+none\.csv: check the path\./],
  [["rows.csv", "{{text}}", "--out", "rows.csv"], /is the file that the rows come from/],
  [["rows.csv", "{{text}}", "--out", "o.xls"], /format of o\.xls is not told by its ending/],
  [["rows.csv", "{{text}}", "more"], /`more` is one word too many/],
  [["rows.csv", "{{text}}", "--limit", "0"], /--limit is `0`, but must be a whole number from 1\./],
])("what is wrong is one sentence before anything is sent: %j", async (words, sentence) => {
  const { code, out, err } = await map(words);
  expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
  expect(err).toMatch(sentence);
  expect(err).toMatch(/^penny: [^\n]+\n$/);
  expect(server.stats.requests).toBe(0);
});

test("no rows at all and a broken row are told with file and line", async () => {
  writeFileSync(join(dir, "broken.jsonl"), '{"text":"a"}\n{"text":\n');
  expect((await map(["broken.jsonl", "{{text}}"])).err).toMatch(/^penny: broken\.jsonl:2 is not JSON/);
  writeFileSync(join(dir, "empty.csv"), "text\n");
  expect((await map(["empty.csv", "{{text}}"])).err).toBe("penny: empty.csv has no rows: nothing is to be asked.\n");
  expect(server.stats.requests).toBe(0);
});
