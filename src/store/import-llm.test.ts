/** The log of simonw/llm comes over: every generation of its tables, once, with all that it kept. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requestHash, sha256 } from "../record/hash.ts";
import { firstTables, laterTables, turnTables } from "./fixtures/llm-schema.ts";
import { importLlm } from "./import-llm.ts";
import { openStore } from "./open-store.ts";
import type { Store } from "./store.ts";

const A = "01hzzzzzzzaaaaaaaaaaaaaaaa";
const B = "01j0000000bbbbbbbbbbbbbbbb";
const C = "01j1111111cccccccccccccccc";
const D = "01j2222222dddddddddddddddd";

let dir: string;
let path: string;
let store: Store;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "penny-llm-"));
  path = join(dir, "logs.db");
  store = await openStore({ dir, now: () => 0 });
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

interface Tables {
  insert: (table: string, row: { [column: string]: SQLInputValue }) => void;
}

function build(ddl: string, fill: (tables: Tables) => void): void {
  const database = new DatabaseSync(path);
  database.exec(ddl);
  fill({
    insert: (table, row) => {
      const columns = Object.keys(row);
      const names = columns.map((name) => `"${name}"`).join(", ");
      const marks = columns.map(() => "?").join(", ");
      database.prepare(`INSERT INTO ${table} (${names}) VALUES (${marks})`).run(...Object.values(row));
    },
  });
  database.close();
}

describe("the first tables", () => {
  test("give a conversation as llm sends it, and nothing that was not kept", async () => {
    build(firstTables, ({ insert }) => {
      insert("conversations", { id: "conv", name: "Birds", model: "gpt-4" });
      const shared = { conversation_id: "conv", model: "gpt-4", system: "Be brief", options_json: "{}" };
      insert("responses", {
        ...shared,
        id: A,
        prompt: "Name a bird",
        response: "Pelican",
        duration_ms: 1200,
        datetime_utc: "2023-12-01T10:00:00.250000",
        response_json: '{"id": "chatcmpl-1", "choices": [{"finish_reason": "stop"}]}',
      });
      insert("responses", {
        ...shared,
        id: B,
        prompt: "Another",
        response: "Gull",
        datetime_utc: "2023-12-01T10:01:00+00:00",
        options_json: '{"temperature": 0.5, "max_tokens": 9, "stop": "END", "logit_bias": {"1": 2}}',
      });
    });
    expect(await importLlm(store, path)).toEqual({ imported: 2, skipped: 0 });
    const [second, first] = await store.calls();
    const request = {
      model: "openai/gpt-4",
      messages: [
        { role: "system" as const, parts: [{ type: "text" as const, text: "Be brief" }] },
        { role: "user" as const, parts: [{ type: "text" as const, text: "Name a bird" }] },
      ],
      options: {},
    };
    expect(first).toEqual({
      id: A,
      hash: requestHash(request),
      request,
      parts: [{ type: "text", text: "Pelican" }],
      finish: { reason: "stop", raw: "stop" },
      responseId: "chatcmpl-1",
      usage: {},
      timing: {
        startedAt: Date.parse("2023-12-01T10:00:00.250Z"),
        endedAt: Date.parse("2023-12-01T10:00:01.450Z"),
        queueMs: 0,
        retryMs: 0,
        modelMs: 1200,
      },
      attempts: [],
      origin: { command: "import", ref: "llm" },
    });
    expect(second).toMatchObject({ id: B, parent: A, finish: { reason: "other" } });
    expect(second?.timing.endedAt).toBeUndefined();
    expect(second?.request.options).toEqual({
      temperature: 0.5,
      maxOutputTokens: 9,
      stop: ["END"],
      provider: { logit_bias: { "1": 2 } },
    });
    expect(second?.request.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user"]);
    expect(await store.conversation(B)).toEqual([first, second]);
  });

  test("with an id that is no ULID get one that is the same every time", async () => {
    build(firstTables, ({ insert }) => {
      insert("responses", {
        id: "17",
        model: "llama3",
        prompt: "x",
        response: "y",
        datetime_utc: "2023-08-01T00:00:00",
      });
    });
    expect(await importLlm(store, path)).toEqual({ imported: 1, skipped: 0 });
    expect(await importLlm(store, path)).toEqual({ imported: 0, skipped: 1 });
    expect((await store.calls())[0]).toMatchObject({
      request: { model: "llama3" },
      timing: { startedAt: 1_690_848_000_000 },
    });
  });
});

describe("the later tables", () => {
  test("give tokens, schema, reasoning, fragments, tools and attachments", async () => {
    const picture = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
    const onDisk = join(dir, "note.md");
    writeFileSync(onDisk, "# Note");
    build(firstTables + laterTables, ({ insert }) => {
      insert("conversations", { id: "conv", name: "Tools", model: "claude-sonnet-4.5" });
      insert("schemas", { id: "s", content: '{"type": "object"}' });
      insert("fragments", { id: 1, hash: "f1", content: "A long text." });
      insert("fragments", { id: 2, hash: "f2", content: " Rules. " });
      insert("tools", { id: 1, hash: "t", name: "add", description: "Adds", input_schema: '{"type": "object"}' });
      insert("attachments", { id: sha256(picture), content: picture });
      insert("attachments", { id: sha256("# Note"), type: "text/markdown", path: onDisk });
      insert("attachments", { id: "ab".repeat(32), type: "image/jpeg", url: "https://example.com/cat.jpg" });
      insert("responses", {
        id: A,
        model: "claude-sonnet-4.5",
        resolved_model: "claude-sonnet-4-5-20250929",
        prompt: "What is it?",
        system: "Be kind",
        response: "",
        reasoning: "Let me see",
        conversation_id: "conv",
        datetime_utc: "2025-10-01T00:00:00",
        input_tokens: 100,
        output_tokens: 7,
        token_details:
          '{"prompt_tokens_details": {"cached_tokens": 40}, "completion_tokens_details": {"reasoning_tokens": 5}}',
        schema_id: "s",
      });
      insert("prompt_fragments", { response_id: A, fragment_id: 1, order: 0 });
      insert("system_fragments", { response_id: A, fragment_id: 2, order: 0 });
      insert("prompt_attachments", { response_id: A, attachment_id: sha256(picture), order: 0 });
      insert("prompt_attachments", { response_id: A, attachment_id: sha256("# Note"), order: 1 });
      insert("prompt_attachments", { response_id: A, attachment_id: "ab".repeat(32), order: 2 });
      insert("tool_responses", { tool_id: 1, response_id: A });
      insert("tool_calls", { response_id: A, tool_id: 1, name: "add", arguments: '{"a": 1}', tool_call_id: "tc1" });
      insert("responses", {
        id: B,
        model: "claude-sonnet-4.5",
        prompt: "",
        system: "Be kind",
        response: "Two.",
        conversation_id: "conv",
        datetime_utc: "2025-10-01T00:00:05",
      });
      insert("system_fragments", { response_id: B, fragment_id: 2, order: 0 });
      insert("tool_results", { response_id: B, tool_id: 1, name: "add", output: "2", tool_call_id: "tc1" });
      insert("tool_results", { response_id: B, tool_id: 1, name: "add", tool_call_id: "tc2", exception: "Boom" });
    });
    expect(await importLlm(store, path)).toEqual({ imported: 2, skipped: 0 });
    const first = await store.call(A);
    expect(first).toMatchObject({
      servedModel: "claude-sonnet-4-5-20250929",
      request: {
        model: "anthropic/claude-sonnet-4.5",
        schema: { type: "object" },
        tools: [{ name: "add", description: "Adds", inputSchema: { type: "object" } }],
      },
      usage: { inputTokens: 100, outputTokens: 7, cacheReadTokens: 40, reasoningTokens: 5 },
      finish: { reason: "tool-calls" },
      parts: [
        { type: "reasoning", text: "Let me see" },
        { type: "tool-call", id: "tc1", name: "add", input: { a: 1 } },
      ],
    });
    expect(first?.cost).toBeUndefined();
    const [system, user] = first?.request.messages ?? [];
    expect(system).toEqual({ role: "system", parts: [{ type: "text", text: "Rules.\n\nBe kind" }] });
    expect(user?.parts).toEqual([
      { type: "file", mediaType: "image/png", sha256: sha256(picture), size: picture.byteLength },
      { type: "file", mediaType: "text/markdown", sha256: sha256("# Note"), size: 6, name: "note.md", path: onDisk },
      { type: "file", mediaType: "image/jpeg", sha256: "ab".repeat(32), size: 0, url: "https://example.com/cat.jpg" },
      { type: "text", text: "A long text.\nWhat is it?" },
    ]);
    expect(first?.warnings).toHaveLength(1);
    expect(first?.warnings?.[0]).toContain("https://example.com/cat.jpg");
    expect(Buffer.from(await store.fileBytes(sha256(picture)))).toEqual(picture);
    const second = await store.call(B);
    expect(second?.parent).toBe(A);
    expect(second?.request.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "tool"]);
    expect(second?.request.messages.at(-1)?.parts).toEqual([
      { type: "tool-result", id: "tc1", name: "add", output: "2" },
      { type: "tool-result", id: "tc2", name: "add", output: "Boom", error: true },
    ]);
  });
});

/** A conversation of two turns and a fork after the first, as llm 0.32 writes it. */
function fillTurns({ insert }: Tables): void {
  insert("fragments", { id: 1, hash: "f1", content: "Call me Ishmael." });
  insert("tools", { id: 1, hash: "t", name: "search", description: "Finds", input_schema: "{}" });
  insert("attachments", { id: sha256("sound"), type: "audio/wav", content: Buffer.from("sound") });
  const message = (
    hash: string,
    parent: string | null,
    role: string,
    parts: { [column: string]: SQLInputValue }[],
  ): void => {
    insert("messages", { hash, parent_hash: parent, role });
    parts.forEach((part, position) => {
      insert("parts", { message_hash: hash, position, ...part });
    });
  };
  message("m0", null, "system", [{ type: "text", text: "Be brief" }]);
  message("m1", "m0", "user", [
    { type: "text", payload: '{"text_ref": [{"fragment": 1}, {"literal": "\\nWho is it?"}]}' },
    { id: 50, type: "attachment", payload: `{"attachment": {"id": "${sha256("sound")}"}}` },
  ]);
  insert("part_attachments", { part_id: 50, attachment_id: sha256("sound"), order: 0 });
  message("m2", "m1", "assistant", [
    { type: "reasoning", payload: '{"redacted": true}' },
    { type: "text", text: "Let me look.", payload: '{"provider_metadata": {"openai": {"id": "msg_1"}}}' },
    {
      type: "tool_call",
      tool_name: "search",
      payload: '{"name": "search", "arguments": {"z": 1, "a": 2}, "tool_call_id": "c1"}',
    },
  ]);
  message("m3", "m2", "user", [
    {
      type: "tool_result",
      tool_name: "search",
      payload: '{"name": "search", "output": "A whaler", "tool_call_id": "c1"}',
    },
  ]);
  message("m4", "m3", "assistant", [{ type: "text", text: "A whaler." }]);
  message("m5", "m2", "user", [{ type: "text", text: "Never mind" }]);
  message("m6", "m5", "assistant", [{ type: "text", text: "Fine." }]);
  insert("threads", { id: "th", name: "Who", tip_message_hash: "m4" });
  insert("threads", { id: "fork", forked_from: "th", tip_message_hash: "m6" });
  insert("turns", {
    id: B,
    thread_id: "th",
    parent_message_hash: "m1",
    tip_message_hash: "m2",
    model: "gpt-5-mini",
    options_json: '{"reasoning_effort": "low"}',
    input_tokens: 30,
    output_tokens: 20,
    duration_ms: 900,
    datetime_utc: "2026-08-10T12:00:00+00:00",
  });
  insert("turn_tools", { turn_id: B, tool_id: 1 });
  const rest = { model: "gpt-5-mini", datetime_utc: "2026-08-10T12:01:00" };
  insert("turns", { ...rest, id: C, thread_id: "th", parent_message_hash: "m3", tip_message_hash: "m4" });
  insert("turns", { ...rest, id: D, thread_id: "fork", parent_message_hash: "m5", tip_message_hash: "m6" });
}

describe("the content-addressed tables", () => {
  test("give every turn with its whole conversation, forks and references resolved", async () => {
    build(laterTables.replace(/ALTER[^;]*;/g, "") + turnTables, fillTurns);
    expect(await importLlm(store, path)).toEqual({ imported: 3, skipped: 0 });
    const first = await store.call(B);
    expect(first).toMatchObject({
      request: {
        model: "openai/gpt-5-mini",
        tools: [{ name: "search", description: "Finds", inputSchema: {} }],
        options: { reasoning: "low" },
        messages: [
          { role: "system", parts: [{ type: "text", text: "Be brief" }] },
          {
            role: "user",
            parts: [
              { type: "text", text: "Call me Ishmael.\nWho is it?" },
              { type: "file", mediaType: "audio/wav", sha256: sha256("sound"), size: 5 },
            ],
          },
        ],
      },
      parts: [
        { type: "reasoning", text: "", provider: { redacted: true } },
        { type: "text", text: "Let me look.", provider: { openai: { id: "msg_1" } } },
        { type: "tool-call", id: "c1", name: "search", input: { z: 1, a: 2 } },
      ],
      usage: { inputTokens: 30, outputTokens: 20 },
      timing: { startedAt: Date.parse("2026-08-10T12:00:00Z"), modelMs: 900 },
    });
    const second = await store.call(C);
    expect(second?.parent).toBe(B);
    expect(second?.request.messages.at(-1)).toEqual({
      role: "tool",
      parts: [{ type: "tool-result", id: "c1", name: "search", output: "A whaler" }],
    });
    expect((await store.call(D))?.parent).toBe(B);
    expect((await store.search("ishmael")).map((hit) => hit.call.id)).toEqual([B]);
  });

  test("beside older ones in one file come over once, and a thread goes on from its older responses", async () => {
    build(firstTables + laterTables + turnTables, (tables) => {
      fillTurns(tables);
      const { insert } = tables;
      insert("conversations", { id: "th" });
      const shared = { conversation_id: "th", model: "gpt-5-mini", datetime_utc: "2026-08-01T00:00:00" };
      insert("responses", { ...shared, id: A, prompt: "Old one", response: "Old answer" });
      // The same call in both generations, as the releases between wrote it.
      insert("responses", {
        ...shared,
        id: B,
        prompt: "Who is it?",
        response: "Let me look.",
        datetime_utc: "2026-08-10T12:00:00",
      });
      insert("messages", { hash: "n1", parent_hash: null, role: "user" });
      insert("messages", { hash: "n2", parent_hash: "n1", role: "assistant" });
      insert("messages", { hash: "n3", parent_hash: "n2", role: "user" });
      insert("messages", { hash: "n4", parent_hash: "n3", role: "assistant" });
      insert("threads", { id: "old", tip_message_hash: "n4" });
      insert("conversations", { id: "old" });
      insert("responses", {
        id: "01hyyyyyyyeeeeeeeeeeeeeeee",
        model: "m",
        prompt: "a",
        response: "b",
        conversation_id: "old",
        datetime_utc: "2026-07-01",
      });
      insert("turns", {
        id: "01j3333333ffffffffffffffff",
        thread_id: "old",
        parent_message_hash: "n3",
        tip_message_hash: "n4",
        model: "m",
      });
    });
    expect(await importLlm(store, path)).toEqual({ imported: 6, skipped: 0 });
    expect(await importLlm(store, path)).toEqual({ imported: 0, skipped: 6 });
    expect((await store.call(B))?.request.messages).toHaveLength(2);
    expect((await store.call("01j3333333ffffffffffffffff"))?.parent).toBe("01hyyyyyyyeeeeeeeeeeeeeeee");
  });
});

test("a cost can be given to what comes over", async () => {
  build(firstTables, ({ insert }) => {
    insert("responses", { id: A, model: "gpt-4", prompt: "x", response: "y", datetime_utc: "2023-12-01T00:00:00" });
  });
  await importLlm(store, path, { costOf: () => ({ picodollars: 7, basis: "ledger" }) });
  expect((await store.call(A))?.cost).toEqual({ picodollars: 7, basis: "ledger" });
});

test("the file is not changed", async () => {
  build(firstTables + laterTables + turnTables, fillTurns);
  const before = readFileSync(path);
  await importLlm(store, path);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("what is no log of llm is refused in one sentence", async () => {
  await expect(importLlm(store, join(dir, "none.db"))).rejects.toThrow("it is not there");
  writeFileSync(path, "no database at all, ".repeat(60));
  await expect(importLlm(store, path)).rejects.toThrow("it is not a SQLite database");
  await expect(importLlm(store, store.path)).rejects.toThrow("not a log of llm");
});
