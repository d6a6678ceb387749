/**
 * `node bench/app-edit.ts [--edits 12] [--rate 2000]`: how soon a person sees an edit of an app: from when the model's server writes its
 * last token to the frame after the changed text is in the document. By pairs and as a whole, a small document and a large one. The real
 * page and server, Chromium; the model is a local server that writes a token at a time. Build first: `npm run build`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { openWorkbench, type Workbench } from "../src/index.ts";
import type { Clock } from "../src/run/clock.ts";
import { serve } from "../src/server/serve.ts";
import { findChromium } from "../test/support/find-chromium.ts";
import { type LocalServer, startLocalServer } from "./local-server.ts";
import { tokensOf } from "./server-answer.ts";

const { values } = parseArgs({
  options: { edits: { type: "string", default: "12" }, rate: { type: "string", default: "2000" } },
});
const SMALL_ROWS = 3;
const LARGE_ROWS = 340;
/** A stream ends with the reason, the usage and `[DONE]`. */
const WRITES_AFTER_LAST_TOKEN = 3;
const MOST_MS = 60_000;

/** Keeps, in the app's own store, when the last element was in the document and when the frame after that had been drawn. */
const WATCH = `const now = () => performance.timeOrigin + performance.now();
new MutationObserver((changes, self) => { const mark = document.querySelector("#mark"); if (!mark?.textContent.endsWith(".")) return;
  self.disconnect(); const at = now(); requestAnimationFrame(() => setTimeout(() => { const seen = now();
  penny.store.set("shown", { text: mark.textContent, at, seen }); })); }).observe(document, { childList: true, subtree: true, characterData: true });`;

interface Shown {
  text: string;
  at: number;
  seen: number;
}

function markOf(round: number): string {
  return `<h1 id="mark">Round ${round}.</h1>`;
}

/** What changes stands last, so that a document that is shown while it is written is whole when it is seen. */
function documentOf(rows: number, round: number): string {
  const lines = Array.from(
    { length: rows },
    (_, row) =>
      `<p class="row" id="row-${row}">Row ${row}: what a person wrote of their day, in a <b>line</b> or two, at length.</p>`,
  );
  return `<!doctype html><html lang="en"><title>Diary</title><script>${WATCH}</script>\n${lines.join("\n")}\n${markOf(round)}`;
}

/** Waits so that writes come at a rate, also of more than one in a millisecond; keeps when each wait ended. */
function pacedClock(rate: number): Clock & { ended: number[] } {
  let due = 0;
  const ended: number[] = [];
  const now = (): number => performance.timeOrigin + performance.now();
  return {
    now,
    ended,
    sleep: async (_, signal) => {
      due = Math.max(due + 1000 / rate, now() - 20);
      while (now() < due && !signal?.aborted) await sleep(1);
      ended.push(now());
    },
  };
}

interface Bench {
  workbench: Workbench;
  server: LocalServer;
  clock: ReturnType<typeof pacedClock>;
  page: Page;
  url: string;
}

/** Milliseconds from the last token to the document and to the drawn frame. */
async function edit({ workbench, server, clock, page }: Bench, app: string, answer: string, round: number) {
  clock.ended.length = 0;
  server.next([{ answer, intervalMs: 1 }]);
  await page.getByRole("textbox", { name: "What shall be different?" }).fill(`Say that it is round ${round}.`);
  await page.keyboard.press("Enter");
  const until = Date.now() + MOST_MS;
  for (;;) {
    const json = await workbench.log.apps.value(app, "shown");
    const shown = json === undefined ? undefined : (JSON.parse(json) as Shown);
    if (shown?.text === `Round ${round}.`) {
      // Before the first write there is no wait: the second, which is the first token's, ends the first.
      const last = clock.ended.at(tokensOf(answer).length - 1) ?? Number.NaN;
      const all = tokensOf(answer).length + WRITES_AFTER_LAST_TOKEN;
      if (clock.ended.length !== all)
        throw new Error(`${clock.ended.length} writes, not ${all}: the answer is not one.`);
      await page
        .getByText(`Version ${round + 1} is there`)
        .first()
        .waitFor();
      return { inDocument: shown.at - last, seen: shown.seen - last };
    }
    if (Date.now() > until) throw new Error(`Round ${round} of ${app} was not seen.`);
    await sleep(10);
  }
}

async function made({ workbench, server }: Bench, rows: number): Promise<string> {
  server.next([{ answer: `<artifact type="html" title="Diary">\n${documentOf(rows, 0)}\n</artifact>` }]);
  const { app, problem } = await workbench.apps.make("A diary.", { model: `${server.url}#writer` });
  if (!app) throw new Error(`The first version was not made: ${problem}`);
  return app.id;
}

function figures(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(0);
  return `median ${at(0.5)}, longest ${at(1)}`;
}

const WAYS: { name: string; answer: (rows: number, round: number) => string }[] = [
  {
    name: "by a pair",
    answer: (_, round) =>
      `I change the heading.\n\n<artifact identifier="app" type="update">\n<old_str>${markOf(round - 1)}</old_str>\n<new_str>${markOf(round)}</new_str>\n</artifact>`,
  },
  {
    name: "as a whole",
    answer: (rows, round) =>
      `<artifact identifier="app" type="html" title="Diary">\n${documentOf(rows, round)}\n</artifact>`,
  },
];

async function measure(bench: Bench, edits: number): Promise<void> {
  for (const rows of [SMALL_ROWS, LARGE_ROWS])
    for (const { name, answer } of WAYS) {
      const app = await made(bench, rows);
      await bench.page.goto(new URL(`/apps/${app}`, bench.url).href);
      await bench.page.frameLocator(".frame-place iframe").getByText("Round 0.").waitFor();
      const all: Awaited<ReturnType<typeof edit>>[] = [];
      for (let round = 1; round <= edits; round++) all.push(await edit(bench, app, answer(rows, round), round));
      console.log(
        `${documentOf(rows, 0).length} characters, ${name}: in the document ${figures(all.map(({ inDocument }) => inDocument))}; ` +
          `seen ${figures(all.map(({ seen }) => seen))} (wanted: < 1000)`,
      );
    }
}

async function main(): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium was found.");
  const dir = mkdtempSync(join(tmpdir(), "penny-bench-edit-"));
  const clock = pacedClock(Number(values.rate));
  const server = await startLocalServer({ clock });
  const workbench = await openWorkbench({ dir, env: {} });
  const served = await serve(workbench, { port: 0, person: "bench", version: "0" });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(served.link);
    console.log(`${values.edits} edits each, ${values.rate} tokens/s. Milliseconds after the last token.`);
    await measure({ workbench, server, clock, page, url: served.url }, Number(values.edits));
  } finally {
    await browser.close();
    await served.close();
    await workbench.close();
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
