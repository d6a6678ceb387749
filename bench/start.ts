/**
 * `npm run build && node bench/start.ts`: what starting costs, as ratios to `node -e 0` in the same run: the version, the log of
 * 10,000 calls, a prompt of 50 tokens through a local server, and 20,000 streamed tokens. Medians; runs are interleaved, so that a
 * busy machine slows all alike.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Call } from "../src/record/call.ts";
import { requestHash } from "../src/record/hash.ts";
import { idSource } from "../src/record/id.ts";
import { textMessage } from "../src/record/message.ts";
import { openStore } from "../src/store/open-store.ts";
import { startLocalServer } from "./local-server.ts";

const ROUNDS = 15;
const dir = mkdtempSync(join(tmpdir(), "penny-bench-"));
const reporter = join(dir, "report.mjs");
const bin = resolve(import.meta.dirname, "../bin/penny.js");
writeFileSync(
  reporter,
  `import { writeFileSync } from "node:fs";
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.PENNY_BENCH_REPORT, JSON.stringify({ maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});`,
);

interface Run {
  wallMs: number;
  /** Absent: not asked for, since the reporter itself takes time to load. */
  cpuMs?: number;
  peakMb?: number;
}

function run(words: readonly string[], penny: string, reported: boolean): Promise<Run> {
  const report = join(dir, "report.json");
  return new Promise((done, fail) => {
    const startedAt = performance.now();
    const env = { ...process.env, PENNY_DIR: penny, PENNY_BENCH_REPORT: report, NO_COLOR: "1" };
    const before = reported ? ["--import", reporter] : [];
    const child = spawn(process.execPath, [...before, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stdout.resume();
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      if (code !== 0) return fail(new Error(`${words.join(" ")}: exit ${code}: ${err}`));
      const wallMs = performance.now() - startedAt;
      if (!reported) return done({ wallMs });
      const { maxRSS, cpuMs } = JSON.parse(readFileSync(report, "utf8")) as { maxRSS: number; cpuMs: number };
      done({ wallMs, cpuMs, peakMb: maxRSS / 1024 });
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A log of 10,000 finished calls of 150 words each. */
async function seed(): Promise<{ msPerCall: number }> {
  const store = await openStore({ dir, now: Date.now });
  const newId = idSource(Date.now, randomBytes);
  const startedAt = performance.now();
  for (let index = 0; index < 10_000; index++) {
    const request = {
      model: "openai/gpt-4o-mini",
      messages: [textMessage("user", `Question ${index}: why is the sky blue?`)],
      options: {},
    };
    const call: Call = {
      id: newId(),
      hash: requestHash(request),
      request,
      parts: [],
      finish: { reason: "pending" },
      usage: {},
      timing: { startedAt: Date.now(), queueMs: 0, retryMs: 0 },
      attempts: [],
      origin: { command: "prompt" },
    };
    await store.begin(call);
    const text = `Answer ${index} ${"because light scatters ".repeat(50)}`;
    const ended: Call = {
      ...call,
      parts: [{ type: "text", text }],
      finish: { reason: "stop" },
      usage: { inputTokens: 12, outputTokens: 200 },
      timing: { ...call.timing, endedAt: Date.now(), modelMs: 900, firstTokenMs: 100 },
      cost: { picodollars: 121_800_000, basis: "ledger" },
    };
    await store.complete(ended, [{ attempt: 0, status: 200, headers: {}, body: JSON.stringify({ text }) }]);
  }
  const msPerCall = (performance.now() - startedAt) / 10_000;
  await store.close();
  return { msPerCall };
}

const server = await startLocalServer();
const fresh = mkdtempSync(join(tmpdir(), "penny-bench-"));
const { msPerCall } = await seed();
const prompt = (tokens: number): string[] => [bin, "Hello", "-m", `${server.url}#tokens-${tokens}`];
const cases: { [name: string]: [words: string[], folder: string] } = {
  "node -e 0": [["-e", "0"], dir],
  "penny --version": [[bin, "--version"], dir],
  "penny log -n 3 (10,000 calls)": [[bin, "log", "-n", "3"], dir],
  "penny prompt, 50 tokens": [prompt(50), fresh],
  "penny prompt, 20,000 tokens": [prompt(20_000), fresh],
};

const timed = new Map<string, Run[]>(Object.keys(cases).map((name) => [name, []]));
const reported = new Map<string, Run[]>(Object.keys(cases).map((name) => [name, []]));
for (const [words, folder] of Object.values(cases)) await run(words, folder, false);
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, [words, folder]] of Object.entries(cases)) {
    timed.get(name)?.push(await run(words, folder, false));
    if (round % 3 === 0) reported.get(name)?.push(await run(words, folder, true));
  }
}
const wall = (name: string): number => median((timed.get(name) ?? []).map((each) => each.wallMs));
const middle = (name: string, field: "cpuMs" | "peakMb"): number =>
  median((reported.get(name) ?? []).map((each) => each[field] ?? Number.NaN));
for (const name of Object.keys(cases)) {
  const ratio = (wall(name) / wall("node -e 0")).toFixed(2);
  const peak = middle(name, "peakMb").toFixed(0);
  console.log(`${name.padEnd(32)}${wall(name).toFixed(0).padStart(6)} ms${ratio.padStart(7)} ×${peak.padStart(6)} MB`);
}
const perToken = (middle("penny prompt, 20,000 tokens", "cpuMs") - middle("penny prompt, 50 tokens", "cpuMs")) / 19_950;
console.log(`CPU of a streamed token: ${perToken.toFixed(4)} ms; of a logged call: ${msPerCall.toFixed(3)} ms wall`);
await server.close();
rmSync(dir, { recursive: true, force: true });
rmSync(fresh, { recursive: true, force: true });
