/** Models as people see them in lists. Pure. */
import type { ListedModel } from "../models/registry.ts";
import type { ModelPrice, PricedModel } from "../run/priced-models.ts";
import { tokens, unknown } from "./amounts.ts";
import { priceText as usdText } from "./price-units.ts";
import { renderTable, type TableColumn, type TableSettings } from "./table.ts";

/** A price per million tokens for people: `$0.15`, `$0`, `–`; `~$0.15` where it is that of a near id. */
export function priceText(price: ModelPrice | undefined, side: "inputUsd" | "outputUsd"): string {
  const usd = price?.[side];
  return usd === undefined ? unknown : `${price?.basis === "assumed" ? "~" : ""}${usdText(usd)}`;
}

/** What a model reads beside text and does, in few words: `image pdf tools`. */
export function abilities(model: ListedModel): string {
  const { input, output, tools, schema, reasoning } = model.capabilities;
  const reads = input.filter((kind) => kind !== "text");
  const makes = output.filter((kind) => kind !== "text").map((kind) => `→${kind}`);
  const does = Object.entries({ tools, schema, reasoning }).flatMap(([name, can]) => (can ? [name] : []));
  return [...reads, ...makes, ...does].join(" ");
}

/** Marks of a model: the default, its aliases. */
function marks(model: ListedModel): string {
  return [...(model.isDefault ? ["default"] : []), ...model.aliases].join(", ");
}

/** The table of models. */
export function modelTable(models: readonly PricedModel[], settings: TableSettings): string {
  const columns: TableColumn<PricedModel>[] = [
    { title: "model", value: ({ id }) => id, whole: true, styles: ({ available }) => (available ? ["bold"] : []) },
    { title: "$/M in", value: ({ price }) => priceText(price, "inputUsd"), align: "right" },
    { title: "out", value: ({ price }) => priceText(price, "outputUsd"), align: "right" },
    { title: "context", value: ({ capabilities }) => tokens(capabilities.contextTokens), align: "right" },
    { title: "reads and does", value: (model) => abilities(model) },
  ];
  if (models.some((model) => marks(model) !== "")) columns.push({ title: "", value: (model) => marks(model) });
  return renderTable(models, columns, settings);
}
