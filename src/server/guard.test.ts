import { describe, expect, test } from "vitest";
import { WEB_HOST, WEB_KEY, WEB_TOKEN, type WebRequest, webApp } from "../../test/support/web-app.ts";
import { contentPolicy } from "./guard.ts";

const estimate: WebRequest = { body: { prompt: "hello", models: ["pocket/slop"] } };

async function statusOf(path: string, request: WebRequest): Promise<number> {
  const web = await webApp();
  const { status, headers } = await web.request(path, request);
  expect(headers.get("content-security-policy"), "refusals carry the policy too").toBe(contentPolicy());
  return status;
}

describe("the page's own requests", () => {
  test("are answered", async () => {
    expect(await statusOf("/api/state", {})).toBe(200);
    expect(await statusOf("/api/estimate", estimate)).not.toBe(403);
    expect(await statusOf("/api/state", { headers: { Origin: undefined } })).toBe(200);
    expect(await statusOf("/api/state", { headers: { Host: "localhost:4114", Origin: "http://localhost:4114" } })).toBe(
      200,
    );
  });
});

describe("foreign pages", () => {
  test.each([
    ["https://evil.example"],
    ["http://evil.example"],
    ["null"],
    ["http://127.0.0.1:9999"],
    ["https://127.0.0.1:4114"],
    ["http://127.0.0.1:4114.evil.example"],
    [""],
  ])("with the origin %j are refused, to read as to write", async (origin) => {
    expect(await statusOf("/api/state", { headers: { Origin: origin } })).toBe(403);
    expect(await statusOf("/api/answers", { ...estimate, headers: { Origin: origin } })).toBe(403);
  });

  test("what has no origin may not write", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      expect(await statusOf("/api/answers", { ...estimate, method, headers: { Origin: undefined } }), method).toBe(403);
  });

  test.each(["cross-site", "same-site"])("a browser that says %s is refused, to read also", async (site) => {
    const headers = { Origin: undefined, "Sec-Fetch-Site": site };
    expect(await statusOf("/api/state", { headers })).toBe(403);
    expect(await statusOf("/api/files/0", { headers })).toBe(403);
    expect(await statusOf("/", { headers })).toBe(403);
  });

  test("a form's post is refused even if it came with our origin: it is not JSON", async () => {
    const form = { text: "prompt=x&models=y", headers: { "Content-Type": "application/x-www-form-urlencoded" } };
    expect(await statusOf("/api/answers", form)).toBe(400);
    expect(await statusOf("/api/answers", { text: "{}", headers: { "Content-Type": "text/plain" } })).toBe(400);
  });

  test("no answer lets another origin read it", async () => {
    const web = await webApp();
    for (const headers of [{}, { Origin: "https://evil.example" }]) {
      const response = await web.request("/api/state", { headers });
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });
});

describe("foreign names for this address", () => {
  test.each([
    "evil.example",
    "evil.example:4114",
    "127.0.0.1",
    "127.0.0.1:80",
    "127.0.0.1:4114.evil.example",
    "localhost.evil.example:4114",
    "[::1]:4114",
    "0.0.0.0:4114",
    "",
  ])("as %j are refused", async (host) => {
    expect(await statusOf("/api/state", { headers: { Host: host, Origin: undefined } })).toBe(403);
    expect(await statusOf(`/?token=${WEB_TOKEN}`, { headers: { Host: host, Origin: undefined } })).toBe(403);
  });

  test("a rebound name whose page sends its own origin is refused", async () => {
    const headers = { Host: "evil.example:4114", Origin: "http://evil.example:4114" };
    expect(await statusOf("/api/answers", { ...estimate, headers })).toBe(403);
  });
});

describe("the token", () => {
  const bare = { Cookie: undefined };

  test("without its cookie nothing is given out, not even the page", async () => {
    for (const path of ["/", "/api/state", "/api/calls", "/index.html", "/assets/x.js", "/api/answers/x/events"])
      expect(await statusOf(path, { headers: bare }), path).toBe(401);
  });

  test.each(["penny-token=wrong", "penny-token=", `penny-token=${WEB_TOKEN}x`, `other=${WEB_TOKEN}`])(
    "a cookie %j opens nothing",
    async (cookie) => {
      expect(await statusOf("/api/state", { headers: { Cookie: cookie } })).toBe(401);
    },
  );

  test("the link gives the cookie, which no script reads and no foreign page sends, and cleans the address", async () => {
    const web = await webApp();
    const response = await web.request(`/log/x?q=a&token=${WEB_TOKEN}`, { headers: bare });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/log/x?q=a");
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toContain(`penny-token=${WEB_TOKEN};`);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
  });

  test("the cleaned address stays on this server, whatever the path says", async () => {
    const web = await webApp();
    for (const path of ["//evil.example/", "/\\evil.example/", "///evil.example"]) {
      const response = await web.request(`${path}?token=${WEB_TOKEN}`, { headers: bare });
      const place = response.headers.get("location") ?? "/";
      expect(new URL(place, `http://${WEB_HOST}/`).host, path).toBe(WEB_HOST);
    }
  });

  test("a wrong token in the link gives no cookie", async () => {
    const web = await webApp();
    const response = await web.request("/?token=wrong", { headers: bare });
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("the endpoint takes the key alone: neither the cookie nor the token", async () => {
    expect(await statusOf("/v1/nothing", {})).toBe(401);
    expect(await statusOf("/v1/nothing", { headers: { Authorization: `Bearer ${WEB_TOKEN}` } })).toBe(401);
    const withKey = { ...bare, Origin: undefined, Authorization: `Bearer ${WEB_KEY}` };
    expect([401, 403]).not.toContain(await statusOf("/v1/nothing", { headers: withKey }));
    expect(await statusOf("/v1/nothing", { headers: { ...withKey, Origin: "https://evil.example" } })).toBe(403);
    expect(await statusOf("/api/state", { headers: withKey })).toBe(401);
  });
});

describe("what is asked", () => {
  test.each([
    "/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/assets/../../package.json",
    "/%2e%2e/%2e%2e/package.json",
    "/assets/%2e%2e%5c%2e%2e%5cpackage.json",
    "/package.json",
    "/api/files/..%2f..%2fsettings.json",
    "/api/files/keys.json",
  ])("no path reads the disk: %s", async (path) => {
    const web = await webApp({ page: [{ path: "/index.html", bytes: new TextEncoder().encode("the page") }] });
    const response = await web.request(path);
    const text = await response.text();
    expect(text === "the page" || response.status >= 400, `${response.status} ${text}`).toBe(true);
  });

  test("a body beyond the limit is refused, whether it says its length or not", async () => {
    const web = await webApp();
    const most = 96 * 1024 * 1024;
    const told = { "Content-Length": String(most + 1), "Content-Type": "application/json" };
    expect((await web.request("/api/answers", { text: "{}", headers: told })).status).toBe(413);
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += chunk.length;
        controller.enqueue(chunk);
      },
    });
    const streamed = new Request(`http://${WEB_HOST}/api/answers`, {
      method: "POST",
      body: endless,
      duplex: "half",
      headers: {
        Host: WEB_HOST,
        Origin: `http://${WEB_HOST}`,
        Cookie: `penny-token=${WEB_TOKEN}`,
        "Content-Type": "application/json",
      },
    });
    expect((await web.app.fetch(streamed)).status).toBe(413);
    expect(sent).toBeLessThan(most + 8 * chunk.length);
  });

  test("a body that is not JSON, or does not fit, is refused with a sentence", async () => {
    const web = await webApp();
    for (const [text, told] of [
      ["{", "The request is not JSON."],
      ["[]", "The request does not fit"],
      ['{"prompt":1,"models":[]}', "`prompt` does not fit"],
      ['{"prompt":"x","models":"y"}', "`models` does not fit"],
      ['{"prompt":"x","models":[],"files":[{"name":"a","base64":"%%%"}]}', "`files.0.base64` does not fit"],
    ] as const) {
      const response = await web.request("/api/answers", { text });
      expect(response.status, text).toBe(400);
      expect(((await response.json()) as { error: string }).error).toContain(told);
    }
  });

  test("an address of the server that does not exist is no page", async () => {
    const web = await webApp({ page: [{ path: "/index.html", bytes: new TextEncoder().encode("the page") }] });
    expect((await web.request("/api/nothing")).status).toBe(404);
    expect((await web.request("/assets/nothing.js")).status).toBe(404);
    expect(await (await web.request("/log/whatever")).text()).toBe("the page");
  });
});
