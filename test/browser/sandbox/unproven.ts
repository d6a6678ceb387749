/** Which hostile apps do nothing even without protection, so that their silence proves nothing. */
import type { Verdict } from "./attack.ts";

/** Those of them that are known, in this browser over http. */
export const UNPROVEN: readonly string[] = [
  "fetchLater",
  "service worker",
  "worker by address",
  "SVG use",
  "CSS filter",
  "reading the clipboard in a click",
  "attribution source",
  "report-uri in a policy of its own",
  "XSLT",
  "link preload of audio",
  "link preload of video",
  "link preload of document",
  "link prerender",
  "link icon",
  "link manifest",
  "speculation rules: prefetch",
  "speculation rules: prerender",
  "dns-prefetch allowed again",
  "fenced frame",
  "mail program",
  "form into a new window",
  "window.open",
  "print",
  "sound that begins by itself",
  "ports of a guessed token",
  "camera",
  "place on earth",
  "notifications",
  "the page's cookie",
  "the page's history, back",
];

/** Whether an app did anything at all. */
export function hasFired({ data, contacts, host }: Verdict): boolean {
  return data.length + contacts.length + host.length > 0;
}
