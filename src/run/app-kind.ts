/** What kind of document a name, a media type, a file's ending or a text's beginning means. Pure; reads no document whole. */
import { type AppKind, appKinds } from "../record/app.ts";

const ALIASES: { [name: string]: AppKind } = {
  htm: "html",
  xhtml: "html",
  "text/html": "html",
  "application/xhtml+xml": "html",
  "image/svg+xml": "svg",
  md: "markdown",
  "text/markdown": "markdown",
  "text/x-markdown": "markdown",
  mmd: "mermaid",
  "text/vnd.mermaid": "mermaid",
  "application/vnd.ant.mermaid": "mermaid",
  react: "jsx",
  tsx: "jsx",
  "text/jsx": "jsx",
  "text/tsx": "jsx",
  "application/vnd.ant.react": "jsx",
};

/** The kind that a name, alias or media type means. `undefined`: none of ours. */
export function kindNamed(name: string): AppKind | undefined {
  const plain = name.trim().toLowerCase().replace(/;.*$/, "").trim();
  return appKinds.find((kind) => kind === plain) ?? (Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : undefined);
}

/** First words of Mermaid diagrams. Source: https://mermaid.js.org/intro/syntax-reference.html (2026-11). */
const MERMAID =
  /^(?:---|%%|(?:graph|flowchart|sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gantt|pie|mindmap|journey|gitGraph|timeline|quadrantChart|xychart(?:-beta)?|sankey(?:-beta)?|block(?:-beta)?|requirementDiagram|C4Context|kanban|packet(?:-beta)?|architecture(?:-beta)?)\b)/;

/** The kind that the beginning of a document shows; `undefined`: it shows none. */
export function kindOfStart(start: string): AppKind | undefined {
  const text = start.trimStart();
  if (/^<+(?:svg[\s>/]|\?xml)/i.test(text)) return "svg";
  if (/^<+[a-z!]/i.test(text)) return "html";
  if (/^(?:import\s[\w{*"']|export\s+(?:default|function|const)\b|(?:const|function)\s+[A-Z])/.test(text)) return "jsx";
  return MERMAID.test(text) ? "mermaid" : undefined;
}

/** What a document calls itself: the title of HTML and SVG, the first heading of Markdown. `undefined`: it does not. */
export function titleOf(content: string, kind: AppKind): string | undefined {
  const found =
    kind === "html" || kind === "svg"
      ? (/<title[^>]*>([^<]*)<\/title/i.exec(content)?.[1] ?? /<h1[^>]*>([^<]+)<\/h1/i.exec(content)?.[1])
      : /^#\s+(.+)$/m.exec(kind === "markdown" ? content : "")?.[1];
  const title = found?.replace(/\s+/g, " ").trim();
  return title === "" ? undefined : title;
}
