/** The OpenAI-compatible endpoint on a real port of this machine, with a log of its own, and the official client for it. */
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import OpenAI, { APIError } from "openai";
import { onTestFinished } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../../src/index.ts";
import { serverApp } from "../../src/server/app.ts";
import { ADDRESS, listenNear } from "../../src/server/listen.ts";
import type { EndpointSettings } from "../../src/server/openai-endpoint.ts";

/** The endpoint. */
export interface ServedEndpoint {
  /** The official client, with the right key and without retries of its own. */
  client: OpenAI;
  /** What serves. */
  workbench: Workbench;
  /** Address with `/v1`. */
  url: string;
  /** The key. */
  key: string;
  /** Cancels what runs and waits for it, as the server's end does. */
  settle: () => Promise<void>;
}

const KEY = "sk-penny-for-tests-0123456789";

/** Serves until the test ends. */
export async function servedEndpoint(
  endpoint: EndpointSettings = {},
  options: WorkbenchOptions = {},
): Promise<ServedEndpoint> {
  const dir = mkdtempSync(join(tmpdir(), "penny-"));
  const workbench = await openWorkbench({ dir, env: {}, ...options });
  let hosts: string[] = [];
  const app = serverApp({
    workbench,
    endpoint,
    page: [],
    version: "0.0.0",
    person: "tester",
    token: "token-for-tests",
    key: KEY,
    hosts: () => hosts,
  });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: ADDRESS }) as Server;
  const host = `${ADDRESS}:${await listenNear(server, 0)}`;
  hosts = [host];
  const url = `http://${host}/v1`;
  onTestFinished(async () => {
    await app.settle();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await workbench.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const client = new OpenAI({ baseURL: url, apiKey: KEY, maxRetries: 0 });
  return { client, workbench, url, key: KEY, settle: app.settle };
}

/** The error that the client gives for what it was asked. @throws Error if it gives none. */
export async function errorOf(work: PromiseLike<unknown>): Promise<APIError> {
  const error = await Promise.resolve(work).catch((thrown: unknown) => thrown);
  if (error instanceof APIError) return error;
  throw new Error(`no error of the API came, but ${String(error)}`);
}

/** A server that answers as OpenAI does and as it is told, until the test ends; `model` is a name by which the endpoint asks it. */
export async function upstream(): Promise<LocalServer & { model: string }> {
  const server = await startLocalServer();
  onTestFinished(() => server.close());
  return Object.assign(server, { model: `${server.url}#scripted` });
}

/** A `fetch` that finds a local server where OpenAI would be. */
export function insteadOfOpenai(server: LocalServer): typeof fetch {
  return (input, init) => fetch(String(input).replace("https://api.openai.com/v1", server.url), init);
}
