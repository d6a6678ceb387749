/** Votes of tables as columns: which column is what, conditions, and the same votes from bytes and from rows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRows } from "../store/open-rows.ts";
import { type RowValues, rowsInMemory } from "../store/row-source.ts";
import type { VotesToRead } from "./vote-columns.ts";
import { parseWhere } from "./vote-filter.ts";
import { readVotes } from "./vote-rows.ts";
import type { TextColumn, VoteTable } from "./vote-table.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-votes-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function votesOf(name: string, text: string, settings?: VotesToRead): Promise<VoteTable> {
  const path = join(dir, name);
  writeFileSync(path, text);
  return readVotes(await openRows({ from: path, name }), settings);
}

function inMemory(rows: readonly RowValues[], settings?: VotesToRead): Promise<VoteTable> {
  return readVotes(rowsInMemory(rows, "votes"), settings);
}

function texts(column: TextColumn | undefined): (string | undefined)[] | undefined {
  return column && [...column.of].map((place) => column.texts[place]);
}

/** A table as plain lists. */
function listed(table: VoteTable): unknown {
  return {
    pairs: [...table.a].map((a, vote) => [table.models[a], table.models[table.b[vote] as number], table.winner[vote]]),
    voter: texts(table.voter),
    kind: texts(table.voterKind),
    battle: texts(table.battle),
    prompt: texts(table.prompt),
    at: table.at && [...table.at],
    group:
      table.group &&
      [...table.group.of].map((set) => table.group?.sets[set]?.map((place) => table.group?.texts[place])),
    style: table.style && { names: table.style.names, gaps: [...table.style.gaps] },
  };
}

const VOTE = { model_a: "A", model_b: "B", winner: "tie" };
const ALL: VotesToRead = { wants: ["voter", "battle", "prompt", "at"], style: true, by: "language" };

const TABLE: RowValues[] = [
  {
    ...VOTE,
    judge: "ida",
    voter_kind: "human",
    battle: "b1",
    prompt_id: 7,
    tstamp: 1704067200.5,
    language: "English",
    turn: 1,
  },
  {
    model_a: "B",
    model_b: "C",
    winner: "model_a",
    judge: "m",
    voter_kind: "model",
    battle: "b1",
    prompt_id: 8,
    tstamp: 1704067201,
    language: "",
    turn: 2,
  },
  {
    model_a: "C",
    model_b: "A",
    winner: "tie (bothbad)",
    judge: "",
    voter_kind: "",
    battle: "b2",
    prompt_id: 7,
    tstamp: "",
    language: "French",
    turn: 12,
  },
].map((row, index) => ({ ...row, tokens_a: 10 * index, tokens_b: 30 }));

function csvOf(rows: readonly RowValues[], quoted = false): string {
  const cell = (value: unknown): string => (quoted ? `"${String(value)}"` : String(value));
  return [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((row) => row.map(cell).join(",")).join("\n");
}

test("all columns are found, and a file's bytes say what rows say", async () => {
  const found = listed(await inMemory(TABLE, ALL));
  expect(found).toEqual({
    pairs: [
      ["A", "B", 2],
      ["B", "C", 0],
      ["C", "A", 3],
    ],
    voter: ["ida", "m", undefined],
    kind: ["human", "model", undefined],
    battle: ["b1", "b1", "b2"],
    prompt: ["7", "8", "7"],
    at: [1704067200500, 1704067201000, Number.NaN],
    group: [["English"], undefined, ["French"]],
    style: { names: ["tokens"], gaps: [-30 / 31, -20 / 41, -10 / 51] },
  });
  expect(listed(await votesOf("v.csv", csvOf(TABLE), ALL))).toEqual(found);
  expect(listed(await votesOf("quoted.csv", csvOf(TABLE, true), ALL))).toEqual(found);
  expect(listed(await votesOf("v.tsv", csvOf(TABLE).replaceAll(",", "\t"), ALL))).toEqual(found);
  expect(listed(await votesOf("v.jsonl", TABLE.map((row) => JSON.stringify(row)).join("\n"), ALL))).toEqual(found);
});

test("columns that are not wanted are not kept", async () => {
  const table = await inMemory(TABLE);
  expect(Object.keys(table).sort()).toEqual(["a", "b", "models", "voterKind", "winner"]);
});

test("a prompt's hash goes before its text, and a long text stands as its hash", async () => {
  const wants = { wants: ["prompt"] } as const;
  const both = { ...VOTE, question: "What?", prompt_hash: "abc", question_id: 3 };
  expect(texts((await inMemory([both], wants)).prompt)).toEqual(["abc"]);
  const { prompt } = await inMemory(
    [
      { ...VOTE, prompt: "w".repeat(100) },
      { ...VOTE, prompt: "short" },
    ],
    wants,
  );
  // sha256 of 100 times "w", by `printf 'w%.0s' {1..100} | sha256sum`.
  expect(texts(prompt)).toEqual(["6ff1386a6f0d444e", "short"]);
});

test("of a conversation the prompt is what the person said", async () => {
  const said = (...turns: [string, string][]): RowValues => ({
    ...VOTE,
    question_id: turns.length,
    conversation_a: turns.map(([role, content]) => ({ role, content })),
  });
  const rows = [
    said(["user", "Hi"], ["assistant", "Hello"]),
    said(["user", "Hi"], ["assistant", "Yes?"]),
    said(["user", "Ho"]),
  ];
  expect(texts((await inMemory(rows, { wants: ["prompt"] })).prompt)).toEqual(["Hi\n", "Hi\n", "Ho\n"]);
});

test.each([
  [1704067200, 1704067200000],
  [1704067200123, 1704067200123],
  ["2024-01-01T00:00:00Z", 1704067200000],
  ["2024-01-01 00:00:00", 1704067200000],
  ["2024-01-01T01:00:00+01:00", 1704067200000],
  ["2024-01-01", 1704067200000],
  ["yesterday", Number.NaN],
  [null, Number.NaN],
])("the time %s is %s", async (timestamp, at) => {
  expect((await inMemory([{ ...VOTE, timestamp }], { wants: ["at"] })).at).toEqual(Float64Array.of(at));
});

/** How many of some cells satisfy a condition. */
async function satisfied(condition: string, cells: readonly RowValues[string][]): Promise<RowValues[string][]> {
  const rows = cells.map((cell, index) => ({ ...VOTE, cell, place: index }));
  const table = await inMemory(rows, { where: [parseWhere(condition)], by: "place" });
  return [...(table.group?.of ?? [])].map(
    (set) => cells[Number(table.group?.texts[table.group.sets[set]?.[0] ?? -1])] ?? null,
  );
}

test.each<[string, RowValues[string][], RowValues[string][]]>([
  ["cell=English", ["English", "english", "French", null], ["English"]],
  ["cell!=English", ["English", "French", null, ""], ["French", null, ""]],
  ["cell=1", [1, "1", "1.0", true, "01", 2, "x"], [1, "1", "1.0", true, "01"]],
  ["cell=true", [true, "True", 1, "1", false, 0, "yes"], [true, "True", 1, "1"]],
  ["cell>1", [1, "2", 10, "", null, "x", true], ["2", 10]],
  ["cell<=-1.5", [-1.5, "-2", 0, "", null], [-1.5, "-2"]],
  ["cell=", ["", null, "x", 0], ["", null]],
  ["cell=b", [["a", "b"], ["a"], "b", [], "a,b"], [["a", "b"], "b"]],
  ["cell!=b", [["a", "b"], ["a"], []], [["a"], []]],
  ["cell = two words ", ["two words"], ["two words"]],
])("%s", async (condition, cells, expected) => {
  expect(await satisfied(condition, cells)).toEqual(expected);
});

test("conditions hold all together, lead into objects, and count before words are judged", async () => {
  const tagged = (language: string, hard: boolean, winner = "tie"): RowValues => ({
    ...VOTE,
    winner,
    language,
    category_tag: { "criteria_v0.1": { specificity: hard } },
  });
  const rows = [tagged("English", true), tagged("English", false), tagged("French", true), tagged("Dutch", true, "?")];
  const where = ["language=English", "category_tag.criteria_v0.1.specificity=true"].map(parseWhere);
  expect((await inMemory(rows, { where })).a.length).toBe(1);
  await expect(inMemory(rows)).rejects.toThrow("votes, row 4: `winner` has words that say nothing here: `?` 1 ×");
});

test.each<[VotesToRead, RowValues[], string]>([
  [
    { where: [parseWhere("langage=x")] },
    [{ ...VOTE, language: "x" }],
    "votes has no column `langage`, which --where names. Nearest: language.",
  ],
  [{ by: "turns" }, [{ ...VOTE, turn: 1 }], "votes has no column `turns`, which --by names. Nearest: turn."],
  [{ where: [parseWhere("turn>5")] }, [{ ...VOTE, turn: 1 }], "No vote of votes satisfies all of --where."],
  [{}, [{ ...VOTE, voter_kind: "robot" }], "votes, row 1: `voter_kind` is `robot`, but must be `human` or `model`."],
  [{}, [{ ...VOTE, model_b: " " }], "votes, row 1: `model_b` is empty, but must name a model."],
  [
    { style: true },
    [{ ...VOTE, tokens_a: 1, tokens_b: -1 }],
    "votes, row 1: The style `tokens` is missing or no number.",
  ],
])("%j is refused", async (settings, rows, sentence) => {
  await expect(inMemory(rows, settings)).rejects.toThrow(sentence);
});

test("what is wrong in a CSV file is told by its line", async () => {
  const bad = "model_a,model_b,winner,voter_kind\nA,B,tie,human\nA,B,tie,robot\n";
  await expect(votesOf("kinds.csv", bad)).rejects.toThrow("kinds.csv:3: `voter_kind` is `robot`");
  await expect(votesOf("uneven.csv", "model_a,model_b,winner\nA,B,tie\nA,B\n")).rejects.toThrow(
    "uneven.csv:3 has 2 cells",
  );
});

test.each(["language", "=x", "a>b", ""])("the condition %j is refused", (text) => {
  expect(() => parseWhere(text)).toThrow(/^--where is /);
});

test("votes of thousands of rows keep their order and their numbers", async () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, row) => `m${row % 7},m${(row % 7) + 1 + (row % 3)},${row % 2 ? "model_a" : "tie"},p${row % 9999}`,
  );
  const table = await votesOf("many.csv", `model_a,model_b,winner,prompt_id\n${rows.join("\n")}\n`, {
    wants: ["prompt"],
  });
  expect(table.a.length).toBe(40_000);
  for (const vote of [0, 16_383, 16_384, 39_999]) {
    expect(table.models[table.a[vote] as number]).toBe(`m${vote % 7}`);
    expect(table.models[table.b[vote] as number]).toBe(`m${(vote % 7) + 1 + (vote % 3)}`);
    expect(table.winner[vote]).toBe(vote % 2 ? 0 : 2);
    expect(table.prompt?.texts[table.prompt.of[vote] as number]).toBe(`p${vote % 9999}`);
  }
});
