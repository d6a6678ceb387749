/** A log in a temporary folder, filled with calls of every kind, for tests of what reads it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call, RawResponse } from "../../src/record/call.ts";
import { pending, plainCall } from "../../src/store/fixtures/plain-call.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";

/** A new empty folder. */
export function temporaryLogFolder(): string {
  return mkdtempSync(join(tmpdir(), "penny-log-"));
}

/** Opens the log of a folder, does something with it and closes it. */
export async function withStore<T>(dir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dir, now: () => 0 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Writes finished calls. */
export async function putCalls(dir: string, calls: readonly Call[], raws: readonly RawResponse[] = []): Promise<void> {
  await withStore(dir, async (store) => {
    for (const call of calls) {
      await store.begin(pending(call));
      await store.complete(call, raws);
    }
  });
}

/** Ids of the calls of `fillLog`, each of its own millisecond but the two of the suite. */
export const logIds = {
  sky: "01hf7yat00aaaaaaaaaaaaaaaa",
  failed: "01hf7ybt00bbbbbbbbbbbbbbbb",
  weather: "01hf7yct00cccccccccccccccc",
  cellA: "01hf7ydt00dddddddddddddddd",
  cellB: "01hf7ydt00ddddddddddddddde",
} as const;

const DAY_MS = 86_400_000;

function at(startedAt: number, ms: number): Pick<Call, "timing"> {
  return { timing: { startedAt, endedAt: startedAt + ms, queueMs: 0, retryMs: 0, modelMs: ms, firstTokenMs: 210 } };
}

/**
 * Five calls: a good one with raw answer, a failed one that continues it, one with reasoning, a tool and options, and two of a
 * suite that were begun in one millisecond.
 * @param now milliseconds since 1970: the calls are from the days before.
 */
export async function fillLog(dir: string, now: number): Promise<void> {
  const sky = plainCall(logIds.sky, "Why is the sky blue?", "Air scatters\u001b[31m blue light.", {
    ...at(now - 20 * DAY_MS, 1500),
    request: { model: "openai/gpt-5-mini", options: { temperature: 0.2 } },
    servedModel: "gpt-5-mini-2025-08-07",
    usage: { inputTokens: 812, outputTokens: 345, cacheReadTokens: 400, reasoningTokens: 120 },
    cost: { picodollars: 2_000_000_000, basis: "ledger", row: "openai/gpt-5-mini@2025-08-07" },
  });
  const body = '{"id":"r1","text":"Air scatters"}';
  await putCalls(dir, [sky], [{ attempt: 0, status: 200, headers: { "x-request-id": "abc" }, body }]);
  const limited = { kind: "http", message: "Too many requests.", status: 429, body: "slow down" } as const;
  const failed = plainCall(logIds.failed, "And the sea?", "", {
    ...at(now - 10 * DAY_MS, 3000),
    request: { model: "anthropic/claude-haiku-4.5" },
    parts: [],
    parent: logIds.sky,
    finish: { reason: "error" },
    error: limited,
    attempts: [
      { startedAt: now, durationMs: 300, status: 429, error: limited, waitMs: 2000 },
      { startedAt: now, durationMs: 700, status: 429, error: limited },
    ],
    usage: {},
  });
  const { cost: _, energy: __, ...unpriced } = failed;
  const weather = plainCall(logIds.weather, "What is the weather in Bern?", "", {
    ...at(now - 3_700_000, 90),
    parts: [
      { type: "reasoning", text: "They want weather." },
      { type: "tool-call", id: "c1", name: "get_weather", input: { city: "Bern" } },
    ],
    finish: { reason: "tool-calls" },
    request: { tools: [{ name: "get_weather", description: "Weather.", inputSchema: { type: "object" } }] },
    warnings: ["topK was left out."],
  });
  const cell = (id: string, name: string): Call =>
    plainCall(id, `Cell ${name}`, "4", { ...at(now - 120_000, 90), origin: { command: "eval", ref: `run1/${name}` } });
  await putCalls(dir, [unpriced, weather, cell(logIds.cellA, "a"), cell(logIds.cellB, "b")]);
}
