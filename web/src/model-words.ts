/** Prices and abilities of models as text, the same in every place. Unknown is `–`. */

import type { ListedModel } from "../../src/models/registry.ts";
import type { ModelPrice } from "../../src/run/priced-models.ts";

/** A price per million tokens: `$0.15`, `$0`, `–`; `~$0.15` where it is that of a near id. */
export function priceText(price: ModelPrice | undefined, side: "inputUsd" | "outputUsd"): string {
  const usd = price?.[side];
  if (usd === undefined) return "–";
  const [whole = "0", fraction = ""] = usd.split(".");
  return `${price?.basis === "assumed" ? "~" : ""}$${fraction === "" ? whole : `${whole}.${fraction.padEnd(2, "0")}`}`;
}

/** What a model reads beside text, makes beside text, and does: `image`, `→image`, `tools`. */
export function abilitiesOf({ capabilities }: Pick<ListedModel, "capabilities">): string[] {
  const { input, output, tools, schema, reasoning } = capabilities;
  const reads = input.filter((kind) => kind !== "text");
  const makes = output.filter((kind) => kind !== "text").map((kind) => `→${kind}`);
  const does = Object.entries({ tools, schema, reasoning }).flatMap(([name, can]) => (can ? [name] : []));
  return [...reads, ...makes, ...does];
}
