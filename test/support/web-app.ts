/** The web page's server in memory, on a workbench of its own, asked as its own page asks it. Listens nowhere and gives out no page. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../../src/index.ts";
import { type AppSettings, type ServerApp, serverApp } from "../../src/server/app.ts";

/** What browsers have in `Host`. */
export const WEB_HOST = "127.0.0.1:4114";
/** What opens the page. */
export const WEB_TOKEN = "token-of-the-tests";
/** Key of the OpenAI-compatible endpoint. */
export const WEB_KEY = "key-of-the-tests";

/** A request as a test changes it: absent headers are those of the page itself, `undefined` leaves one out. */
export interface WebRequest {
  /** Absent: GET, or POST if there is a body. */
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  text?: string;
  /** Over the page's own. */
  headers?: { [name: string]: string | undefined };
  /** Ends the request. */
  signal?: AbortSignal;
}

/** A server in memory. */
export interface WebApp {
  /** What it works with. */
  workbench: Workbench;
  /** The server itself. */
  app: ServerApp;
  /** Asks it as its page does. */
  request: (path: string, request?: WebRequest) => Promise<Response>;
  /** Asks it and gives the JSON; rejects for a status that is not 2xx, with the server's sentence. */
  json: <T>(path: string, request?: WebRequest) => Promise<T>;
}

function requestOf(path: string, { method, body, text, headers, signal }: WebRequest): Request {
  const hasBody = body !== undefined || text !== undefined;
  const all: { [name: string]: string | undefined } = {
    Host: WEB_HOST,
    Origin: `http://${WEB_HOST}`,
    Cookie: `penny-token=${WEB_TOKEN}`,
    ...(hasBody ? { "Content-Type": "application/json" } : {}),
    ...headers,
  };
  const given = Object.entries(all).filter((each): each is [string, string] => each[1] !== undefined);
  return new Request(`http://${WEB_HOST}${path}`, {
    method: method ?? (hasBody ? "POST" : "GET"),
    headers: given,
    ...(hasBody ? { body: text ?? JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  });
}

/** Opens one for the running test; it is closed when the test ends. */
export async function webApp(
  options: WorkbenchOptions & Partial<Pick<AppSettings, "page" | "folder" | "isFrameOf" | "apps">> = {},
): Promise<WebApp> {
  const { page = [], folder, isFrameOf, apps, ...rest } = options;
  const dir = mkdtempSync(join(tmpdir(), "penny-"));
  const workbench = await openWorkbench({ dir, env: {}, ...rest });
  const app = serverApp({
    workbench,
    page,
    hosts: () => [WEB_HOST, "localhost:4114"],
    token: WEB_TOKEN,
    key: WEB_KEY,
    version: "0.0.0",
    person: "tester",
    ...(folder === undefined ? {} : { folder }),
    ...(isFrameOf ? { isFrameOf } : {}),
    ...(apps ? { apps } : {}),
  });
  onTestFinished(async () => {
    await app.settle();
    await workbench.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const request: WebApp["request"] = async (path, given = {}) => app.fetch(requestOf(path, given));
  return {
    workbench,
    app,
    request,
    json: async <T>(path: string, given?: WebRequest): Promise<T> => {
      const response = await request(path, given);
      const value: unknown = await response.json();
      if (!response.ok) throw new Error((value as { error?: string }).error ?? String(response.status));
      return value as T;
    },
  };
}
