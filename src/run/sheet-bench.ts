/** Leaderboards with all that is shown beside them, and facts of models. Reads files and the log; the reckoning is in files of its own. */
import type { PriceRow } from "../price/price-row.ts";
import type { Row } from "../store/row-source.ts";
import type { Store } from "../store/store.ts";
import { rowsAt } from "./arena-bench.ts";
import type { BoardSheet, SheetSettings } from "./board-sheet.ts";
import type { ModelFacts } from "./model-facts.ts";
import type { RankSettings } from "./vote-rank.ts";

/** Leaderboards as they are shown. */
export interface SheetBench {
  /**
   * The leaderboard of the votes in a file, or of the log without one, with who beat whom, ratings over time, facts and withdrawals. Throws SetupError.
   * `facts`: a published leaderboard that tells organisations and licences.
   */
  sheet: (
    path: string | undefined,
    settings?: RankSettings & SheetSettings & { facts?: string | undefined },
  ) => Promise<BoardSheet>;
  /** What is known of models beside their ratings. `published`: as `facts` of a sheet. Throws SetupError. */
  facts: (models: readonly string[], published?: string) => Promise<Map<string, ModelFacts>>;
}

/** What the bench works with. */
export interface SheetContext {
  /** The log. */
  log: Pick<Store, "spend" | "modelWithdrawals">;
  /** Its votes. */
  voteRows: () => Promise<Row[]>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The person's own prices. Absent: none. */
  own?: readonly PriceRow[] | undefined;
}

/** The bench. */
export function sheetBench({ log, voteRows, now, own }: SheetContext): SheetBench {
  const facts: SheetBench["facts"] = async (models, published) => {
    const { modelFacts, publishedFacts } = await import("./model-facts.ts");
    // The log names models by provider and model: it has nothing on names without.
    const inLog = models.some((name) => name.includes("/"));
    return modelFacts(models, {
      at: now(),
      own,
      ...(inLog ? { spend: await log.spend({ by: "model" }) } : {}),
      ...(published === undefined ? {} : { published: publishedFacts(await rowsAt(published), published) }),
    });
  };
  return {
    facts,
    sheet: async (path, settings = {}) => {
      const [{ voteSource }, { rankSheet }, { withdrawnModels }] = await Promise.all([
        import("./vote-source.ts"),
        import("./vote-rank.ts"),
        import("./arena-log.ts"),
      ]);
      return rankSheet(await voteSource(path, voteRows), settings, async (models) => ({
        facts: await facts(models, settings.facts),
        // A file of others has nothing to do with who is out of this arena.
        withdrawn: path === undefined ? withdrawnModels(await log.modelWithdrawals()) : new Map(),
      }));
    },
  };
}
