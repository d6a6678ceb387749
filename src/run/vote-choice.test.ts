/** Whose votes count, and how many of them. */
import { expect, test } from "vitest";
import { type RowValues, rowsInMemory } from "../store/row-source.ts";
import { type ChosenVotes, chooseVotes, parseVoters, type VoteChoice } from "./vote-choice.ts";
import { readVotes } from "./vote-rows.ts";
import type { VoteTable } from "./vote-table.ts";

const DAY = 86_400;
/** The first moment of 2024 in UTC, in seconds. */
const START = 1_704_067_200;

function votesOf(rows: readonly RowValues[]): Promise<VoteTable> {
  const whole = rows.map((row) => ({ model_a: "A", model_b: "B", winner: "tie", ...row }));
  return readVotes(rowsInMemory(whole), { wants: ["voter", "prompt", "at"] });
}

async function chosen(rows: readonly RowValues[], choice?: VoteChoice): Promise<ChosenVotes> {
  return chooseVotes(await votesOf(rows), choice);
}

function voters({ table: { voter } }: ChosenVotes): (string | undefined)[] {
  return [...(voter?.of ?? [])].map((place) => voter?.texts[place]);
}

const MIXED: RowValues[] = [
  { judge: "ida", voter_kind: "human" },
  { judge: "gpt", voter_kind: "model" },
  { judge: "bo", voter_kind: "" },
  { judge: "claude", voter_kind: "model" },
  { judge: "gpt", voter_kind: "model" },
];

test.each<[VoteChoice, string[], ChosenVotes["leftOut"], ChosenVotes["raters"]]>([
  [{}, ["ida", "bo"], { judges: 3 }, "humans"],
  [{ voters: "humans" }, ["ida", "bo"], { judges: 3 }, "humans"],
  [{ voters: "judges" }, ["gpt", "claude", "gpt"], { humans: 2 }, "judges"],
  [{ voters: "both" }, ["ida", "gpt", "bo", "claude", "gpt"], {}, "both"],
  [{ voters: ["gpt"] }, ["gpt", "gpt"], { otherVoters: 3 }, "judges"],
  [{ voters: ["ida", "claude"] }, ["ida", "claude"], { otherVoters: 3 }, "both"],
])("people and judges are mixed only if that is asked for: %j", async (choice, expected, leftOut, raters) => {
  const found = await chosen(MIXED, choice);
  expect(voters(found)).toEqual(expected);
  expect([found.leftOut, found.raters]).toEqual([leftOut, raters]);
});

test("where there are only judges' votes, they count, and that is known", async () => {
  const found = await chosen(MIXED.filter((row) => row.voter_kind === "model"));
  expect([found.table.a.length, found.leftOut, found.raters]).toEqual([3, {}, "judges"]);
});

test.each<[RowValues[], VoteChoice, string]>([
  [MIXED, { voters: ["idda"] }, "There is no voter `idda`. Nearest: ida."],
  [MIXED.slice(0, 1), { voters: "judges" }, "No vote is one of a model that judges"],
  [MIXED.slice(1, 2), { voters: "humans" }, "No vote is one of a person"],
  [[{}], { voters: ["ida"] }, "they have no column `judge`"],
  [[{ judge: "ida" }], { voterCap: 1 }, "the votes have no time (`tstamp`)"],
  [[{ tstamp: START }], { voterCap: 1 }, "the votes have no voter (`judge`)"],
  [
    [
      { judge: "ida", tstamp: START },
      { judge: "", tstamp: START },
    ],
    { voterCap: 1 },
    "which 1 of 2 votes do not tell",
  ],
  [[{ judge: "ida" }], { promptCap: 1 }, "A cap for prompts needs to know them"],
])("%# is refused", async (rows, choice, sentence) => {
  await expect(chosen(rows, choice)).rejects.toThrow(sentence);
});

test("of each voter the first votes of each day in UTC count", async () => {
  const vote = (judge: string, seconds: number): RowValues => ({ judge, tstamp: START + seconds });
  const rows = [
    vote("ida", 30),
    vote("ida", 10),
    vote("bo", 40),
    vote("ida", 20),
    vote("ida", DAY - 1),
    vote("ida", DAY),
    vote("ida", -1),
  ];
  const found = await chosen(rows, { voterCap: 2 });
  expect([...(found.table.at ?? [])].map((at) => at / 1000 - START)).toEqual([10, 40, 20, DAY, -1]);
  expect(found.leftOut).toEqual({ voterCap: 2 });
});

/** Votes on prompts: `counts[i]` on the i-th. */
function onPrompts(counts: readonly number[]): RowValues[] {
  return counts.flatMap((count, prompt) =>
    Array.from({ length: count }, (_, vote) => ({ prompt_id: `p${prompt}`, judge: `${prompt}-${vote}` })),
  );
}

test("of each prompt so many votes count, the same in any order, and those without a prompt all do", async () => {
  const rows = [...onPrompts([5, 2, 3]), { judge: "none" }, { judge: "nor" }];
  const [one, other] = [await chosen(rows, { promptCap: 2 }), await chosen(rows.toReversed(), { promptCap: 2 })];
  expect(one.leftOut).toEqual({ promptCap: 4 });
  expect(voters(one).filter((voter) => voter?.startsWith("n"))).toEqual(["none", "nor"]);
  expect(voters(one).sort()).toEqual(voters(other).sort());
});

test("the usual cap is what 99.99 % of prompts do not pass", async () => {
  // NumPy 1.24: np.quantile([1] * 9999 + [2] * 2 + [40], 0.9999) is 2.0.
  const counts = [...Array.from({ length: 9_999 }, () => 1), 2, 2, 40];
  const found = await chosen(onPrompts(counts), { promptCap: "auto" });
  expect(found.promptCap).toBe(2);
  expect(found.leftOut).toEqual({ promptCap: 38 });
});

test("prompts with 10 votes or more are told, before any are left out", async () => {
  const { repeated } = await chosen(onPrompts([9, 10, 25]), { promptCap: 3 });
  expect(repeated).toEqual({ prompts: 2, votes: 35, most: 25 });
  expect((await chosen(onPrompts([9]))).repeated).toBeUndefined();
});

test("a voter's cap goes before a prompt's, and each vote left out is told once", async () => {
  const rows = Array.from({ length: 6 }, (_, vote) => ({
    judge: vote < 4 ? "ida" : "bo",
    tstamp: START + vote,
    prompt_id: 1,
  }));
  expect((await chosen(rows, { voterCap: 2, promptCap: 3 })).leftOut).toEqual({ voterCap: 2, promptCap: 1 });
});

test("voters are read from text", () => {
  expect([parseVoters("judges"), parseVoters("ida, bo")]).toEqual(["judges", ["ida", "bo"]]);
  expect(() => parseVoters("ida,")).toThrow("--voters is `ida,`");
});
