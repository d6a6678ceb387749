import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scriptedModel } from "../../test/support/scripted-model.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import { idSource } from "../record/id.ts";
import { SetupError } from "../record/setup-error.ts";
import type { AskInput } from "./ask.ts";
import { systemClock } from "./clock.ts";
import { type EvaluateContext, evaluate } from "./evaluate.ts";
import { parseSuite } from "./parse-suite.ts";

const suite = parseSuite(
  JSON.stringify({
    name: "Small",
    prompts: ["Say {{word}}"],
    models: ["test/model"],
    options: { maxOutputTokens: 100 },
    cases: Array.from({ length: 12 }, (_, index) => ({
      vars: { word: `w${index}` },
      expect: { contains: `w${index}` },
    })),
  }),
  "small",
);

interface World {
  context: EvaluateContext;
  sent: string[];
  kept: number;
}

/** A world in which each call costs what `costOf` says of its number, and answers what it was asked, or fails. */
function world(
  costOf: (index: number) => number,
  upper: number,
  fails: (index: number) => boolean = () => false,
): World {
  const newId = idSource(systemClock.now, randomBytes);
  /** Good calls by hash, newest first. */
  const log = new Map<string, Call[]>();
  const found: World = { sent: [], kept: 0, context: {} as EvaluateContext };
  found.context = {
    resolve: async () => scriptedModel(),
    check: () => undefined,
    ask: async (input: AskInput) => {
      const hash = requestHash(input.request);
      const earlier = log.get(hash)?.[0];
      if (earlier && input.cache) return earlier;
      const index = found.sent.push(hash) - 1;
      await new Promise((resolve) => setImmediate(resolve));
      const call: Call = {
        id: newId(),
        hash,
        request: input.request,
        parts: input.request.messages[0]?.parts ?? [],
        finish: { reason: "stop" },
        usage: { inputTokens: 1, outputTokens: 1 },
        cost: { picodollars: costOf(index), basis: "ledger" },
        timing: { startedAt: 0, endedAt: 1, queueMs: 0, retryMs: 0, modelMs: 1 },
        attempts: [],
        origin: input.origin,
        ...(fails(index) ? { finish: { reason: "error" }, error: { kind: "http", status: 400, message: "No." } } : {}),
      };
      if (!call.error) log.set(hash, [call, ...(log.get(hash) ?? [])]);
      return call;
    },
    estimate: async () => ({ model: "test/model", calls: 1, picodollars: { low: 0, high: upper }, assumptions: [] }),
    earlierCalls: async (hash, limit) => (log.get(hash) ?? []).slice(0, limit).map((call) => call.id),
    call: async (id) => [...log.values()].flat().find((call) => call.id === id),
    readFile: () => Promise.reject(new Error("these tests read no file")),
    attach: async () => ({ type: "file", mediaType: "text/plain", sha256: "0".repeat(64), size: 1 }),
    earlierMs: async () => [100, 200, 300],
    sandbox: () => Promise.reject(new Error("no answer of these tests is run")),
    runs: {
      begin: async () => undefined,
      put: async (_run, answers) => {
        found.kept += answers.length;
      },
      end: async () => undefined,
    },
    clock: systemClock,
    newId,
  };
  return found;
}

test("a budget is never passed, whatever the calls cost and however many run at once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 1, max: 12 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (upper, budget, concurrency, shares) => {
        const { context, sent } = world(() => Math.floor((shares.next().value ?? 0) * upper), upper);
        const report = await evaluate(context, suite, { budgetUsd: budget / 1e12, concurrency });
        expect(report.spentPicodollars).toBeLessThanOrEqual(budget);
        if (report.stopped === undefined) expect(sent).toHaveLength(12);
        else expect(report.stopped).toBe("budget");
      },
    ),
    { numRuns: 60 },
  );
});

test("a run that was stopped goes on where it was", async () => {
  const { context, sent } = world(() => 10, 10);
  const first = await evaluate(context, suite, { budgetUsd: 50e-12, concurrency: 1 });
  expect(first.stopped).toBe("budget");
  expect(first.cells.filter((cell) => cell.passed)).toHaveLength(5);
  const second = await evaluate(context, suite, { concurrency: 3 });
  expect(second.forecast).toMatchObject({ cells: 12, cached: 5 });
  expect(second.spentPicodollars).toBe(70);
  expect(second.rows[0]).toMatchObject({ scored: 12, passed: 12, picodollars: 120 });
  expect(sent).toHaveLength(12);
});

test("a score passes by what its scorer says, not by being 1", async () => {
  const { context } = world(() => 1, 1);
  const near = {
    ...suite,
    cases: [0.3, 0.9].map((atLeast) => ({
      name: String(atLeast),
      tags: [],
      vars: { word: "one two three" },
      expect: [{ scorer: "bleu", expected: { reference: "Say one two or three", atLeast } }],
    })),
  };
  const { cells, rows } = await evaluate(context, near, { cache: false });
  expect(cells.map((cell) => [cell.passed, cell.scores[0]?.passed])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(cells[0]?.scores[0]?.value).toBeLessThan(0.9);
  expect(rows[0]).toMatchObject({ scored: 2, passed: 1 });
});

test("failed calls are not wrong answers", async () => {
  const { context } = world(
    () => 1,
    1,
    (index) => index % 3 === 0,
  );
  const { rows, cells } = await evaluate(context, suite, { concurrency: 1 });
  expect(rows[0]).toMatchObject({ scored: 8, passed: 8, errors: 4 });
  expect(cells.filter((cell) => cell.passed === undefined && cell.error === "No.")).toHaveLength(4);
});

test("the forecast tells calls, dollars and time, and a no sends nothing", async () => {
  const { context, sent } = world(() => 1, 7);
  const report = await evaluate(context, suite, {
    concurrency: 4,
    confirm: (forecast) => {
      expect(forecast.total).toMatchObject({ calls: 12, picodollars: { low: 0, high: 84 } });
      expect(forecast.durationMs).toEqual({ low: 450, high: 840 });
      return false;
    },
  });
  expect(report.stopped).toBe("declined");
  expect(sent).toEqual([]);
});

test("a budget that cannot be kept is refused before anything is sent", async () => {
  const { context, sent } = world(() => 1, 1);
  const unpriced = { ...context, estimate: async () => ({ model: "test/model", calls: 1, assumptions: [] }) };
  await expect(evaluate(unpriced, suite, { budgetUsd: 1 })).rejects.toThrow(/price of test\/model is unknown/);
  const unbounded = { ...suite, models: [{ name: "test/model", options: {} }] };
  await expect(evaluate(context, unbounded, { budgetUsd: 1 })).rejects.toThrow(/set maxOutputTokens/);
  expect(sent).toEqual([]);
});

test("a cancelled run keeps what was finished", async () => {
  const controller = new AbortController();
  const found = world(() => 1, 1);
  const { context, sent } = found;
  const report = await evaluate(context, suite, {
    concurrency: 1,
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 4) controller.abort();
    },
  });
  expect(report.stopped).toBe("cancelled");
  expect(report.cells.filter((cell) => cell.call !== undefined).length).toBe(sent.length);
  expect(sent.length).toBeLessThan(12);
  expect(found.kept).toBe(sent.length);
});

test("epochs are calls of their own, and a run that was stopped asks only what is missing", async () => {
  const { context, sent } = world(() => 10, 10);
  const short = { ...suite, cases: suite.cases.slice(0, 2), epochs: 3 };
  const first = await evaluate(context, short, { budgetUsd: 40e-12, concurrency: 1 });
  expect(first.stopped).toBe("budget");
  expect(sent).toHaveLength(4);
  const second = await evaluate(context, short, { concurrency: 4 });
  expect(sent).toHaveLength(6);
  expect(second.cells.map((cell) => [cell.case, cell.epoch])).toEqual([
    ["case 1", 1],
    ["case 1", 2],
    ["case 1", 3],
    ["case 2", 1],
    ["case 2", 2],
    ["case 2", 3],
  ]);
  expect(new Set(second.cells.map((cell) => cell.call)).size).toBe(6);
  const third = await evaluate(context, short, { concurrency: 4 });
  expect(sent).toHaveLength(6);
  expect(third.forecast).toMatchObject({ cells: 6, cached: 6 });
  expect(third.spentPicodollars).toBe(0);
});

test("a run that stops early has whole cases: models take turns, and no case is asked twice before all were asked", async () => {
  const { context } = world(() => 10, 10);
  const asked: string[] = [];
  const two = { ...suite, models: ["a", "b"].map((label) => ({ name: "test/model", label, options: suite.options })) };
  const spied = {
    ...context,
    ask: (input: AskInput) => {
      asked.push(input.origin.ref ?? "");
      return context.ask(input);
    },
  };
  await evaluate(spied, two, { epochs: 2, concurrency: 1, cache: false });
  const turns = asked.map((ref) => ref.replace(/^[^/]+\//, ""));
  expect(turns).toHaveLength(48);
  expect(turns.slice(0, 24).map((turn) => turn[0])).toEqual(Array.from({ length: 24 }, (_, at) => "ab"[at % 2]));
  for (const half of [turns.slice(0, 24), turns.slice(24)])
    for (let at = 0; at < 24; at += 2) expect(half[at + 1]).toBe(half[at]?.replace("a", "b"));
  expect(new Set(turns).size).toBe(48);
});

test("a seed is another one in each epoch", async () => {
  const { context, sent } = world(() => 10, 10);
  const seeded = { ...suite, models: [{ name: "test/model", options: { seed: 7 } }], epochs: 2 };
  await evaluate(context, { ...seeded, cases: suite.cases.slice(0, 1) });
  expect(new Set(sent).size).toBe(2);
});

test("weights, thresholds and metrics decide what a case is worth", async () => {
  const { context } = world(() => 1, 1);
  const weighed = (threshold?: number) => ({
    ...suite,
    cases: [
      {
        name: "one",
        vars: { word: "yes" },
        tags: [],
        ...(threshold === undefined ? {} : { threshold }),
        expect: [
          { scorer: "contains", expected: "yes", weight: 3, metric: "right" },
          { scorer: "contains", expected: "no" },
          { scorer: "contains", expected: "never", weight: 0 },
        ],
      },
    ],
  });
  const { cells } = await evaluate(context, weighed(), { cache: false });
  expect(cells[0]).toMatchObject({ passed: false, value: 0.75 });
  expect(cells[0]?.scores.map((score) => [score.metric, score.passed])).toEqual([
    ["right", true],
    [undefined, false],
    // It was not met, which fails no case: what has no weight is measured only.
    [undefined, false],
  ]);
  expect((await evaluate(context, weighed(0.75), { cache: false })).cells[0]?.passed).toBe(true);
  expect((await evaluate(context, weighed(0.8), { cache: false })).cells[0]?.passed).toBe(false);
  const [only] = weighed().cases;
  const weightless = {
    ...suite,
    cases: [{ ...only, expect: only?.expect.filter(({ weight }) => weight !== undefined) ?? [] }],
  };
  expect((await evaluate(context, weightless as typeof suite, { cache: false })).cells[0]?.passed).toBe(true);
});

test("an unknown model is told with the suite's line", async () => {
  const { context, sent } = world(() => 1, 1);
  const unknown = {
    ...context,
    resolve: () => Promise.reject(new SetupError("There is no model `x`.")),
  };
  await expect(evaluate(unknown, suite)).rejects.toThrow(/^small:1: There is no model `x`/);
  expect(sent).toEqual([]);
});

test("cases that expect when the answer begins are asked with a stream, others are not", async () => {
  const content = (expect: unknown): string =>
    JSON.stringify({ name: "Speed", prompts: ["Hi"], models: ["test/model"], cases: [{ expect }] });
  const asked = async (expect: unknown): Promise<boolean | undefined> => {
    const { context } = world(() => 10, 10);
    const streams: (boolean | undefined)[] = [];
    const ask = (input: AskInput): Promise<Call> => {
      streams.push(input.stream);
      return context.ask(input);
    };
    await evaluate({ ...context, ask }, parseSuite(content(expect), "speed"));
    return streams[0];
  };
  expect(await asked({ "first-token": 300 })).toBe(true);
  expect(await asked([{ contains: "Hi" }, { "not-first-token": 300 }])).toBe(true);
  expect(await asked({ latency: 300 })).toBe(false);
});
