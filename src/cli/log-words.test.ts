import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textMessage } from "../record/message.ts";
import { arbitraryCall } from "../store/fixtures/arbitrary-call.ts";
import { plainCall } from "../store/fixtures/plain-call.ts";
import { callSheet } from "./log-sheet.ts";
import { callTable } from "./log-table.ts";
import { byteSize, localDay, promptWords, timeAgo } from "./log-words.ts";

const NOW = 1_764_000_000_000;
const MINUTE = 60_000;

test.each<[number, string]>([
  [0, "just now"],
  [59_999, "just now"],
  [MINUTE, "1 min ago"],
  [60 * MINUTE - 1, "59 min ago"],
  [60 * MINUTE, "1 h ago"],
  [24 * 60 * MINUTE - 1, "23 h ago"],
  [7 * 24 * 60 * MINUTE - 1, "6 d ago"],
  [7 * 24 * 60 * MINUTE, localDay(NOW - 7 * 24 * 60 * MINUTE)],
  [-1, localDay(NOW + 1)],
])("%i ms ago is %s", (ago, words) => {
  expect(timeAgo(NOW - ago, NOW)).toBe(words);
});

test.each<[number, string]>([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [9949, "9.9 kB"],
  [9950, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [3_100_000_000, "3.1 GB"],
])("%i bytes are %s", (bytes, words) => {
  expect(byteSize(bytes)).toBe(words);
});

describe("the first words of a prompt", () => {
  test("are those of the last turn, on one line", () => {
    const messages = [
      textMessage("user", "First"),
      textMessage("assistant", "Yes"),
      textMessage("user", "  And\n\tthen? "),
    ];
    expect(promptWords(plainCall("a", "", "", { request: { messages } }))).toBe("And then?");
  });

  test("name files and tool results where there is no text", () => {
    const file = { type: "file", mediaType: "image/png", sha256: "0".repeat(64), size: 3, name: "bird.png" } as const;
    const result = { type: "tool-result", id: "1", name: "weather", output: "rain" } as const;
    const of = (parts: Parameters<typeof plainCall>[3]): string => promptWords(plainCall("a", "", "", parts));
    expect(of({ request: { messages: [{ role: "user", parts: [file] }] } })).toBe("[bird.png]");
    expect(of({ request: { messages: [{ role: "tool", parts: [result] }] } })).toBe("[result of weather]");
    expect(of({ request: { messages: [] } })).toBe("");
  });
});

/** What a terminal would obey, or what turns the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test("whatever a call holds, nothing that a terminal obeys gets into its sheet or the list", () => {
  fc.assert(
    fc.property(arbitraryCall, fc.constantFrom(40, 80, 200), (call, width) => {
      const settings = { children: [], harmless: true, color: false, width, now: NOW };
      expect(callSheet(call, settings)).not.toMatch(OBEYED);
      const table = callTable([call], { ids: new Map(), width, color: false, now: NOW });
      expect(table).not.toMatch(OBEYED);
      expect(table.split("\n").length).toBeLessThanOrEqual(4);
    }),
  );
});
