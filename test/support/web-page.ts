/**
 * The web page as a person opens it: the real server on a free port with a folder of its own, the built page, Chromium. Notes all
 * that goes wrong: console errors, script errors, and every request that leaves this machine's own address.
 */
import { join, resolve } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, type TestAPI } from "vitest";
import { openWorkbench, type Workbench } from "../../src/index.ts";
import type { PageFile } from "../../src/server/page-routes.ts";
import { type RunningServer, serve } from "../../src/server/serve.ts";
import { filesUnder } from "../../src/store/folder-files.ts";
import { type BrowserFixtures, browserTest, HOW_TO_GET_CHROMIUM, notedPage } from "./browser.ts";
import { run, temporaryFolder } from "./run-penny.ts";

const root = resolve(import.meta.dirname, "../..");

/** The page, built anew from its sources into a folder of its own: that takes less than a second, and nobody else's build is in the way. */
async function builtPage(): Promise<PageFile[]> {
  const folder = temporaryFolder();
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const words = [vite, "build", join(root, "web"), "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"];
  const { code, err } = await run(process.execPath, words);
  if (code !== 0) throw new Error(`The page could not be built: ${err}`);
  return (await filesUnder(folder)) ?? [];
}

/** A server that a test file has to itself. */
export interface Served extends RunningServer {
  /** What it works with: a test may fill the log, or ask, as another process would. */
  workbench: Workbench;
  /** The built page that it gives out. */
  page: PageFile[];
}

/** A page of the server, opened by its link. */
export interface WebPage {
  /** The page, at the first place. */
  page: Page;
  /** All that went wrong so far. A test that ends with any fails; empty it of what was meant to go wrong. */
  problems: string[];
  /** Goes to an address of the page as typing it does: loads all anew. */
  visit: (path: string) => Promise<void>;
}

/** Opens a page in a profile of its own. */
export type OpenWeb = (options?: BrowserContextOptions) => Promise<WebPage>;

/** What a test of the web page is given. */
export interface WebFixtures extends BrowserFixtures {
  /** The server; one for each test file. */
  served: Served;
  /** Opens pages of it. Skips the test where there is no browser; fails it if anything went wrong in one. */
  web: OpenWeb;
}

/** Whether an address is of the page itself, or of a document that its server gives out for a frame. */
function isOurs(url: string, { port, apps }: Pick<Served, "port" | "apps">): boolean {
  const { protocol, hostname, host, port: used } = new URL(url);
  if (protocol === "data:" || protocol === "blob:") return true;
  const isApp = /^[a-z0-9]+\.localhost:/.test(host) && apps.source.endsWith(`:${used}`);
  return isApp || (hostname === "127.0.0.1" && used === String(port));
}

async function opened(
  browser: NonNullable<BrowserFixtures["browser"]>,
  served: Served,
  options: BrowserContextOptions,
) {
  const { page, problems } = await notedPage(
    browser,
    { viewport: { width: 1280, height: 800 }, ...options },
    {
      address: (url) => isOurs(url, served),
      // The try of the sandbox is meant to be refused.
      consoleError: (from) => from.startsWith("http://probe.localhost:"),
    },
  );
  await page.goto(served.link);
  const visit = async (path: string): Promise<void> => void (await page.goto(new URL(path, served.url).href));
  return { page, problems, visit };
}

/** Looks again and again until it is as expected. Generous: a busy machine is no fault of the page. */
export function eventually<T>(look: () => Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 60_000 });
}

/** `test` for what people do in the web page. */
export const webTest: TestAPI<WebFixtures> = browserTest.extend<Omit<WebFixtures, keyof BrowserFixtures>>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs; this one needs nothing.
    async ({}, use) => {
      const page = await builtPage();
      const workbench = await openWorkbench({ dir: temporaryFolder(), env: {} });
      const server = await serve(workbench, { port: 0, person: "tester", version: "0.0.0", page });
      await use({ ...server, workbench, page });
      await server.close();
      await workbench.close();
    },
    { scope: "file" },
  ],
  web: async ({ browser, served, skip }, use) => {
    if (!browser) return skip(HOW_TO_GET_CHROMIUM);
    const all: WebPage[] = [];
    await use(async (options = {}) => {
      const page = await opened(browser, served, options);
      all.push(page);
      return page;
    });
    for (const { page } of all) await page.context().close();
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
  },
}) as TestAPI<WebFixtures>;
