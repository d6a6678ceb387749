/** Compares the ledger with the engine of the data set that it was mostly made from, on every exact id they share. */
import { calcPrice, findProvider } from "@pydantic/genai-prices";
import { expect, test } from "vitest";
import type { Usage } from "../record/usage.ts";
import { costOf } from "./cost.ts";
import { pricedModels } from "./ledger.ts";

const PROVIDERS: { [vendor: string]: string } = {
  openai: "openai",
  anthropic: "anthropic",
  google: "google",
  mistral: "mistral",
  xai: "x-ai",
  deepseek: "deepseek",
  groq: "groq",
  bedrock: "aws",
  openrouter: "openrouter",
  together: "together",
  fireworks: "fireworks",
  cerebras: "cerebras",
  cohere: "cohere",
  moonshotai: "moonshotai",
  zai: "zai",
  perplexity: "perplexity",
  cloudflare: "cloudflare",
  novita: "novita",
  minimax: "minimax",
};

/** Where we differ on purpose, and why. */
const DIFFERENT: [RegExp, string][] = [
  [/^google\/gemini-1\.5-flash-8b/, "they take it for gemini-1.5-flash, at twice the price"],
  [/^google\/gemini-1\.5-pro/, "they lack the price of its cache"],
  [/^openai\/ft:/, "they lack the cache price of fine-tunes"],
  [/^mistral\/mistral-(large|small)-latest$/, "the name has moved to a newer model"],
  [/^deepseek\/deepseek-(chat|reasoner)$/, "the names have changed prices five times and are retired"],
  [/^groq\/openai\/gpt-oss-safeguard-20b$/, "they list it with the larger gpt-oss-120b"],
  [/^cerebras\/qwen-3-coder-480b$/, "they have no price for it and count 0"],
];

const USAGES: [Usage, { [key: string]: number }][] = [
  [
    { inputTokens: 12_345, outputTokens: 678, cacheReadTokens: 1000, cacheWriteTokens: 500 },
    { input_tokens: 12_345, output_tokens: 678, cache_read_tokens: 1000, cache_write_tokens: 500 },
  ],
  [
    { inputTokens: 300_000, outputTokens: 1000 },
    { input_tokens: 300_000, output_tokens: 1000 },
  ],
];

test("every id that both know costs the same in both, but for those we correct", () => {
  const timestamp = new Date(Date.UTC(2026, 8, 1, 12));
  const differing: string[] = [];
  let compared = 0;
  for (const model of pricedModels()) {
    const slash = model.indexOf("/");
    const providerId = PROVIDERS[model.slice(0, slash)];
    if (!providerId || DIFFERENT.some(([ids]) => ids.test(model))) continue;
    const provider = findProvider({ providerId });
    for (const [usage, theirUsage] of USAGES) {
      const theirs = calcPrice(theirUsage, model.slice(slash + 1), { provider, timestamp });
      const ours = costOf({ model, usage, at: timestamp.getTime(), where: "hosted" });
      // What is not priced by tokens, or makes no tokens, has no cost for such a usage here, and 0 there.
      if (!theirs || !ours) continue;
      compared += 1;
      if (Math.abs(ours.picodollars / 1e12 - theirs.total_price) > 1e-9)
        differing.push(`${model}: ${ours.picodollars / 1e12}, theirs ${theirs.total_price}`);
    }
  }
  expect(differing).toEqual([]);
  expect(compared).toBeGreaterThan(2500);
});
