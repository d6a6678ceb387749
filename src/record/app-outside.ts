/**
 * What an app hands to the world outside: an address to open, a file to save. Says what a person must see before their yes, and refuses
 * what may not leave at all. Pure: opens and saves nothing.
 */
import { isDeviceName } from "./device-name.ts";

/** An address as a person must see it before it is opened. */
export interface OutsideLink {
  /** The whole address, with the host name in the form that is looked up (`xn--…` for letters beyond ASCII). */
  url: string;
  /** The host that will hear of it. */
  host: string;
  /** Characters of path, query and fragment: what could carry data away. */
  payload: number;
  /** What is odd about it, one sentence each. Empty: nothing is. */
  warnings: string[];
}

const MOST_ADDRESS = 2000;
const LONG_PAYLOAD = 200;

/** An address that an app wants opened; `undefined` if it is none of http or https, or longer than any honest one. */
export function outsideLink(text: string): OutsideLink | undefined {
  // Else "https:example" would be taken for one, and a tab inside for nothing.
  const isWritten = /^https?:\/\/[^\s\\]+$/i.test(text.trim()) && text.length <= MOST_ADDRESS;
  const url = isWritten ? URL.parse(text.trim()) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.href.length > 3 * MOST_ADDRESS) return undefined;
  const payload = url.href.length - url.origin.length - 1;
  const warnings: string[] = [];
  if (url.username || url.password)
    warnings.push(`What stands before the @ is no host: the address leads to ${url.host}.`);
  if (/(^|\.)xn--/.test(url.hostname)) warnings.push("The host's name has letters that may look like others.");
  if (/^(localhost|.*\.localhost|127\..*|\[::1\]|0\.0\.0\.0)$/.test(url.hostname))
    warnings.push("It leads to a program on this machine.");
  if (payload > LONG_PAYLOAD) warnings.push(`It carries ${payload} characters, which may be your data.`);
  if (url.hostname.length > 60) warnings.push("The host's name is long enough to carry data.");
  return { url: url.href, host: url.host, payload, warnings };
}

const MOST_NAME = 120;
/** Endings of what runs when it is opened. */
const PROGRAMS =
  /\.(exe|msi|bat|cmd|com|scr|ps1|vbs|jar|app|dmg|pkg|deb|rpm|sh|desktop|lnk|url|reg|hta|command|appimage)$/i;

/** A file that an app wants saved, as a person must see it. */
export interface OutsideFile {
  /** A name that names a file, not a path, on every system. */
  name: string;
  /** Its media type; `application/octet-stream` where the app's is none. */
  type: string;
  /** What is odd about it, one sentence each. Empty: nothing is. */
  warnings: string[];
}

/** The name and type of a file that an app wants saved. */
export function outsideFile(name: string, type: string): OutsideFile {
  const [last = ""] = name.split(/[/\\]/).slice(-1);
  const plain = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>:"|?*]/g, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? "";
  const stem = plain.slice(0, plain.length - ending.length);
  const cut = `${[...stem].slice(0, MOST_NAME).join("")}${ending}`;
  const found = cut === "" || isDeviceName(cut) ? `download${ending}` : cut;
  const warnings = PROGRAMS.test(found) ? ["It is a program: opening it runs it."] : [];
  const isType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+(;\s*charset=[\w-]+)?$/i.test(type);
  return { name: found, type: isType ? type.toLowerCase() : "application/octet-stream", warnings };
}
