/** Listens on this machine and hands requests to the app. Ends cleanly: answers that run are cancelled and kept as far as they came. */
import type { Server } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import type { Workbench } from "../index.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { filesUnder } from "../store/folder-files.ts";
import { serverKeys } from "../store/server-keys.ts";
import { serverApp } from "./app.ts";
import type { EndpointSettings } from "./openai-endpoint.ts";

/** How to serve. */
export interface ServeSettings {
  /** Port; if it is taken, the next free one of the hundred after it. Default 4114. 0: any free one. */
  port?: number;
  /** Makes new secrets first. Default false. */
  renewKeys?: boolean;
  /** Name of whoever sits here, for votes. */
  person: string;
  /** Version of the program. */
  version: string;
  /** Folder below which suites are looked for. Absent: there is the sample alone. */
  folder?: string;
  /** How the OpenAI-compatible endpoint serves. Absent: without a budget and a cache. */
  endpoint?: EndpointSettings;
}

/** A server that listens. */
export interface RunningServer {
  /** Address of the page, without the token: `http://127.0.0.1:4114/`. */
  url: string;
  /** The link that opens it: address with the token. */
  link: string;
  /** Key of the OpenAI-compatible endpoint. */
  key: string;
  /** The port that it listens on. */
  port: number;
  /** Stops listening, cancels what runs and waits until it is in the log. */
  close: () => Promise<void>;
}

const ADDRESS = "127.0.0.1";
/** Port of the page where none is named. */
export const DEFAULT_PORT = 4114;
const PORTS_TRIED = 100;

/** The folder of the built page: beside the built program, or in `dist` of the sources. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith(".ts") ? join(here, "../../dist/web") : join(here, "web");
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once("error", failed);
    server.listen(port, ADDRESS, () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Listens on the first port that is free. */
async function listenNear(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      return await listen(server, port);
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken)
        throw new SetupError(`Port ${port} cannot be listened on: ${messageOf(error)}. Choose another with --port.`);
      if (port >= Math.min(65_535, wanted + PORTS_TRIED))
        throw new SetupError(`Ports ${wanted} to ${port} are all taken: choose another with --port.`);
    }
  }
}

/**
 * Serves a workbench on the loopback address.
 * @throws SetupError if the page is not built, the secrets cannot be kept, or no port is free.
 */
export async function serve(workbench: Workbench, settings: ServeSettings): Promise<RunningServer> {
  const page = await filesUnder(pageFolder());
  if (!page?.some(({ path }) => path === "/index.html"))
    throw new SetupError("The page is not built: run `npm run build:web` once.");
  const keys = await serverKeys(workbench.dir, settings.renewKeys);
  let hosts: string[] = [];
  const { version, person, folder, endpoint } = settings;
  const app = serverApp({
    ...keys,
    hosts: () => hosts,
    workbench,
    page,
    version,
    person,
    ...(folder === undefined ? {} : { folder }),
    ...(endpoint ? { endpoint } : {}),
  });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: ADDRESS }) as Server;
  const port = await listenNear(server, settings.port ?? DEFAULT_PORT);
  hosts = [`${ADDRESS}:${port}`, `localhost:${port}`];
  const url = `http://${ADDRESS}:${port}/`;
  return {
    url,
    link: `${url}?token=${keys.token}`,
    key: keys.key,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await app.running.settle();
      server.closeAllConnections();
      await closed;
    },
  };
}
