/**
 * Measures the web page in Chromium: how soon it is there, how large it is, and how smoothly it shows four models that write at once.
 * The models are a local server that writes so many tokens a second into each of four columns; frames are counted by the page's own
 * requestAnimationFrame. Build first: `npm run build:web`.
 *
 * `node bench/web.ts [--rate 5000] [--seconds 8] [--columns 4] [--plain]`
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { openWorkbench } from "../src/index.ts";
import { serve } from "../src/server/serve.ts";
import { findChromium } from "../test/support/find-chromium.ts";
import { startLocalServer } from "./local-server.ts";
import { tokensOf } from "./server-answer.ts";
import type { Behaviour } from "./server-behaviour.ts";

const LOADS = 5;
const WRITES_PER_SECOND = 100;

// The functions given to the page run there.
declare function requestAnimationFrame(each: (now: number) => void): number;
declare const document: { body: { textContent: string }; querySelectorAll: (selector: string) => { length: number } };
declare const performance: { now: () => number; getEntriesByType: (type: string) => { transferSize: number }[] };

const PARAGRAPH =
  "The wheel of a penny-farthing is **large** because its pedals turn it *directly*, without a chain: one turn of the `pedals` " +
  "is one turn of the wheel, so that only a larger one goes faster ([more](https://example.com/wheel)).\n\n";
const BLOCKS = [
  "## What the figures say\n\n",
  PARAGRAPH,
  "1. First, the rider mounts from behind.\n2. Then *one foot* stays on the step.\n   - The other pushes off.\n3. At last both turn the pedals.\n\n",
  PARAGRAPH,
  "```python\ndef circumference(diameter: float) -> float:\n    # In the unit of the diameter.\n    return 3.14159265 * diameter\n\nfor inches in range(44, 61):\n    print(inches, round(circumference(inches), 2))\n```\n\n",
  "| wheel | turns a mile | speed |\n|---|---:|---:|\n| 44 in | 458 | 9 mph |\n| 52 in | 388 | 11 mph |\n| 60 in | 336 | 13 mph |\n\n",
  "> Who falls forward over the bars *takes a header*.\n\n",
];

/** Markdown of all kinds, of about so many tokens. */
function markdownOf(tokens: number): string {
  const once = tokensOf(BLOCKS.join("")).length;
  return BLOCKS.join("").repeat(Math.ceil(tokens / once));
}

interface Frames {
  perSecond: number;
  longestMs: number;
  /** Share of frames that took longer than 20 ms. */
  late: number;
  seconds: number;
}

/** Counts frames from when the first text is there until nothing is written any more, or for so many seconds. */
async function framesOf(page: Page, columns: number, seconds: number): Promise<Frames> {
  await page.waitForFunction((count) => document.querySelectorAll(".answer .open-block > *").length >= count, columns, {
    polling: 50,
  });
  return page.evaluate(
    (most) =>
      new Promise<Frames>((resolve) => {
        const lengths: number[] = [];
        let last = performance.now();
        const start = last;
        const each = (now: number): void => {
          lengths.push(now - last);
          last = now;
          if (now - start < most * 1000) return void requestAnimationFrame(each);
          const taken = lengths.slice(1);
          resolve({
            perSecond: (taken.length * 1000) / taken.reduce((sum, length) => sum + length, 0),
            longestMs: Math.max(...taken),
            late: taken.filter((length) => length > 20).length / taken.length,
            seconds: (last - start) / 1000,
          });
        };
        requestAnimationFrame(each);
      }),
    seconds,
  );
}

/** Milliseconds from the beginning of the navigation to the place's content, nothing cached, and the bytes that came. */
async function loadOf(browser: Browser, link: string): Promise<{ ms: number; bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const start = Date.now();
    await page.goto(link, { waitUntil: "commit" });
    await page.waitForSelector(".composer textarea", { state: "visible" });
    const ms = Date.now() - start;
    const bytes = await page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
        (sum, { transferSize }) => sum + transferSize,
        0,
      ),
    );
    return { ms, bytes };
  } finally {
    await context.close();
  }
}

/** Seconds that the page's thread spent, by kind. */
async function metricsOf(session: CDPSession): Promise<{ [name: string]: number }> {
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Bytes of all scripts and styles that the first place loads before it shows, packed. */
async function firstLoadBytes(browser: Browser, link: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  let packed = 0;
  const bodies: Promise<void>[] = [];
  page.on("response", (response) => {
    if (!/\.(js|css|svg)$|\/$/.test(new URL(response.url()).pathname) || response.status() !== 200) return;
    // What is loaded when all is shown is no part of the first load.
    if (/markdown-view/.test(response.url())) return;
    bodies.push(
      response.body().then((body) => {
        packed += gzipSync(body).length;
      }),
    );
  });
  await page.goto(link);
  await page.waitForSelector(".composer textarea");
  await Promise.all(bodies);
  await context.close();
  return packed;
}

/** The server of the models, in a thread of its own, so that it does not hold up the one that is measured. */
async function writers(behaviour: Behaviour): Promise<{ url: string; close: () => Promise<unknown> }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: behaviour });
  const [url] = (await once(worker, "message")) as [string];
  return { url, close: () => worker.terminate() };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rate: { type: "string", default: "5000" },
      seconds: { type: "string", default: "8" },
      columns: { type: "string", default: "4" },
      plain: { type: "boolean", default: false },
    },
  });
  const [rate, seconds, columns] = [Number(values.rate), Number(values.seconds), Number(values.columns)];
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium was found.");
  const dir = mkdtempSync(join(tmpdir(), "penny-bench-web-"));
  const tokens = rate * (seconds + 3);
  const models = await writers({
    eventsPerWrite: Math.max(1, Math.round(rate / WRITES_PER_SECOND)),
    intervalMs: 1000 / WRITES_PER_SECOND,
    ...(values.plain ? { tokens } : { answer: markdownOf(tokens) }),
  });
  const workbench = await openWorkbench({ dir, env: {} });
  const server = await serve(workbench, { port: 0, person: "bench", version: "0" });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const loads = [];
    for (let i = 0; i < LOADS; i++) loads.push(await loadOf(browser, server.link));
    const packed = await firstLoadBytes(browser, server.link);
    console.log(`first load: ${median(loads.map(({ ms }) => ms))} ms (median of ${LOADS}; wanted: ≤ 1000)`);
    console.log(`first load: ${(packed / 1000).toFixed(1)} kB packed (wanted: ≤ 120)`);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.link);
    const query = new URLSearchParams([
      ["prompt", "Write."],
      ...Array.from({ length: columns }, (_, index): [string, string] => [
        "model",
        `${models.url}#writer-${"abcdefghijkl"[index]}`,
      ]),
    ]);
    await page.goto(new URL(`/ask?${query}`, server.url).href);
    await page.waitForSelector(".composer textarea");
    await page.keyboard.press("Enter");
    const started = Date.now();
    const session = await page.context().newCDPSession(page);
    // Processor time, so that other work on the machine does not count.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await metricsOf(session);
    const frames = await framesOf(page, columns, seconds);
    const after = await metricsOf(session);
    const shown = await page.evaluate(() => document.body.textContent.length);
    const taken = (Date.now() - started) / 1000;
    console.log(
      `${columns} columns at ${rate} tokens/s each: ${frames.perSecond.toFixed(1)} frames/s over ${frames.seconds.toFixed(1)} s ` +
        `(wanted: ≥ 50), longest ${frames.longestMs.toFixed(0)} ms, ${(frames.late * 100).toFixed(1)} % later than 20 ms`,
    );
    const share = (name: string): string =>
      `${((((after[name] ?? 0) - (before[name] ?? 0)) / frames.seconds) * 100).toFixed(0)} %`;
    console.log(
      `processor of the page's thread: script ${share("ScriptDuration")}, style ${share("RecalcStyleDuration")}, ` +
        `layout ${share("LayoutDuration")}, all ${share("TaskDuration")}`,
    );
    console.log(`shown: about ${Math.round(shown / 5.2 / taken / columns)} tokens/s in each column`);
  } finally {
    await browser.close();
    await server.close();
    await workbench.close();
    await models.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

if (isMainThread) await main();
else parentPort?.postMessage((await startLocalServer({ forgetful: true, behaviour: workerData as Behaviour })).url);
