import { expect, test } from "vitest";
import type { JsonObject } from "../record/json.ts";
import { chunkReader } from "./gguf-events.ts";

function delta(fields: JsonObject, reason: string | null = null): JsonObject {
  return { choices: [{ index: 0, delta: fields, finish_reason: reason }] };
}

test("text and reasoning come as they are, and the last chunk tells what was used", () => {
  const reader = chunkReader(0);
  expect(reader.read(delta({ role: "assistant", content: null }))).toEqual([]);
  expect(reader.read(delta({ reasoning_content: "Hm" }))).toEqual([{ type: "reasoning-delta", text: "Hm" }]);
  expect(reader.read(delta({ content: "Yes" }))).toEqual([{ type: "text-delta", text: "Yes" }]);
  expect(reader.read(delta({}, "stop"))).toEqual([]);
  const usage = { prompt_tokens: 7, completion_tokens: 3 };
  reader.read({ choices: [], usage, timings: { cache_n: 4 } });
  expect(reader.end()).toEqual([
    {
      type: "finish",
      finish: { reason: "stop", raw: "stop" },
      usage: { inputTokens: 7, outputTokens: 3, cacheReadTokens: 4, raw: { usage, timings: { cache_n: 4 } } },
    },
  ]);
});

test("pieces of tool calls are joined by their index, and arguments that were cut stay text", () => {
  const reader = chunkReader(2);
  const piece = (index: number, fields: JsonObject): JsonObject => delta({ tool_calls: [{ index, ...fields }] });
  reader.read(piece(0, { id: "a1", function: { name: "draw", arguments: '{"si' } }));
  reader.read(piece(0, { function: { arguments: 'ze":1}' } }));
  reader.read(piece(1, { id: "", function: { name: "sum", arguments: '{"a":' } }));
  reader.read(delta({}, "length"));
  expect(reader.end()).toEqual([
    { type: "tool-call", part: { type: "tool-call", id: "a1", name: "draw", input: { size: 1 } } },
    { type: "tool-call", part: { type: "tool-call", id: "call_3", name: "sum", input: '{"a":' } },
    { type: "finish", finish: { reason: "length", raw: "length" }, usage: {} },
  ]);
});

test("an unknown reason is kept in the engine's words, and no reason at all is no end", () => {
  const reader = chunkReader(0);
  reader.read(delta({}, "tired"));
  expect(reader.end()).toMatchObject([{ finish: { reason: "other", raw: "tired" } }]);
  expect(chunkReader(0).end()).toEqual([]);
});
