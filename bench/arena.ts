/**
 * `node bench/arena.ts`: two million votes on 200 models, made from a known truth, read and rated in a fresh process; style control on
 * 100,000 votes; `penny arena rank` on the large file. Beside them the plain way, in the same run: lines split at commas, votes
 * counted in a Map, ratings by Hunter's iteration, without any intervals.
 *
 * `--votes 2000000 --models 200 --rounds 3` changes what is run.
 */
import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { voteBoard } from "../src/run/vote-board.ts";
import { readVotes } from "../src/run/vote-rows.ts";
import { bradleyTerry } from "../src/stats/bradley-terry.ts";
import { normalQuantile } from "../src/stats/normal.ts";
import { PairCounter } from "../src/stats/pair-counts.ts";
import { createRandom, type Random } from "../src/stats/random.ts";
import { ratingBounds } from "../src/stats/rating-bounds.ts";
import { rankRanges } from "../src/stats/rating-rank.ts";
import { ratingVariance } from "../src/stats/rating-variance.ts";
import { openRows } from "../src/store/open-rows.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    votes: { ...text, default: "2000000" },
    models: { ...text, default: "200" },
    rounds: { ...text, default: "3" },
    child: { ...text, default: "" },
    file: { ...text, default: "" },
  },
});

const LANGUAGES = ["English", "English", "English", "Chinese", "Russian", "German", "unknown"];
const WINNERS = ["model_a", "model_b", "tie", "tie (bothbad)"];
/** What a standard deviation more of length adds to the log odds, as LMArena found in 2024. */
const STYLE = 0.249;

function draw<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random.unit() * list.length)] as T;
}

/** Places drawn with given weights. */
function weighted(weights: readonly number[], random: Random): () => number {
  const sums: number[] = [];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  return () => {
    const at = random.unit() * (sums.at(-1) ?? 0);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Writes votes whose chances are known; a third are ties, so that their worth is on average the chance to win. */
async function writeVotes(path: string, votes: number, models: number, withStyle: boolean): Promise<number[]> {
  const random = createRandom(11);
  const normal = (): number => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random.unit())));
  const truth = Array.from({ length: models }, () => 0.7 * normal());
  const modelOf = weighted(
    truth.map(() => Math.exp(0.8 * normal())),
    random,
  );
  const file = createWriteStream(path);
  file.write(
    `question_id,tstamp,model_a,model_b,winner,judge,language,turn,prompt_id${withStyle ? ",tokens_a,tokens_b,header_a,header_b,list_a,list_b,bold_a,bold_b" : ""}\n`,
  );
  let lines: string[] = [];
  for (let vote = 0; vote < votes; vote++) {
    const a = modelOf();
    let b = modelOf();
    while (b === a) b = modelOf();
    const amounts = withStyle
      ? Array.from({ length: 8 }, (_, place) => Math.floor((place < 2 ? 800 : 9) * random.unit()))
      : [];
    const [one = 0, other = 0] = amounts;
    const length = withStyle ? STYLE * 2.4 * ((one - other) / (one + other + 1)) : 0;
    const p = 1 / (1 + Math.exp((truth[b] as number) - (truth[a] as number) - length));
    const tie = 1.6 * p * (1 - p);
    const at = random.unit();
    const winner = at < p - tie / 2 ? 0 : at < p + tie / 2 ? (random.unit() < 0.5 ? 2 : 3) : 1;
    // Some prompts are asked again and again, most once.
    const prompt = Math.floor(votes * random.unit() ** 1.5);
    const [judge, language] = [Math.floor((votes / 4) * random.unit()), draw(random, LANGUAGES)];
    const name = (model: number): string => `model-${String(model).padStart(3, "0")}`;
    const cells = [
      vote,
      1704067200 + vote * 20,
      name(a),
      name(b),
      WINNERS[winner],
      judge,
      language,
      1 + (vote % 3),
      prompt,
    ];
    lines.push([...cells, ...amounts].join(","));
    if (lines.length === 20_000 || vote === votes - 1) {
      if (!file.write(`${lines.join("\n")}\n`)) await new Promise<void>((done) => file.once("drain", () => done()));
      lines = [];
    }
  }
  await new Promise<void>((done) => file.end(done));
  return truth;
}

/** What one process measured: seconds, megabytes. */
interface Measured {
  [what: string]: number;
}

const found: Measured = {};

async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const [from, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  found[`${what} s`] = (performance.now() - from) / 1000;
  found[`${what} cpu`] = (user + system) / 1e6;
  return result;
}

/** Our way. */
async function ours(path: string, withStyle: boolean): Promise<readonly [string, number][]> {
  const source = await openRows({ from: path });
  const table = await timed("reading", () => readVotes(source, { style: withStyle, wants: ["prompt"] }));
  await timed("fit, intervals, ranks", () => {
    const counter = new PairCounter();
    for (let vote = 0; vote < table.a.length; vote++) {
      const won = table.winner[vote] as number;
      counter.add(table.a[vote] as number, table.b[vote] as number, won > 1 ? 0.5 : 1 - won);
    }
    const counts = counter.counts();
    const { natural } = bradleyTerry(counts);
    const variance = ratingVariance(counts, natural);
    return rankRanges(ratingBounds(natural, variance).rating, variance);
  });
  found["most memory MB"] = process.resourceUsage().maxRSS / 1024;
  const board = await timed("the whole board", () => voteBoard(table));
  return board.rows.map(({ model, score }): [string, number] => [model, score]);
}

/** The plain way. Source of the iteration: D. R. Hunter, Annals of Statistics 32 (2004) 384–406, with ties half a win for each. */
async function plain(path: string): Promise<readonly [string, number][]> {
  const counts = new Map<string, number>();
  const models = new Set<string>();
  await timed("reading", async () => {
    let isHead = true;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const [, , a = "", b = "", winner = ""] = line.split(",");
      if (!isHead) {
        models.add(a).add(b);
        const [one, other] = winner === "model_a" ? [1, 0] : winner === "model_b" ? [0, 1] : [0.5, 0.5];
        counts.set(`${a},${b}`, (counts.get(`${a},${b}`) ?? 0) + one);
        counts.set(`${b},${a}`, (counts.get(`${b},${a}`) ?? 0) + other);
      }
      isHead = false;
    }
  });
  return timed("fit, intervals, ranks", () => {
    const names = [...models];
    const won = names.map((a) => names.map((b) => counts.get(`${a},${b}`) ?? 0));
    const wins = won.map((row) => row.reduce((sum, each) => sum + each, 0));
    let strength = names.map(() => 1);
    for (let moved = 1; moved > 1e-9; ) {
      const next = strength.map((own, a) => {
        let sum = 0;
        for (const [b, other] of strength.entries()) sum += ((won[a]?.[b] ?? 0) + (won[b]?.[a] ?? 0)) / (own + other);
        return (wins[a] ?? 0) / sum;
      });
      const mean = Math.exp(next.reduce((sum, each) => sum + Math.log(each), 0) / next.length);
      moved = Math.max(...next.map((each, a) => Math.abs(Math.log(each / mean / (strength[a] ?? 1)))));
      strength = next.map((each) => each / mean);
    }
    return names.map((name, a): [string, number] => [name, 1000 + (400 / Math.LN10) * Math.log(strength[a] ?? 1)]);
  });
}

if (values.child !== "") {
  const scores =
    values.child === "plain" ? await plain(values.file) : await ours(values.file, values.child === "style");
  found["most memory MB"] ??= process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ found, scores }));
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), "penny-bench-arena-"));

function inFreshProcess(child: string, file: string): { found: Measured; scores: [string, number][] } {
  const words = [import.meta.filename, "--child", child, "--file", file];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 1e8 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { found: Measured; scores: [string, number][] };
}

/** Seconds and most memory of the command itself. */
function command(file: string): Measured {
  const [reporter, report] = [join(folder, "report.mjs"), join(folder, "report.json")];
  writeFileSync(
    reporter,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(report)}, JSON.stringify({ cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024 })); });`,
  );
  const main = resolve(import.meta.dirname, "../src/main.ts");
  const from = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", reporter, main, "arena", "rank", file, "--json"],
    {
      encoding: "utf8",
      maxBuffer: 1e8,
      env: { ...process.env, PENNY_DIR: join(folder, "log") },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const { cpu, rss } = JSON.parse(readFileSync(report, "utf8")) as { cpu: number; rss: number };
  return { "all s": (performance.now() - from) / 1000, "all cpu": cpu, "most memory MB": rss };
}

function median(runs: readonly Measured[], what: string): number {
  const sorted = runs.map((run) => run[what] ?? Number.NaN).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function seconds(runs: readonly Measured[], what: string): string {
  return `${median(runs, `${what} s`).toFixed(2)} s (processor ${median(runs, `${what} cpu`).toFixed(2)} s)`;
}

try {
  const [votes, models, rounds] = [values.votes, values.models, values.rounds].map(Number) as [number, number, number];
  const [large, styled] = [join(folder, "votes.csv"), join(folder, "styled.csv")];
  const truth = await writeVotes(large, votes, models, false);
  await writeVotes(styled, 100_000, 100, true);
  const runs = { ours: [] as Measured[], plain: [] as Measured[], style: [] as Measured[], command: [] as Measured[] };
  let [off, error] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const [one, other] = [inFreshProcess("ours", large), inFreshProcess("plain", large)];
    const known = new Map(other.scores);
    off = Math.max(...one.scores.map(([model, score]) => Math.abs(score - (known.get(model) ?? Number.NaN))));
    const mean = truth.reduce((sum, each) => sum + each, 0) / models;
    const gaps = one.scores.map(
      ([model, score]) => score - 1000 - (400 / Math.LN10) * ((truth[Number(model.slice(6))] ?? Number.NaN) - mean),
    );
    error = Math.sqrt(gaps.reduce((sum, gap) => sum + gap * gap, 0) / models);
    runs.ours.push(one.found);
    runs.plain.push(other.found);
    runs.style.push(inFreshProcess("style", styled).found);
    runs.command.push(command(large));
  }
  const ratio = (what: string): string => (median(runs.ours, what) / median(runs.plain, what)).toFixed(2);
  console.log(`${votes} votes, ${models} models, medians of ${rounds}:`);
  console.log(`  reading: ${seconds(runs.ours, "reading")} (wanted ≤ 3 s), ${ratio("reading s")} × the plain way`);
  console.log(
    `  fit, all intervals, ranks: ${seconds(runs.ours, "fit, intervals, ranks")} (wanted ≤ 1 s of processor), ${ratio("fit, intervals, ranks cpu")} × the plain way without intervals`,
  );
  console.log(`  the whole board, with first place, position and ties: ${seconds(runs.ours, "the whole board")}`);
  console.log(
    `  most memory, reading and rating: ${median(runs.ours, "most memory MB").toFixed(0)} MB (wanted ≤ 400), the plain way ${median(runs.plain, "most memory MB").toFixed(0)}`,
  );
  console.log(
    `  penny arena rank: ${seconds(runs.command, "all")}, ${median(runs.command, "most memory MB").toFixed(0)} MB`,
  );
  console.log(
    `  scores differ from the plain way's by ${off.toExponential(1)} points at most, from the truth by ${error.toFixed(1)} (root mean square)`,
  );
  console.log(
    `100000 votes, 100 models, style: reading ${seconds(runs.style, "reading")}, the board with style control ${seconds(runs.style, "the whole board")} (wanted ≤ 2 s)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
