/** A document as a frame is given it, whole or as it comes: what no browser reads is shown as its text. Draws and compiles nothing. */
import type { AppKind } from "../record/app.ts";

const BEFORE: { [kind in AppKind]: string } = {
  html: "",
  svg: "<meta name=viewport content=width=device-width><style>body{margin:0}svg{display:block;max-width:100%;max-height:100vh;margin:auto}</style>",
  markdown: "<pre style=white-space:pre-wrap;font-size:1rem>",
  mermaid: "<pre style=white-space:pre-wrap;font-size:1rem>",
  jsx: "<pre style=white-space:pre-wrap;font-size:1rem>",
};

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** What a frame is given. Lines keep their numbers, which errors name. */
export async function* frameContent(
  kind: AppKind,
  pieces: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  yield BEFORE[kind];
  const isRead = kind === "html" || kind === "svg";
  for await (const piece of pieces) yield isRead ? piece : escaped(piece);
}
