/** What `penny arena rank` writes beside its table. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-arena-exports-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const NAMES = ["openai/gpt-4o", "gpt-4-0314", "somebody's model"];

/** Each model beats the next in two of three votes; one vote an hour. */
const VOTES = Array.from({ length: 360 }, (_, index) => {
  const [a = 0, b = 0] = [
    [0, 1],
    [1, 2],
    [0, 2],
  ][index % 3] as [number, number];
  const winner = index % 9 < 6 ? "model_a" : "model_b";
  return [NAMES[a], NAMES[b], winner, 1_760_000_000 + 3600 * index].join(",");
});
const votes = join(dir, "votes.csv");
writeFileSync(votes, `model_a,model_b,winner,tstamp\n${VOTES.join("\n")}\n`);

const facts = join(dir, "board.csv");
writeFileSync(
  facts,
  "rank,model,organization,license\n1,GPT-4-0314,OpenAI,Proprietary\n2,Somebody's model,Somebody,MIT\n",
);

function rank(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["arena", "rank", ...words], { dir, stdin: "", ...settings });
}

function written(name: string): string {
  return readFileSync(join(dir, name), "utf8");
}

test("a page, a CSV table and Markdown are written beside the table of the terminal, with the same notes", async () => {
  const files = ["--html", "out/board.html", "--csv", "board-out.csv", "--markdown", "board.md"];
  const { out, err, code } = await rank([votes, ...files]);
  expect(code, err).toBe(exitCodes.ok);
  expect(err).toContain("html written to out/board.html");
  const note = out.split("\n").find((line) => line.startsWith("Standing first")) ?? "";
  expect(note).not.toBe("");
  const page = written("out/board.html");
  expect(page).toContain(note);
  expect(written("board.md")).toContain(note);
  for (const heading of ["<title>votes.csv</title>", "Ratings over time", "Who beat whom"])
    expect(page).toContain(heading);
  expect(written("board-out.csv").split("\r\n")).toHaveLength(5);
});

test("organisation and price stand in the table where they are known and there is room", async () => {
  const wide = await rank([votes], { terminal: true, width: 140, env: { NO_COLOR: "1" } });
  expect(wide.out).toMatch(/openai\/gpt-4o .* OpenAI +\$2\.50 \/ \$10/);
  expect(wide.out).toMatch(/gpt-4-0314 .* OpenAI +\$30 \/ \$60/);
  expect(wide.out).toContain("Price: USD for a million tokens read / written, checked 20");
  const narrow = await rank([votes], { terminal: true, width: 70, env: { NO_COLOR: "1" } });
  expect(narrow.out).not.toContain("organisation");
  expect(narrow.out).not.toContain("Price:");
});

test("a published leaderboard tells organisations and licences; the log tells the energy of no foreign model", async () => {
  const { out } = await rank([votes, "--facts", facts, "--json"]);
  const rows = JSON.parse(out) as { model: string; organization?: string; license?: string; energy?: unknown }[];
  expect(rows.map(({ model, organization, license }) => [model, organization, license])).toEqual([
    ["openai/gpt-4o", "OpenAI", undefined],
    ["gpt-4-0314", "OpenAI", "Proprietary"],
    ["somebody's model", "Somebody", "MIT"],
  ]);
  expect(rows.every((row) => row.energy === undefined)).toBe(true);
  const wrong = await rank([votes, "--facts", votes]);
  expect(wrong.err).toContain("No model is named");
});

test("CSV goes to standard output in place of the table", async () => {
  const { out } = await rank([votes, "--csv", "-"]);
  expect(out).toMatch(/^model,score,low,high,rank_ub,rank_best,rank_worst,votes,/);
  expect(out).not.toContain("rank (UB)");
});

test("who beat whom is printed below the table", async () => {
  const { out } = await rank([votes, "--matrix"]);
  expect(out).toMatch(/won of 100 +1 +2 +3\n1 openai\/gpt-4o/);
  expect(out).toContain("of 3 pairs with votes");
});

test.each([
  [["--csv", votes], "would write over the votes"],
  [["--csv", "-", "--json"], "Only one of --json, --csv - and --markdown - can go to standard output"],
  [["--html", "-"], "--html is `-`, but must be a file."],
  [["--html", "by.html", "--by", "winner"], "--html is of one leaderboard, but --by makes several"],
  [["--matrix", "--by", "winner"], "--matrix is of one leaderboard"],
])("%j is refused before anything is written", async (words, message) => {
  const before = written("votes.csv");
  const { err, code } = await rank([votes, ...words]);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(message);
  expect(written("votes.csv")).toBe(before);
  expect(existsSync(join(dir, "by.html"))).toBe(false);
});
