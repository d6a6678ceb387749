import { expect, test } from "vitest";
import { styleGap, styleOf } from "./style-features.ts";

test("style is counted outside code blocks", () => {
  const text =
    "# One\n### Three\n####### seven is none\n- a\n  * b\n12. c\n1) no\n**bold** and __too__ **not\nhere**\n```\n# code\n- no\n```\n## Two\n";
  expect(styleOf(text, 40)).toEqual({ tokens: 40, headers: 3, lists: 3, bold: 2 });
  expect(styleOf("", 0)).toEqual({ tokens: 0, headers: 0, lists: 0, bold: 0 });
});

test("a header that stands in code too counts where it stands in prose", () => {
  expect(styleOf("# A\n```# A\n```\n", 5).headers).toBe(1);
});

test("gaps are between −1 and 1 and mirror", () => {
  expect(styleGap(0, 0)).toBe(0);
  expect(styleGap(3, 1)).toBe(0.4);
  expect(styleGap(1, 3)).toBe(-0.4);
});
