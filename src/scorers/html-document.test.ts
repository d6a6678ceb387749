import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { containsHtml } from "./contains-html.ts";
import { readHtml } from "./html-document.ts";
import { isHtml } from "./is-html.ts";
import type { Scorer, Verdict } from "./scorer.ts";

function score(scorer: Scorer, answer: string): Promise<Verdict> {
  return scorer.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected: true });
}

test.each([
  "<p>hi",
  "<div><p>a<p>b</div>",
  "<table><tr><td>1<td>2</table>",
  "<!doctype html>\n<html lang=en><head><title>x</b></title></head>\n<body><p>x</p></body></html>",
  "<html><body>x</body></html>",
  "<body><p>x</p></body>",
  "<script>if (a<b) { x = '</b>'; }</script>",
  "<!-- </b> --><p title='</i>'>y</p>",
  "<svg viewBox='0 0 1 1'><path d='M0 0'/><title>x</title></svg>",
  "<template><p>x</p></template>",
  "<my-own><b>x</b></my-own>",
])("%s is right", async (text) => {
  expect(await readHtml(text)).toMatchObject({ hasElement: true });
  expect((await readHtml(text)).problem).toBe(undefined);
});

test.each([
  ["<div>hi", "`<div>` in line 1 is not closed"],
  ["<p>x</p>\n<b><i>x</b></i>", "`<i>` in line 2 is not closed"],
  ["<i>x</i>\n</div>", "`</div>` in line 2 closes nothing"],
  ["<p><div>x</div></p>", "`</p>` in line 1 closes nothing"],
  ["<p class=a class=b>x</p>", "duplicate attribute in line 1"],
  ["<div/>x", "non void html element start tag with trailing solidus in line 1"],
  ["<p>&nosuchthing;</p>", "unknown named character reference in line 1"],
  ["<svg><circle r=1><g/></svg>", "`<circle>` in line 1 is not closed"],
])("%s is not: %s", async (text, problem) => {
  expect((await readHtml(text)).problem).toBe(problem);
});

test("an element of one's own alone is not HTML, nor is text around it", async () => {
  expect((await score(isHtml, "<thought>x</thought>")).why).toBe("The answer has no element of HTML.");
  expect((await score(isHtml, "Sure: <p>x</p>")).why).toContain("is not only HTML");
  expect((await score(containsHtml, "Sure: <p>x</p>")).why).toBe("The answer contains `<p>`.");
});

test("an answer nested deeper than the stack is read all the same", async () => {
  expect(await score(isHtml, `${"<b>".repeat(5000)}x${"</b>".repeat(5000)}`)).toMatchObject({
    value: expect.any(Number),
  });
});
