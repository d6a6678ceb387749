/** The place Arena over HTTP: names stay on the server until the vote, votes are kept and taken back, boards say why there is none. */
import { expect, test } from "vitest";
import { type WebApp, webApp } from "../../test/support/web-app.ts";
import { parseSuite } from "../index.ts";
import type {
  ArenaBoard,
  ArenaState,
  ArenaVoters,
  ArenaVotes,
  Ballot,
  BallotUnveiled,
  BattlesBegun,
  OpenBattles,
} from "./arena-api.ts";

const MODELS = ["pocket/pocket-s", "pocket/pocket-l"];
const NAMES = /pocket/i;

async function battle(web: WebApp, prompt: string, models: string[] = MODELS): Promise<string> {
  const { battles } = await web.json<BattlesBegun>("/api/arena/battles", { body: { models, prompt } });
  expect(battles).toHaveLength(1);
  return battles[0] as string;
}

/** All that the server says before the vote, as one text. */
async function beforeTheVote(web: WebApp, id: string, begun: Response): Promise<string> {
  const answers = [
    begun,
    await web.request("/api/arena/open?voter=ida"),
    await web.request(`/api/arena/ballots/${id}?voter=ida`),
    await web.request("/api/arena?voter=ida"),
  ];
  const texts = await Promise.all(answers.map(async (each) => (await each.text()) + JSON.stringify([...each.headers])));
  return texts.join("\n");
}

test("nothing that the page gets before the vote tells who answers, nor what it cost or how long it took", async () => {
  const web = await webApp();
  const begun = await web.request("/api/arena/battles", {
    body: { models: MODELS, prompt: "How many r's are in strawberry?" },
  });
  const { battles } = (await begun.clone().json()) as BattlesBegun;
  const [id = ""] = battles;
  const told = await beforeTheVote(web, id, begun);
  expect(told).toContain("How many r's are in strawberry?");
  expect(told).not.toMatch(NAMES);
  expect(told).not.toMatch(/picodollars|timing|call|Ms\b|"ms"|usage|tokens/i);
});

test("a vote tells who they were, with cost and time, and can be taken back once", async () => {
  const web = await webApp();
  const id = await battle(web, "How many r's are in strawberry?");
  const ballot = await web.json<Ballot>(`/api/arena/ballots/${id}?voter=ida`);
  expect([ballot.first.text, ballot.second.text].sort()).toEqual(["2", "3"]);
  const winner = ballot.first.text === "3" ? "a" : "b";
  const body = { voter: "ida", winner, reason: " counts right " };
  const told = await web.json<BallotUnveiled>(`/api/arena/ballots/${id}/vote`, { body });
  const right = winner === "a" ? told.first : told.second;
  expect(right).toMatchObject({ name: "pocket/pocket-l", picodollars: 0, ms: expect.any(Number) });
  expect([told.first.name, told.second.name].sort()).toEqual(["pocket/pocket-l", "pocket/pocket-s"]);
  const [vote] = await web.json<ArenaVotes>("/api/arena/votes");
  expect(vote?.vote).toMatchObject({ voter: { name: "ida", kind: "human" }, reason: "counts right" });
  expect(vote?.vote.winner === "a" ? vote.battle.a.name : vote?.battle.b.name).toBe("pocket/pocket-l");
  expect(await web.json<OpenBattles>("/api/arena/open?voter=ida")).toEqual({ battles: [], open: 0, voted: 1 });
  expect(await web.json<OpenBattles>("/api/arena/open?voter=bo")).toEqual({ battles: [id], open: 1, voted: 0 });
  const path = `/api/arena/votes/${told.vote.id}/withdraw`;
  expect((await web.request(path, { body: { why: "  " } })).status).toBe(400);
  await web.json(path, { body: { why: "pressed the wrong key" } });
  expect((await web.request(path, { body: { why: "again" } })).status).toBe(400);
  expect(await web.json<OpenBattles>("/api/arena/open?voter=ida")).toEqual({ battles: [id], open: 1, voted: 0 });
  const exported = await (await web.request("/api/arena/votes.jsonl")).text();
  expect(JSON.parse(exported)).toMatchObject({ judge: "ida", withdrawn: "pressed the wrong key" });
});

test("two votes of one voter on a battle are refused in a sentence", async () => {
  const web = await webApp();
  const id = await battle(web, "How many r's are in strawberry?");
  const body = { voter: "ida", winner: "tie" };
  await web.json(`/api/arena/ballots/${id}/vote`, { body });
  await expect(web.json(`/api/arena/ballots/${id}/vote`, { body })).rejects.toThrow("ida has voted on battle");
});

test("a drawing is given as a picture by its side, under an address that names no model", async () => {
  const web = await webApp();
  const id = await battle(web, "Draw a pelican riding a bicycle as SVG", ["pocket/pocket-m", "pocket/pocket-l"]);
  const ballot = await web.json<Ballot>(`/api/arena/ballots/${id}?voter=ida`);
  expect([ballot.first.isDrawing, ballot.second.isDrawing]).toEqual([true, true]);
  const picture = await web.request(`/api/arena/ballots/${id}/first.png?voter=ida`);
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(new Uint8Array(await picture.arrayBuffer()).subarray(1, 4)).toEqual(new TextEncoder().encode("PNG"));
  expect((await web.request(`/api/arena/ballots/${id}/third.png`)).status).toBe(404);
});

test("the leaderboard says why there is none, then rates votes of people and of judges apart", async () => {
  const web = await webApp();
  expect((await web.json<ArenaBoard>("/api/arena/board")).why).toMatch(/vote/);
  const prompts = ["How many r's are in strawberry?", "How many e's are in referee?", "What is 12 + 30?"];
  const ids: string[] = [];
  for (const prompt of prompts) ids.push(await battle(web, prompt));
  for (const [index, id] of ids.entries()) {
    const [found] = (await web.workbench.log.battles()).filter((each) => each.id === id);
    const isL = found?.a.name === "pocket/pocket-l";
    // pocket-l wins twice and loses once by people; the judge says the opposite of all.
    const forL = index < 2 ? (isL ? "a" : "b") : isL ? "b" : "a";
    const voter = { name: "ida", kind: "human" } as const;
    await web.workbench.arena.vote({ battle: id, winner: forL, voter, swapped: false });
    const judge = { name: "maker/judge", kind: "model" } as const;
    await web.workbench.arena.vote({ battle: id, winner: forL === "a" ? "b" : "a", voter: judge, swapped: false });
  }
  expect(await web.json<ArenaState>("/api/arena?voter=ida")).toMatchObject({
    battles: 3,
    open: 0,
    votesOfPeople: 3,
    votesOfJudges: 3,
    tags: ["text"],
  });
  const people = await web.json<ArenaBoard>("/api/arena/board");
  expect(people.rows.map(({ model }) => model)).toEqual(["pocket/pocket-l", "pocket/pocket-s"]);
  expect(people).toMatchObject({ raters: "humans", votes: 3 });
  expect(people.notes).toContainEqual(expect.stringContaining("Left out: 3 votes of models that judge"));
  expect(people.matrix.cells[0]?.[1]).toMatchObject({ wins: 2, losses: 1, odd: false });
  expect(people.facts["pocket/pocket-l"]?.price?.basis).toBe("free");
  const judges = await web.json<ArenaBoard>("/api/arena/board?voters=judges");
  expect(judges.rows.map(({ model }) => model)).toEqual(["pocket/pocket-s", "pocket/pocket-l"]);
  expect(judges.raters).toBe("judges");
  expect((await web.json<ArenaBoard>("/api/arena/board?where=tags%3Dsvg")).why).toMatch(/--where|No vote/);
  const styled = await web.json<ArenaBoard>("/api/arena/board?style=true&where=tags%3Dtext");
  expect(styled.votes).toBe(3);
  const voters = await web.json<ArenaVoters>("/api/arena/voters");
  expect(voters.voters.map(({ voter, votes }) => [voter, votes]).sort()).toEqual([
    ["ida", 3],
    ["maker/judge", 3],
  ]);
  expect(voters.notes[0]).toContain("6 votes");
});

test("chances are told for models by name, and a battle of one model is refused before anything is asked", async () => {
  const web = await webApp();
  const chances = await web.json<{ share: number }[]>(
    "/api/arena/chances?model=pocket/pocket-s&model=pocket/pocket-m&model=pocket/pocket-l",
  );
  expect(chances).toHaveLength(3);
  expect(chances.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  const one = { models: ["pocket/pocket-s", "pocket/pocket-s"], prompt: "hi" };
  await expect(web.json("/api/arena/battles", { body: one })).rejects.toThrow("A battle needs two models");
  await expect(web.json("/api/arena/battles", { body: { models: MODELS, prompt: " " } })).rejects.toThrow("prompt");
  expect(await web.workbench.log.calls({ limit: 5 })).toEqual([]);
});

test("a battle that is stopped says so, and makes none", async () => {
  const web = await webApp();
  const asked = web.json<BattlesBegun>("/api/arena/battles", {
    body: { models: ["pocket/pocket-m", "pocket/pocket-l"], prompt: "Write a todo list app", job: "one" },
  });
  await expect
    .poll(async () => (await web.workbench.log.calls({ limit: 5 })).length, { timeout: 30_000 })
    .toBeGreaterThan(0);
  expect(await web.json("/api/arena/battles/one/stop", { body: {} })).toEqual({ stopped: true });
  expect(await asked).toMatchObject({ battles: [], failed: ["The battle was stopped."] });
  expect(await web.json("/api/arena/battles/one/stop", { body: {} })).toEqual({ stopped: false });
});

test("the answers of an eval run meet without asking anybody, and are named to nobody", async () => {
  const web = await webApp();
  const text = `name: Letters
prompts: ["How many {{letter}}'s are in {{word}}?"]
models: [pocket/pocket-s, pocket/pocket-l]
options: { temperature: 0 }
expect: { equals: "{{count}}" }
cases:
  - { vars: { word: strawberry, letter: r, count: "3" } }
  - { vars: { word: referee, letter: e, count: "4" } }
`;
  const { id } = await web.workbench.evaluate(await parseSuite(text, "letters.yaml"));
  const calls = await web.workbench.log.calls({ limit: 20 });
  const made = await web.request("/api/arena/runs", { body: { run: id } });
  const told = await made.text();
  expect(told).not.toMatch(NAMES);
  const { battles, alike } = JSON.parse(told) as BattlesBegun;
  expect([battles.length + alike, battles.length > 0]).toEqual([2, true]);
  expect(await web.workbench.log.calls({ limit: 20 })).toHaveLength(calls.length);
  expect(await web.json("/api/arena/runs", { body: { run: id } })).toMatchObject({
    battles: [],
    earlier: battles.length,
  });
  await expect(web.json("/api/arena/runs", { body: { run: "none" } })).rejects.toThrow("none");
});
