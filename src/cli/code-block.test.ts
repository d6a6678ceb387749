import fc from "fast-check";
import { expect, test } from "vitest";
import { codeBlock } from "./code-block.ts";

const ANSWER = "Here:\n\n```python\nprint(1)\n```\n\nor\n\n~~~\nprint(2)\n  x\n~~~\nDone.";

test("the first and the last block are found, whatever their fence", () => {
  expect(codeBlock(ANSWER, "first")).toBe("print(1)\n");
  expect(codeBlock(ANSWER, "last")).toBe("print(2)\n  x\n");
});

test("an answer without a block has none", () => {
  expect(codeBlock("just `code` here", "first")).toBeUndefined();
  expect(codeBlock("``` not a fence ``` since it closes on its line", "first")).toBeUndefined();
});

test("a longer fence holds a shorter one", () => {
  expect(codeBlock("````md\n```js\n1\n```\n````\n", "first")).toBe("```js\n1\n```\n");
});

test("an indented fence takes its indentation off, not more", () => {
  expect(codeBlock("1. Do\n\n   ```sh\n   ls\n     -l\n  x\n   ```\n", "first")).toBe("ls\n  -l\nx\n");
});

test("a block that was cut ends with the text", () => {
  expect(codeBlock("```js\nconst a = 1;\n", "first")).toBe("const a = 1;\n");
  expect(codeBlock("```js\nconst a", "last")).toBe("const a\n");
});

test("Windows line ends count as line ends", () => {
  expect(codeBlock("```\r\na\r\nb\r\n```\r\n", "first")).toBe("a\nb\n");
});

test("any lines without a fence come back from a fenced block as they were", () => {
  const line = fc.string().filter((text) => !/[`~\r\n]/.test(text));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const body = lines.map((each) => `${each}\n`).join("");
      expect(codeBlock(`Text\n\`\`\`\n${body}\`\`\`\nmore`, "first")).toBe(body);
    }),
  );
});
