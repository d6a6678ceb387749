/**
 * `npm run build && node bench/eval.ts`: suites through `penny eval`, the log on, against a local server that answers after 20 ms,
 * in a process of its own. Wall time, start included, as a ratio to a bare loop of `fetch` in a process of its own with the same
 * requests at the same number at once; most memory; the model's time as the report tells it, beside what the bare loop sees. Medians;
 * runs of both take turns, so that a busy machine slows both.
 *
 * `--rounds 3 --only 1000` changes what is run.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { EvalReport } from "../src/index.ts";

const DELAY_MS = 20;
const bin = resolve(import.meta.dirname, "../bin/penny.js");
const text = { type: "string" } as const;
const { values } = parseArgs({ options: { rounds: { ...text, default: "3" }, only: text } });
const folder = mkdtempSync(join(tmpdir(), "penny-bench-eval-"));

/** Nothing but the requests, and the same question to each answer. */
const BARE = `
const [url, from, atOnce] = process.argv.slice(2);
const cases = require("node:fs").readFileSync(from, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
let next = 0;
let right = 0;
const times = [];
async function lane() {
  while (next < cases.length) {
    const { text, expected } = cases[next++];
    const body = JSON.stringify({ model: "echo", messages: [{ role: "user", content: "Repeat: " + text }] });
    const sentAt = performance.now();
    const response = await fetch(url + "/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body });
    const answer = await response.json();
    times.push(performance.now() - sentAt);
    if (answer.choices[0].message.content.includes(expected)) right++;
  }
}
Promise.all(Array.from({ length: Number(atOnce) }, lane)).then(() => console.log(times.sort((a, b) => a - b)[times.length >> 1].toFixed(1)));
`;

/** Tells what the process took when it ends. CommonJS, since a module that is preloaded takes longer than all it tells. */
const REPORTER = `
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.PENNY_BENCH_REPORT, JSON.stringify({ maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});
`;

interface Run {
  wallMs: number;
  cpuMs: number;
  peakMb: number;
  out: string;
}

/** Runs a Node program to its end. */
function run(words: readonly string[], dir: string): Promise<Run> {
  const report = join(folder, "report.json");
  return new Promise((done, fail) => {
    const env = { ...process.env, PENNY_DIR: dir, PENNY_BENCH_REPORT: report, NO_COLOR: "1" };
    const startedAt = performance.now();
    const child = spawn(process.execPath, ["--require", join(folder, "reporter.cjs"), ...words], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      const wallMs = performance.now() - startedAt;
      if (code !== 0) return fail(new Error(`${words.join(" ")}: exit ${code}: ${err}`));
      const { maxRSS, cpuMs } = JSON.parse(readFileSync(report, "utf8")) as { maxRSS: number; cpuMs: number };
      done({ wallMs, cpuMs, peakMb: maxRSS / 1024, out });
    });
  });
}

/** A suite of so many cases, of which every tenth expects what the answer does not hold; the model repeats what it is asked. */
function writeSuite(cases: number, url: string): { suite: string; rows: string } {
  const rows = join(folder, `${cases}.jsonl`);
  const suite = join(folder, `${cases}.yaml`);
  const lines = Array.from({ length: cases }, (_, index) => {
    const expected = index % 10 ? `number ${index} ` : "nothing";
    return JSON.stringify({ name: `case ${index}`, text: `the number ${index} stands in this sentence`, expected });
  });
  writeFileSync(rows, `${lines.join("\n")}\n`);
  writeFileSync(
    suite,
    `name: ${cases} cases
prompts: ["Repeat: {{text}}"]
models: ["${url}#echo"]
expect: { contains: "{{expected}}" }
cases: { from: ${cases}.jsonl, name: name }
`,
  );
  return { suite, rows };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The model's time, as the report of the run in this log tells it. */
async function reportedMs(dir: string): Promise<string> {
  const { out } = await run([bin, "eval", "show", "last", "--json"], dir);
  const [row] = (JSON.parse(out) as EvalReport).rows;
  const { p50, p95 } = row?.latency ?? {};
  return `p50 ${p50?.value.toFixed(1)}, p95 ${p95?.value.toFixed(1)} ms; ${row?.passed} of ${row?.scored} passed, ${row?.errors} failed`;
}

interface Scenario {
  cases: number;
  atOnce: number;
  /** Times the bare loop's wall time. */
  wanted: number;
}

async function tell({ cases, atOnce, wanted }: Scenario, url: string): Promise<void> {
  const { suite, rows } = writeSuite(cases, url);
  const bare: Run[] = [];
  const penny: Run[] = [];
  let latency = "";
  for (let round = 0; round < Number(values.rounds); round++) {
    const dir = mkdtempSync(join(folder, "log-"));
    bare.push(await run([join(folder, "bare.cjs"), url, rows, String(atOnce)], dir));
    penny.push(await run([bin, "eval", suite, "--concurrency", String(atOnce), "--yes"], dir));
    latency = await reportedMs(dir);
    rmSync(dir, { recursive: true, force: true });
  }
  const ratios = penny.map((each, index) => each.wallMs / (bare[index]?.wallMs ?? Number.NaN));
  const told = (runs: readonly Run[]): string => {
    const [wall, cpu, peak] = (["wallMs", "cpuMs", "peakMb"] as const).map((name) =>
      median(runs.map((each) => each[name])),
    );
    return `${((wall ?? 0) / 1000).toFixed(2)} s, processor ${((cpu ?? 0) / 1000).toFixed(2)} s, ${peak?.toFixed(0)} MB`;
  };
  console.log(`${cases} cases, ${atOnce} at once: ${median(ratios).toFixed(2)} × bare (wanted ≤ ${wanted})`);
  const bareMs = median(bare.map((each) => Number(each.out)));
  console.log(`  bare   ${told(bare)}; an answer p50 ${bareMs.toFixed(1)} ms`);
  console.log(`  penny  ${told(penny)}; model ${latency}`);
}

writeFileSync(join(folder, "bare.cjs"), BARE);
writeFileSync(join(folder, "reporter.cjs"), REPORTER);
const server = spawn(
  process.execPath,
  [resolve(import.meta.dirname, "local-server.ts"), "--port", "0", "--delay", String(DELAY_MS)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
try {
  const url = String(await new Promise((done) => server.stdout.once("data", done))).trim();
  const scenarios: Scenario[] = [
    { cases: 1_000, atOnce: 50, wanted: 2.5 },
    { cases: 10_000, atOnce: 200, wanted: 3 },
  ];
  for (const each of scenarios)
    if (values.only === undefined || values.only === String(each.cases)) await tell(each, url);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
