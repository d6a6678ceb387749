/**
 * `node bench/engine-example.ts [FILE.gguf ...]`: the same files in our engine and in the engine's own browser library, used as its
 * example does (`new Wllama`, `loadModel`, `createChatCompletion`), one thread, in Chromium. Prints the tokens a second of each and
 * their ratio; runs are interleaved, medians are taken. V8 is the same engine in both, but not the same version.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { engineRuntime } from "../src/models/gguf-engine.ts";
import { batchTokens, ggufFit } from "../src/models/gguf-fit.ts";
import { readGgufHeader } from "../src/models/gguf-header.ts";
import { pocketModels } from "../src/models/pocket/pocket.ts";
import { findChromium } from "../test/support/find-chromium.ts";

const TOKENS = 400;
const ROUNDS = 7;
const messages = [{ role: "user", content: "Generate an SVG of a pelican riding a bicycle" }];
const asked = { messages, max_tokens: TOKENS, temperature: 0, ignore_eos: true, cache_prompt: false };
const paths = process.argv.length > 2 ? process.argv.slice(2) : pocketModels.map((pocket) => pocket.path);
const library = join(import.meta.dirname, "../node_modules/@wllama/wllama/esm");

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Serves the library, the models and an empty page on loopback. */
async function serve(): Promise<{ address: string; close: () => void }> {
  const types: { [ending: string]: string } = { js: "text/javascript", wasm: "application/wasm" };
  const server = createServer(async (request, response) => {
    const name = (request.url ?? "/").slice(1);
    const path = paths.find((each) => basename(each) === name) ?? (name.includes("..") ? "" : join(library, name));
    const bytes = name === "" ? "<!doctype html>" : await readFile(path).catch(() => undefined);
    const type = name === "" ? "text/html" : (types[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
    response.writeHead(bytes ? 200 : 404, { "content-type": type }).end(bytes);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/** Loads a model in the page. */
async function loadExample(page: Page, name: string): Promise<void> {
  await page.evaluate(async (file) => {
    const path = "/index.js";
    const { Wllama } = await import(path);
    const wllama = new Wllama({ default: "/wasm/wllama.wasm" });
    const blob = await (await fetch(`/${file}`)).blob();
    await wllama.loadModel([blob], { n_threads: 1, n_ctx: 1024 });
    Object.assign(globalThis, { wllama });
  }, name);
}

/** Milliseconds of one answer in the page. */
function askExample(page: Page): Promise<number> {
  return page.evaluate(async (body) => {
    const { wllama } = globalThis as unknown as {
      wllama: { createChatCompletion: (body: object) => Promise<unknown> };
    };
    const start = performance.now();
    await wllama.createChatCompletion(body);
    return performance.now() - start;
  }, asked);
}

const executablePath = findChromium();
if (!executablePath) throw new Error("No Chromium was found.");
const server = await serve();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const runtime = engineRuntime();
for (const path of paths) {
  const page = await browser.newPage();
  await page.goto(server.address);
  await loadExample(page, basename(path));
  const header = await readGgufHeader(path);
  const { contextTokens, cacheType } = ggufFit(header, { freeMemoryBytes: 1e10, totalMemoryBytes: 1e10 });
  // A file of this size is worth optimised code from its second answer on, as the browser's is.
  const engine = runtime.open({ path, fileBytes: 1e12, contextTokens, batchTokens, threads: 1, cacheType });
  const ask = async (): Promise<number> => {
    const start = performance.now();
    for await (const _ of engine.complete(true, { ...asked, stream: true }, new AbortController().signal));
    return performance.now() - start;
  };
  await ask();
  await ask();
  await askExample(page);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(TOKENS / ((await ask()) / 1000));
    theirs.push(TOKENS / ((await askExample(page)) / 1000));
  }
  const ratio = median(ours) / median(theirs);
  console.log(
    `${basename(path)}: ours ${median(ours).toFixed(0)} tokens/s, the engine's own example ${median(theirs).toFixed(0)}, ratio ${ratio.toFixed(2)}`,
  );
  await engine.close();
  await page.close();
}
await browser.close();
server.close();
