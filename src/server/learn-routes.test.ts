/** What lessons ask of the server. */
import { expect, test } from "vitest";
import { webApp } from "../../test/support/web-app.ts";
import type { ReadText } from "../index.ts";

test("a text is cut into tokens, and counted by a pocket model's own tokenizer, letter by letter", async () => {
  const web = await webApp();
  const body = { text: "strawberry", model: "pocket/pocket-m" };
  const { pieces, characters, own } = await web.json<ReadText>("/api/learn/tokens", { body });
  expect(pieces.map(({ text }) => text)).toEqual(["st", "raw", "berry"]);
  expect(characters).toBe(10);
  expect(own).toEqual({ model: "pocket/pocket-m", tokens: 10 });
  expect((await web.request("/api/learn/tokens", { body: { text: "x".repeat(20_001) } })).status).toBe(400);
});

test("a share has its interval, and counts that are none are refused in a sentence", async () => {
  const web = await webApp();
  expect(await web.json("/api/learn/share?right=21&of=30")).toMatchObject({ value: 0.7 });
  await expect(web.json("/api/learn/share?right=31&of=30")).rejects.toThrow("31 of 30 is no share");
  await expect(web.json("/api/learn/share?right=0&of=0")).rejects.toThrow("is no share");
});

test("JavaScript runs where it finds no file, no network and no end", async () => {
  const web = await webApp();
  const run = (code: string): Promise<{ printed: string[]; error?: string }> =>
    web.json("/api/learn/javascript", { body: { code } });
  expect((await run("console.log(6 * 7)")).printed).toEqual(["42"]);
  expect((await run('fetch("https://example.com")')).error).toContain("fetch");
  expect((await run('require("fs")')).error).toContain("require");
  expect((await run("while (true) {}")).error).toBeDefined();
});

test("lines that all texts share are told for each", async () => {
  const web = await webApp();
  expect(await web.json("/api/learn/alike", { body: { texts: ["a\nb", "a\nc\nd"] } })).toEqual([0.5, 1 / 3]);
});
