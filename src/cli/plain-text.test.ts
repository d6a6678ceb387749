import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonText, withoutControls } from "./plain-text.ts";

test("an answer cannot move the cursor, set the title or turn the text's direction", () => {
  expect(withoutControls("a\u001b[2Jb\u001b]0;title\u0007c\u009b31md\u202ee\r\n\tf")).toBe("a[2Jb]0;titlec31mde\n\tf");
});

test("ordinary text of any script is left as it is", () => {
  const text = "Grüße, 漢字, עברית, 👩‍👧, e\u0301\n\tindented";
  expect(withoutControls(text)).toBe(text);
});

test("JSON on a terminal holds no control character and reads back as the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jsonText(value);
      expect(withoutControls(text)).toBe(text);
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
    }),
  );
});

test("JSON escapes what JSON itself would let through to a terminal", () => {
  expect(jsonText("\u009b31m\u202e")).toBe('"\\u009b31m\\u202e"\n');
});
