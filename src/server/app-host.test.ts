import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AppHost, listenAppHost } from "./app-host.ts";

const PAGE = "http://127.0.0.1:4114";
let apps: AppHost;
beforeEach(async () => {
  apps = await listenAppHost({ pages: () => [PAGE] });
});
afterEach(() => apps.close());

interface Answer {
  status: number;
  headers: { [name: string]: string | string[] | undefined };
  text: string;
}

/** Asks by address as a browser does, which finds `*.localhost` on this machine. */
function ask(
  url: string,
  more: { host?: string; method?: string; headers?: { [name: string]: string } } = {},
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { Host: more.host ?? `${hostname}:${port}`, "Sec-Fetch-Dest": "iframe", ...more.headers };
    request({ host: "127.0.0.1", port, path: pathname, method: more.method ?? "GET", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("error", reject);
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on("error", reject)
      .end();
  });
}

test("a document comes with the guard before it and the policy in its headers", async () => {
  const { url, sandbox, allow } = apps.open({ app: "one", content: "\ufeff<!doctype html><p>hello" });
  const { status, headers, text } = await ask(url);
  expect(status).toBe(200);
  expect(text).toMatch(/^<!doctype html><script>[^\n]*<\/script><!doctype html><p>hello$/);
  expect(headers["connection-allowlist"]).toBe("()");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain(`frame-ancestors ${PAGE}`);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["set-cookie"]).toBeUndefined();
  expect(sandbox).toBe("allow-scripts allow-forms");
  expect(allow).toContain("camera 'none'");
});

test("an address is good once", async () => {
  const { url } = apps.open({ app: "one", content: "x" });
  expect((await ask(url)).status).toBe(200);
  const again = await ask(url);
  expect(again.status).toBe(404);
  expect(again.headers["connection-allowlist"], "refusals carry the policy too").toBe("()");
});

test("an address is good for its own host name, in a frame, by GET alone", async () => {
  const { url } = apps.open({ app: "one", content: "x" });
  const { port } = new URL(url);
  expect((await ask(url, { host: `two.localhost:${port}` })).status).toBe(404);
  expect((await ask(url, { host: `127.0.0.1:${port}` })).status).toBe(404);
  expect((await ask(url, { headers: { "Sec-Fetch-Dest": "document" } })).status).toBe(404);
  expect((await ask(url, { method: "POST" })).status).toBe(404);
  expect((await ask(url)).status, "and no such try uses it up").toBe(200);
});

test("what is not an app's id is no host name", () => {
  for (const app of ["", "a.b", "A", "a b", "x".repeat(64)]) expect(() => apps.open({ app, content: "" })).toThrow();
});

test("a document that breaks off half-way ends the connection, not the server", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield "<p>begun";
    throw new Error("gone");
  }
  await expect(ask(apps.open({ app: "one", content: broken() }).url)).rejects.toThrow();
  expect((await ask(apps.open({ app: "one", content: "x" }).url)).status).toBe(200);
});
