/** Battles in the log, from a prompt and from a run, voted on, taken back, rated, given out. Real models, real log. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import type { BoardRow } from "../index.ts";
import type { Battle } from "../record/battle.ts";
import type { VoteOnBattle } from "../store/battle-rows.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-battle-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const SUITE = `name: Words
prompts: ["How many r's are in {{word}}?"]
models: [pocket/pocket-s, pocket/pocket-m]
expect: [{ contains: "{{count}}" }]
cases:
${["strawberry:3", "raspberry:3", "error:3", "mirror:3", "carrot:2", "barrier:3", "ferry:2", "arrow:2"]
  .map((each) => each.split(":"))
  .map(([word, count]) => `  - { name: ${word}, vars: { word: ${word}, count: "${count}" } }`)
  .join("\n")}
`;

const arena = (...words: string[]): ReturnType<typeof runPenny> => runPenny(["arena", ...words], { dir, stdin: "" });

/** Types keys, one whenever the program has said what the keys are. */
function typed(keys: string, ...words: string[]): ReturnType<typeof runPenny> {
  const input = new PassThrough();
  const left = [...keys];
  const onWrite = (text: string): void => {
    if (text.includes("q quit")) input.write(left.shift() ?? "q");
  };
  return runPenny(["arena", ...words], { dir, terminal: true, input, onWrite });
}

async function votes(): Promise<VoteOnBattle[]> {
  return JSON.parse((await arena("votes", "--json", "--limit", "100")).out) as VoteOnBattle[];
}

let battles: Battle[];

beforeAll(async () => {
  writeFileSync(join(dir, "suite.yaml"), SUITE);
  const ran = await runPenny(["eval", join(dir, "suite.yaml")], { dir, stdin: "" });
  expect(ran.code, ran.err).toBe(exitCodes.ok);
  const made = await arena("battle", "--run", "last", "--json");
  expect(made.code, made.err).toBe(exitCodes.ok);
  battles = JSON.parse(made.out) as Battle[];
});

test("the answers of a run become battles once", async () => {
  expect(battles.length).toBeGreaterThan(2);
  for (const { a, b, tags, style } of battles) {
    expect([a.name, b.name].sort()).toEqual(["pocket/pocket-m", "pocket/pocket-s"]);
    expect(tags).toContain("text");
    expect(style?.tokens.every((count) => count > 0)).toBe(true);
  }
  const again = await arena("battle", "--run", "last");
  expect(again.err).toContain(`0 battles made; ${battles.length} pairs had one already`);
});

test("votes are blind, kept, taken back and rated; the export rates to the same", async () => {
  const { err, code } = await typed("auab", "vote", "--voter", "ana");
  expect(code, err).toBe(exitCodes.ok);
  const [shown = ""] = err.split("a was");
  expect(shown).not.toContain("pocket");
  expect(err).toMatch(/a was pocket\/pocket-., b was pocket\/pocket-./);
  const first = await votes();
  expect(first.map(({ vote }) => vote.withdrawn?.why)).toEqual([undefined, undefined, "undone while voting"]);

  const all = "abt".repeat(battles.length).slice(0, battles.length);
  const ben = await typed(all, "vote", "--voter", "ben");
  expect(ben.err).toContain("all battles have one");
  const kept = await votes();
  const file = join(dir, "votes.jsonl");
  expect((await arena("export", "-o", file)).err).toContain(`${kept.length} votes in ${file}`);
  const [here, there, csv] = await Promise.all([
    arena("rank", "--json"),
    arena("rank", file, "--json"),
    arena("export", "--format", "csv"),
  ]);
  expect(here.code, here.err).toBe(exitCodes.ok);
  const rows = JSON.parse(here.out) as BoardRow[];
  expect(rows).toEqual(JSON.parse(there.out));
  expect(rows.map(({ votes: count }) => count)).toEqual([kept.length - 1, kept.length - 1]);
  expect(here.err).toContain("Left out: 1 vote that was taken back.");
  writeFileSync(join(dir, "votes.csv"), csv.out);
  expect(JSON.parse((await arena("rank", join(dir, "votes.csv"), "--json")).out)).toEqual(rows);
  expect(readFileSync(file, "utf8").split("\n").length - 1).toBe(kept.length);
});

test("a vote is taken back by the end of its id, with a reason, once", async () => {
  const [{ vote } = { vote: undefined }] = (await votes()).filter(
    // A tie stays: with wins of one side alone, which chance may bring, nothing can be rated.
    (each) => !each.vote.withdrawn && each.vote.winner !== "tie",
  );
  const end = vote?.id.slice(-8) ?? "";
  expect((await arena("votes", "--withdraw", end)).err).toContain("Say why the vote is taken back");
  expect((await arena("votes", "--withdraw", end, "--why", "slip")).err).toContain("is taken back; it stays on record");
  expect((await arena("votes", "--withdraw", end, "--why", "slip")).err).toContain("was taken back before: slip");
  expect((await arena("votes", "--withdraw", "zzzz", "--why", "x")).err).toContain("There is no vote `zzzz`");
});

test("a prompt becomes a battle of two models, and one that names itself is flagged and left out", async () => {
  const words = ["battle", "Who are you?", "-m", "pocket/pocket-l", "-m", "pocket/pocket-s", "--json"];
  const { out, err, code } = await arena(...words);
  expect(code, err).toBe(exitCodes.ok);
  const [made] = JSON.parse(out) as Battle[];
  expect(made?.source).toBe("live");
  expect(made?.a.tells ?? made?.b.tells).toMatch(/pocket/i);
  const { err: told } = await typed("a", "vote", "--voter", "eva");
  const flagged = (await votes()).filter(({ battle }) => battle.id === made?.id);
  expect(told).toContain("a was");
  if (flagged.length === 0) await typed("a".repeat(battles.length + 1), "vote", "--voter", "eva");
  const { out: table } = await arena("rank");
  expect(table).toContain("on answers that give a model away");
});

test("a model that is taken out meets nobody and keeps its place", async () => {
  expect((await arena("withdraw", "pocket/pocket-s")).err).toContain("Say why");
  await arena("withdraw", "pocket/pocket-s", "--why", "too small");
  const { out } = await arena("rank");
  expect(out).toContain("Out of the arena since");
  expect(out).toContain("pocket/pocket-s");
  const refused = await arena("battle", "Hi", "-m", "pocket/pocket-l", "-m", "pocket/pocket-s");
  expect(refused.code).toBe(exitCodes.usage);
  expect(refused.err).toContain("out of the arena (too small)");
  await arena("withdraw", "pocket/pocket-s", "--return", "--why", "it is small, not bad");
  expect((await arena("battle", "--chances")).out).toContain("pocket/pocket-s");
});

test("prompts in a file make battles; the same command asks nothing anew", async () => {
  const file = join(dir, "prompts.txt");
  writeFileSync(file, "Spell garden backwards.\n\nWhat is 2 + 3?\n");
  const words = ["battle", "--prompts", file, "-m", "pocket/pocket-m", "-m", "pocket/pocket-l", "--json"];
  const first = await arena(...words);
  expect(first.code, first.err).toBe(exitCodes.ok);
  expect(JSON.parse(first.out)).toHaveLength(2);
  const again = await arena(...words);
  expect(JSON.parse(again.out)).toEqual([]);
  expect(again.err).toContain("2 prompts had a battle between these models already");
});

test.each([
  [["battle", "Hi", "-m", "pocket"], "A battle needs two models"],
  [["battle", "Hi", "--run", "last"], "A battle is about a prompt or --run, not both"],
  [["battle", "--run", "last", "-m", "pocket"], "--run takes the models of the run"],
  [
    ["battle", "--prompts", "none.txt", "-m", "pocket/pocket-s", "-m", "pocket/pocket-m"],
    "There is no file of prompts at",
  ],
  [["battle", "Hi", "-m", "pocket/pocket-s", "-m", "pocket/pocket-x"], 'There is no pocket model "pocket-x"'],
  [["vote", "-o", "x.jsonl"], "-o names a file for votes on pairs in a file"],
  [["export", "--format", "xml"], "--format is `xml`, but must be csv, json or jsonl"],
  [["withdraw", "pocket/pocket-q", "--why", "x"], "No battle has a model `pocket/pocket-q`"],
])("%j is refused with a reason", async (words, message) => {
  const { code, err } = await arena(...words);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(message);
});
