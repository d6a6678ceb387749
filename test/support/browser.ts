/**
 * Chromium for tests of what people see: finds one on this machine, opens a text in it as a file of its own, and notes everything
 * that goes wrong there. Without a browser such tests are skipped and say so; in CI that is a failure.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type TestAPI, test } from "vitest";
import { findChromium } from "./find-chromium.ts";
import { temporaryFolder } from "./run-penny.ts";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Holds all texts that were opened. */
const folder = temporaryFolder();

/** What to do where there is no browser. */
export const HOW_TO_GET_CHROMIUM =
  "No Chromium was found: install it (on Debian `apt-get install chromium`) or set CHROMIUM_PATH to its program.";

/** Whether tests run in CI, where nothing may be skipped for want of a browser. */
export function isCi(env: { [name: string]: string | undefined } = process.env): boolean {
  return Boolean(env.CI) && env.CI !== "false";
}

/** A page and what went wrong in it. */
export interface OpenedPage {
  page: Page;
  /** Script errors, console errors, requests and dialogs so far. Empty: all is well. */
  problems: string[];
}

/** Opens a text as a file in a page with an empty profile. The file's name says what it is: `app.html`, `drawing.svg`. */
export type OpenText = (name: string, text: string) => Promise<OpenedPage>;

/** What a page may do without its being noted. */
interface Allowed {
  /** Whether an address may be asked for; any other is refused and told. */
  address: (url: string) => boolean;
  /** Whether an error on the console that comes from an address is meant. Absent: none is. */
  consoleError?: (from: string) => boolean;
}

/** An empty page in a profile of its own that notes what goes wrong in it. */
export async function notedPage(
  browser: Browser,
  options: BrowserContextOptions,
  { address, consoleError = () => false }: Allowed,
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const problems: string[] = [];
  await context.route(
    (url) => !address(url.href),
    (route) => route.abort(),
  );
  context.on("request", (request) => {
    if (!address(request.url())) problems.push(`request: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !consoleError(message.location().url))
      problems.push(`console error: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`script error: ${error.error().message}`));
  const page = await context.newPage();
  page.on("websocket", (socket) => problems.push(`request: ${socket.url()}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // Generous: a busy machine is no fault of the page.
  page.setDefaultTimeout(60_000);
  return { page, problems };
}

async function openText(browser: Browser, name: string, text: string): Promise<OpenedPage> {
  const file = join(mkdtempSync(join(folder, "opened-")), name);
  writeFileSync(file, text);
  const address = pathToFileURL(file).href;
  const viewport = { width: 900, height: 700 };
  const { page, problems } = await notedPage(browser, { viewport }, { address: (url) => url === address });
  page.on("crash", () => problems.push("the page crashed"));
  await page.goto(address);
  return { page, problems };
}

/** Time for a test in a browser on a machine that is busy with other things. */
export const BROWSER_TEST_MS = 300_000;

/** Starts a browser; `undefined`, and a warning, where there is none. @param more arguments of its command line. */
export async function launched(more: readonly string[] = []): Promise<Browser | undefined> {
  const executablePath = findChromium();
  if (executablePath) return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
  if (isCi()) throw new Error(HOW_TO_GET_CHROMIUM);
  console.warn(`${HOW_TO_GET_CHROMIUM} The tests of this file are skipped.`);
  return undefined;
}

/** What a test that needs a browser is given. */
export interface BrowserFixtures {
  /** The browser; `undefined` where there is none. One for each test file. */
  browser: Browser | undefined;
  /** Opens a text; each test has a profile of its own. Skips the test where there is no browser. */
  open: OpenText;
}

/** `test` for what needs a browser: skipped where there is none, in CI a failure. */
export const browserTest: TestAPI<BrowserFixtures> = test.extend<BrowserFixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs; this one needs nothing.
    async ({}, use) => {
      const browser = await launched();
      await use(browser);
      await browser?.close();
    },
    { scope: "file" },
  ],
  open: async ({ browser, skip }, use) => {
    if (!browser) return skip(HOW_TO_GET_CHROMIUM);
    await use((name, text) => openText(browser, name, text));
    for (const context of browser.contexts()) await context.close();
  },
});
