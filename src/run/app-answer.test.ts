/** What an answer comes to, and what is no whole document. */
import { describe, expect, test } from "vitest";
import { isWholeDocument, readAnswer } from "./app-answer.ts";

const tag = (content: string, about = 'type="html"'): string => `<artifact ${about}>\n${content}\n</artifact>\n`;

describe("of several documents", () => {
  test("the last that says to be the same one counts", () => {
    const answer = `${tag("<p>one", 'id="a" type="html" title="One"')}Wait.\n${tag("<p>two", 'id="a" type="html"')}`;
    expect(readAnswer(answer, undefined, true).document).toEqual({ content: "<p>two", kind: "html" });
  });

  test("one that says to be another does not", () => {
    const answer = `${tag("<p>app", 'id="app" type="html"')}${tag("# Notes", 'id="notes" type="markdown"')}`;
    expect(readAnswer(answer, "html", true).document).toEqual({ content: "<p>app", kind: "html" });
  });
});

test("pairs after a document are of it, those before it are not", () => {
  const pair = (old: string): string =>
    `<artifact type="update"><old_str>${old}</old_str><new_str>x</new_str></artifact>\n`;
  const { pairs, document } = readAnswer(`${pair("a")}${tag("<p>b")}${pair("b")}`, undefined, true);
  expect(document?.content).toBe("<p>b");
  expect(pairs).toEqual([{ oldText: "b", newText: "x" }]);
});

test("an empty document is none", () => {
  expect(readAnswer(tag(" "), "html", true).document).toBeUndefined();
});

test("a text that was asked for may come bare, a page may not", () => {
  expect(readAnswer("Buy milk.", "markdown", true)).toMatchObject({ document: { content: "Buy milk." }, prose: "" });
  expect(readAnswer("Buy milk.", "html", true)).toMatchObject({ prose: "Buy milk." });
});

test("a diagram or a module that was asked for may come bare, other words are none", () => {
  expect(readAnswer("graph TD\n  A --> B", "mermaid", true).document?.content).toBe("graph TD\n  A --> B");
  expect(readAnswer("newchart\n  a 1", "mermaid", true).document?.content).toBe("newchart\n  a 1");
  expect(readAnswer("const a = 1;\nexport default () => <p>{a}</p>;", "jsx", true).document?.kind).toBe("jsx");
  for (const kind of ["mermaid", "jsx"] as const)
    expect(readAnswer("I don't know.", kind, true)).toEqual({ pairs: [], isUpdate: false, prose: "I don't know." });
});

describe("a document is not whole", () => {
  const page = `<!doctype html><html><script>// the rest\nlet a</script>${"<p>text</p>".repeat(9)}</html>`;
  test.each([
    ["with a comment in place of the rest", "<!doctype html><!-- ... existing styles ... --><p>"],
    ["with a comment that all stays", "<!doctype html><script>// remaining code unchanged</script>"],
    ["with a comment in CSS", "<!doctype html><style>/* other rules stay the same */</style>"],
    ["without the beginning that it had", "<script>let b</script>"],
  ])("%s", (_, content) => {
    expect(isWholeDocument(content, "html", page)).toBe(false);
  });

  test("unless it is about as long as it was", () => {
    const as = page.replace("// the rest", "// the same as above");
    expect(isWholeDocument(as, "html", page)).toBe(true);
  });

  test("unless the earlier one had such a comment, or there was none", () => {
    const content = "<!doctype html><!-- ... -->";
    expect(isWholeDocument(content, "html", `${content}<p>`)).toBe(true);
    expect(isWholeDocument(content, "html", undefined)).toBe(true);
    expect(isWholeDocument(`${page}<!-- the end -->`, "html", page)).toBe(true);
  });
});

test("a type that is a word of JavaScript's own is no kind", () => {
  expect(readAnswer(tag("<p>a", 'type="constructor"'), undefined, true).document).toEqual({
    content: "<p>a",
    kind: "html",
  });
});
