/**
 * Takes the log of simonw/llm (`logs.db`) into ours: its older tables, its content-addressed ones, or both in one file. The file
 * is only read. What llm did not keep stays unknown.
 */
import { resolve } from "node:path";
import type { Call, Cost } from "../record/call.ts";
import { readResponses } from "./llm-responses.ts";
import { openLlm } from "./llm-source.ts";
import { readTurns } from "./llm-turns.ts";
import type { Store } from "./store.ts";
import type { ImportReport } from "./transfer-calls.ts";

/** How to import. */
export interface ImportLlmOptions {
  /** What a call cost, by the ledger of its day; `undefined`: unknown. Absent: every cost stays unknown. */
  costOf?: (call: Call) => Cost | undefined;
}

/**
 * Imports a file. A call that the log has already is left as it is, so it can be done again and again.
 * @throws SetupError if the file is missing or no log of llm.
 */
export async function importLlm(store: Store, path: string, options: ImportLlmOptions = {}): Promise<ImportReport> {
  const source = openLlm(resolve(path));
  const calls = async function* (): AsyncGenerator<Call> {
    for (const read of [readTurns, readResponses]) {
      for await (const { call, files } of read(source)) {
        for (const { part, bytes } of files) if (bytes) await store.putFile(bytes, part);
        const cost = options.costOf?.(call);
        yield cost ? { ...call, cost } : call;
      }
    }
  };
  try {
    return await store.importCalls(calls());
  } finally {
    source.close();
  }
}
