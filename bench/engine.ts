/**
 * `node bench/engine.ts [FILE.gguf] [TOKENS]`: what the in-process engine does with a model on this machine. Prints time to compile
 * and load, tokens a second of wall and of processor time (which other work on the machine disturbs less), and memory beside
 * the estimate.
 */
import { freemem, totalmem } from "node:os";
import { engineRuntime } from "../src/models/gguf-engine.ts";
import { batchTokens, ggufFit } from "../src/models/gguf-fit.ts";
import { readGgufHeader } from "../src/models/gguf-header.ts";
import { pocketModels } from "../src/models/pocket/pocket.ts";

const paths = process.argv[2] === undefined ? pocketModels.map((pocket) => pocket.path) : [process.argv[2]];
const tokens = Number(process.argv[3] ?? 400);
const runs = 3;
const runtime = engineRuntime();
const signal = new AbortController().signal;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

for (const path of paths) {
  const header = await readGgufHeader(path);
  const fit = ggufFit(header, { freeMemoryBytes: freemem(), totalMemoryBytes: totalmem() });
  const { contextTokens, cacheType } = fit;
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const engine = runtime.open({ path, contextTokens, batchTokens, threads: 1, cacheType });
  await engine.load();
  const loadMs = performance.now() - began;
  let [bestWall, bestProcessor] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [start, processor] = [performance.now(), process.cpuUsage()];
    const messages = [{ role: "user", content: "Generate an SVG of a pelican riding a bicycle" }];
    const body = { messages, max_tokens: tokens, temperature: 0, ignore_eos: true, cache_prompt: false, stream: true };
    let written = 0;
    for await (const chunk of engine.complete(true, body, signal)) {
      written = (chunk.timings as { predicted_n: number } | undefined)?.predicted_n ?? written;
    }
    const used = process.cpuUsage(processor);
    bestWall = Math.max(bestWall, (written / (performance.now() - start)) * 1000);
    bestProcessor = Math.max(bestProcessor, (written / (used.user + used.system)) * 1e6);
  }
  console.log(
    `${header.name ?? path}: ${header.parameters.toLocaleString("en")} weights, ${header.quantisation}; loaded in ${loadMs.toFixed(0)} ms; ` +
      `${bestWall.toFixed(0)} tokens/s, ${bestProcessor.toFixed(0)} per second of processor; ` +
      `${megabytes(process.memoryUsage.rss() - before)} more memory, estimated ${megabytes(fit.neededBytes)}`,
  );
  await engine.close();
}
