/** That the page takes nothing from an app but the messages it knows, whatever comes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrameMessage } from "../web/src/apps/frame-message.ts";

test("anything at all is read without an error, and what is read has the known shape", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }), (value) => {
      const message = readFrameMessage(value);
      expect(message === undefined || ["parsed", "ready", "pong", "problem", "call"].includes(message.type)).toBe(true);
    }),
  );
});

test("messages with any fields keep only what belongs to them", () => {
  const field = fc.oneof(
    fc.anything(),
    fc.constantFrom("call", "problem", "pong", "query", "error", "store.set", 1, {}),
  );
  const names = ["type", "id", "name", "given", "kind", "text", "line", "stack", "number", "extra"];
  const message = fc.record(Object.fromEntries(names.map((name) => [name, field])));
  fc.assert(
    fc.property(message, (value) => {
      const read = readFrameMessage(value);
      if (read?.type === "call") {
        expect(Object.keys(read).sort()).toEqual(["call", "id", "type"]);
        expect(Object.keys(read.call).sort()).toEqual(["given", "name"]);
        expect(Number.isSafeInteger(read.id)).toBe(true);
      }
      if (read?.type === "problem") expect(Object.keys(read.problem)).not.toContain("extra");
    }),
    { numRuns: 2000 },
  );
});

test.for([
  { type: "call", id: 1, name: "constructor", given: {} },
  { type: "call", id: -1, name: "query", given: {} },
  { type: "call", id: 1, name: "query", given: [] },
  { type: "call", id: 1, name: "query" },
  { type: "pong", number: Number.NaN },
  { type: "problem", kind: "__proto__", text: "x" },
  { type: "answer", id: 1 },
  "call",
  null,
])("%j is no message", (value) => {
  expect(readFrameMessage(value)).toBeUndefined();
});

test("long texts are cut", () => {
  const message = readFrameMessage({
    type: "problem",
    kind: "error",
    text: "x".repeat(100_000),
    stack: "y".repeat(100_000),
  });
  expect(message).toMatchObject({ problem: { text: "x".repeat(4100), stack: "y".repeat(4100) } });
});
