/** Which models a list shows and in what order, by what stands in the address. Pure. */
import type { PricedModel } from "../../../src/run/priced-models.ts";

/** What a model can be asked to do, by its name in the address. */
export const ABILITIES: readonly [name: string, words: string, has: (model: PricedModel) => boolean][] = [
  ["image", "reads images", ({ capabilities }) => capabilities.input.includes("image")],
  ["audio", "reads audio", ({ capabilities }) => capabilities.input.includes("audio")],
  ["video", "reads video", ({ capabilities }) => capabilities.input.includes("video")],
  ["pdf", "reads PDF", ({ capabilities }) => capabilities.input.includes("pdf")],
  ["tools", "calls tools", ({ capabilities }) => capabilities.tools === true],
  ["schema", "keeps to a schema", ({ capabilities }) => capabilities.schema === true],
  ["reasoning", "reasons", ({ capabilities }) => capabilities.reasoning === true],
  ["makes-image", "makes images", ({ capabilities }) => capabilities.output.includes("image")],
  ["local", "runs here", ({ where }) => where !== "hosted"],
  ["available", "can be asked now", ({ available }) => available],
];

/** Orders by their name in the address. The first is the usual one. */
export const ORDERS: readonly [name: string, words: string][] = [
  ["", "as listed"],
  ["input", "cheapest input first"],
  ["output", "cheapest output first"],
  ["context", "longest context first"],
  ["released", "newest first"],
  ["name", "by name"],
];

/** Unknown comes last, whichever way. */
function byNumber(value: (model: PricedModel) => number | undefined, sign: 1 | -1) {
  return (a: PricedModel, b: PricedModel): number => {
    const [one, other] = [value(a), value(b)];
    if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? 1 : -1;
    return sign * (one - other);
  };
}

function price(side: "inputUsd" | "outputUsd") {
  return ({ price: found }: PricedModel): number | undefined => {
    const usd = found?.[side];
    return usd === undefined ? undefined : Number(usd);
  };
}

const COMPARE: { readonly [order: string]: (a: PricedModel, b: PricedModel) => number } = {
  input: byNumber(price("inputUsd"), 1),
  output: byNumber(price("outputUsd"), 1),
  context: byNumber(({ capabilities }) => capabilities.contextTokens, -1),
  released: byNumber(({ released }) => (released === undefined ? undefined : Date.parse(released)), -1),
  name: (a, b) => (a.id < b.id ? -1 : 1),
};

/** The models to show. */
export function chosenModels(models: readonly PricedModel[], query: URLSearchParams): PricedModel[] {
  const words = (query.get("q") ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const provider = query.get("provider");
  const able = (query.get("can") ?? "").split(" ");
  const wanted = ABILITIES.filter(([name]) => able.includes(name));
  const found = models.filter(
    (model) =>
      (!provider || model.provider === provider) &&
      wanted.every(([, , has]) => has(model)) &&
      words.every((word) => `${model.id} ${model.title} ${model.aliases.join(" ")}`.toLowerCase().includes(word)),
  );
  const compare = COMPARE[query.get("sort") ?? ""];
  return compare ? found.sort(compare) : found;
}
