/** Replacements in a document: every slip of copying that is forgiven, and what is not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyPairs, findText, nearestText, replaceText } from "./app-edit.ts";

const pair = (oldText: string, newText: string): { oldText: string; newText: string } => ({ oldText, newText });

describe("an old text is found", () => {
  test.each<[string, string, string, string]>([
    ["letter by letter", "<p>a</p>\n<p>b</p>", "<p>b</p>", "<p>b</p>"],
    [
      "with another indentation",
      "<ul>\n    <li>a</li>\n</ul>",
      "<ul>\n\t<li>a</li>\n</ul>",
      "<ul>\n    <li>a</li>\n</ul>",
    ],
    ["with lines broken otherwise", "let a = 1;\nlet b = 2;", "let a = 1; let b = 2;", "let a = 1;\nlet b = 2;"],
    ["with CRLF", "a {\r\n b\r\n}", "a {\n b\n}", "a {\r\n b\r\n}"],
    ["with no-break spaces", "price: 10 EUR", "price:\u00a010\u202fEUR", "price: 10 EUR"],
    ["with white space around it", "x<b>y</b>z", "\n  <b>y</b>\n", "<b>y</b>"],
    ["with curly quotes", `say("it's")`, "say(“it’s”)", `say("it's")`],
    ["with straight quotes for curly ones", "<p>“Don’t”</p>", `<p>"Don't"</p>`, "<p>“Don’t”</p>"],
    ["with primes", `5' 10"`, "5′ 10″", `5' 10"`],
    ["with a dash for a hyphen", "a-b-c", "a–b—c", "a-b-c"],
    ["with a hyphen for a minus", "2 − 1", "2 - 1", "2 − 1"],
    ["with doubled angle brackets", "<svg><g/></svg>", "<<svg><<g/></svg>", "<svg><g/></svg>"],
    ["with doubled brackets where some are", "1 << 2 <b>", "1 << 2  <<b>", "1 << 2 <b>"],
    [
      "with characters that mean something in patterns",
      "f(a[0]) // $& \\d+?",
      "f(a[0])  // $& \\d+?",
      "f(a[0]) // $& \\d+?",
    ],
  ])("%s", (_, content, wanted, standing) => {
    const found = findText(content, wanted);
    expect(found && content.slice(found.start, found.end)).toBe(standing);
  });

  test("exactly further on rather than loosely before", () => {
    const content = "<p>\n a</p> and <p> a</p>";
    expect(replaceText(content, pair("<p> a</p>", "X"))).toBe("<p>\n a</p> and X");
  });

  test("at its first place when it stands in several", () => {
    expect(replaceText("a b a b", pair("a", "c"))).toBe("c b a b");
    expect(replaceText("a  b, a  b", pair("a b", "c"))).toBe("c, a  b");
  });

  test("by characters, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.string({ unit: "binary", minLength: 1 }),
        fc.string(),
        (before, old, after) => {
          fc.pre(old.trim() !== "");
          const content = before + old + after;
          const found = findText(content, old);
          expect(found && content.slice(found.start, found.end)).toBe(old);
        },
      ),
    );
  });

  test("though white space, quotes and dashes were copied wrongly", () => {
    const words = fc.array(fc.stringMatching(/^[a-z<>(){}$.*]{1,6}$/), { minLength: 1, maxLength: 6 });
    const space = fc.constantFrom(" ", "\n", "\t", "  \n ", "\u00a0");
    fc.assert(
      fc.property(words, space, space, fc.string(), (all, one, other, around) => {
        const content = `${around}|${all.join(one)}|${around}`;
        expect(findText(content, all.join(other))).toBeDefined();
      }),
    );
  });
});

describe("an old text is not found", () => {
  test.each([
    ["that is empty", "abc", ""],
    ["that is white space alone", "a b", " \n"],
    ["with a word missing", "let a = 1", "let = 1"],
    ["with white space where there is none", "a=1", "a = 1"],
    ["with other letters", "Color", "color"],
  ])("%s", (_, content, wanted) => {
    expect(findText(content, wanted)).toBeUndefined();
  });
});

describe("a new text", () => {
  test("is put in as it is, patterns of replacement too", () => {
    expect(replaceText("a X b", pair("X", "$& $1 $` $'"))).toBe("a $& $1 $` $' b");
  });

  test("loses the white space around it where the old text was found without its own", () => {
    expect(replaceText("  <b>y</b>\n", pair("\n<b>y</b>  \n", "\n<i>y</i>\n"))).toBe("  <i>y</i>\n");
  });

  test("may be empty: the old one goes", () => {
    expect(replaceText("a X b", pair(" X", ""))).toBe("a b");
  });
});

describe("several replacements", () => {
  test("are made in order, each in what the earlier ones left", () => {
    const { content, applied, failed } = applyPairs("one", [pair("one", "two"), pair("two", "three")]);
    expect({ content, applied, failed }).toEqual({ content: "three", applied: 2, failed: [] });
  });

  test("that fail are told with the nearest text, and the others are made", () => {
    const content = "<h1>Tip</h1>\n<button id=go>Work it out</button>\n<p id=out></p>";
    const edited = applyPairs(content, [
      pair("<h1>Tip</h1>", "<h1>Top</h1>"),
      pair('<button id="go">Work out</button>', "<button>Go</button>"),
      pair("", "x"),
    ]);
    expect(edited.content).toBe(content.replace("Tip", "Top"));
    expect(edited.applied).toBe(1);
    expect(edited.failed).toEqual([
      {
        oldText: '<button id="go">Work out</button>',
        newText: "<button>Go</button>",
        nearest: "<button id=go>Work it out</button>",
      },
      { oldText: "", newText: "x" },
    ]);
  });

  test("of none leave the document", () => {
    expect(applyPairs("a", [])).toEqual({ content: "a", applied: 0, failed: [] });
  });
});

describe("the nearest text", () => {
  test("has as many lines as the wanted one", () => {
    const content = "a\nfunction go() {\n  out.textContent = total\n}\nb";
    expect(nearestText(content, "function go() {\n  out.textContent = sum\n}")).toBe(
      "function go() {\n  out.textContent = total\n}",
    );
  });

  test("is nothing where nothing is like it", () => {
    expect(nearestText("<p>hello</p>", "const zebra = 41")).toBeUndefined();
    expect(nearestText("", "x")).toBeUndefined();
    expect(nearestText("x", "")).toBeUndefined();
  });

  test("is a stretch of the document, always", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (content, wanted) => {
        const found = nearestText(content, wanted);
        expect(found === undefined || content.includes(found)).toBe(true);
      }),
    );
  });
});
