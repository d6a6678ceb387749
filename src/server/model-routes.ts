/** Routes of the place Models: what models there are, what is known of one, how prices fell, which is asked where none is named. Sends no key. */
import { Hono } from "hono";
import { z } from "zod";
import type { PriceRow, Workbench } from "../index.ts";
import { pocketModels } from "../models/pocket/pocket.ts";
import { findPrice, priceHistory } from "../price/ledger.ts";
import { parseOwnPrices } from "../price/own-prices.ts";
import { SetupError } from "../record/setup-error.ts";
import { knownModel } from "../run/known-model.ts";
import { modelFit } from "../run/model-fit.ts";
import { pricedModels } from "../run/priced-models.ts";
import type { ModelFitHere, ModelPage, ModelsPage, PriceStory } from "./api.ts";
import { bodyOf } from "./body.ts";
import { isFileName, refuseFiles } from "./model-files.ts";

/** Models of which many have heard, whose prices the ledger dates: the cheapest and the best of their day, in the order of release. */
const WELL_KNOWN: readonly string[] = [
  "openai/gpt-4",
  "openai/gpt-3.5-turbo",
  "anthropic/claude-2",
  "openai/gpt-4-turbo",
  "anthropic/claude-3-opus-20240229",
  "openai/gpt-4o",
  "google/gemini-1.5-flash",
  "openai/gpt-4o-mini",
  "google/gemini-1.5-flash-8b",
  "openai/o1",
  "openai/gpt-4.1-nano",
  "openai/o3",
  "openai/gpt-5",
  "openai/gpt-5-nano",
];

const defaultSchema = z.object({ model: z.string().min(1).optional() });

async function ownPrices(workbench: Workbench): Promise<PriceRow[]> {
  const { prices } = await workbench.settings.read();
  return prices ? parseOwnPrices(prices, "settings.json") : [];
}

/** Whether a model of this process fits into this machine. `undefined`: it runs elsewhere. */
async function fitOf(id: string): Promise<ModelFitHere | undefined> {
  const path =
    pocketModels.find((each) => each.id === id)?.path ?? (isFileName(id) ? id.replace(/^gguf:/i, "") : undefined);
  if (path === undefined) return undefined;
  const { header, memory, fit } = await modelFit(path);
  const { architecture, parameters, quantisation, contextTokens } = header;
  return {
    architecture,
    parameters,
    quantisation,
    ...(contextTokens === undefined ? {} : { trainedContextTokens: contextTokens }),
    memory,
    fit,
  };
}

async function pageOf(name: string, workbench: Workbench): Promise<ModelPage> {
  await refuseFiles([name], workbench);
  const known = await knownModel(workbench.models, workbench.keys.list, name);
  const own = await ownPrices(workbench);
  const [model = known] = pricedModels([known], Date.now(), own);
  const isHosted = known.where === "hosted";
  const found = isHosted ? findPrice(known.id, Date.now(), own) : undefined;
  const fit = isHosted ? undefined : await fitOf(known.id);
  return {
    model,
    ...(found ? { price: found } : {}),
    history: isHosted ? priceHistory(known.id, own) : [],
    ...(fit ? { fit } : {}),
  };
}

function storyOf(model: string): PriceStory {
  const prices = priceHistory(model).flatMap(({ from, to, prices: { input } }) =>
    from === undefined || input === undefined ? [] : [{ from, ...(to === undefined ? {} : { to }), inputUsd: input }],
  );
  return { model, prices };
}

/** The routes. */
export function modelRoutes(workbench: Workbench): Hono {
  const routes = new Hono();

  routes.get("/models", async (context) => {
    const retired = context.req.query("retired") === "true";
    const [models, keys, own] = await Promise.all([
      workbench.models.list({ retired }),
      workbench.keys.list(),
      ownPrices(workbench),
    ]);
    return context.json({ models: pricedModels(models, Date.now(), own), keys } satisfies ModelsPage);
  });

  routes.get("/models/prices", (context) =>
    context.json(WELL_KNOWN.map(storyOf).filter(({ prices }) => prices.length > 0) satisfies PriceStory[]),
  );

  routes.get("/models/one", async (context) => {
    const name = context.req.query("name");
    if (!name) throw new SetupError("The name of a model is missing: give `name`.");
    return context.json(await pageOf(name, workbench));
  });

  routes.post("/models/default", async (context) => {
    const { model: name } = await bodyOf(context, defaultSchema);
    if (name === undefined) await workbench.settings.change({ defaultModel: undefined });
    else {
      await refuseFiles([name], workbench);
      const { id } = await workbench.models.resolve(name, { keyLater: true });
      await workbench.settings.change({ defaultModel: id });
    }
    const { id } = await workbench.models.resolve(undefined, { keyLater: true });
    return context.json({ defaultModel: id });
  });

  return routes;
}
