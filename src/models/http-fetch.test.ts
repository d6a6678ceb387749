import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { httpFetch, type Watch } from "./http-fetch.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server for one test; its address. */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function post(url: string, init: RequestInit = {}): Promise<Response> {
  return httpFetch(url, {
    method: "POST",
    body: "Grüße",
    headers: { "content-type": "text/plain", "x-mine": "1" },
    ...init,
  });
}

test("what is sent and what comes back are what fetch would send and give", async () => {
  const seen: { [name: string]: unknown } = {};
  const url = await serve((request, response) => {
    Object.assign(seen, request.headers);
    request.setEncoding("utf8").on("data", (chunk) => {
      seen.body = chunk;
    });
    request.on("end", () => response.writeHead(418, "I'm a teapot", { "x-many": ["a", "b"] }).end("tea"));
  });
  const response = await post(url);
  expect([response.status, response.statusText, response.ok]).toEqual([418, "I'm a teapot", false]);
  expect(response.headers.get("x-many")).toBe("a, b");
  expect(await response.text()).toBe("tea");
  expect(seen).toMatchObject({ body: "Grüße", "content-type": "text/plain", "x-mine": "1", "content-length": "7" });
});

test("headers are taken in every form", async () => {
  const url = await serve((request, response) => response.end(request.headers["x-form"]));
  for (const headers of [
    { "x-form": "yes" },
    new Headers({ "x-form": "yes" }),
    [["x-form", "yes"]] as [string, string][],
  ]) {
    expect(await (await post(url, { headers })).text()).toBe("yes");
  }
});

test("a body in another encoding is decoded", async () => {
  for (const [encoding, pack] of [["gzip", gzipSync] as const, ["br", brotliCompressSync] as const]) {
    const url = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(pack("packed")),
    );
    expect(await (await post(url)).text()).toBe("packed");
  }
});

test("a status that has no body has none", async () => {
  const url = await serve((_request, response) => response.writeHead(204).end());
  expect((await post(url)).body).toBeNull();
});

test("no server is `fetch failed` with its cause", async () => {
  const url = await serve((_request, response) => response.end());
  server?.close();
  await new Promise((closed) => server?.once("close", closed));
  await expect(post(url)).rejects.toMatchObject({
    name: "TypeError",
    message: "fetch failed",
    cause: { code: "ECONNREFUSED" },
  });
});

test("a body that ends too early is an error, whole or chunked", async () => {
  for (const headers of [{ "content-length": "100" }, {}]) {
    const url = await serve((_request, response) => {
      response.writeHead(200, headers).write("some");
      setImmediate(() => response.destroy());
    });
    const response = await post(url);
    await expect(response.text()).rejects.toMatchObject({ name: "TypeError", message: "terminated" });
  }
});

test("an abort before, during and after the headers ends the request with its reason", async () => {
  let closed = 0;
  const url = await serve((request, response) => {
    request.on("close", () => closed++);
    if (request.url === "/body") response.writeHead(200).write("some");
  });
  await expect(post(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  const waiting = new AbortController();
  const sent = post(url, { signal: waiting.signal });
  server?.once("request", () => waiting.abort());
  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  const reading = new AbortController();
  const response = await post(`${url}/body`, { signal: reading.signal });
  reading.abort();
  await expect(response.text()).rejects.toThrow();
});

test("a redirect of a post is followed as fetch follows it", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/old") response.writeHead(308, { location: "/new" }).end();
    else request.pipe(response);
  });
  expect(await (await post(`${url}/old`)).text()).toBe("Grüße");
});

test("a cancelled body closes the connection", async () => {
  const url = await serve((_request, response) => void response.writeHead(200).write("some"));
  const gone = new Promise((closed) => server?.once("connection", (socket) => socket.once("close", closed)));
  const response = await post(url);
  await response.body?.cancel();
  await gone;
});

/** A watch that notes what it hears. */
function noted(whole: boolean): { watch: Watch; bytes: () => string; took: number[]; started: () => number } {
  const chunks: Uint8Array[] = [];
  const took: number[] = [];
  let starts = 0;
  const watch: Watch = {
    whole,
    onStart: () => void starts++,
    onBytes: (bytes) => void chunks.push(bytes),
    onEnd: (ms) => void took.push(ms),
  };
  return { watch, took, bytes: () => Buffer.concat(chunks).toString(), started: () => starts };
}

function watched(url: string, watch: Watch): Promise<Response> {
  return httpFetch(url, { method: "POST", body: "Hello", watch });
}

test("who watches hears of every byte, and how long a whole answer took", async () => {
  for (const whole of [true, false]) {
    const url = await serve((_request, response) => {
      response.write("one ");
      setTimeout(() => response.end(gzipSync("two")), 30);
    });
    const heard = noted(whole);
    const response = await watched(url, heard.watch);
    const body = Buffer.from(await response.arrayBuffer());
    expect(body.toString()).toBe(heard.bytes());
    expect(body.toString()).toMatch(/^one /);
    expect(heard.started()).toBe(1);
    expect(heard.took).toHaveLength(whole ? 1 : 0);
    for (const ms of heard.took) expect(ms).toBeGreaterThanOrEqual(25);
  }
});

test("a whole answer that breaks off is `terminated`, with the bytes that came", async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("half");
    setTimeout(() => response.destroy(), 20);
  });
  const heard = noted(true);
  const response = await watched(url, heard.watch);
  await expect(response.text()).rejects.toMatchObject({ name: "TypeError", message: "terminated" });
  expect(heard.bytes()).toBe("half");
});
