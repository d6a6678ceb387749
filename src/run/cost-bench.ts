/** What calls cost, before and after. Wires the pieces, each loaded when it is asked. */
import type { PriceRow } from "../price/price-row.ts";
import type { FilePart } from "../record/message.ts";
import { readSettings } from "../store/settings.ts";
import { readFileToSend } from "./attach.ts";
import type { CostJob, JobEstimate, JobModel } from "./estimate-job.ts";
import type { Rooms } from "./rooms.ts";
import type { SpentQuestion, SpentReport } from "./spent.ts";

/** What calls cost, before and after. */
export interface CostBench {
  /** What was spent, by day, model, provider or command. Throws SetupError for a day that is none. */
  spent: (question?: SpentQuestion) => Promise<SpentReport>;
  /** What a job will take on each model, cheapest first. Sends nothing and needs no key. Throws SetupError. */
  estimate: (job: CostJob) => Promise<JobEstimate[]>;
  /** All dated prices of a model by name or alias, oldest first, the person's own last. Empty: none is known. */
  prices: (model: string) => Promise<PriceRow[]>;
}

async function estimateJobWith(rooms: Rooms, job: CostJob): Promise<JobEstimate[]> {
  const { estimateJob } = await import("./estimate-job.ts");
  const kept = new Map<string, Uint8Array>();
  const context = {
    resolve: async (name: string | undefined): Promise<JobModel> => {
      const model = await rooms.registry.resolve(name, { keyLater: true });
      return { model, check: (request) => rooms.registry.check(model, request) };
    },
    // A forecast leaves nothing in the log, so the bytes stay here.
    attach: async (source: string): Promise<FilePart> => {
      const { bytes, ...file } = await readFileToSend(rooms, source);
      kept.set(file.sha256, bytes);
      return { type: "file", ...file };
    },
    readFile: async (part: FilePart) => kept.get(part.sha256) ?? rooms.store.readFile(part),
    now: rooms.ask.clock.now,
    ...(rooms.ask.priceOverrides ? { overrides: rooms.ask.priceOverrides } : {}),
  };
  return estimateJob(context, job);
}

/** The bench. */
export function costBench(rooms: Rooms): CostBench {
  return {
    spent: async (question = {}) => (await import("./spent.ts")).spent(rooms.store, question, rooms.ask.clock.now()),
    estimate: (job) => estimateJobWith(rooms, job),
    prices: async (model) => {
      const [{ priceHistory }, { withoutAlias }] = await Promise.all([
        import("../price/ledger.ts"),
        import("../models/model-name.ts"),
      ]);
      const { aliases } = await readSettings(rooms.dir);
      return priceHistory(withoutAlias(model, aliases), rooms.ask.priceOverrides);
    },
  };
}
