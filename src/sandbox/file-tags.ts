/**
 * Takes tags that a file has none of (file-elements.ts) out of an app's text, and puts them back. It reads no HTML, so that nothing can be hidden from
 * it: wherever the beginning of such a tag stands, it is one no more. In a script the sign is spelt otherwise, which means the same in a text.
 */
import { FILE_LACKS } from "./file-elements.ts";

const SCRIPT = /(<script\b[^>]*>[\s\S]*?<\/script\s*>)/i;
const TAG = new RegExp(`<(/?)(${FILE_LACKS.join("|")})(?=[\\s/>])`, "gi");
const HIDDEN = new RegExp(`(?:<(/?)penny-|\\\\x3c(/?))(${FILE_LACKS.join("|")})(?=[\\s/>])`, "gi");
const SHADOW = /shadowroot(?=mode)/gi;

/** The text without them. */
export function hiddenTags(html: string): string {
  return html
    .split(SCRIPT)
    .map((piece, at) => piece.replace(TAG, at % 2 === 0 ? "<$1penny-$2" : "\\x3c$1$2"))
    .join("")
    .replace(SHADOW, "$&-");
}

/** The text as it was. */
export function shownTags(html: string): string {
  return html.replace(HIDDEN, "<$1$2$3").replace(/(shadowroot)-(?=mode)/gi, "$1");
}
