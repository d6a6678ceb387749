/** What the page and the server say to each other of apps' data and of what running apps ask. Types only. */
import type { QueryParam } from "../record/query-run.ts";

export type { AppAnswer, AppDataBench, DescribedTable } from "../index.ts";
export type { AppData } from "../record/app.ts";
export type { OutsideFile, OutsideLink } from "../record/app-outside.ts";
export type { QueryRun } from "../record/query-run.ts";

/** `POST /api/apps/:id/bridge`: a call of a running app, relayed. Gives `AppAnswer`. */
export interface BridgeBody {
  /** Token of the frame that asks; it must be one of this app. */
  frame: string;
  /** As the guard names it: `query`, `store.get`. */
  name: string;
  /** What the app gave with it, as it came. */
  given: unknown;
}

/** `POST /api/apps/:id/data`: gives a table to an app. Gives `AppData`. */
export interface GiveBody {
  /** `log`, or a path below the folder that the server was started in. Absent: `file` is given. */
  source?: string;
  /** A file from the person's machine. Absent: `source` is given. */
  file?: { name: string; base64: string };
  /** Which table of a SQLite file or of the log. Absent: the only one. */
  inside?: string;
  /** Its name in queries. Absent: made from the file's. */
  table?: string;
  /** Rows that a model may see. Absent: none. */
  sampleRows?: number;
}

/** `POST /api/apps/:id/data/allow`. Gives `AppData[]`. */
export interface AllowBody {
  /** Whether the app may read them. */
  isAllowed: boolean;
  /** Which tables. Absent: all. */
  tables?: string[];
}

/** `POST /api/apps/:id/data/query`: the person's own query. Gives `QueryRun`. */
export interface QueryBody {
  /** One SELECT. */
  sql: string;
  /** Values for its `?`. Absent: it has none. */
  params?: QueryParam[];
  /** Most rows wanted, up to 10,000. Absent: 1,000. */
  rows?: number;
}

/** `POST /api/apps/:id/data/sql`: a question in words. Gives `WrittenSql`. */
export interface QuestionBody {
  /** In the person's words. */
  question: string;
  /** Model name or alias. Absent: the default model. */
  model?: string;
  /** SQL that failed, to be mended. Absent: none did. */
  failed?: { sql: string; error: string };
}

/** SQL that a model wrote; it was not run. */
export interface WrittenSql {
  /** One SELECT. Absent: the answer holds none. */
  sql?: string;
  /** Id of the call in the log. */
  call: string;
  /** Why the call failed. Absent: it did not. */
  error?: string;
}
