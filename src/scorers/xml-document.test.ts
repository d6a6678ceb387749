import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { containsXml } from "./contains-xml.ts";
import { isXml } from "./is-xml.ts";
import type { Scorer, Verdict } from "./scorer.ts";
import { readXml } from "./xml-document.ts";

function score(scorer: Scorer, answer: string, expected: JsonValue): Promise<Verdict> {
  return scorer.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test.each([
  ["<a/> x", "text data outside of root node"],
  ["<a b='1' b='2'/>", "duplicate attribute: b"],
  ["<a><b></a></b>", "unexpected close tag"],
  ["<b></a>", "unexpected close tag"],
  ["<a>", "unclosed tag: a"],
  ["<a>1 < 2</a>", "disallowed character"],
  ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "undefined entity"],
  ["<a/><b/>", "outside of root|extra|only one"],
])("%s is not well-formed", async (text, problem) => {
  expect((await readXml(text, true)).problem).toMatch(new RegExp(`^line \\d+, column \\d+: .*(${problem})`));
});

test.each([
  '<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><a x="1"><![CDATA[<b>]]></a>\n',
  "<a><y:z/>&lt;&#x41;</a>",
])("%s is well-formed", async (text) => {
  expect((await readXml(text, true)).problem).toBe(undefined);
});

test("the elements asked for are looked for by their paths", async () => {
  const answer = "<order><item/><note><by/></note></order>";
  expect(await score(isXml, answer, { elements: ["order/item", "order/note/by"] })).toMatchObject({ passed: true });
  const { value, why } = await score(isXml, answer, { elements: ["order/item", "item"] });
  expect(value).toBeGreaterThan(0);
  expect(why).toBe("The answer is well-formed XML, without `item`.");
});

test("an element is found among others, broken ones too, and after signs of two code units", async () => {
  expect(await score(containsXml, "😀 <x> & <y>\r\n😀<z/></y> <", { elements: ["y/z"] })).toMatchObject({
    passed: true,
  });
  expect(await score(containsXml, "a < b, a <b", true)).toMatchObject({ passed: false });
});

test("an answer of nothing but open elements is given up", async () => {
  expect(await score(containsXml, "<a>".repeat(2000), true)).toMatchObject({ passed: false, undecided: true });
});
