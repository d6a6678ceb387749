import { EventStreamCodec } from "@smithy/eventstream-codec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventStreamText } from "./amazon-event-stream.ts";

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
  (text) => Buffer.from(text),
);

function event(name: string, payload: unknown, type = "event"): Uint8Array {
  const text = (value: string): { type: "string"; value: string } => ({ type: "string", value });
  return codec.encode({
    headers: { [`:${type}-type`]: text(name), ":content-type": text("application/json"), ":message-type": text(type) },
    body: Buffer.from(JSON.stringify(payload)),
  });
}

test("events come out as lines of JSON, in order", () => {
  const stream = Buffer.concat([
    event("contentBlockDelta", { delta: { text: "Grüße" } }),
    event("messageStop", { stopReason: "end_turn" }),
    event("throttlingException", { message: "Too many" }, "exception"),
  ]);
  expect(
    eventStreamText(stream)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { contentBlockDelta: { delta: { text: "Grüße" } } },
    { messageStop: { stopReason: "end_turn" } },
    { throttlingException: { message: "Too many" } },
  ]);
});

test("a stream cut anywhere keeps its whole events, and every byte of the rest", () => {
  const first = event("a", { n: 1 });
  const stream = Buffer.concat([first, event("b", { n: 2 })]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: stream.length - 1 }), (length) => {
      const lines = eventStreamText(stream.subarray(0, length)).trimEnd().split("\n");
      const whole = length >= first.length ? ['{"a":{"n":1}}'] : [];
      const rest = stream.subarray(whole.length > 0 ? first.length : 0, length);
      const data = `data:application/vnd.amazon.eventstream;base64,${rest.toString("base64")}`;
      expect(lines).toEqual(rest.length > 0 ? [...whole, data] : whole);
    }),
  );
});

test("bytes that are no event stream never fail", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(typeof eventStreamText(bytes)).toBe("string");
    }),
  );
  expect(eventStreamText(new Uint8Array())).toBe("");
});
