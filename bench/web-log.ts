/**
 * `node bench/web-log.ts`: how long the page's server takes to list, search and narrow a log of 100,000 calls. Words are as frequent as
 * in a language (Zipf's law), so that there are words in nearly every call and words in one. In memory, through the same routes as the
 * page; medians and the slowest of 15.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWorkbench } from "../src/index.ts";
import type { Call } from "../src/record/call.ts";
import { requestHash } from "../src/record/hash.ts";
import { idSource } from "../src/record/id.ts";
import { textMessage } from "../src/record/message.ts";
import type { Request } from "../src/record/request.ts";
import { serverApp } from "../src/server/app.ts";
import { createRandom } from "../src/stats/random.ts";

const CALLS = 100_000;
const ROUNDS = 15;
const WORDS = 20_000;
const MODELS = [
  "openai/gpt-5",
  "openai/gpt-5-mini",
  "anthropic/claude-haiku-4-5",
  "google/gemini-2.5-flash",
  "pocket/pocket-l",
];
const DAY_MS = 86_400_000;

const { unit } = createRandom(7);
const letters = "etaoinshrdlucmfwypvbgkjqxz";
const vocabulary = Array.from({ length: WORDS }, (_, index) => {
  let word = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor(rest / 26)) word += letters[rest % 26];
  return `w${word}`;
});

/** A word: the one of rank r about 1/r times as often as the first. */
function word(): string {
  return vocabulary[Math.min(WORDS - 1, Math.floor(WORDS ** unit()) - 1)] ?? "";
}

function text(words: number): string {
  return Array.from({ length: words }, word).join(" ");
}

const begin = Date.now() - 60 * DAY_MS;
let at = begin;
const newId = idSource(() => at, randomBytes);

function call(index: number): Call {
  at = begin + index * Math.floor((60 * DAY_MS) / CALLS);
  const request: Request = {
    model: MODELS[index % MODELS.length] ?? "",
    messages: [textMessage("user", text(40))],
    options: {},
  };
  return {
    id: newId(),
    hash: requestHash(request),
    request,
    parts: [{ type: "text", text: text(80) }],
    finish: { reason: index % 50 === 0 ? "length" : "stop" },
    usage: { inputTokens: 60, outputTokens: 110 },
    cost: { picodollars: 1_000_000, basis: "ledger" },
    timing: { startedAt: at, endedAt: at + 900, queueMs: 0, retryMs: 0, modelMs: 900 },
    attempts: [{ startedAt: at, durationMs: 900, status: 200 }],
    origin: { command: index % 3 === 0 ? "prompt" : "eval" },
  };
}

function* calls(): Generator<Call> {
  for (let index = 0; index < CALLS; index++) yield call(index);
}

const dir = mkdtempSync(join(tmpdir(), "penny-bench-"));
const host = "127.0.0.1:4114";
const workbench = await openWorkbench({ dir, env: {} });
await workbench.log.importCalls(calls());
const app = serverApp({ workbench, page: [], version: "", person: "", hosts: () => [host], token: "t", key: "k" });

async function ask(path: string): Promise<number> {
  const started = performance.now();
  const headers = { Host: host, Cookie: "penny-token=t" };
  const answer = await app.fetch(new Request(`http://${host}/api${path}`, { headers }));
  await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return performance.now() - started;
}

const frequent = vocabulary[0] ?? "";
const usual = vocabulary[200] ?? "";
const rare = vocabulary[15_000] ?? "";
const QUESTIONS: readonly [string, string][] = [
  ["the newest 100", "/calls"],
  ["100 from the middle", `/calls?before=${begin + 30 * DAY_MS}`],
  ["a word in nearly every call", `/calls?q=${frequent}`],
  ["a usual word", `/calls?q=${usual}`],
  ["a rare word", `/calls?q=${rare}`],
  ["a usual word, unfinished", `/calls?q=${usual}*`],
  ["two words", `/calls?q=${usual}+${vocabulary[40]}`],
  ["a phrase", `/calls?q=${encodeURIComponent(`"${frequent} ${usual}"`)}`],
  ["a usual word, one model", `/calls?q=${usual}&model=pocket/pocket-l`],
  ["how they ended", "/calls?reason=length"],
  ["names to narrow by", "/calls/names"],
  ["what was spent by day", "/cost/spent?since=60d"],
];
for (const [what, path] of QUESTIONS) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await ask(path));
  times.sort((a, b) => a - b);
  const [median, worst] = [times[Math.floor(ROUNDS / 2)] ?? Number.NaN, times.at(-1) ?? Number.NaN];
  console.log(`${what.padEnd(32)} ${median.toFixed(1).padStart(7)} ms, slowest ${worst.toFixed(1)} ms`);
}
await workbench.close();
rmSync(dir, { recursive: true });
