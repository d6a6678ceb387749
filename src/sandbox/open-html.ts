/**
 * Opens a page in Chromium, without a window, without a network and with an empty profile, and says which errors nothing caught. It is
 * the page of a `data:` address, so it has no origin, no files, no cookies, and storage that is gone with it; one too large for an
 * address is a file, under a policy that lets it read no other. Time in it runs ahead: what it does in five seconds is seen at once.
 * Source: https://developer.chrome.com/docs/chromium/headless (2026-11-27).
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Evaluated, HtmlRun } from "../record/sandbox-run.ts";
import { META_POLICY } from "./app-policy.ts";
import { browserPath } from "./browser-path.ts";
import { STORAGE } from "./stand-in-storage.ts";

const PAGE_MS = 5000;
const MOST_MS = 30_000;
const MOST_BYTES = 64_000_000;
/** An argument of a program has at most 131,072 bytes on Linux: https://man7.org/linux/man-pages/man2/execve.2.html (2026-11-30). */
const MOST_ADDRESS = 120_000;
const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--disable-extensions",
  // Nothing is found, nothing is reached.
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-server=127.0.0.1:9",
  "--proxy-bypass-list=<-loopback>",
  "--hide-scrollbars",
  `--virtual-time-budget=${PAGE_MS}`,
  "--dump-dom",
];

/** Collects errors from the page's first moment, and at last evaluates the tests; its findings are an element of the page. */
function probe(tests: readonly string[], mark: string): { head: string; findings: RegExp } {
  const source = `(() => {${STORAGE}
const problems = [];
addEventListener("error", (event) => problems.push(event.message || "something could not be loaded"), true);
addEventListener("unhandledrejection", (event) => problems.push("a promise was rejected: " + event.reason));
const tests = ${JSON.stringify(tests)};
const run = globalThis.eval, json = JSON.stringify, later = setTimeout;
addEventListener("load", () => later(async () => {
  const results = [];
  for (const test of tests) {
    try { const value = await run(test); const text = json(value); results.push(text === undefined ? {} : { value: JSON.parse(text) }); }
    catch (error) { results.push({ error: String(error) }); }
  }
  const found = document.createElement("script");
  found.type = "application/json";
  found.id = "${mark}";
  found.textContent = encodeURIComponent(json({ problems, tests: results }));
  document.documentElement.append(found);
}, 500));
document.currentScript.remove();
})()`;
  const head = `<script>${source.replaceAll("</", "<\\/")}</script>`;
  return { head, findings: new RegExp(`id="${mark}">([^<]*)<`) };
}

function run(path: string, args: readonly string[]): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn(path, args, { stdio: ["ignore", "pipe", "ignore"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), MOST_MS);
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
  child.on("error", () => resolve(undefined));
  child.on("close", () => {
    clearTimeout(timer);
    resolve(Buffer.concat(pieces).toString());
  });
  return promise;
}

/** Puts the probe before everything that the page does. */
function withProbe(code: string, head: string): string {
  const doctype = /^\s*(?:<!--[\s\S]*?-->\s*)*<!doctype[^>]*>/i.exec(code)?.[0] ?? "";
  return `${doctype}${head}${code.slice(doctype.length)}`;
}

/** The address of a page: the page itself, or a file of the folder. */
async function addressOf(page: string, head: string, folder: string): Promise<string> {
  const address = `data:text/html;charset=utf-8;base64,${Buffer.from(withProbe(page, head)).toString("base64")}`;
  if (address.length <= MOST_ADDRESS) return address;
  const path = join(folder, "page.html");
  const policy = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${META_POLICY}">`;
  await writeFile(path, withProbe(page, policy + head));
  return pathToFileURL(path).href;
}

/** Opens a page, and evaluates expressions in it half a second after it was loaded. */
export async function openHtml(
  code: string,
  tests: readonly string[],
  env: { [name: string]: string | undefined },
): Promise<HtmlRun> {
  const nothing = { problems: [], tests: [] };
  const path = browserPath(env);
  if (!path)
    return { ...nothing, unopened: "No Chromium or Chrome was found: install one, or set CHROMIUM_PATH to its path." };
  if (code.length > MOST_BYTES) return { ...nothing, problems: [`the page has more than ${MOST_BYTES} characters`] };
  const profile = await mkdtemp(join(tmpdir(), "penny-page-"));
  const mark = `penny-${profile.slice(-6)}-${code.length}`;
  const { head, findings } = probe(tests, mark);
  // Chromium refuses its own sandbox to the root user; there WebAssembly's and the missing network are what is left.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  try {
    const address = await addressOf(code, head, profile);
    const dom = await run(path, [...FLAGS, ...root, `--user-data-dir=${profile}`, address]);
    if (dom === undefined) return { ...nothing, unopened: `${path} could not be started.` };
    const found = findings.exec(dom)?.[1];
    if (found === undefined) return { ...nothing, problems: ["the page did not come to its end"] };
    return JSON.parse(decodeURIComponent(found)) as { problems: string[]; tests: Evaluated[] };
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
