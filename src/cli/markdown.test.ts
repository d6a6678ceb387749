import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth } from "./display-width.ts";
import { markdownStream, stripControls } from "./markdown.ts";

const plain = { width: 60, color: false };

function streamed(deltas: readonly string[], width = 60, color = false): string[] {
  const writes: string[] = [];
  const stream = markdownStream({ width, color, write: (text) => void writes.push(text) });
  for (const delta of deltas) stream.push(delta);
  stream.end();
  return writes;
}

function drawn(text: string, { width, color }: { width: number; color: boolean }): string {
  return streamed([text], width, color).join("");
}

function lines(...text: string[]): string {
  return text.map((line) => `${line}\n`).join("");
}

describe("blocks", () => {
  test("headings, emphasis, code and links keep their marks where there is no colour", () => {
    const text = "# One *two*\n\nA **b** `c` ~~d~~ [e](http://f.g) <http://h.i>";
    expect(drawn(text, plain)).toBe(lines("# One *two*", "", "A **b** `c` ~~d~~ e (http://f.g) http://h.i"));
  });

  test("with colour the marks become styles", () => {
    expect(drawn("## A\n\n**b** `c`", { width: 60, color: true })).toBe(
      lines("\u001b[1mA\u001b[22m", "", "\u001b[1mb\u001b[22m \u001b[36mc\u001b[39m"),
    );
  });

  test("paragraphs are wrapped at words, and a model's line breaks stay", () => {
    expect(drawn("one two three four\nfive", { width: 10, color: false })).toBe(lines("one two", "three four", "five"));
  });

  test("lists nest, count on and hang their lines under their text", () => {
    const text = "- one two three\n  1. a\n  2. b\n- [x] done\n\n1. first\n1. second\n\n1. third";
    expect(drawn(text, { width: 11, color: false })).toBe(
      lines("• one two", "  three", "  1. a", "  2. b", "• [x] done", "", "1. first", "2. second", "", "3. third"),
    );
  });

  test("code is never wrapped, also in lists", () => {
    const code = "x".repeat(100);
    expect(drawn(`\`\`\`ts\n${code}\n\`\`\`\n\n- a\n  ~~~\n  ${code}\n  ~~~`, plain)).toBe(
      lines("```ts", code, "```", "", "• a", "  ~~~", `  ${code}`, "  ~~~"),
    );
  });

  test("tables are aligned by cells of the terminal", () => {
    const text = "| 名前 | n |\n|:--|--:|\n| 山田 | 1 |\n| 😀 b | 200 |";
    expect(drawn(text, plain)).toBe(lines("名前    n", "────  ───", "山田    1", "😀 b  200"));
  });

  test("a table that is too wide wraps its cells; one that cannot be legible becomes a list", () => {
    const text = "| a | b |\n|--|--|\n| one two three | four five six |";
    expect(drawn(text, { width: 18, color: false })).toBe(
      lines("a         b", "────────  ────────", "one two   four", "three     five six"),
    );
    expect(drawn(text, { width: 9, color: false })).toBe(lines("a: one", "two three", "b: four", "five six"));
  });

  test("quotes, rules, images and what is no Markdown", () => {
    const text = "> a\n> - b\n\n***\n\n![cat](c.png) &lt;b&gt; &amp;copy; a_b_c\n\n<div>\nx\n</div>";
    expect(drawn(text, { width: 20, color: false })).toBe(
      lines(
        ...["> a", ">", "> • b", "", "────────────────────", ""],
        ...["[image: cat] (c.png)", "<b> &copy; a_b_c", "", "<div>", "x", "</div>"],
      ),
    );
  });

  test("an empty text draws nothing", () => {
    for (const text of ["", "\n\n", "   \n"]) expect(drawn(text, plain)).toBe("");
  });
});

const piece = fc.constantFrom(
  ...[
    "word ",
    "longer words ",
    "\n",
    "\n\n",
    "\n\n\n",
    "  \n",
    "- item ",
    "\n- b",
    "\n  1. c",
    "1. one",
    "\n2) two",
    "# Head",
  ],
  ...[
    "**",
    "*",
    "`",
    "```",
    "\n```js\n",
    "\n```\n",
    "~~~\n",
    "| a | b |",
    "\n|--|--|\n",
    "> ",
    "\n> ",
    "---",
    "\n===\n",
    "[l](u)",
    "[",
    "](",
  ],
  ...[
    "<b>",
    "<!-- ",
    "http://x.y ",
    "漢字",
    "😀 ",
    "\t",
    "    ",
    "\\",
    "&amp;",
    "\u001b[31m",
    "\u001b]0;t",
    "\u0007",
    "\r\n",
    "é",
  ],
);
const markdown = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

function cut(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => Math.floor(place * text.length)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

describe("a stream", () => {
  test("draws the same however the text was cut", () => {
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(markdown, places, fc.integer({ min: 5, max: 60 }), fc.boolean(), (text, at, width, color) => {
        const whole = drawn(text, { width, color });
        expect(streamed(cut(text, at), width, color).join("")).toBe(whole);
        expect(streamed([...text], width, color).join("")).toBe(whole);
      }),
      { numRuns: 400 },
    );
  });

  test("draws each block as soon as it is finished, code line by line, lists item by item", () => {
    const writes: string[] = [];
    const stream = markdownStream({ ...plain, write: (text) => void writes.push(text) });
    const drawnBy = (delta: string): string => {
      writes.length = 0;
      stream.push(delta);
      return writes.join("");
    };
    expect(drawnBy("# Title\n")).toBe(lines("# Title"));
    expect(drawnBy("A paragraph.\n")).toBe("");
    expect(drawnBy("\n")).toBe(lines("", "A paragraph."));
    expect(drawnBy("- one\n")).toBe("");
    expect(drawnBy("- two\n")).toBe(lines("", "• one"));
    expect(drawnBy("\n```\nlet a\n")).toBe(lines("• two", "", "```", "let a"));
    expect(drawnBy("let b\n```\nend")).toBe(lines("let b", "```"));
    writes.length = 0;
    stream.end();
    expect(writes.join("")).toBe(lines("", "end"));
  });

  const sentence =
    "Plain words of a long paragraph that goes on, with `code`, **bold text** and a [link](http://a.b) in it. ";

  test("running text comes about a line at a time, not only at its end", () => {
    const text = sentence.repeat(6);
    const writes = streamed([...text]);
    expect(writes.length).toBeGreaterThan(3);
    expect(writes.join("")).toBe(drawn(text, plain));
  });

  test("running text drawn piece by piece is what it would be in one", () => {
    const word = fc.constantFrom(
      "word",
      "a_b",
      "**bold**",
      "`code`",
      "[l](http://u.v)",
      "*two words*",
      "**open",
      "x*",
      "漢字",
      "5 < 6",
      "http://x.y.",
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), fc.integer({ min: 10, max: 50 }), (words, width) => {
        const text = `a ${words.join(" ")}`;
        // A paragraph in a quote is only drawn when it is finished.
        const atOnce = drawn(`> ${text}`, { width: width + 2, color: false });
        const expected = atOnce.replace(/^> ?/gm, "");
        expect(streamed([...text], width).join("")).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("running text that turns out to be a title is not drawn twice", () => {
    const text = "one two three four five six\n---\nmore";
    expect(drawn(text, { width: 12, color: false })).toBe(
      lines("one two", "three four", "five six", "────────────", "", "more"),
    );
  });

  test("may be used again after its end", () => {
    const writes: string[] = [];
    const stream = markdownStream({ ...plain, write: (text) => void writes.push(text) });
    for (const text of ["```\na", "b"]) {
      stream.push(text);
      stream.end();
    }
    expect(writes.join("")).toBe(lines("```", "a", "b"));
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: our own styles
const OWN_STYLES = /\u001b\[(?:1|2|3|4|9|22|23|24|29|36|39)m/g;

describe("hostile text", () => {
  const attacks = [
    "\u001b[2J\u001b[H cleared",
    "\u001b]0;title\u0007",
    "\u001b]52;c;ZXZpbA==\u001b\\",
    "\u009b31m red",
    "\u001b\u001b[31m[31m twice",
    "[x](http://a&#27;]0;t&#7;)",
    "&#x1b;[31m &#155;31m &#x9b;2J",
    "`&#27;[31m`",
    "![&#27;[1m](b&#27;)",
    "| a&#27;[1m |\n|--|\n| \u001b[1A |",
    "```\u001b[1m\n\u001b[31mcode\r\nx\u0008y\n```",
    "<b title='\u001b[5m'>",
    "- \u001b[1A\n> \u202eabc\n\n# \u0007\n",
    "[a]: http://x&#27;[31m\n\n[a]",
    "over\rwritten",
  ];

  test("no escape sequence and no control character of the text reaches the terminal", () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...attacks), piece, fc.string({ unit: "binary" })), {
      maxLength: 12,
    });
    const check = (given: string): void => {
      expect(drawn(given, plain)).not.toMatch(CONTROL);
      const colored = drawn(given, { width: 60, color: true });
      expect(colored.replace(OWN_STYLES, "")).not.toMatch(CONTROL);
    };
    for (const attack of attacks) check(attack);
    fc.assert(
      fc.property(text, (pieces) => {
        check(pieces.join(""));
        check(pieces.join("\n\n"));
      }),
      { numRuns: 300 },
    );
  });

  test("whole sequences go, the words around them stay", () => {
    expect(stripControls("a\u001b[31mb\u001b]0;title\u0007c\u009b2Jd\u001b(Be\r\n\tf\u0000")).toBe("abcde\n\tf");
    expect(stripControls("open \u001b]0;title")).toBe("open 0;title");
  });

  test("what is built to take a lexer long or deep is drawn in time", () => {
    const long = [
      "*a ".repeat(20_000),
      "[".repeat(30_000),
      ">".repeat(20_000),
      `${"- ".repeat(3000)}x`,
      "<".repeat(50_000),
    ];
    for (const text of [...long, "`".repeat(19_999), "*".repeat(19_999), "[a](".repeat(4900), "_a*".repeat(6000)]) {
      expect(drawn(text, plain)).not.toBe("");
    }
  });
});

test("no line but code is wider than the terminal, for any text", () => {
  const textual = piece.filter((each) => !/`|~|^ {4}|\t|<|\|/.test(each));
  fc.assert(
    fc.property(fc.array(textual, { maxLength: 30 }), fc.integer({ min: 20, max: 60 }), (pieces, width) => {
      for (const line of drawn(pieces.join(""), { width, color: false }).split("\n")) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});
