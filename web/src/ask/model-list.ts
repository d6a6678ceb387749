/** The models there are, with prices, loaded when they are first needed. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { PricedModel } from "../../../src/run/priced-models.ts";
import type { ModelsPage } from "../../../src/server/api.ts";
import { get } from "../server.ts";

const list: Signal<PricedModel[] | undefined> = signal(undefined);
const failure: Signal<string | undefined> = signal(undefined);

/** All models, those that can be asked now first. `undefined`: not loaded yet. */
export const allModels: ReadonlySignal<PricedModel[] | undefined> = list;

/** Why they could not be loaded. `undefined`: they could, or nobody has tried. */
export const modelsFailure: ReadonlySignal<string | undefined> = failure;

/** Loads them. What was loaded before stays until the new list is there: a local server may have come since. */
export function loadModels(): void {
  get<ModelsPage>("/api/models").then(
    ({ models }) => {
      list.value = [...models].sort((a, b) => Number(b.available) - Number(a.available));
      failure.value = undefined;
    },
    (error: unknown) => {
      failure.value = messageOf(error);
    },
  );
}

/** What a model costs for a million tokens in and out, as a person reads it. */
export function priceText({ price }: PricedModel): string {
  if (!price) return "–";
  if (price.basis === "free") return "$0";
  const mark = price.basis === "assumed" ? "≈ " : "";
  return `${mark}$${price.inputUsd ?? "–"} / $${price.outputUsd ?? "–"}`;
}
