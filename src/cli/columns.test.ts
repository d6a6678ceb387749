import fc from "fast-check";
import stringWidth from "fast-string-width";
import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.ts";
import { columnsFit, sideBySide } from "./columns.ts";

function wide(width: number, env: { [name: string]: string } = { NO_COLOR: "1" }): ReturnType<typeof fakeIo>["io"] {
  return fakeIo({ dir: "/nowhere", terminal: true, width, env }).io;
}

test("columns need a terminal of forty columns each", () => {
  expect(columnsFit(2, wide(83))).toBe(true);
  expect(columnsFit(2, wide(82))).toBe(false);
  expect(columnsFit(2, fakeIo({ dir: "/nowhere", width: 200 }).io)).toBe(false);
});

test("texts stand side by side, wrapped at spaces, each under its heading", async () => {
  const text = await sideBySide(
    [
      { title: "a/one", text: () => "short" },
      { title: "b/two", text: () => "aaaa bbbb cccc\nd\n" },
    ],
    wide(23),
  );
  expect(text).toBe(
    [
      "a/one      │ b/two",
      "────────── │ ──────────",
      "short      │ aaaa bbbb",
      "           │ cccc",
      "           │ d",
      "",
    ].join("\n"),
  );
});

test("a style that a text leaves open ends with its column", async () => {
  const columns = [
    { title: "a", text: () => "\u001b[1mbold" },
    { title: "b", text: () => "plain" },
  ];
  expect(await sideBySide(columns, wide(83, {}))).toContain("\u001b[1mbold\u001b[0m");
});

test("no line is ever wider than the terminal, whatever the text, and no word is lost", async () => {
  const word = fc.oneof(
    fc.string({ minLength: 1, maxLength: 60 }),
    fc.constantFrom("漢字漢字", "👩‍👧👍", "e\u0301".repeat(30)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 20 }), async (words) => {
      const body = words.map((each) => each.replace(/[\p{C}\s│]/gu, "x")).join(" ");
      const text = await sideBySide(
        [
          { title: "a", text: () => body },
          { title: "b", text: () => body },
        ],
        wide(90),
      );
      for (const line of text.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(90);
      const first = text
        .split("\n")
        .slice(2)
        .map((line) => line.split("│")[0]);
      expect(first.join("").replaceAll(" ", "")).toBe(body.replaceAll(" ", ""));
    }),
    { numRuns: 50 },
  );
});
