/**
 * `npm run build && node bench/map.ts`: a map over photos against a local server with rate limits. First pacing, with a limit that
 * stands and with one that halves half-way: time as a ratio to the ideal, answers with 429, rows lost. Then many rows: memory
 * over time, and how near the rate comes to the limit.
 *
 * `--rows 68000 --per-minute 24000 --photo-kb 60 --only many` changes what is run.
 */
import { spawn } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { MapReport } from "../src/index.ts";
import { startLocalServer } from "./local-server.ts";

const bin = resolve(import.meta.dirname, "../bin/penny.js");
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "68000" },
    "per-minute": { type: "string", default: "24000" },
    "pacing-rows": { type: "string", default: "4000" },
    "pacing-per-minute": { type: "string", default: "6000" },
    "photo-kb": { type: "string", default: "60" },
    delay: { type: "string", default: "300" },
    only: { type: "string", default: "" },
  },
});

/** Photos that differ; rows share them, since their prompts differ. */
const PHOTOS = 200;
const folder = mkdtempSync(join(tmpdir(), "penny-bench-map-"));

/** The beginning of a JPEG of 1,600 × 1,200 pixels: what tells its size; the rest is noise. */
function photo(bytes: number): Buffer {
  const file = randomFillSync(Buffer.alloc(bytes));
  const head = "ffd8ffe000104a46494600010100000100010000ffc000110804b0064003012200021101031101";
  Buffer.from(head, "hex").copy(file);
  return file;
}

async function writeRows(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write("id,photo\n");
  for (let id = 0; id < rows; id++) file.write(`${id},photos/${id % PHOTOS}.jpg\n`);
  await new Promise<void>((done) => file.end(done));
}

function rssMb(pid: number | undefined): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

interface Scenario {
  name: string;
  rows: number;
  perMinute: number;
  /** Whether the limit halves when half of the rows are answered. */
  halves: boolean;
}

interface Outcome {
  report: MapReport;
  wallMs: number;
  refused: number;
  answered: number;
  /** Memory of penny over time, MB. */
  memory: number[];
  cpuMs: number;
}

async function mapped({ rows, perMinute, halves }: Scenario): Promise<Outcome> {
  const dir = mkdtempSync(join(folder, "log-"));
  await writeRows(join(folder, "rows.csv"), rows);
  const limits = { requestsPerMinute: perMinute, burstSeconds: 5 };
  const server = await startLocalServer({
    behaviour: { delay: Number(values.delay), tokens: 20 },
    limits,
    forgetful: true,
  });
  const reporter = join(folder, "cpu.mjs");
  const cpuFile = join(dir, "cpu");
  writeFileSync(
    reporter,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(cpuFile)}, String((user + system) / 1000)); });`,
  );
  const words = ["map", join(folder, "rows.csv"), "Describe photo {{id}}", "-a", "photo", "-m", `${server.url}#vision`];
  const more = ["--out", join(dir, "out.jsonl"), "--concurrency", "256", "--json"];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", reporter, bin, ...words, ...more], {
    env: { ...process.env, PENNY_DIR: dir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const memory: number[] = [];
  let isHalved = false;
  const watch = setInterval(() => {
    memory.push(rssMb(child.pid));
    if (!halves || isHalved || server.stats.answered < rows / 2) return;
    isHalved = true;
    server.setLimits({ requestsPerMinute: perMinute / 2 });
  }, 250);
  const code = await new Promise<number | null>((done) => child.once("close", done));
  clearInterval(watch);
  const wallMs = performance.now() - startedAt;
  const { refused, answered } = server.stats;
  await server.close();
  if (code !== 0 && out === "") throw new Error(`penny ended with ${code}`);
  const cpuMs = Number(readFileSync(cpuFile, "utf8"));
  rmSync(dir, { recursive: true, force: true });
  return {
    report: JSON.parse(out) as MapReport,
    wallMs,
    refused,
    answered,
    memory: memory.filter((mb) => mb > 0),
    cpuMs,
  };
}

function quarters(memory: readonly number[]): string {
  const peaks = [0, 1, 2, 3].map((quarter) => {
    const from = Math.floor((memory.length * quarter) / 4);
    return Math.max(0, ...memory.slice(from, Math.floor((memory.length * (quarter + 1)) / 4)));
  });
  return peaks.map((mb) => mb.toFixed(0)).join(", ");
}

async function tell(scenario: Scenario): Promise<void> {
  const { report, wallMs, refused, answered, memory, cpuMs } = await mapped(scenario);
  const { rows, perMinute, halves, name } = scenario;
  const idealMs = (rows / perMinute) * 60_000 * (halves ? 1.5 : 1);
  const lost = rows - report.answered;
  const share = (100 * refused) / Math.max(1, refused + answered);
  console.log(
    `${name}: ${(report.durationMs / 1000).toFixed(1)} s, ${(report.durationMs / idealMs).toFixed(3)} × ideal, ${refused} refused (${share.toFixed(2)} %), ${lost} lost`,
  );
  console.log(
    `  ${(report.calls / (report.durationMs / 60_000)).toFixed(0)} calls a minute; looking at the rows ${((wallMs - report.durationMs) / 1000).toFixed(1)} s; processor ${(cpuMs / rows).toFixed(2)} ms a row`,
  );
  console.log(`  most memory in each quarter of the run: ${quarters(memory)} MB`);
}

mkdirSync(join(folder, "photos"));
for (let index = 0; index < PHOTOS; index++)
  writeFileSync(join(folder, `photos/${index}.jpg`), photo(Number(values["photo-kb"]) * 1000));
const pacing = { rows: Number(values["pacing-rows"]), perMinute: Number(values["pacing-per-minute"]) };
const scenarios: Scenario[] = [
  { name: `${pacing.rows} rows, ${pacing.perMinute} calls a minute`, ...pacing, halves: false },
  { name: `${pacing.rows} rows, ${pacing.perMinute} calls a minute, halved half-way`, ...pacing, halves: true },
  {
    name: `${values.rows} rows, ${values["per-minute"]} calls a minute`,
    rows: Number(values.rows),
    perMinute: Number(values["per-minute"]),
    halves: false,
  },
];
try {
  for (const [index, scenario] of scenarios.entries()) {
    if (values.only === "many" && index < 2) continue;
    if (values.only === "pacing" && index === 2) continue;
    await tell(scenario);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
