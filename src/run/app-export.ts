/**
 * An app as one HTML file that works from a disk, and back. The policy stands first, then where the file comes from, then what stands in
 * for the workbench, then the app as it is. Pure: reads and writes no file.
 */
import type { AppKind } from "../record/app.ts";
import { SetupError } from "../record/setup-error.ts";
import { FILE_POLICY } from "../sandbox/app-policy.ts";
import { hiddenTags, shownTags } from "../sandbox/file-tags.ts";
import { ungathered } from "../sandbox/inline-libraries.ts";
import { contentWithin } from "./app-content.ts";
import { kindNamed, kindOfStart } from "./app-kind.ts";

/** Where an app comes from, as its file says. */
export interface AppProvenance {
  /** What it is called. */
  name: string;
  /** What the app is written in. */
  kind: AppKind;
  /** Which version. */
  version: number;
  /** Full names of the models that wrote it. Empty: none did. */
  models: readonly string[];
  /** Milliseconds since 1970 when the version was written. */
  at: number;
  /** SHA-256 of what was asked, one wish a line. Absent: nothing was asked. */
  promptHash?: string;
  /** Picodollars of all calls for its versions. Absent: unknown. */
  picodollars?: number;
  /** Whether a person said that they had read it and found it good. */
  reviewed: boolean;
}

/** Data in a file: a table, and how many rows of it. */
export interface EmbeddedTable {
  /** Its name in queries. */
  table: string;
  /** Rows that are in the file. */
  rows: number;
}

/** How an app is exported. */
export interface ExportSettings {
  /** Which version. Default: the newest. */
  version?: number;
  /** Embeds the tables that the app may read, for all who have the file. Default false. */
  withData?: boolean;
  /** The document alone, as it is: no policy, nothing of the workbench. Default false. */
  source?: boolean;
}

/** An app as a file. */
export interface ExportedApp {
  /** What the file may be called. */
  fileName: string;
  /** What is in it. */
  text: string;
  /** Tables that are in it, for all who have the file. */
  embedded: readonly EmbeddedTable[];
}

/** What an exported file is made of. */
export interface ExportParts {
  /** The app as HTML. */
  content: string;
  /** Where it comes from. */
  provenance: AppProvenance;
  /**
   * HTML that stands before the app and takes the place of the workbench: `penny` over embedded data, the libraries that the app asks for.
   * The empty string: nothing.
   */
  head: string;
  /** Tables that are in the head, as the file tells. Absent: none. */
  embedded?: readonly EmbeddedTable[];
}

const FIRST = "<!doctype html><meta http-equiv=";
const BEGIN = "<!-- penny app";
const END = "<!-- /penny -->";

/** A text that may stand in a comment of HTML. */
function inComment(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/-(?=-)/g, "- ")
    .replace(/[<>]/g, (sign) => (sign === "<" ? "‹" : "›"));
}

function comment(provenance: AppProvenance, embedded: readonly EmbeddedTable[]): string {
  const { name, kind, version, models, at, promptHash, picodollars, reviewed } = provenance;
  const lines = [
    `name: ${name}`,
    `kind: ${kind}`,
    `version: ${version}`,
    `written by: ${models.length > 0 ? models.join(", ") : "a person"}`,
    `date: ${new Date(at).toISOString()}`,
    `prompt SHA-256: ${promptHash ?? "–"}`,
    `cost in USD: ${picodollars === undefined ? "–" : String(Number((picodollars / 1e12).toPrecision(6)))}`,
    `reviewed by a person: ${reviewed ? "yes" : "no"}`,
    ...embedded.map(({ table, rows }) => `holds data: ${table}, ${rows} rows`),
    "made with Pennyfarthing",
  ];
  return `${BEGIN}\n${lines.map(inComment).join("\n")}\n-->`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The policy and the rest of the head are there before anything of the app is read. */
export function exportHtml(parts: ExportParts): string {
  const { content, provenance, head, embedded = [] } = parts;
  // What a browser reads before the first tag may make it guess: a mark of byte order, a doctype of its own.
  const body = hiddenTags(content.replace(/^\ufeff/, "").replace(/^\s*<!doctype[^>]*>\s*/i, ""));
  const title = provenance.kind === "html" ? "" : `<title>${escaped(provenance.name)}</title>\n`;
  return [
    `<!doctype html><meta http-equiv="Content-Security-Policy" content="${FILE_POLICY}"><meta charset="utf-8"><meta name="referrer" content="no-referrer">`,
    comment(provenance, embedded),
    `${title}${head}${END}`,
    body,
  ].join("\n");
}

/** An app that was read from a file. */
export interface ImportedApp {
  /** The app. */
  content: string;
  /** What it is written in. */
  kind: AppKind;
  /** What its file says it is called. Absent: the file was not exported here. */
  name?: string;
}

/** Whether a text is a file that was exported here. */
export function isExported(text: string): boolean {
  return text.startsWith(FIRST) && text.includes(BEGIN);
}

/** Endings of files with data. */
const TABLE = /^(?:csv|tsv|json|jsonl|ndjson)$/i;

/**
 * An app from the text of a file. One that was exported here loses what the export put before it; what it says of itself but for its
 * name is not believed.
 * @param fileName with its ending, which tells the kind where the text does not.
 * @throws SetupError if nothing is in it, or no text.
 */
export function importApp(text: string, fileName: string): ImportedApp {
  const content = text.replace(/^\ufeff/, "");
  if (content.trim() === "") throw new SetupError(`${fileName} is empty: give a file with an app in it.`);
  if (content.includes("\0"))
    throw new SetupError(`${fileName} holds a zero byte, so it is no text: give HTML, SVG, Markdown, Mermaid or JSX.`);
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1] ?? "";
  if (TABLE.test(ending))
    throw new SetupError(
      `${fileName} is data, not an app: give it to an app with \`penny app data give\`, or under Data in the page.`,
    );
  const end = isExported(content) ? content.indexOf(`${END}\n`) : -1;
  if (end < 0) return { content, kind: kindNamed(ending) ?? kindOfStart(content) ?? "markdown" };
  const about = content.slice(content.indexOf(BEGIN), end);
  const own = shownTags(content.slice(end + END.length + 1));
  const name = /^name: (.+)$/m.exec(about)?.[1];
  const kind = kindNamed(/^kind: (.+)$/m.exec(about)?.[1] ?? "") ?? "html";
  const within = kind === "html" ? undefined : contentWithin(kind, own);
  return {
    content: within ?? `<!doctype html>\n${ungathered(own)}`,
    kind: within === undefined ? "html" : kind,
    ...(name ? { name } : {}),
  };
}
