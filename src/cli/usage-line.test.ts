import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { tokensPerSecond } from "../record/tokens-per-second.ts";
import { usageLine } from "./usage-line.ts";

const call: Call = {
  id: "0".repeat(26),
  hash: "0".repeat(64),
  request: { model: "openai/gpt-5-mini", messages: [], options: {} },
  parts: [],
  finish: { reason: "stop" },
  usage: { inputTokens: 1200, outputTokens: 101, cacheReadTokens: 1000, reasoningTokens: 40 },
  cost: { picodollars: 4_200_000_000, basis: "assumed" },
  energy: { lowWh: 0.02, highWh: 0.3, method: "m" },
  timing: { startedAt: 0, endedAt: 3000, queueMs: 0, retryMs: 0, modelMs: 2500, firstTokenMs: 500 },
  attempts: [],
  origin: { command: "prompt" },
};

test("everything a call used stands in one line", () => {
  expect(usageLine(call)).toBe(
    "openai/gpt-5-mini · 1200 in (1000 cached), 101 out (40 reasoning) · $0.0042 (assumed) · first token 500 ms · 3.0 s in all · 50 tokens/s · 0.02–0.3 Wh",
  );
});

test("what is unknown is a dash, never zero", () => {
  const bare: Call = { ...call, usage: {}, timing: { startedAt: 0, queueMs: 0, retryMs: 0 } };
  delete bare.cost;
  delete bare.energy;
  expect(usageLine(bare)).toBe("openai/gpt-5-mini · – in, – out · – · first token – · – in all · – tokens/s · –");
});

test("speed counts the tokens after the first over the time after the first", () => {
  expect(tokensPerSecond(call)).toBe(50);
  expect(tokensPerSecond({ ...call, usage: { outputTokens: 1 } })).toBeUndefined();
  const atOnce: Call = { ...call, timing: { startedAt: 0, queueMs: 0, retryMs: 0, modelMs: 2000 } };
  expect(tokensPerSecond(atOnce)).toBe(50.5);
});
