/** Models that a run asks beside those it compares, each looked up once for a run. */
import type { Model } from "../models/model.ts";
import type { EvaluateContext } from "./eval-context.ts";

/** Finds a model of a run by name. */
export type RunModel = (context: EvaluateContext, name: string | undefined) => Promise<Model>;

/** A finder that looks each name up once for a run. @param find looks it up. Throws SetupError. */
export function oncePerRun(find: RunModel): RunModel {
  const runs = new WeakMap<EvaluateContext, Map<string | undefined, Promise<Model>>>();
  return (context, name) => {
    const known = runs.get(context) ?? new Map<string | undefined, Promise<Model>>();
    runs.set(context, known);
    const found = known.get(name) ?? find(context, name);
    known.set(name, found);
    return found;
  };
}
