/** Listens on this machine and hands requests to the app. Ends cleanly: answers that run are cancelled and kept as far as they came. */
import type { Server } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import type { Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { filesUnder } from "../store/folder-files.ts";
import { serverKeys } from "../store/server-keys.ts";
import { serverApp } from "./app.ts";
import { type AppHost, listenAppHost } from "./app-host.ts";
import { ADDRESS, listenNear } from "./listen.ts";
import type { EndpointSettings } from "./openai-endpoint.ts";
import type { PageFile } from "./page-routes.ts";

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
  /** The built page. Absent: as `npm run build:web` made it. */
  page?: readonly PageFile[];
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
  /** Gives out the documents of apps. */
  apps: AppHost;
}

/** Port of the page where none is named. */
const DEFAULT_PORT = 4114;

/**
 * The port for apps that goes with a page's: always the same, so that a page that is open while the server is started again, whose policy
 * names it, goes on showing them. 0: any.
 */
function appsPort(port: number): number {
  return port === 0 ? 0 : port + (port > 50_000 ? -10_000 : 10_000);
}

/** The folder of the built page: beside the built program, or in `dist` of the sources. */
function pageFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return import.meta.url.endsWith(".ts") ? join(here, "../../dist/web") : join(here, "web");
}

/**
 * Serves a workbench on the loopback address.
 * @throws SetupError if the page is not built, the secrets cannot be kept, or no port is free.
 */
export async function serve(workbench: Workbench, settings: ServeSettings): Promise<RunningServer> {
  const page = settings.page ?? (await filesUnder(pageFolder()));
  if (!page?.some(({ path }) => path === "/index.html"))
    throw new SetupError("The page is not built: run `npm run build:web` once.");
  const keys = await serverKeys(workbench.dir, settings.renewKeys);
  let hosts: string[] = [];
  const wanted = settings.port ?? DEFAULT_PORT;
  const apps = await listenAppHost({ pages: () => hosts.map((host) => `http://${host}`), port: appsPort(wanted) });
  const { version, person, folder, endpoint } = settings;
  const app = serverApp({
    ...keys,
    hosts: () => hosts,
    workbench,
    apps,
    page,
    version,
    person,
    ...(folder === undefined ? {} : { folder }),
    ...(endpoint ? { endpoint } : {}),
  });
  const server = createAdaptorServer({ fetch: app.fetch, hostname: ADDRESS }) as Server;
  const port = await listenNear(server, wanted).catch(async (error: unknown) => {
    await apps.close();
    throw error;
  });
  hosts = [`${ADDRESS}:${port}`, `localhost:${port}`];
  const url = `http://${ADDRESS}:${port}/`;
  return {
    url,
    link: `${url}?token=${keys.token}`,
    key: keys.key,
    port,
    apps,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await app.settle();
      server.closeAllConnections();
      await Promise.all([closed, apps.close()]);
    },
  };
}
