/**
 * `fetch` for requests to models, on Node's HTTP client: the same answers and errors, but a first request costs about 70 ms less,
 * since Node's own fetch starts a second HTTP client written in WebAssembly. Posts of text or bytes go this way; everything
 * else, redirects too, goes to Node's fetch.
 *
 * Measured in docs/decisions/2026-11-23-http-client.md.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import { turn } from "./turn.ts";

/** What a caller may hear of a post beside its answer. */
export interface Watch {
  /**
   * True to be given the answer when its last byte is there, in a turn of its own: a caller with many posts under way then learns
   * how long each took, not how busy it was itself.
   */
  whole: boolean;
  /** The post goes this way; nothing else is called where it does not. */
  onStart: () => void;
  /** Takes each piece of the body as it comes, its encoding undone. */
  onBytes: (bytes: Uint8Array) => void;
  /** Hears, of a whole answer, how many milliseconds passed from sending to its last byte. */
  onEnd: (ms: number) => void;
}

/** What `httpFetch` takes beyond what fetch takes. Other fetches do not look at it. */
export interface WatchedInit extends RequestInit {
  /** Absent: nobody watches. */
  watch?: Watch;
}

/** Header names and values of any form that fetch takes. */
function plainHeaders(headers: RequestInit["headers"]): { [name: string]: string } {
  if (headers === undefined) return {};
  const entries =
    Symbol.iterator in headers ? [...(headers as Iterable<readonly [string, string]>)] : Object.entries(headers);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined) as [string, string][]);
}

/** What fetch throws when no answer came. Source: Fetch Standard, https://fetch.spec.whatwg.org/#fetch-method (2026). */
function failed(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}

function start(url: URL, options: RequestOptions): ClientRequest {
  // Imported as an ES module, `node:http` makes Node read every member of it, its WebSocket too: 37 ms instead of 4.
  const { request } = process.getBuiltinModule(url.protocol === "https:" ? "node:https" : "node:http");
  return request(url, options);
}

/** The body without its content encoding; none is asked for, but a server may choose one. */
async function decoded(response: IncomingMessage): Promise<Readable> {
  const encoding = response.headers["content-encoding"]?.toLowerCase();
  if (encoding === undefined || encoding === "identity") return response;
  const { createBrotliDecompress, createUnzip } = await import("node:zlib");
  const decoder =
    encoding === "br"
      ? createBrotliDecompress()
      : /^(x-)?gzip$|^deflate$/.test(encoding)
        ? createUnzip()
        : new PassThrough();
  response.on("error", (error) => decoder.destroy(error));
  return response.pipe(decoder);
}

/** A Node stream as a body: read as fast as it is taken, an error for a body that ends too early. */
function webBody(source: Readable, response: IncomingMessage, watch: Watch | undefined): ReadableStream<Uint8Array> {
  let ended = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const fail = (cause: unknown): void => {
        flush();
        if (ended) return;
        ended = true;
        controller.error(new TypeError("terminated", { cause }));
      };
      // One read from the socket often holds many small chunks; taken together they cost the rest of the way once.
      let waiting: Uint8Array[] = [];
      const flush = (): void => {
        if (ended || waiting.length === 0) return;
        controller.enqueue(waiting.length === 1 ? (waiting[0] as Uint8Array) : Buffer.concat(waiting));
        waiting = [];
        if ((controller.desiredSize ?? 1) <= 0) source.pause();
      };
      source.on("data", (chunk: Uint8Array) => {
        watch?.onBytes(chunk);
        if (waiting.push(chunk) === 1) queueMicrotask(flush);
      });
      source.on("end", () => {
        if (!response.complete) return fail(new Error("other side closed"));
        flush();
        if (ended) return;
        ended = true;
        controller.close();
      });
      source.on("error", fail);
      response.on("error", fail);
      response.on("close", () => {
        if (!response.complete) fail(new Error("other side closed"));
      });
    },
    pull: () => void source.resume(),
    cancel: () => {
      ended = true;
      response.destroy();
    },
  });
}

function responseHeaders(response: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    headers.append(response.rawHeaders[index] ?? "", response.rawHeaders[index + 1] ?? "");
  }
  return headers;
}

/** Statuses that may have no body. Source: Fetch Standard, "null body status". */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);

/** A body that is all there, or up to where it broke. */
function wholeBody(
  source: Readable,
  response: IncomingMessage,
  watch: Watch,
): Promise<Buffer<ArrayBuffer> | ReadableStream<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  source.on("data", (chunk: Uint8Array) => {
    watch.onBytes(chunk);
    chunks.push(chunk);
  });
  return new Promise((resolve) => {
    const cut = (cause: unknown): void => resolve(cutBody(chunks, cause));
    source.on("end", () => (response.complete ? resolve(Buffer.concat(chunks)) : cut(new Error("other side closed"))));
    source.on("error", cut);
    response.on("error", cut);
    response.on("close", () => {
      if (!response.complete) cut(new Error("other side closed"));
    });
  });
}

function cutBody(chunks: readonly Uint8Array[], cause: unknown): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.error(new TypeError("terminated", { cause }));
    },
  });
}

async function answer(response: IncomingMessage, sentAt: number, watch: Watch | undefined): Promise<Response> {
  const status = response.statusCode ?? 0;
  const init = { status, statusText: response.statusMessage ?? "", headers: responseHeaders(response) };
  if (NULL_BODY.has(status)) {
    response.resume();
    return new Response(null, init);
  }
  const source = await decoded(response);
  if (!watch?.whole) return new Response(webBody(source, response, watch), init);
  const body = await wholeBody(source, response, watch);
  watch.onEnd(performance.now() - sentAt);
  await turn();
  return new Response(body, init);
}

async function post(url: URL, init: WatchedInit & { body: string | Uint8Array }): Promise<Response | undefined> {
  const { body, signal, watch } = init;
  const headers = { accept: "*/*", ...plainHeaders(init.headers), "content-length": String(Buffer.byteLength(body)) };
  signal?.throwIfAborted();
  const request = start(url, { method: "POST", headers });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const abort = (): void => {
    reject(signal?.reason);
    request.destroy(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
  };
  signal?.addEventListener("abort", abort, { once: true });
  request.on("response", resolve);
  request.on("error", (error) => reject(signal?.aborted ? signal.reason : failed(error)));
  request.on("close", () => signal?.removeEventListener("abort", abort));
  watch?.onStart();
  const sentAt = performance.now();
  // A text goes out with its headers in one write, and leaves no copy of itself behind for the garbage collector.
  request.end(body);
  const response = await promise;
  const status = response.statusCode ?? 0;
  if (status < 300 || status > 399 || response.headers.location === undefined) return answer(response, sentAt, watch);
  response.resume();
  return undefined;
}

/** `fetch`; see above for what goes which way. Errors are those of Node's fetch. */
export const httpFetch = async (input: Parameters<typeof fetch>[0], init?: WatchedInit): Promise<Response> => {
  const isPlain = typeof input === "string" || input instanceof URL;
  const body = init?.body;
  const isText = typeof body === "string" || body instanceof Uint8Array;
  if (!isPlain || !isText || init?.method?.toUpperCase() !== "POST") return globalThis.fetch(input, init);
  const answered = await post(new URL(input), { ...init, body });
  // A redirect was not carried out; Node's fetch knows the rules.
  return answered ?? globalThis.fetch(input, init);
};
