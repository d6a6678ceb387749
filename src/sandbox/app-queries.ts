/**
 * Processes in which queries run: one for each set of files, which it alone may read, so that no app waits for another's query. The
 * oldest is ended where there would be too many. Knows no app.
 */
import type { QueryRun, QueryWish } from "../record/query-run.ts";
import { type SandboxProcess, sandboxProcess } from "./process.ts";

const MOST_MS = 10_000;
const MOST_MEMORY = 500_000_000;
const MOST_PROCESSES = 4;

/** Runs queries. */
export interface AppQueries {
  /** Runs one; 10 seconds and 500 MB of memory at most. Never rejects for what the query does. */
  run: (wish: QueryWish) => Promise<QueryRun>;
  /** Ends all. */
  close: () => Promise<void>;
}

/** SQLite keeps what was written last beside a file. */
function withBeside(file: string): string[] {
  return [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];
}

/** Nothing is started before it is used. @param mostMs milliseconds that a query may take. Default: 10 s. */
export function appQueries(mostMs: number = MOST_MS): AppQueries {
  const processes = new Map<string, SandboxProcess>();
  const processFor = (files: readonly string[]): SandboxProcess => {
    const key = files.join("\n");
    const found =
      processes.get(key) ??
      sandboxProcess({ isLocked: true, mostMs, mostMemory: MOST_MEMORY, files: files.flatMap(withBeside) });
    processes.delete(key);
    processes.set(key, found);
    const [oldest] = processes.keys();
    if (processes.size > MOST_PROCESSES && oldest !== undefined) {
      void processes.get(oldest)?.close();
      processes.delete(oldest);
    }
    return found;
  };
  return {
    run: async (wish) => {
      const files = [...new Set(wish.tables.map(({ file }) => file))].sort();
      const end = await processFor(files).run({ kind: "query", wish });
      if (!("ended" in end)) return end.result;
      return { columns: [], rows: [], hasMore: false, error: `The query was ended: ${end.ended}. Ask for less.` };
    },
    close: async () => {
      await Promise.all([...processes.values()].map((each) => each.close()));
      processes.clear();
    },
  };
}
