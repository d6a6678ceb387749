/** Removing calls: what goes, what stays, and that nothing is left in the bytes on the disk. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { textMessage } from "../record/message.ts";
import { pending, plainCall, testIds } from "./fixtures/plain-call.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

let dir: string;
let store: Store;
let ids: () => string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-remove-"));
  store = await openStore({ dir, now: () => 0 });
  ids = testIds();
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

async function log(call: Call, body = "{}"): Promise<Call> {
  await store.begin(pending(call));
  await store.complete(call, [{ attempt: 0, status: 200, headers: { "x-secret": body }, body }]);
  return call;
}

/** Which of the log's files hold these bytes. */
function filesHolding(secret: string): string[] {
  return ["penny.db", "penny.db-wal", "penny.db-shm"].filter((name) => {
    const path = join(dir, name);
    return existsSync(path) && readFileSync(path).includes(secret);
  });
}

function counts(): { [table: string]: unknown } {
  const database = new DatabaseSync(store.path, { readOnly: true });
  const tables = [
    "call",
    "message",
    "content",
    "file",
    "file_bytes",
    "content_file",
    "raw",
    "score",
    "call_text",
    "message_text",
  ];
  const found = Object.fromEntries(
    tables.map((table) => [table, database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n]),
  );
  database.close();
  return found;
}

function secretCall(secret: string): Call {
  const tool = { name: "t", description: `${secret}-tool`, inputSchema: {} };
  return plainCall(ids(), "", "", {
    request: {
      messages: [textMessage("system", `${secret}-system`), textMessage("user", `Tell me of ${secret} please`)],
      tools: [tool],
      schema: { description: `${secret}-schema` },
    },
    parts: [
      { type: "reasoning", text: `${secret}-reasoning` },
      { type: "text", text: `All about ${secret}` },
    ],
    warnings: [`${secret}-warning`],
  });
}

test("nothing of a removed call is left in any byte of the log's files", async () => {
  const secret = "xyzzyplugh";
  for (let index = 0; index < 150; index++) {
    await log(plainCall(ids(), `Ordinary question ${index} ${"filler ".repeat(index)}`, `Ordinary answer ${index}`));
    if (index % 3 === 0) {
      const part = await store.putFile(Buffer.from(`${secret}-bytes-${index} ${"data ".repeat(500)}`), {
        mediaType: "text/plain",
        name: `${secret}.txt`,
      });
      const call = secretCall(secret);
      call.request.messages.push({ role: "user", parts: [part] });
      await log(call, `${secret}-raw-${index}`);
      await store.beginRun({ id: "run", suite: "s", startedAt: 0, about: {} }, [
        { position: index, model: "m", prompt: "p", case: String(index), epoch: 1, tags: [] },
      ]);
      const scores = [{ call: call.id, scorer: "x", value: 0, passed: false, why: `${secret}-why` }];
      await store.putAnswers("run", [{ position: index, call: call.id, cached: false, passed: false, scores }]);
    }
  }
  expect(filesHolding(secret).length).toBeGreaterThan(0);
  const removal = await store.remove({ matching: secret });
  expect(removal).toMatchObject({ calls: 50, running: 0, files: 50, rewritten: true });
  expect(filesHolding(secret)).toEqual([]);
  expect(await store.search(secret)).toEqual([]);
  expect(await store.calls()).toHaveLength(150);
});

test("an empty filter leaves an empty log", async () => {
  const part = await store.putFile(Buffer.from("hello"), { mediaType: "text/plain" });
  const call = secretCall("s");
  call.request.messages.push({ role: "user", parts: [part] });
  await log(call);
  await log(plainCall(ids(), "another", "one"));
  await store.remove({});
  expect(Object.values(counts())).toEqual(Object.values(counts()).map(() => 0));
});

test("a removed call's messages stay while another call's conversation goes through them, and are found there", async () => {
  const system = textMessage("system", "Speak like a lighthouse keeper");
  const first = await log(
    plainCall(ids(), "", "Puffins nest here", { request: { messages: [system, textMessage("user", "Which birds?")] } }),
  );
  const second = await log(
    plainCall(ids(), "", "In May", {
      parent: first.id,
      request: {
        messages: [...first.request.messages, { role: "assistant", parts: first.parts }, textMessage("user", "When?")],
      },
    }),
  );
  const removal = await store.remove({ ids: [first.id] });
  expect(removal).toMatchObject({ calls: 1, messages: 0 });
  expect(await store.call(first.id)).toBeUndefined();
  expect(await store.call(second.id)).toEqual(second);
  for (const word of ["puffins", "which", "lighthouse"]) {
    expect((await store.search(word)).map((hit) => hit.call.id)).toEqual([second.id]);
  }
  expect(await store.conversation(second.id)).toEqual([second]);
  expect(await store.remove({ ids: [second.id] })).toMatchObject({ calls: 1, messages: 5 });
  expect(counts()).toMatchObject({ message: 0, content: 0, message_text: 0, call_text: 0 });
});

test("a file stays while another call uses it", async () => {
  const part = await store.putFile(Buffer.from("shared"), { mediaType: "text/plain" });
  const withFile = (text: string): Call =>
    plainCall(ids(), "", "x", {
      request: { messages: [{ role: "user", parts: [{ type: "text", text }, part] }] },
    });
  const a = await log(withFile("a"));
  const b = await log(withFile("b"));
  expect(await store.remove({ ids: [a.id] })).toMatchObject({ files: 0 });
  expect(Buffer.from(await store.fileBytes(part.sha256)).toString()).toBe("shared");
  expect(await store.remove({ ids: [b.id] })).toMatchObject({ files: 1 });
  await expect(store.fileBytes(part.sha256)).rejects.toThrow("does not know such a file");
});

test("a running call is not removed", async () => {
  const call = plainCall(ids(), "running", "x");
  await store.begin(pending(call));
  expect(await store.remove({})).toMatchObject({ calls: 0, running: 1 });
  await store.complete(call, []);
  expect(await store.remove({ limit: 1 })).toMatchObject({ calls: 1, running: 0 });
});

test("while another reads, the call goes all the same and the report says that its bytes may stay a while", async () => {
  const call = await log(secretCall("plover"));
  const reader = new DatabaseSync(store.path, { readOnly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM call").get();
  expect(await store.remove({ ids: [call.id] })).toMatchObject({ calls: 1, rewritten: false });
  expect(await store.call(call.id)).toBeUndefined();
  reader.exec("COMMIT");
  reader.close();
  await log(plainCall(ids(), "later", "x"));
  expect(await store.remove({})).toMatchObject({ calls: 1, rewritten: true });
  expect(filesHolding("plover")).toEqual([]);
});
