/**
 * A `fetch` that keeps each answer as it came, before anything parses it: status, telling headers, and the body, whole or up to
 * where it was cut. It changes nothing of what passes through. Keys that were sent are blotted out in what it keeps.
 */

import { AMAZON_EVENT_STREAM, eventStreamText } from "./amazon-event-stream.ts";
import type { Watch, WatchedInit } from "./http-fetch.ts";

/** An answer as it came. */
export interface RawAnswer {
  /** HTTP status. */
  status: number;
  /** Headers that matter for limits and support, lower-case names; never cookies or keys. */
  headers: { [name: string]: string };
  /** The body. Amazon's event stream stands as lines of JSON; other bytes that are not text as a `data:` address in base 64. */
  body: () => string;
  /** Milliseconds from sending to its last byte. Absent: the answer was not wanted whole, has not ended, or the fetch does not tell. */
  ms?: number;
}

/** A watched fetch and what it has kept. */
export interface RawFetch {
  /** Use in place of `fetch`. */
  fetch: typeof globalThis.fetch;
  /** Answers so far, in order; their bodies may still grow. */
  answers: RawAnswer[];
  /** A text with the keys that were sent blotted out: some providers repeat a wrong key in their error. */
  redact: (text: string) => string;
}

/** Headers in which the providers take keys. */
const KEY_HEADERS = ["authorization", "api-key", "x-api-key", "x-goog-api-key"];
const LEAST_KEY_LENGTH = 8;

function keysIn(init: RequestInit | undefined): string[] {
  if (!init?.headers) return [];
  const { headers } = init;
  const entries = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return entries.flatMap(([name = "", value = ""]) => {
    const key = KEY_HEADERS.includes(name.toLowerCase()) ? String(value).replace(/^Bearer\s+/i, "") : "";
    return key.length >= LEAST_KEY_LENGTH ? [key] : [];
  });
}

const KEPT_HEADERS =
  /^(content-type|date|retry-after(-ms)?|x-should-retry|(x-|anthropic-)?ratelimit.*|x-ratelimit.*|.*request-?id|openai-(processing-ms|version|model)|x-amzn-errortype|server|via|cf-ray)$/;

function keptHeaders(headers: Headers): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const [name, value] of headers) if (KEPT_HEADERS.test(name)) kept[name] = value;
  return kept;
}

function bodyText(chunks: readonly Uint8Array[], contentType: string): string {
  const bytes = Buffer.concat(chunks);
  if (contentType === AMAZON_EVENT_STREAM) return eventStreamText(bytes);
  const isText = contentType === "" || /^(text\/|application\/([\w.+-]*json|x-ndjson|xml))/.test(contentType);
  return isText ? bytes.toString("utf8") : `data:${contentType};base64,${bytes.toString("base64")}`;
}

/** Passes a body on while keeping its chunks. */
function kept(body: ReadableStream<Uint8Array>, chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        chunks.push(value);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/**
 * Watches a fetch.
 * @param whole whether answers are read as a whole; `httpFetch` then tells how long they took.
 * @param onAnswer hears of each answer as soon as its headers are there, or all of it where it is wanted whole.
 */
export function rawFetch(
  fetch: typeof globalThis.fetch,
  whole: boolean,
  onAnswer: (answer: RawAnswer) => void,
): RawFetch {
  const answers: RawAnswer[] = [];
  const keys = new Set<string>();
  const redact = (text: string): string => {
    let clean = text;
    for (const key of keys) clean = clean.replaceAll(key, "[key]");
    return clean;
  };
  return {
    answers,
    redact,
    fetch: async (input, init) => {
      for (const key of keysIn(init)) keys.add(key);
      const chunks: Uint8Array[] = [];
      let isWatched = false;
      let ms: number | undefined;
      const watch: Watch = {
        whole,
        onStart: () => {
          isWatched = true;
        },
        onBytes: (bytes) => void chunks.push(bytes),
        onEnd: (took) => {
          ms = took;
        },
      };
      const watched: WatchedInit = { ...init, watch };
      const response = await fetch(input, watched);
      const contentType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      const answer: RawAnswer = {
        status: response.status,
        headers: keptHeaders(response.headers),
        body: () => redact(bodyText(chunks, contentType)),
        ...(ms === undefined ? {} : { ms }),
      };
      answers.push(answer);
      onAnswer(answer);
      if (isWatched || !response.body) return response;
      const { status, statusText, headers } = response;
      return new Response(kept(response.body, chunks), { status, statusText, headers });
    },
  };
}
