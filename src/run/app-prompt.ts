/** What a model is told about making and changing apps. Texts only; asks nobody. */
import type { AppKind } from "../record/app.ts";
import type { FailedPair } from "./app-edit.ts";

/** What an app finds where it runs, as far as a model must know. */
export interface AppSurroundings {
  /** Libraries that can be used, one line each: name, version, how it is loaded. Empty: none. */
  libraries: readonly string[];
  /** Tables that the app may query: what each is called, its columns, the rows that the person agreed to show. Empty: none. */
  tables: readonly string[];
  /** Whether the app may ask a model itself. */
  mayAsk: boolean;
}

/** Nothing but the sandbox. */
export const noSurroundings: AppSurroundings = { libraries: [], tables: [], mayAsk: false };

const KINDS: { [kind in AppKind]: string } = {
  html: "one HTML file with its CSS and JavaScript inside",
  svg: "one SVG drawing with a viewBox and a title",
  markdown: "one Markdown text",
  mermaid: "one Mermaid diagram",
  jsx: "one JSX module that exports a Preact component by default; imports only from the libraries below",
};

const PROTOCOL = `## How you answer
Put the whole document between these tags, outside any code fence, complete, with nothing left out:

<artifact identifier="app" type="TYPE" title="A short name">
the document
</artifact>

TYPE is html, svg, markdown, mermaid or jsx. Around the tags at most two sentences.

To change a document that you are shown, when the change is small (fewer than about 20 lines in fewer than 5 places), answer with pairs:

<artifact identifier="app" type="update">
<old_str>text to replace, copied letter by letter from the document, long enough to stand there once</old_str>
<new_str>text to put there</new_str>
</artifact>

Pairs are made in order, each in what the earlier ones left. For a larger change, or when you cannot copy the text exactly, give the whole document with the same tags as for a new one. Never write "rest unchanged" or the like.`;

const SANDBOX = `## Where it runs
In a frame in the person's browser that reaches nothing: no network, no other file, no CDN, no fonts or pictures by address (use inline SVG, data: URLs, canvas). Inline scripts and styles, eval, blob workers, WebAssembly and canvas work. localStorage works but is empty at each start: keep data with penny.store. alert, confirm and prompt do not ask: draw your own dialogs. Forms raise submit events and send nothing.
It works by keyboard, with labels on its controls, in narrow and wide windows, in light and dark (prefers-color-scheme).

## What it may call (promises, on the global \`penny\`)
- penny.store.get(key), .set(key, value), .delete(key), .keys(): JSON values that stay for this app
- penny.download(name, content, type): offers a file; penny.copy(text): to the clipboard; penny.open(url): opens a link after the person's yes
- penny.theme: "light" or "dark"; penny.onTheme(listener)`;

/** The system prompt for making and changing apps. @param kind what was asked for; absent: the model chooses. */
export function appSystem({ libraries, tables, mayAsk }: AppSurroundings, kind?: AppKind): string {
  const wanted = kind
    ? `Write ${KINDS[kind]} (type ${kind}).`
    : `Write ${KINDS.html} (type html), unless the person plainly wants a drawing (svg), a text (markdown) or a diagram (mermaid).`;
  const calls = [
    ...(tables.length > 0
      ? ["- penny.query(sql, params): { columns, rows } of one SQLite SELECT over the tables below; rows are arrays"]
      : []),
    ...(mayAsk
      ? ["- penny.ask(prompt): the text that a language model answers; slow and costs money, so only when asked to"]
      : []),
  ];
  return [
    `You make small programs and drawings that people use at once. ${wanted}`,
    PROTOCOL,
    [SANDBOX, ...calls].join("\n"),
    `## Libraries\n${libraries.length > 0 ? libraries.map((line) => `- ${line}`).join("\n") : "None: plain JavaScript and CSS."}`,
    ...(tables.length > 0 ? [`## Tables\n${tables.join("\n\n")}`] : []),
  ].join("\n\n");
}

/** A document as it is shown to a model. */
function shownDocument(content: string, kind: AppKind): string {
  return `<artifact identifier="app" type="${kind}">\n${content}\n</artifact>`;
}

/** The wish for a change. @param earlier what was asked before, oldest first. */
export function changePrompt(content: string, kind: AppKind, prompt: string, earlier: readonly string[]): string {
  const before =
    earlier.length > 0 ? `It was made by these wishes:\n${earlier.map((each) => `- ${each}`).join("\n")}\n\n` : "";
  return `This is the document now:\n\n${shownDocument(content, kind)}\n\n${before}Change it: ${prompt}`;
}

function pairText({ oldText, nearest }: FailedPair): string {
  if (oldText === "") return "A pair without a whole old_str and new_str.";
  const near =
    nearest === undefined ? "Nothing in the document is like it." : `The nearest text in the document is:\n${nearest}`;
  return `Not found:\n${oldText}\n${near}`;
}

/** Tells which replacements were not found, and asks for these again. */
export function pairsAgainPrompt(failed: readonly FailedPair[]): string {
  const what =
    failed.length > 0
      ? `These replacements could not be made; the others are made.\n\n${failed.map(pairText).join("\n\n")}`
      : "There was no pair of old_str and new_str in your answer that could be read.";
  return `${what}\n\nAnswer with an update that holds only these again, each old_str copied letter by letter from the document.`;
}

/** Asks for the whole document. @param why what was wrong, one sentence. */
export function wholePrompt(why: string): string {
  return `${why} Answer with the whole document in the artifact tags, complete, with all that you wanted to change and everything else as it was.`;
}
