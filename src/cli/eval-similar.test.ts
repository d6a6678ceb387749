/** `similar` in `penny eval`: vectors are forecast, logged, priced, paid once, and their failure is told apart from a wrong answer. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type EmbeddingsServer, startEmbeddingsServer } from "../../test/support/embeddings-server.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call, EvalReport } from "../index.ts";
import { exitCodes } from "./io.ts";

let dir: string;
/** Answers what it is asked. */
let models: LocalServer;
/** Texts about money point one way, others another; `broken` is refused. */
let vectors: EmbeddingsServer;

const MODEL = "openai/text-embedding-3-small";

beforeEach(async () => {
  dir = temporaryFolder();
  models = await startLocalServer();
  vectors = await startEmbeddingsServer((text) => {
    if (text.includes("broken")) return { status: 400, body: { error: { message: "It is broken." } } };
    return /money|refund/.test(text) ? [3, 4] : [4, -3];
  });
});
afterEach(() => Promise.all([models.close(), vectors.close()]));

function write(expectation: string, words = ["your money comes back", "bananas are yellow"]): void {
  const cases = words.map((word, index) => `  - { name: c${index + 1}, vars: { word: ${word} } }\n`).join("");
  writeFileSync(
    join(dir, "suite.yaml"),
    `prompts: ["{{word}}"]\nmodels: ["${models.url}#echo"]\nexpect: ${expectation}\ncases:\n${cases}`,
  );
}

function penny(...words: string[]): ReturnType<typeof runPenny> {
  const env = { OPENAI_API_KEY: "sk-test-123456789", OPENAI_BASE_URL: vectors.url };
  return runPenny(words, { dir, stdin: "", env });
}

async function run(...more: string[]): Promise<EvalReport> {
  const { out, err } = await penny("eval", "suite.yaml", "--json", "--yes", ...more);
  if (out === "") throw new Error(err);
  return JSON.parse(out) as EvalReport;
}

function sent(): string[] {
  return vectors.asked.map(({ body }) => body.input).sort();
}

test("vectors are forecast, in the log with their price, and never paid twice", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  const report = await run();
  // Two answers of the model, two vectors of these, one of the text that both are compared with.
  expect(report.forecast?.total.calls).toBe(5);
  expect(report.forecast?.models.find(({ model }) => model === MODEL)).toMatchObject({
    calls: 3,
    outputTokens: { low: 0, high: 0 },
    picodollars: { high: expect.any(Number) },
  });
  expect(report.cells.map((cell) => [cell.case, cell.passed, cell.scores[0]?.value])).toEqual([
    ["c1", true, 1],
    ["c2", false, 0],
  ]);
  expect(sent()).toEqual(["a refund", "bananas are yellow", "your money comes back"]);
  const log = JSON.parse((await penny("log", "list", "--json", "-n", "0")).out) as Call[];
  const calls = log.filter((call) => call.request.model === MODEL);
  expect(calls).toHaveLength(3);
  const [refund] = calls.filter((call) => call.usage.inputTokens === 2);
  expect(refund).toMatchObject({
    finish: { reason: "stop" },
    request: { options: { embedding: true } },
    parts: [{ type: "file", mediaType: "application/json", size: "[3,4]".length }],
    usage: { inputTokens: 2, outputTokens: 0 },
    // 0.02 USD for a million tokens.
    cost: { picodollars: 40_000, basis: "ledger" },
  });
  const shown = JSON.parse((await penny("eval", "show", "--json")).out) as EvalReport;
  expect(shown.judging).toMatchObject({ calls: 3, failed: 0, models: [MODEL], inputTokens: 9, picodollars: 180_000 });
  expect(report.judging).toEqual(shown.judging);
  await run();
  expect(vectors.asked).toHaveLength(3);
});

test("a text that is in the log is neither forecast nor paid when a case is added", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  await run();
  write(`{ similar: { text: a refund, model: ${MODEL} } }`, ["the refund is on its way"]);
  const report = await run();
  expect(report.forecast?.models.find(({ model }) => model === MODEL)?.calls).toBe(1);
  expect(vectors.asked).toHaveLength(4);
});

test("without the cache a text is still asked for once in a run", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  await run("--no-cache");
  const report = await run("--no-cache");
  expect(report.forecast?.total.calls).toBe(5);
  expect(report.judging?.calls).toBe(3);
  expect(vectors.asked).toHaveLength(6);
});

test("a log that came without the bytes of its vectors has them made once more", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  await run();
  const exported = join(dir, "log.jsonl");
  writeFileSync(exported, (await penny("log", "export")).out);
  const home = dir;
  dir = temporaryFolder();
  try {
    await penny("log", "import", exported);
    write(`{ similar: { text: a refund, model: ${MODEL} } }`);
    for (const asked of [6, 6]) {
      expect((await run()).rows[0]).toMatchObject({ scored: 2, passed: 1, errors: 0 });
      expect(vectors.asked).toHaveLength(asked);
    }
  } finally {
    dir = home;
  }
});

test("not-similar passes what no text is near", async () => {
  write(`{ not-similar: { texts: [a refund, some money], model: ${MODEL} } }`);
  const report = await run();
  expect(report.cells.map((cell) => cell.passed)).toEqual([false, true]);
  expect(report.cells[0]?.scores[0]?.why).toMatch(/^Its cosine similarity to “a refund”.+, which is not wanted\.$/);
});

test("a vector that fails makes an error, not a wrong answer, and is tried again the next time", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`, ["your money comes back", "a broken sentence"]);
  for (const asked of [3, 4]) {
    const report = await run();
    expect(report.rows[0]).toMatchObject({ scored: 1, passed: 1, errors: 1 });
    expect(report.cells[1]?.error).toBe("The embedding failed: The provider answered 400: It is broken.");
    expect(vectors.asked).toHaveLength(asked);
  }
});

test("a budget counts vectors before they are made", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  const report = await run("--budget", "0.0000000001");
  expect(report.stopped).toBe("budget");
  expect(vectors.asked).toEqual([]);
});

test("without a model it works with nothing, by the pocket model", async () => {
  write("{ similar: your money comes back }");
  const report = await run();
  expect(report.cells[0]).toMatchObject({ passed: true });
  expect(report.cells[0]?.scores[0]?.why).toMatch(/is 1\.000 by pocket\/pocket-l/);
  expect(report.cells[1]?.scores[0]?.value).toBeLessThan(0.75);
});

test("stored answers are scored again by the vectors of the log", async () => {
  write(`{ similar: { text: a refund, model: ${MODEL} } }`);
  await run();
  write(`{ similar: { text: a refund, model: ${MODEL}, by: euclidean, threshold: 8 } }`);
  const report = JSON.parse((await penny("eval", "score", "last", "--json")).out) as EvalReport;
  expect(report.cells.map((cell) => cell.passed)).toEqual([true, true]);
  expect(report.cells[1]?.scores[0]?.why).toContain("is 7.071 by");
  expect(vectors.asked).toHaveLength(3);
});

test("a model that makes no embeddings is told before anything is sent", async () => {
  write("{ similar: { text: a refund, model: anthropic/claude-sonnet-4-5 } }");
  const env = { ANTHROPIC_API_KEY: "a-key-of-no-use" };
  const { code, err } = await runPenny(["eval", "suite.yaml"], { dir, stdin: "", env });
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("anthropic/claude-sonnet-4-5 makes no embeddings");
  expect(models.stats.requests).toBe(0);
});
