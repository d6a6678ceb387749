/**
 * A document as a frame is given it, whole or as it comes. Markdown and Mermaid are drawn in the frame, by libraries that the host of
 * documents puts in; until then, and where these are not there, their text is seen. JSX is seen as its text until all of it is there, and
 * then compiled.
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
  jsx: { before: TEXT, after: `</pre><script>document.getElementById("penny-text").remove()</script>` },
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** What a frame is given. Lines keep their numbers, which errors name. */
export async function* frameContent(
  kind: AppKind,
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  const { before, after } = AROUND[kind];
  const isRead = kind === "html" || kind === "svg";
  yield before;
  let source = "";
  for await (const piece of pieces) {
    if (kind === "jsx") source += piece;
    yield isRead ? piece : escaped(piece);
  }
  yield after;
  if (kind === "jsx") yield await jsxScript(source);
}
