/**
 * `node bench/engine.ts [FILE.gguf] [TOKENS]`: what the in-process engine does with a model on this machine. Prints the time to
 * load, tokens a second of wall and of processor time (which other work on the machine disturbs less) before and after its code is
 * optimised, and memory beside the estimate.
 */
import { freemem, totalmem } from "node:os";
import { type Engine, type EngineRuntime, engineRuntime } from "../src/models/gguf-engine.ts";
import { batchTokens, ggufFit } from "../src/models/gguf-fit.ts";
import { readGgufHeader } from "../src/models/gguf-header.ts";
import { pocketModels } from "../src/models/pocket/pocket.ts";

const paths = process.argv[2] === undefined ? pocketModels.map((pocket) => pocket.path) : [process.argv[2]];
const tokens = Number(process.argv[3] ?? 400);
const runs = 4;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

async function open(runtime: EngineRuntime, path: string, fileBytes: number): Promise<Engine> {
  const fit = ggufFit(await readGgufHeader(path), { freeMemoryBytes: freemem(), totalMemoryBytes: totalmem() });
  const { contextTokens, cacheType } = fit;
  return runtime.open({ path, fileBytes, contextTokens, batchTokens, threads: 1, cacheType });
}

/** Best of the runs: tokens a second of wall and of processor time. */
async function speed(engine: Engine): Promise<string> {
  const messages = [{ role: "user", content: "Generate an SVG of a pelican riding a bicycle" }];
  const body = { messages, max_tokens: tokens, temperature: 0, ignore_eos: true, cache_prompt: false, stream: true };
  let [wall, processor] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    let written = 0;
    for await (const chunk of engine.complete(true, body, new AbortController().signal)) {
      written = (chunk.timings as { predicted_n: number } | undefined)?.predicted_n ?? written;
    }
    const used = process.cpuUsage(cpu);
    wall = Math.max(wall, (written / (performance.now() - start)) * 1000);
    processor = Math.max(processor, (written / (used.user + used.system)) * 1e6);
  }
  return `${wall.toFixed(0)} tokens/s (${processor.toFixed(0)} per second of processor)`;
}

for (const path of paths) {
  const header = await readGgufHeader(path);
  const runtime = engineRuntime();
  const before = process.memoryUsage.rss();
  const began = performance.now();
  const engine = await open(runtime, path, 0);
  await engine.load();
  const loadMs = performance.now() - began;
  const plain = await speed(engine);
  const memory = process.memoryUsage.rss() - before;
  await engine.close();
  // A file of this size is worth optimised code from its second answer on.
  const busy = await open(runtime, path, 1e12);
  await speed(busy);
  const optimised = await speed(busy);
  const { neededBytes } = ggufFit(header, { freeMemoryBytes: freemem(), totalMemoryBytes: totalmem() });
  console.log(
    `${header.name ?? path}: ${header.parameters.toLocaleString("en")} weights, ${header.quantisation}; loaded in ${loadMs.toFixed(0)} ms; ` +
      `${plain}, optimised ${optimised}; ${megabytes(memory)} more memory, ` +
      `optimised ${megabytes(process.memoryUsage.rss() - before)}, estimated ${megabytes(neededBytes)}`,
  );
  await runtime.close();
}
