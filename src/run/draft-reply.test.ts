/** Drafts in what models write around, before and instead of a JSON list. */
import { expect, test } from "vitest";
import { draftsIn } from "./draft-reply.ts";

const ONE = '{"vars": {"q": "1"}, "expect": "says one", "why": "small"}';
const TWO = '{"vars": {"q": "2"}, "expect": 2}';

test("a list is found whatever stands around it, also inside an object", () => {
  const drafts = [
    { vars: { q: "1" }, expect: "says one", why: "small" },
    { vars: { q: "2" }, expect: "2", why: "" },
  ];
  for (const text of [
    `[${ONE}, ${TWO}]`,
    `Sure [1]! Here:\n\`\`\`json\n[${ONE},\n${TWO}]\n\`\`\`\nAnything else?`,
    `{"note": [], "cases": [${ONE}, ${TWO}]}`,
    `${ONE}\n${TWO}\n`,
  ])
    expect(draftsIn(text, true)).toEqual({ drafts, refused: [] });
});

test("the whole drafts of a list that was cut off are kept", () => {
  expect(draftsIn(`[${ONE}, ${TWO}, {"vars": {"q": "thr`, true).drafts.map((draft) => draft.vars.q)).toEqual([
    "1",
    "2",
  ]);
});

test("what is no draft is refused with the reason, and the others stay", () => {
  const text = `[${ONE}, "two", {"q": "3"}, {"vars": ["4"], "expect": "x"}, {"vars": {}, "expect": " "}, {"vars": {}, "expect": {"rubric": "x"}}]`;
  expect(draftsIn(text, true)).toEqual({
    drafts: [{ vars: { q: "1" }, expect: "says one", why: "small" }],
    refused: [
      "A draft is no object.",
      "A draft has no object `vars`.",
      "A draft has no object `vars`.",
      "A draft has no text in `expect`.",
      "A draft has no text in `expect`.",
    ],
  });
});

test("the form given back unfilled is no draft", () => {
  const text = '[{"vars":{"q":"…"},"expect":"x"},{"vars":{"q":"x"},"expect":"…"}]';
  const refused = "A draft is the form that was asked for, not filled in.";
  expect(draftsIn(text, true)).toEqual({ drafts: [], refused: [refused, refused] });
});

test("where the variables say what is expected, `expect` is not wanted and left out", () => {
  expect(draftsIn(`[${ONE}]`, false).drafts).toEqual([{ vars: { q: "1" }, why: "small" }]);
});

test("an answer without a list is refused as one", () => {
  for (const text of ["", "I cannot do that.", "See [1] and [2].", "[]", '{"a": 1}'])
    expect(draftsIn(text, true)).toEqual({ drafts: [], refused: ["The answer has no JSON list of cases."] });
});
