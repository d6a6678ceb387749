import { expect, test } from "vitest";
import { fillLog, logIds } from "../../test/support/filled-log.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { webApp } from "../../test/support/web-app.ts";
import { plainCall } from "../store/fixtures/plain-call.ts";
import type { LogLine, LogNames, LogSheet } from "./api.ts";

const NOW = Date.UTC(2026, 0, 31);

async function filled() {
  const dir = temporaryFolder();
  await fillLog(dir, NOW);
  return webApp({ dir });
}

const idsOf = (lines: LogLine[]): string[] => lines.map(({ id }) => id);

test("calls are listed newest first, in their first words", async () => {
  const { json } = await filled();
  const lines = await json<LogLine[]>("/api/calls");
  expect(idsOf(lines)).toEqual([logIds.cellB, logIds.cellA, logIds.weather, logIds.failed, logIds.sky]);
  expect(lines[3]).toMatchObject({ prompt: "And the sea?", answer: "", reason: "error", status: 429, tookMs: 3000 });
  expect(lines[3]).not.toHaveProperty("picodollars");
  expect(lines[2]).toMatchObject({ answer: "[calls get_weather]", reason: "tool-calls" });
});

test("a list goes on after any call, even between two of one millisecond", async () => {
  const { json } = await filled();
  const [first, ...rest] = await json<LogLine[]>("/api/calls");
  const older = `${first?.startedAt}-${first?.id}`;
  expect(await json<LogLine[]>(`/api/calls?older=${older}`)).toEqual(rest);
  await expect(json("/api/calls?older=yesterday")).rejects.toThrow("`older` is `yesterday`");
});

test("words are found with their surroundings, within the other conditions", async () => {
  const { json } = await filled();
  const [hit] = await json<LogLine[]>("/api/calls?q=scatters");
  expect(hit?.id).toBe(logIds.sky);
  expect(hit?.snippet?.filter(({ match }) => match).map(({ text }) => text)).toEqual(["scatters"]);
  expect(await json("/api/calls?q=scatters&failed=true")).toEqual([]);
  expect(idsOf(await json<LogLine[]>("/api/calls?command=eval"))).toEqual([logIds.cellB, logIds.cellA]);
  await expect(json("/api/calls?reason=bored")).rejects.toThrow("`reason` is `bored`");
});

test("what a list can be narrowed to is what stands in the log", async () => {
  const { json } = await filled();
  const { models, commands } = await json<LogNames>("/api/calls/names");
  expect(models).toEqual(expect.arrayContaining(["openai/gpt-5-mini", "pocket/s", "anthropic/claude-haiku-4.5"]));
  expect(commands.toSorted()).toEqual(["eval", "prompt"]);
});

test("a call comes whole: raw answers, the calls around it, the price of its cost", async () => {
  const { json } = await filled();
  const sheet = await json<LogSheet>(`/api/calls/${logIds.sky}`);
  expect(sheet.raws).toMatchObject([{ status: 200, headers: { "x-request-id": "abc" } }]);
  expect(sheet.children.map(({ id }) => id)).toEqual([logIds.failed]);
  expect(sheet.prices).toMatchObject([{ vendor: "openai", model: "gpt-5-mini", from: "2025-08-07" }]);
  const child = await json<LogSheet>(`/api/calls/${logIds.failed}`);
  expect(child.conversation.map(({ id }) => id)).toEqual([logIds.sky, logIds.failed]);
  expect(child.prices).toEqual([]);
});

test("a call of a battle names the battle; a run that is gone is not named", async () => {
  const { json, workbench } = await filled();
  expect(await json(`/api/calls/${logIds.cellA}`)).not.toHaveProperty("from");
  const id = "01hf7yet00eeeeeeeeeeeeeeee";
  const call = plainCall(id, "Which is better?", "A", { origin: { command: "arena", ref: "battle/b1/judge" } });
  await workbench.log.importCalls([call]);
  expect(await json(`/api/calls/${id}`)).toMatchObject({ from: { kind: "battle", id: "b1" } });
});

test("an unknown call is said to be unknown", async () => {
  const { request } = await filled();
  const answer = await request("/api/calls/zzz");
  expect([answer.status, await answer.json()]).toEqual([404, { error: "There is no call `zzz` in the log." }]);
});

test("a call that is removed is gone, and what was removed is told", async () => {
  const { json } = await filled();
  const gone = await json(`/api/calls/${logIds.failed}`, { method: "DELETE" });
  expect(gone).toMatchObject({ calls: 1, running: 0 });
  expect(idsOf(await json<LogLine[]>("/api/calls"))).not.toContain(logIds.failed);
});

test("what is given out as JSON lines is what the conditions and the words choose", async () => {
  const { request } = await filled();
  const lines = async (query: string): Promise<string[]> => {
    const text = await (await request(`/api/calls.jsonl${query}`)).text();
    return text
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line).id);
  };
  expect(await lines("")).toHaveLength(5);
  expect(await lines("?failed=true")).toEqual([logIds.failed]);
  expect(await lines("?q=scatters")).toEqual(expect.arrayContaining([logIds.sky]));
  expect(await lines("?q=nowhere")).toEqual([]);
});
