/**
 * `node bench/app-stream.ts [--rounds 5]`: how soon a person sees what a model writes of an app, from the token to the element in the
 * document and to the next frame, at 2,000 and 10,000 tokens a second; and that each script runs once. The real host of apps, the real
 * frame, Chromium.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { protectedHost } from "../test/browser/sandbox/host-server.ts";
import { findChromium } from "../test/support/find-chromium.ts";

const MARKED = 336;
const CHARACTERS_A_TOKEN = 4;
const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });

const WATCH = `const seen = [], shown = []; const now = () => performance.timeOrigin + performance.now();
new MutationObserver((changes) => { for (const { addedNodes } of changes) for (const node of addedNodes) { const mark = node.dataset?.mark;
  if (mark === undefined) continue; seen[mark] = now(); requestAnimationFrame(() => setTimeout(() => { shown[mark] = now(); })); } })
.observe(document, { childList: true, subtree: true }); let middle = 0, end = 0;`;

function documentText(): string {
  const rows = Array.from({ length: MARKED }, (_, mark) => {
    const row = `<p data-mark="${mark}">Line ${mark}: what a model writes while it is <b>seen</b>, a little at a time, é.</p>\n`;
    return mark === MARKED / 2 ? `${row}<script>middle += 1;</script>\n` : row;
  });
  return `<!doctype html><html lang="en"><head><title>Stream</title><script>${WATCH}</script></head><body>
${rows.join("")}<script>end += 1; addEventListener("load", () => setTimeout(() => penny.store.set("times", { seen, shown, middle, end,
first: performance.timeOrigin + performance.getEntriesByName("first-contentful-paint")[0]?.startTime }), 200));</script></body></html>`;
}

interface Times {
  seen: number[];
  shown: number[];
  middle: number;
  end: number;
  first: number;
}

const TEXT = documentText();
const wall = (): number => performance.timeOrigin + performance.now();

/** The document as tokens at a rate; notes when the beginning of each marked element has been given. */
async function* paced(rate: number, given: number[], body: number[]): AsyncGenerator<string> {
  const starts = Array.from(
    { length: MARKED },
    (_, mark) => TEXT.indexOf(">", TEXT.indexOf(`data-mark="${mark}"`)) + 1,
  );
  const bodyAt = TEXT.indexOf("<p data-mark");
  const begun = performance.now();
  let at = 0;
  let next = 0;
  while (at < TEXT.length) {
    const due = Math.ceil(((performance.now() - begun) / 1000) * rate) * CHARACTERS_A_TOKEN;
    if (at >= due) {
      await sleep(1);
      continue;
    }
    const token = TEXT.slice(at, at + CHARACTERS_A_TOKEN);
    at += token.length;
    if (body.length === 0 && at > bodyAt) body.push(wall());
    for (; (starts[next] ?? Number.POSITIVE_INFINITY) <= at; next++) given[next] = wall();
    yield token;
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

// Functions given to the page run there.
declare const window: { host: import("../test/browser/sandbox/host-notes.ts").HostPage };

async function round(page: Page, served: Awaited<ReturnType<typeof protectedHost>>, rate: number) {
  const given: number[] = [];
  const body: number[] = [];
  const frame = served.apps.open({ app: `a${Date.now()}`, content: paced(rate, given, body) });
  await page.goto(served.url);
  await page.evaluate((one) => window.host.open(one), frame);
  let times: Times | undefined;
  while (!times) {
    await sleep(200);
    const { calls } = await page.evaluate(() => window.host.notes(0));
    times = calls.find(({ given }) => given.key === "times")?.given.value as Times | undefined;
  }
  const late = (all: readonly number[]): number[] =>
    all.map((at, mark) => at - (given[mark] ?? at)).sort((a, b) => a - b);
  const [dom, visible] = [late(times.seen), late(times.shown)];
  return {
    dom95: quantile(dom, 0.95),
    visible50: quantile(visible, 0.5),
    visible95: quantile(visible, 0.95),
    first: times.first - (body[0] ?? Number.NaN),
    once: times.middle === 1 && times.end === 1,
  };
}

const executablePath = findChromium();
if (!executablePath) throw new Error("There is no browser.");
const folder = mkdtempSync(join(tmpdir(), "penny-bench-"));
const served = await protectedHost(folder);
const context = await chromium.launchPersistentContext(join(folder, "profile"), {
  executablePath,
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = context.pages()[0] ?? (await context.newPage());
await page.goto(served.link);
console.log(
  `${TEXT.length} characters, ${MARKED} elements, ${values.rounds} rounds, medians. Milliseconds after the token.`,
);
for (const rate of [2000, 10_000]) {
  const rounds: Awaited<ReturnType<typeof round>>[] = [];
  for (let each = 0; each < Number(values.rounds); each++) rounds.push(await round(page, served, rate));
  const middle = (key: "dom95" | "visible50" | "visible95" | "first"): string =>
    quantile(
      rounds.map((one) => one[key]).sort((a, b) => a - b),
      0.5,
    ).toFixed(0);
  console.log(
    `${rate} tokens/s: in the document p95 ${middle("dom95")}; seen p50 ${middle("visible50")}, p95 ${middle("visible95")}; first paint ${middle("first")}; each script once: ${rounds.every(({ once }) => once)}`,
  );
}
await context.close();
await served.close();
process.exit(0);
