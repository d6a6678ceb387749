/** What every HTML page that stands for itself has around its content: head, policy, style, title. Pure. The content's text is the caller's to escape. */
import { hash } from "node:crypto";
import { escapedHtml } from "./report-escape.ts";

/** A page. */
export interface PageParts {
  /** What it is called; escaped here. */
  title: string;
  /** Its one style. */
  style: string;
  /** Its one script, which stands behind the content. Absent: none may run. */
  script?: string;
  /** What came of it, without a full stop; escaped here. */
  verdict: string;
  /** When, of what, how much; escaped here. */
  facts: string;
  /** HTML below these. */
  content: string;
}

/** The page's own policy: nothing runs or loads but its style, its script and the pictures in it. */
function policy(style: string, script: string | undefined): string {
  const of = (text: string): string => `'sha256-${hash("sha256", text, "base64")}'`;
  const scripts = script === undefined ? "" : `script-src ${of(script)}; `;
  return `default-src 'none'; img-src data:; style-src ${of(style)}; ${scripts}base-uri 'none'; form-action 'none'`;
}

/** The page as one file that needs nothing else. */
export function reportPage({ title, style, script, verdict, facts, content }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapedHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapedHtml(title)}</h1>
<p class="verdict">${escapedHtml(verdict)}.</p>
<p class="facts">${escapedHtml(facts)}</p>
${content}
</main>
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;
}
