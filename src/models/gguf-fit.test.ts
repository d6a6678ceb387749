import fc from "fast-check";
import { expect, test } from "vitest";
import { ggufFit } from "./gguf-fit.ts";
import type { GgufHeader } from "./gguf-header.ts";

/** Shape of a model with 41 million weights, whose buffers the engine itself reported. */
const middle: GgufHeader = {
  path: "middle.gguf",
  fileBytes: 82_791_808,
  weightBytes: 82_761_728,
  architecture: "llama",
  parameters: 41_368_064,
  quantisation: "F16",
  contextTokens: 2048,
  layers: 12,
  embeddingLength: 512,
  feedForwardLength: 1536,
  heads: 8,
  keyValueHeads: Array.from({ length: 12 }, () => 8),
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 900,
};
const roomy = { freeMemoryBytes: 64e9, totalMemoryBytes: 64e9 };
const MIB = 2 ** 20;

test.each([
  [512, 24 * MIB, 4 * MIB],
  [2048, 96 * MIB, 10.75 * MIB],
])(
  "with %i tokens of context the sizes are those that llama.cpp reports",
  (contextTokens, cacheBytes, computeBytes) => {
    const fit = ggufFit(middle, { contextTokens, ...roomy });
    expect(fit).toMatchObject({ cacheBytes, computeBytes, cacheType: "f32", fits: true });
    expect(fit.neededBytes).toBe(fit.weightBytes + fit.cacheBytes + fit.computeBytes + fit.engineBytes);
  },
);

test("a large context is kept in 16-bit numbers", () => {
  const fit = ggufFit({ ...middle, contextTokens: 8192 }, { contextTokens: 8192, ...roomy });
  expect(fit.cacheType).toBe("f16");
  expect(fit.cacheBytes).toBe(192 * MIB);
});

test("a layer that shares keys and values between heads takes less", () => {
  const shared = { ...middle, keyValueHeads: middle.keyValueHeads.map(() => 2) };
  expect(ggufFit(shared, { contextTokens: 512, ...roomy }).cacheBytes).toBe(6 * MIB);
});

test("what does not fit says which limit it meets", () => {
  const large = { ...middle, weightBytes: 5e9 };
  expect(ggufFit(large, roomy)).toMatchObject({ fits: false, limit: "engine", largestContextTokens: 0 });
  expect(ggufFit(middle, { freeMemoryBytes: 1e8, totalMemoryBytes: 64e9 })).toMatchObject({ limit: "free-memory" });
  expect(ggufFit(middle, { freeMemoryBytes: 1e8, totalMemoryBytes: 2e8 })).toMatchObject({ limit: "total-memory" });
});

test("the largest context fits, and one token more does not, unless the model was trained for no more", () => {
  const memory = fc.integer({ min: 1e8, max: 1e9 });
  fc.assert(
    fc.property(memory, fc.integer({ min: 1, max: 20_000 }), (bytes, trained) => {
      const header = { ...middle, contextTokens: trained };
      const input = { freeMemoryBytes: bytes, totalMemoryBytes: bytes };
      const { largestContextTokens } = ggufFit(header, input);
      if (largestContextTokens > 0)
        expect(ggufFit(header, { ...input, contextTokens: largestContextTokens }).fits).toBe(true);
      if (largestContextTokens < trained)
        expect(ggufFit(header, { ...input, contextTokens: largestContextTokens + 1 }).fits).toBe(false);
    }),
  );
});
