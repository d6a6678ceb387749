/**
 * Fetches a file that a person attaches by address. Only http and https, with a limit on size and time. It does not look at the
 * bytes to tell what they are, does not store them, and sends no cookies or credentials.
 */
import { messageOf, SetupError } from "../record/setup-error.ts";

/** A file that was fetched to be attached. */
export interface FetchedAttachment {
  /** All of its bytes, at least one. */
  bytes: Uint8Array;
  /** Media type that the server declares, lower case, without parameters. Absent: none, or one that says nothing. */
  declaredType?: string;
  /** File name without folders, from the server's word or the address. Absent: neither has one. */
  name?: string;
  /** The address as it was asked for, without user name and password. */
  url: string;
}

/** How a file is fetched. */
export interface FetchAttachmentOptions {
  /** Makes the request. */
  fetch: typeof globalThis.fetch;
  /** Most bytes to take. Default 100 MB, which is more than any provider takes inline. */
  maxBytes?: number;
  /** Most milliseconds from the request to the last byte. Default 60,000. */
  timeoutMs?: number;
  /** Cancels. Absent: only the time limit does. */
  signal?: AbortSignal;
}

const MOST_BYTES = 100_000_000;
const TIMEOUT_MS = 60_000;
/** What servers declare when they do not know. */
const SAYS_NOTHING = new Set(["application/octet-stream", "binary/octet-stream", "application/unknown"]);

/** Whether a text is an address that can be fetched, as opposed to a path. */
export function isAttachmentUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function parseUrl(text: string): URL {
  const url = isAttachmentUrl(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url) return url;
  throw new SetupError(`The attachment "${text}" is no http or https address: check how it is written.`);
}

/** The address as it may be shown: queries of signed addresses are keys. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** The name in a Content-Disposition header. Source: RFC 6266, https://www.rfc-editor.org/rfc/rfc6266 (June 2011). */
function dispositionName(header: string | null): string | undefined {
  const extended = /filename\*\s*=\s*UTF-8'[^']*'([^;]+)/i.exec(header ?? "")?.[1];
  if (extended !== undefined) return decoded(extended.trim());
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header ?? "");
  return plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function nameOf(response: Response, url: URL): string | undefined {
  const stated = dispositionName(response.headers.get("content-disposition"));
  const path = stated ?? decoded(url.pathname);
  const name = path.split(/[/\\]/).at(-1)?.trim();
  return name ? name : undefined;
}

function declaredType(response: Response): string | undefined {
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return type?.includes("/") && !SAYS_NOTHING.has(type) ? type : undefined;
}

async function readBody(response: Response, url: URL, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): SetupError =>
    new SetupError(
      `The attachment ${shown(url)} is larger than ${Math.floor(maxBytes / 1e6)} MB: attach a smaller file or a piece of it.`,
    );
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The innermost message says most: "getaddrinfo ENOTFOUND example.invalid". */
function reason(error: unknown): string {
  let message = messageOf(error);
  for (let each: unknown = error; each instanceof Error; each = each.cause) if (each.message) message = each.message;
  return message;
}

/**
 * Fetches a file to attach.
 * @throws SetupError if the address is none, the server cannot be reached or refuses, the file is empty or larger than the
 * limit, or the time is up.
 */
export async function fetchAttachment(text: string, options: FetchAttachmentOptions): Promise<FetchedAttachment> {
  const url = parseUrl(text);
  // fetch refuses addresses with a name and password in them.
  url.username = "";
  url.password = "";
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const response = await options.fetch(url, { signal, redirect: "follow", credentials: "omit" });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SetupError(
        `The attachment ${shown(url)} could not be fetched: the server answered ${response.status}; check the address.`,
      );
    }
    const bytes = await readBody(response, url, options.maxBytes ?? MOST_BYTES);
    if (bytes.byteLength === 0) {
      throw new SetupError(`The attachment ${shown(url)} is empty: check the address.`);
    }
    const type = declaredType(response);
    const name = nameOf(response, url);
    return { bytes, ...(type ? { declaredType: type } : {}), ...(name ? { name } : {}), url: url.href };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    if (timeout.aborted) {
      throw new SetupError(`The attachment ${shown(url)} did not arrive within ${timeoutMs / 1000} s: try again.`);
    }
    throw new SetupError(`The attachment ${shown(url)} could not be fetched: ${reason(error)}; check the address.`);
  }
}
