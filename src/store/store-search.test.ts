/** Full-text search: what is found, in which order, and with which query. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { textMessage } from "../record/message.ts";
import { type CallChanges, pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

let dir: string;
let store: Store;
let ids: () => string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-search-"));
  store = await openStore({ dir, now: () => 0 });
  ids = testIds();
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function log(prompt: string, answer: string, changes: CallChanges = {}): Promise<Call> {
  const call = plainCall(ids(), prompt, answer, changes);
  await store.begin(pending(call));
  await store.complete(call, []);
  return call;
}

async function found(text: string, filter = {}): Promise<string[]> {
  return (await store.search(text, filter)).map((hit) => hit.call.id);
}

test("a word in the prompt ranks above one in the answer, and that above reasoning, tools and system prompts", async () => {
  const filler = "Nothing of interest is said here at all. ";
  const system = await log("", "", {
    request: { messages: [textMessage("system", `${filler} pelican`), textMessage("user", filler)] },
    parts: [{ type: "text", text: filler }],
  });
  const reasoned = await log(filler, "", {
    parts: [
      { type: "reasoning", text: `${filler} pelican` },
      { type: "text", text: filler },
    ],
  });
  const answered = await log(filler, `${filler} pelican`);
  const asked = await log(`${filler} pelican`, filler);
  for (let index = 0; index < 5; index++) await log(filler, filler);
  expect(await found("pelican")).toEqual([asked.id, answered.id, reasoned.id, system.id]);
});

test("tool calls, their results and file names are found", async () => {
  const asking = await log("look it up", "", {
    parts: [{ type: "tool-call", id: "1", name: "search_web", input: { query: "flamingo count" } }],
    finish: { reason: "tool-calls" },
  });
  const answering = await log("", "There are many.", {
    parent: asking.id,
    request: {
      messages: [
        ...asking.request.messages,
        { role: "assistant", parts: asking.parts },
        { role: "tool", parts: [{ type: "tool-result", id: "1", name: "search_web", output: { albatross: 12 } }] },
      ],
    },
  });
  const attached = await log("", "Nice.", {
    request: {
      messages: [
        {
          role: "user",
          parts: [{ type: "file", mediaType: "image/png", sha256: "0".repeat(64), size: 1, name: "cormorant.png" }],
        },
      ],
    },
  });
  expect(await found("flamingo")).toEqual([asking.id]);
  expect(await found("albatross")).toEqual([answering.id]);
  expect(await found("cormorant")).toEqual([attached.id]);
});

test("words of the prompt and of the answer are found together", async () => {
  const call = await log("Draw a pelican", "It rides a bicycle");
  await log("Draw a pelican", "It swims");
  expect(await found("bicycle pelican")).toEqual([call.id]);
  expect(await found("pelican submarine")).toEqual([]);
});

test("a call of a conversation is found by its own turn, not by every later one", async () => {
  const first = await log("About herons", "They wade.");
  const second = await log("", "They do.", {
    parent: first.id,
    request: {
      messages: [...first.request.messages, { role: "assistant", parts: first.parts }, textMessage("user", "And fly?")],
    },
  });
  expect(await found("herons")).toEqual([first.id]);
  expect(await found("fly")).toEqual([second.id]);
});

test("history that was never a call of its own is found", async () => {
  const call = await log("", "Done.", {
    request: {
      messages: [
        textMessage("user", "An example about ospreys"),
        textMessage("assistant", "An answer about kites"),
        textMessage("user", "Now go"),
      ],
    },
  });
  expect(await found("ospreys")).toEqual([call.id]);
  expect(await found("kites")).toEqual([call.id]);
});

test("a phrase, the beginning of a word, accents and case are understood", async () => {
  const call = await log("Der Bär läuft über die Straße", "Natürlich");
  const other = await log("Die Straße über den Bär", "Ja");
  expect(await found('"über die straße"')).toEqual([call.id]);
  expect((await found("STRAß*")).sort()).toEqual([call.id, other.id].sort());
  expect(await found("naturlich")).toEqual([call.id]);
  expect(await found("stra")).toEqual([]);
});

test("languages without spaces are found by any part of a sentence", async () => {
  const call = await log("東京タワーの高さは何メートルですか", "333メートルです。");
  await log("京都の高い塔", "五重塔");
  expect(await found("タワーの高さ")).toEqual([call.id]);
  expect(await found("東京")).toEqual([call.id]);
  const [hit] = await store.search("東京");
  expect(hit?.snippet.map((piece) => piece.text).join("")).toBe("東京タワーの高さは何メートルですか");
  expect(hit?.snippet.filter((piece) => piece.match).map((piece) => piece.text)).toEqual(["東京"]);
});

test("a snippet shows the words around a match and marks it", async () => {
  await log(`${"word ".repeat(200)} the rare quetzal sings ${"word ".repeat(200)}`, "yes");
  const [hit] = await store.search("quetzal");
  const text = hit?.snippet.map((piece) => piece.text).join("") ?? "";
  expect(text).toContain("the rare quetzal sings");
  expect(text.length).toBeLessThan(200);
  expect(hit?.snippet.filter((piece) => piece.match)).toEqual([{ text: "quetzal", match: true }]);
});

test("no query is an error, and one without words finds nothing", async () => {
  await log('He said "NEAR(this AND that)" ok', "col:umn ^start -minus {a b} : x*");
  for (const query of ['"', "AND", "NEAR(", "a OR", "prompt:x", "-", "*", "^", "'; DROP TABLE call; --", "(", "{}"]) {
    await expect(store.search(query)).resolves.toBeInstanceOf(Array);
  }
  expect(await store.search("!!! ... ()")).toEqual([]);
  expect(await found('"near(this and that)"')).toHaveLength(1);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (query) => {
      await store.search(query);
    }),
  );
});

test("a search takes every filter and a limit", async () => {
  const a = await log("gull one", "x", { request: { model: "openai/gpt-4o" } });
  const b = await log("gull two", "x", { origin: { command: "eval" } });
  expect(await found("gull", { model: "openai/gpt-4o" })).toEqual([a.id]);
  expect(await found("gull", { command: "eval" })).toEqual([b.id]);
  expect(await found("gull", { limit: 1 })).toHaveLength(1);
  expect(await found("gull", { matching: "two" })).toEqual([b.id]);
});

test("of more matches than are ranked the best of the newest come first, and other conditions still find the oldest", async () => {
  const oldest = plainCall(ids(), "pelican pelican pelican", "pelican", { request: { model: "old/model" } });
  const many = Array.from({ length: 5001 }, (_, index) =>
    plainCall(ids(), index === 3000 ? "pelican" : "A long question with a pelican in it", "Yes, that is so."),
  );
  await store.importCalls([oldest, ...many]);
  expect(await found("pelican", { limit: 1 })).toEqual([many[3000]?.id]);
  expect(await found("pelican", { model: "old/model" })).toEqual([oldest.id]);
});

test("the names in a log are each told once, by alphabet", async () => {
  expect(await store.names()).toEqual({ models: [], commands: [] });
  for (const model of ["b/two", "a/one", "b/two"]) await log("Hello", "Hi", { request: { model } });
  await log("Hello", "Hi", { request: { model: "c/three" }, origin: { command: "eval" } });
  expect(await store.names()).toEqual({ models: ["a/one", "b/two", "c/three"], commands: ["eval", "prompt"] });
});
