/**
 * A document as a browser is given it, whole or as it comes, in a frame or a file. Markdown and Mermaid are drawn there, by libraries that
 * others put in; until then, and where these are not there, their text is seen. JSX is seen as its text until all of it is there, and
 * then compiled. The text of each can be had back.
 */
import type { AppKind } from "../record/app.ts";
import { jsxScript } from "../sandbox/compile-jsx.ts";

interface Around {
  before: string;
  after: string;
}

const STYLE =
  "<meta name=viewport content=width=device-width><style>:root{color-scheme:light dark}body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:1.5rem auto;padding:0 1rem}img,svg{max-width:100%;height:auto}td,th{border:1px solid #8886;padding:.2rem .6rem}table{border-collapse:collapse}</style>";
const TEXT = `${STYLE}<pre id=penny-text style=white-space:pre-wrap>`;

const AROUND: { [kind in AppKind]: Around } = {
  html: { before: "", after: "" },
  svg: {
    before:
      "<meta name=viewport content=width=device-width><style>body{margin:0}svg{display:block;max-width:100%;max-height:100vh;margin:auto}</style>",
    after: "",
  },
  markdown: {
    before: TEXT,
    after: `</pre><script src="penny:marked"></script><script>if (globalThis.marked) {
const text = document.getElementById("penny-text"), article = document.createElement("article");
article.innerHTML = marked.parse(text.textContent);
text.replaceWith(article);
}</script>`,
  },
  mermaid: {
    before: TEXT,
    after: `</pre><script src="penny:mermaid"></script><script>if (globalThis.mermaid) {
const text = document.getElementById("penny-text"), figure = document.createElement("figure");
const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "default";
mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme });
mermaid.render("drawing", text.textContent).then(({ svg }) => { figure.innerHTML = svg; text.replaceWith(figure); },
  (error) => console.error(error.message));
}</script>`,
  },
  jsx: { before: TEXT, after: `</pre><script>document.getElementById("penny-text").hidden = true</script>` },
};

/** On one line: the lines of a script that is compiled from it keep their numbers. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\r", "&#13;").replaceAll("\n", "&#10;");
}

function unescaped(text: string): string {
  return text.replaceAll("&#10;", "\n").replaceAll("&#13;", "\r").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

function isRead(kind: AppKind): boolean {
  return kind === "html" || kind === "svg";
}

/** What a browser is given. Lines keep their numbers, which errors name. */
export async function* frameContent(
  kind: AppKind,
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  const { before, after } = AROUND[kind];
  yield before;
  let source = "";
  for await (const piece of pieces) {
    if (kind === "jsx") source += piece;
    yield isRead(kind) ? piece : escaped(piece);
  }
  yield after;
  if (kind === "jsx") yield await jsxScript(source);
}

/** The same as one text. */
export async function wholeContent(kind: AppKind, content: string): Promise<string> {
  let whole = "";
  for await (const piece of frameContent(kind, [content.replace(/^\ufeff/, "")])) whole += piece;
  return whole;
}

/** The text of a document from what a browser was given. `undefined`: it is not in it, or is of a kind that a browser reads as it is. */
export function contentWithin(kind: AppKind, whole: string): string | undefined {
  const { before } = AROUND[kind];
  const begin = kind === "html" ? -1 : whole.indexOf(before);
  if (begin < 0) return undefined;
  const text = whole.slice(begin + before.length);
  if (isRead(kind)) return text;
  const end = text.indexOf("</pre>");
  return end < 0 ? undefined : unescaped(text.slice(0, end));
}
