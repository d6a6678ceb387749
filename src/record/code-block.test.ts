import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeBlocks, extractCode } from "./code-block.ts";

function codes(markdown: string): string[] {
  return codeBlocks(markdown).map((block) => block.code);
}

describe("the examples of CommonMark 0.31.2, section 4.5", () => {
  test.each<[string, string, string[]]>([
    ["119", "```\n<\n >\n```", ["<\n >\n"]],
    ["120", "~~~\n<\n >\n~~~", ["<\n >\n"]],
    ["121", "``\nfoo\n``", []],
    ["122", "```\naaa\n~~~\n```", ["aaa\n~~~\n"]],
    ["123", "~~~\naaa\n```\n~~~", ["aaa\n```\n"]],
    ["124", "````\naaa\n```\n``````", ["aaa\n```\n"]],
    ["125", "~~~~\naaa\n~~~\n~~~~", ["aaa\n~~~\n"]],
    ["126", "```", [""]],
    ["127", "`````\n\n```\naaa", ["\n```\naaa\n"]],
    ["128", "> ```\n> aaa\n\nbbb", ["aaa\n"]],
    ["129", "```\n\n  \n```", ["\n  \n"]],
    ["130", "```\n```", [""]],
    ["131", " ```\n aaa\naaa\n```", ["aaa\naaa\n"]],
    ["132", "  ```\naaa\n  aaa\naaa\n  ```", ["aaa\naaa\naaa\n"]],
    ["133", "   ```\n   aaa\n    aaa\n  aaa\n   ```", ["aaa\n aaa\naaa\n"]],
    ["134", "    ```\n    aaa\n    ```", []],
    ["135", "```\naaa\n  ```", ["aaa\n"]],
    ["136", "   ```\naaa\n  ```", ["aaa\n"]],
    ["137", "```\naaa\n    ```", ["aaa\n    ```\n"]],
    ["138", "``` ```\naaa", []],
    ["139", "~~~~~~\naaa\n~~~ ~~", ["aaa\n~~~ ~~\n"]],
    ["140", "foo\n```\nbar\n```\nbaz", ["bar\n"]],
    ["141", "foo\n---\n~~~\nbar\n~~~\n# baz", ["bar\n"]],
    ["145", "``` aa ```\nfoo", []],
    ["147", "```\n``` aaa\n```", ["``` aaa\n"]],
  ])("example %s", (_, markdown, expected) => {
    expect(codes(markdown)).toEqual(expected);
  });

  test("examples 142, 143 and 146: the info string and its first word", () => {
    expect(codeBlocks("```ruby\ndef foo(x)\nend\n```")).toEqual([
      { language: "ruby", info: "ruby", code: "def foo(x)\nend\n", closed: true },
    ]);
    expect(codeBlocks("~~~~    ruby startline=3 $%@#$\nx\n~~~~~~~")[0]).toMatchObject({
      language: "ruby",
      info: "ruby startline=3 $%@#$",
    });
    expect(codeBlocks("~~~ aa ``` ~~~\nfoo\n~~~")[0]).toMatchObject({ language: "aa", code: "foo\n" });
  });
});

describe("in lists and quotes", () => {
  test("a block in a list item loses the item's indentation and no more", () => {
    const markdown =
      "1. Write this:\n\n   ```ts\n   if (a) {\n     b();\n   }\n   ```\n\n2. Run it:\n   ```\n   go\n   ```\n";
    expect(codes(markdown)).toEqual(["if (a) {\n  b();\n}\n", "go\n"]);
  });

  test("a fence may follow the list's marker, and items nest", () => {
    expect(codes("- ```\n  a\n  ```\n  - b\n    ```\n    c\n    ```")).toEqual(["a\n", "c\n"]);
  });

  test("a block ends with the item or quote that holds it", () => {
    expect(codeBlocks("- ```\n  a\n\nafter\n```\nb\n```")).toMatchObject([
      { code: "a\n\n", closed: false },
      { code: "b\n", closed: true },
    ]);
  });

  test("a thematic break is no list", () => {
    expect(codes("- - -\n    ```\n    a\n    ```")).toEqual([]);
  });

  test("tabs indent to the next multiple of four, and those of the code stay", () => {
    expect(codes("-\t```\n\ta\n\t\tb\n\t```")).toEqual(["a\n\tb\n"]);
  });
});

test("a block that a cut answer did not close ends with the text", () => {
  expect(codeBlocks("Here:\n```py\nprint(1)\npri")).toEqual([
    { language: "py", info: "py", code: "print(1)\npri\n", closed: false },
  ]);
});

test("Windows line ends are read as line ends", () => {
  expect(codes("```\r\na\r\nb\r\n```\r\n")).toEqual(["a\nb\n"]);
});

test("the first and the last block can be asked for; none is undefined", () => {
  const markdown = "```\na\n```\ntext\n~~~\nb\n~~~\nmore";
  expect(extractCode(markdown, "first")).toBe("a\n");
  expect(extractCode(markdown, "last")).toBe("b\n");
  expect(extractCode("no code, `inline` only", "first")).toBe(undefined);
});

test("whatever code is put between longer fences comes back as it was, in a list item too", () => {
  const line = fc.stringMatching(/^[ a-z`~>#*-]{0,10}$/);
  const code = fc.array(line, { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(code, { maxLength: 4 }), fc.constantFrom("`", "~"), fc.boolean(), (blocks, mark, listed) => {
      const fence = mark.repeat(12);
      const markdown = blocks.map((lines) => {
        const block = [fence, ...lines, fence];
        return listed ? block.map((each, index) => `${index === 0 ? "- " : "  "}${each}`) : ["text", ...block, ""];
      });
      const expected = blocks.map((lines) => lines.map((each) => `${each}\n`).join(""));
      expect(codes(markdown.flat().join("\n"))).toEqual(expected);
    }),
  );
});

test("any text is read without an error, and no line is found twice", () => {
  const text = fc.array(fc.constantFrom("```", "~~~~", "> ", "- ", "\n", "   ", "a", "\t", "1. "), { maxLength: 40 });
  fc.assert(
    fc.property(text, (pieces) => {
      const markdown = pieces.join("");
      const lines = codes(markdown).join("").split("\n").length - 1;
      expect(lines).toBeLessThanOrEqual(markdown.split("\n").length);
    }),
  );
});
