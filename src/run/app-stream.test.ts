/** What is read of an answer: every shape that models give it, however it is cut into chunks. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AppKind } from "../record/app.ts";
import type { AppPiece } from "./app-reading.ts";
import { appStream } from "./app-stream.ts";

const PAGE = "<!doctype html>\n<html>\n<body><p id=n>0</p>\n<script>let a = 1 < 2 && '<b>'</script>\n</body>\n</html>";
const DRAWING = '<svg viewBox="0 0 9 9"><svg x="1"><g/></svg><circle r="1"/></svg>';
const SVG_START = DRAWING.slice(1);

function read(answer: string, { expect: kind, whole = true, cuts = [] }: Reading = {}): AppPiece[] {
  const stream = appStream(kind);
  const pieces: AppPiece[] = [];
  let from = 0;
  for (const cut of [...cuts, answer.length]) {
    pieces.push(...stream.push(answer.slice(from, cut)));
    from = cut;
  }
  pieces.push(...stream.end(whole));
  return joined(pieces);
}

interface Reading {
  expect?: AppKind;
  whole?: boolean;
  cuts?: number[];
}

function joined(pieces: AppPiece[]): AppPiece[] {
  const all: AppPiece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.type === "text" && piece.type === "text") last.text += piece.text;
    else if (last?.type === "prose" && piece.type === "prose") last.text += piece.text;
    else all.push({ ...piece });
  }
  return all;
}

function documentOf(pieces: AppPiece[]): string {
  return pieces.map((piece) => (piece.type === "text" ? piece.text : "")).join("");
}

function pairsOf(pieces: AppPiece[]): [string, string][] {
  return pieces.flatMap((piece) => (piece.type === "pair" ? [[piece.oldText, piece.newText]] : []));
}

/** Answers with a document in them: what is read, the kind, and what was expected if anything was. */
const DOCUMENTS: { name: string; answer: string; content: string; kind: AppKind; expect?: AppKind }[] = [
  {
    name: "in a tag, with prose around",
    answer: `Here it is:\n\n<artifact identifier="tip" type="html" title="Tip">\n${PAGE}\n</artifact>\n\nEnjoy!`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "in a tag of doubled brackets",
    answer: `<<artifact type="text/html">\n${PAGE}\n<</artifact>`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "that begins with a doubled bracket",
    answer: `<artifact type="svg">\n<${DRAWING}\n</artifact>`,
    content: DRAWING,
    kind: "svg",
  },
  {
    name: "with attributes in another order and other quotes",
    answer: `<artifact title='a > b' id=x type='image/svg+xml' >${DRAWING}</artifact>`,
    content: DRAWING,
    kind: "svg",
  },
  {
    name: "with curly quotes in the tag",
    answer: `<artifact type=“image/svg+xml” title=“A > B”>${DRAWING}</artifact>`,
    content: DRAWING,
    kind: "svg",
  },
  {
    name: "of a type that is none of ours",
    answer: `<artifact type="application/vnd.ant.code">\n${DRAWING}\n</artifact>`,
    content: DRAWING,
    kind: "svg",
  },
  {
    name: "of a React alias",
    answer: `<artifact type="application/vnd.ant.react">\nexport default () => <p/>\n</artifact>`,
    content: "export default () => <p/>",
    kind: "jsx",
  },
  {
    name: "in Markdown, with white space kept",
    answer: `<artifact type="text/markdown">\n\n  indented\n\n\`\`\`js\n1\n\`\`\`\n\n</artifact>`,
    content: "\n  indented\n\n```js\n1\n```\n",
    kind: "markdown",
  },
  {
    name: "in a fence in the tag",
    answer: `<artifact type="html">\n\`\`\`html\n${PAGE}\n\`\`\`\n</artifact> done`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "in the tag in a fence",
    answer: `\`\`\`xml\n<artifact type="html">\n${PAGE}\n</artifact>\n\`\`\`\nThat is it.`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "after reasoning that rehearses the tags",
    answer: `<think>I write <artifact type="html"><b></artifact>.</think>\n<artifact type="html">\n${PAGE}\n</artifact>`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "after reasoning without its first tag",
    answer: `So, one page.\nOr two?</think>\n\n${PAGE}`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "though the prose names the tag",
    answer: `I put it in an \`<artifact type="html">\` tag.\n<artifact type="html">\n${PAGE}\n</artifact>`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "in a tag with a full text though it is called an update",
    answer: `<artifact type="update">\n${PAGE}\n</artifact>`,
    content: PAGE,
    kind: "html",
  },
  {
    name: "in a fence, with prose around",
    answer: `Sure.\n\`\`\`html\n${PAGE}\n\`\`\`\nOpen it in a browser.`,
    content: PAGE,
    kind: "html",
  },
  { name: "in a fence without a language", answer: `\`\`\`\n${DRAWING}\n\`\`\``, content: DRAWING, kind: "svg" },
  { name: "in a fence of tildes", answer: `~~~~html\n${PAGE}\n~~~~\n`, content: PAGE, kind: "html" },
  {
    name: "in a fence with an example of a command before",
    answer: `\`\`\`bash\nnpx serve <html>\n\`\`\`\n\`\`\`svg\n${DRAWING}\n\`\`\``,
    content: DRAWING,
    kind: "svg",
  },
  {
    name: "in a fence, with fences in its script",
    answer: `\`\`\`html\n<!doctype html><script>x = \`\n\`\`\`\ncode\n\`\`\`\n\`</script></html>\n\`\`\`\nDone.`,
    content: "<!doctype html><script>x = `\n```\ncode\n```\n`</script></html>",
    kind: "html",
  },
  {
    name: "in a fence, without its own end",
    answer: `\`\`\`html\n<!doctype html><p>hi\n\`\`\`\nDone.`,
    content: "<!doctype html><p>hi",
    kind: "html",
  },
  {
    name: "in Mermaid",
    answer: "Here:\n```mermaid\ngraph TD\n  A --> B\n```\n",
    content: "graph TD\n  A --> B",
    kind: "mermaid",
  },
  {
    name: "in JavaScript where JSX was asked for",
    answer: "```js\nexport default 1\n```",
    content: "export default 1",
    kind: "jsx",
    expect: "jsx",
  },
  { name: "bare", answer: PAGE, content: PAGE, kind: "html" },
  { name: "bare, with prose around", answer: `Here you go:\n${PAGE}\n\nIt counts.`, content: PAGE, kind: "html" },
  {
    name: "bare, with its end in its script",
    answer: `<html><script>a = "</html>"</script>\n<p></html>\nBye`,
    content: `<html><script>a = "</html>"</script>\n<p></html>`,
    kind: "html",
  },
  { name: "bare drawing with prose after it", answer: `${DRAWING}\nA circle.`, content: DRAWING, kind: "svg" },
  {
    name: "bare drawing with a prolog",
    answer: `<?xml version="1.0"?>\n${DRAWING}`,
    content: `<?xml version="1.0"?>\n${DRAWING}`,
    kind: "svg",
  },
  { name: "bare drawing with a doubled bracket", answer: `<<${SVG_START}`, content: DRAWING, kind: "svg" },
  {
    name: "bare, of other tags where HTML was asked for",
    answer: "<title>Tip</title>\n<p>a <think> b\n",
    content: "<title>Tip</title>\n<p>a <think> b",
    kind: "html",
    expect: "html",
  },
  {
    name: "bare and short where HTML was asked for",
    answer: "\n\n<p>hi",
    content: "<p>hi",
    kind: "html",
    expect: "html",
  },
  {
    name: "with line ends of Windows",
    answer: `<artifact type="svg">\r\n${DRAWING}\r\n</artifact>`,
    content: DRAWING,
    kind: "svg",
  },
];

/** Answers with replacements in them. */
const UPDATES: { name: string; answer: string; pairs: [string, string][]; complete?: boolean }[] = [
  {
    name: "two pairs",
    answer:
      '<artifact identifier="tip" type="update">\n<old_str>a</old_str>\n<new_str>b</new_str>\n<old_str>\nc\n</old_str>\n<new_str>\nd\n\n</new_str>\n</artifact>',
    pairs: [
      ["a", "b"],
      ["c", "d\n"],
    ],
  },
  {
    name: "doubled brackets",
    answer: '<<artifact type="update"><<old_str>a<</old_str><<new_str>b<</new_str><</artifact>',
    pairs: [["a", "b"]],
  },
  {
    name: "swapped ends",
    answer: '<artifact type="update"><old_str>a</new_str><new_str>b</old_str></artifact>',
    pairs: [["a", "b"]],
  },
  {
    name: "missing ends",
    answer: '<artifact type="update">\n<old_str>\na\n<new_str>\nb\n<old_str>c</old_str>\n<new_str>d\n</artifact>',
    pairs: [
      ["a", "b"],
      ["c", "d"],
    ],
  },
  {
    name: "no tag around",
    answer: "I change it:\n<old_str>a</old_str><new_str>b</new_str>\nDone.",
    pairs: [["a", "b"]],
    complete: false,
  },
  {
    name: "a fence around",
    answer: "```\n<old_str>a</old_str>\n<new_str>b</new_str>\n```\n",
    pairs: [["a", "b"]],
    complete: false,
  },
  {
    name: "another type",
    answer: '<artifact type="html" id="x">\n<old_str>a</old_str><new_str>b</new_str></artifact>',
    pairs: [["a", "b"]],
  },
  {
    name: "prose between",
    answer: '<artifact type="update">First:<old_str>a</old_str> becomes <new_str>b</new_str>. Then\n</artifact>',
    pairs: [["a", "b"]],
  },
  {
    name: "an empty new text",
    answer: '<artifact type="update"><old_str>a</old_str><new_str></new_str></artifact>',
    pairs: [["a", ""]],
  },
  {
    name: "an old text without a new one",
    answer: '<artifact type="update"><old_str>a</old_str><old_str>b</old_str><new_str>c</new_str></artifact>',
    pairs: [
      ["", ""],
      ["b", "c"],
    ],
  },
  { name: "nothing in it", answer: '<artifact type="update">\n</artifact>', pairs: [] },
  { name: "no pair in it", answer: '<artifact type="update">make the button red</artifact>', pairs: [] },
  {
    name: "two blocks",
    answer:
      '<artifact type="update"><old_str>a</old_str><new_str>b</new_str></artifact> and\n<artifact type="update"><old_str>c</old_str><new_str>d</new_str></artifact>',
    pairs: [
      ["a", "b"],
      ["c", "d"],
    ],
  },
  {
    name: "rehearsal in reasoning",
    answer:
      '<think><old_str>x</old_str><new_str>y</new_str></think><artifact type="update"><old_str>a</old_str><new_str>b</new_str></artifact>',
    pairs: [["a", "b"]],
  },
];

describe("a document is read", () => {
  test.each(DOCUMENTS)("$name", ({ answer, content, kind, expect: wanted }) => {
    const pieces = read(answer, wanted ? { expect: wanted } : {});
    expect(documentOf(pieces)).toBe(content);
    expect(pieces.filter(({ type }) => type === "open")).toMatchObject([{ mode: "document", kind }]);
  });

  test("with its title and its identifier, under either name", () => {
    const opened = read(`<artifact id="tip" title="A tip" type="html"><p></artifact>`);
    expect(opened[0]).toEqual({ type: "open", mode: "document", kind: "html", title: "A tip", identifier: "tip" });
    expect(read(`<artifact type="html" identifier="b" id="c"><p></artifact>`)[0]).toMatchObject({ identifier: "b" });
  });

  test("and what the model says beside is prose", () => {
    const pieces = read(`Before\n<artifact type="svg">${DRAWING}</artifact>\nAfter`);
    expect(pieces.filter(({ type }) => type === "prose")).toEqual([
      { type: "prose", text: "Before\n" },
      { type: "prose", text: "\nAfter" },
    ]);
    expect(pieces.find(({ type }) => type === "close")).toEqual({ type: "close", complete: true });
  });
});

describe("replacements are read", () => {
  test.each(UPDATES)("$name", ({ answer, pairs, complete = true }) => {
    const pieces = read(answer);
    expect(pairsOf(pieces)).toEqual(pairs);
    expect(documentOf(pieces)).toBe("");
    expect(
      pieces.filter(({ type }) => type === "open").every((piece) => piece.type === "open" && piece.mode === "update"),
    ).toBe(true);
    expect(pieces.filter(({ type }) => type === "close")).toContainEqual({ type: "close", complete });
  });

  test("as soon as each is whole", () => {
    const stream = appStream();
    const first = stream.push('<artifact type="update">\n<old_str>a</old_str><new_str>b</new_str>\n<old_str>c');
    expect(pairsOf(first)).toEqual([["a", "b"]]);
  });
});

describe("an answer that breaks off", () => {
  test("gives the document up to there, without the beginning of an end", () => {
    for (const end of ["", "\n", "\n<", "\n</arti", "<</artifact"]) {
      const pieces = read(`<artifact type="html">\n<p>half${end}`, { whole: false });
      expect(documentOf(pieces)).toBe("<p>half");
      expect(pieces.at(-1)).toEqual({ type: "close", complete: false });
    }
  });

  test("gives the pairs that were whole, and the last one too if the model had said all", () => {
    const answer = '<artifact type="update"><old_str>a</old_str><new_str>b</new_str><old_str>c</old_str><new_str>d\n';
    expect(pairsOf(read(answer, { whole: false }))).toEqual([["a", "b"]]);
    expect(pairsOf(read(answer))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("in a tag or in reasoning gives nothing", () => {
    expect(read('<artifact type="ht', { whole: false })).toEqual([]);
    expect(documentOf(read("<think>so <artifact type='html'><p></artifact>"))).toBe("");
  });
});

describe("without a document", () => {
  test.each<[string, string, AppKind | undefined]>([
    ["words", "I cannot do that.", "html"],
    ["an example in another language", "```bash\nnpm start\n```\n", "html"],
    ["a tag that is empty", '<artifact type="html"></artifact>', "html"],
    ["text in a fence without a language", "```\nnpm start\n```\n", "html"],
    ["nothing", "", undefined],
  ])("%s: nothing opens, all is prose", (_, answer, kind) => {
    const pieces = read(answer, kind ? { expect: kind } : {});
    expect(pieces.some(({ type }) => type === "open" || type === "text")).toBe(false);
  });
});

describe("cut into chunks", () => {
  const all = [...DOCUMENTS, ...UPDATES.map((each) => ({ ...each, expect: undefined }))];

  test.each(all)("at every place, the same is read: $name", ({ answer, expect: wanted }) => {
    for (const whole of [true, false]) {
      const settings = { whole, ...(wanted ? { expect: wanted } : {}) };
      const once = read(answer, settings);
      for (let cut = 0; cut <= answer.length; cut++) expect(read(answer, { ...settings, cuts: [cut] })).toEqual(once);
      const single = Array.from({ length: answer.length }, (_, index) => index);
      expect(read(answer, { ...settings, cuts: single })).toEqual(once);
    }
  });

  test("any parts in any order, anywhere: the same is read, and nothing is lost of the document", () => {
    const part = fc.constantFrom(
      "<",
      "<<",
      "</",
      "artifact",
      '<artifact type="html">',
      '<artifact type="update">',
      "</artifact>",
      "<old_str>",
      "</old_str>",
      "<new_str>",
      "</new_str>",
      "<think>",
      "</think>",
      "```",
      "```html\n",
      "```\n",
      "~~~\n",
      "\n",
      "\r\n",
      " ",
      "a",
      "`",
      ">",
      "<p>",
      "<!doctype html>",
      "<html>",
      "</html>",
      "<svg>",
      "</svg>",
      '"',
      "é",
      "“",
      "graph TD\n",
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 14 }),
        fc.array(fc.nat(60), { maxLength: 5 }),
        fc.option(fc.constantFrom<AppKind>("html", "svg", "markdown", "jsx"), { nil: undefined }),
        fc.boolean(),
        (parts, places, kind, whole) => {
          const answer = parts.join("");
          const cuts = [...new Set(places.filter((each) => each <= answer.length))].sort((a, b) => a - b);
          const settings = { whole, ...(kind ? { expect: kind } : {}) };
          expect(read(answer, { ...settings, cuts })).toEqual(read(answer, settings));
        },
      ),
      { numRuns: 5000 },
    );
  });

  test.each([
    ["<", ""],
    [" ", ""],
    ["\n", ""],
    ["`", ""],
    ["<", '<artifact type="html"><p>'],
    [" ", '<artifact type="html"><p>'],
    [" ", "<!doctype html><p>"],
    [" ", "```html\n<p>"],
    ["<", '<artifact type="update"><old_str>'],
    [" ", '<artifact type="update"><old_str>'],
    [" ", '<artifact type="update"><old_str>a</old_str><new_str>'],
  ])("an endless run of %j after %j is read as well", (character, before) => {
    const stream = appStream("html");
    stream.push(before);
    for (let index = 0; index < 400; index++) stream.push(character.repeat(100));
    stream.end(true);
    expect(read(before + character.repeat(40_000), { expect: "html" }).length).toBeLessThan(5);
  });

  test("a document in a tag flows: no more is held back than the beginning of its end", () => {
    const stream = appStream();
    stream.push(`<artifact type="html">\n${PAGE.slice(0, 70)}`);
    let given = 70;
    let read = 70;
    for (const character of PAGE.slice(70).replaceAll("\n", " ")) {
      read++;
      for (const piece of stream.push(character)) if (piece.type === "text") given += piece.text.length;
      expect(read - given).toBeLessThan("</artifact>".length);
    }
  });
});
