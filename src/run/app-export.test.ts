/** An app as a file: the policy stands before everything, nothing can stand before it, and the file comes in again as it was. */
import fc from "fast-check";
import { parse } from "parse5";
import { describe, expect, test } from "vitest";
import type { AppKind } from "../record/app.ts";
import { wholeContent } from "./app-content.ts";
import { type AppProvenance, exportHtml, importApp } from "./app-export.ts";

function provenance(changes: Partial<AppProvenance> = {}): AppProvenance {
  return { name: "Tip", kind: "html", version: 2, models: ["a/b"], at: 1_700_000_000_000, reviewed: false, ...changes };
}

interface Tree {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Tree[];
}

/** The first elements in the head of a file as a browser reads it. */
function headOf(text: string): Tree[] {
  const document = parse(text) as Tree;
  const html = document.childNodes?.find(({ nodeName }) => nodeName === "html");
  const head = html?.childNodes?.find(({ nodeName }) => nodeName === "head");
  return (head?.childNodes ?? []).filter(({ nodeName }) => !nodeName.startsWith("#"));
}

/** Whether the first thing that a browser reads is our policy. */
function beginsWithPolicy(text: string): boolean {
  const document = parse(text) as Tree & { mode?: string };
  const [first] = headOf(text);
  const isPolicy = first?.attrs?.some(
    ({ name, value }) => name === "http-equiv" && value === "Content-Security-Policy",
  );
  return document.mode === "no-quirks" && isPolicy === true && text.startsWith("<!doctype html><meta http-equiv=");
}

const HOSTILE = [
  "<script>fetch('//evil')</script><!doctype html><html><head>",
  "<!-- <head> --><html>",
  "\ufeff<!doctype html><html>",
  "<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'><p>",
  "--><script>1</script>",
  "<meta http-equiv=Content-Security-Policy content='default-src *'>",
  "<title></title><base href=//evil>",
  "<frameset><frame src=//evil></frameset>",
];

describe("an exported file", () => {
  test.each(HOSTILE)("begins with the policy, whatever the app begins with: %s", (content) => {
    const text = exportHtml({ content, provenance: provenance(), head: "" });
    expect(beginsWithPolicy(text)).toBe(true);
  });

  test("cannot be opened by its name, its kind or its models", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom("--", ">", "<!--", "-->", "--!>", "<script>", "\n", "a"), { maxLength: 6 }),
        (any, bad) => {
          const name = any + bad.join("");
          const text = exportHtml({ content: "<p>hi", provenance: provenance({ name, models: [name] }), head: "" });
          expect(headOf(text).map(({ nodeName }) => nodeName)).toEqual(["meta", "meta", "meta"]);
        },
      ),
    );
  });

  test("tells what is not known as such", () => {
    const text = exportHtml({ content: "<p>", provenance: provenance({ models: [] }), head: "" });
    expect(text).toContain("written by: a person\n");
    expect(text).toContain("prompt SHA-256: –\ncost in USD: –\nreviewed by a person: no\n");
    expect(exportHtml({ content: "<p>", provenance: provenance({ picodollars: 12_345_678_901 }), head: "" })).toContain(
      "cost in USD: 0.0123457\n",
    );
  });

  test("holds what takes the workbench's place before the app and after the policy", () => {
    const text = exportHtml({ content: "<p>app", provenance: provenance(), head: "<script>penny = 1</script>\n" });
    const places = ["Content-Security-Policy", "<!-- penny app", "<script>penny", "<!-- /penny -->", "<p>app"].map(
      (each) => text.indexOf(each),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(importApp(text, "a.html").content).toBe("<!doctype html>\n<p>app");
  });

  test("says which tables it holds, and cannot be opened by their names", () => {
    const embedded = [{ table: "x --><script>1</script>", rows: 3 }];
    const text = exportHtml({ content: "<p>", provenance: provenance(), head: "", embedded });
    expect(text).toContain("holds data: x - -›‹script›1‹/script›, 3 rows\n");
  });

  test.each<[AppKind, string]>([
    ["svg", "<svg><g/></svg>"],
    ["markdown", "# Hi <b>&amp; &#10; \r\n\n</pre>"],
    ["mermaid", "graph TD\n  a-->b"],
    ["jsx", "export default () => <p>{'</pre>'}</p>;\n"],
  ])("of kind %s is a page, and comes in again as it was", async (kind, content) => {
    const page = await wholeContent(kind, content);
    const text = exportHtml({ content: page, provenance: provenance({ kind, name: "A <b>" }), head: "" });
    expect(text).toContain("<title>A &lt;b></title>");
    expect(beginsWithPolicy(text)).toBe(true);
    expect(importApp(text, "a.html")).toEqual({ content, kind, name: "A ‹b›" });
  });
});

describe("an app that comes in", () => {
  test("is what was exported, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("", "<script>let a = '<!-- /penny -->'</script>\n"),
        (any, more) => {
          const content = `<!doctype html>\n<p>${more}${any}`;
          const text = exportHtml({ content, provenance: provenance({ name: "x" }), head: "" });
          expect(importApp(text, "a.html")).toEqual({ content, kind: "html", name: "x" });
        },
      ),
    );
  });

  test.each<[string, string, AppKind]>([
    ["a.svg", "<svg/>", "svg"],
    ["a.md", "# Hi", "markdown"],
    ["a.mmd", "graph TD", "mermaid"],
    ["a.tsx", "export default 1", "jsx"],
    ["a.htm", "hi", "html"],
    ["a", "<p>hi", "html"],
    ["a.txt", "<svg/>", "svg"],
    ["notes", "words", "markdown"],
  ])("%s with %s is %s", (name, text, kind) => {
    expect(importApp(text, name).kind).toBe(kind);
  });

  test("without anything in it is refused", () => {
    expect(() => importApp(" \n", "x.html")).toThrow("x.html is empty");
    expect(() => importApp("\0PNG", "x.html")).toThrow("x.html holds a zero byte, so it is no text");
  });
});
