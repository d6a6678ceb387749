/** Facts of models as people read them: prices, energy, and the sentences that say where they are from. Pure. */
import type { FactPrice, ModelFacts } from "../run/model-facts.ts";
import { energyRange } from "./amounts.ts";
import { priceText } from "./price-units.ts";

/** One price per million tokens: `$0.15`, `~$0.15` for that of a near id; `undefined`: unknown. */
function usdText(usd: string | undefined, price: FactPrice | undefined): string | undefined {
  if (usd === undefined) return undefined;
  return `${price?.basis === "assumed" ? "~" : ""}${priceText(usd)}`;
}

/** USD per million tokens, read and written: `$30 / $60`; `undefined`: unknown. */
export function pricesText({ price }: ModelFacts): string | undefined {
  if (!price) return undefined;
  return `${usdText(price.inputUsd, price) ?? "–"} / ${usdText(price.outputUsd, price) ?? "–"}`;
}

/** Which price it is, for those who ask: `openai/gpt-4-0314, from 2023-03-14, checked 2026-11-23`. */
export function priceOrigin(price: FactPrice): string {
  if (price.basis === "free") return "runs on this machine";
  return [
    price.model ?? "",
    ...(price.from === undefined ? [] : [`from ${price.from}`]),
    price.checked === undefined ? "your own price" : `checked ${price.checked}`,
    ...(price.basis === "assumed" ? ["a near id's"] : []),
  ].join(", ");
}

/** Energy of an answer: `0.02–0.3 Wh`; `undefined`: unknown. */
export function answerEnergy({ energy }: ModelFacts): string | undefined {
  return energy && energyRange({ ...energy, method: "" });
}

/** Where facts of these models are from, a sentence each. Empty: none are known. */
export function factNotes(facts: Iterable<ModelFacts>): string[] {
  const all = [...facts];
  const checked = all.flatMap(({ price }) => price?.checked ?? []).sort();
  const [first, last] = [checked[0], checked.at(-1)];
  const days = first === last ? first : `${first} to ${last}`;
  const near = all.some(({ price }) => price?.basis === "assumed") ? "; ~: that of a near id" : "";
  return [
    ...(all.some(({ price }) => price)
      ? [`Price: USD for a million tokens read / written${first === undefined ? "" : `, checked ${days}`}${near}.`]
      : []),
    ...(all.some(({ energy }) => energy)
      ? ["Energy: of an answer, the mean of those in the log; a range, as no provider publishes it."]
      : []),
  ];
}
