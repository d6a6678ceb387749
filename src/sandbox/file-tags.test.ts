import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { describe, expect, test } from "vitest";
import { FILE_LACKS } from "./file-elements.ts";
import { hiddenTags, shownTags } from "./file-tags.ts";

const PIECES = [
  ...FILE_LACKS.flatMap((tag) => [`<${tag}`, `</${tag}>`, `<${tag.toUpperCase()}/`]),
  "<script>",
  "</script>",
  "<script",
  "<li",
  "nk",
  "<linked>",
  "<",
  ">",
  " ",
  '"',
  "<!--",
  "-->",
  "shadowrootmode",
  "ShadowRootMode=closed",
  "shadowroot",
  "mode",
];
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(""));

/** Names of all elements of a document, of templates too. */
function namesIn(node: DefaultTreeAdapterTypes.Node): string[] {
  const inside = "content" in node ? [node.content] : "childNodes" in node ? node.childNodes : [];
  return [node.nodeName, ...inside.flatMap(namesIn)];
}

describe("tags that a file has none of", () => {
  test("are in it as no element, whatever the app looks like", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = namesIn(parse(hiddenTags(text), { scriptingEnabled: true }));
        expect(found.filter((name) => FILE_LACKS.includes(name))).toEqual([]);
        expect(hiddenTags(text)).not.toMatch(/shadowrootmode/i);
      }),
      { numRuns: 1000 },
    );
  });

  test("come back as they were", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(shownTags(hiddenTags(text))).toBe(text);
      }),
    );
  });

  test("have another name in markup, and mean the same in a script", () => {
    expect(hiddenTags(`<LINK rel="x"><linked><p>`)).toBe(`<penny-LINK rel="x"><linked><p>`);
    const script = hiddenTags(`<script>code = "<iframe src=x></iframe>"</script>`);
    expect(script).toBe(`<script>code = "\\x3ciframe src=x>\\x3c/iframe>"</script>`);
  });
});
