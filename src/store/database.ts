/**
 * The SQLite file: opened, with its settings, prepared statements and write transactions. Knows nothing of what is in it.
 */
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { migrate } from "./migrate.ts";
import { sqliteCode, storeError } from "./store-error.ts";

/** An open log file. */
export interface Database {
  /** Absolute path of the file. */
  path: string;
  /** A prepared statement; the same text gives the same statement. */
  sql: (text: string) => StatementSync;
  /**
   * Runs work in one write transaction: all of it is kept or nothing. Takes the write lock at its start, waiting for others,
   * so a transaction never fails half way because another process writes.
   */
  write: <T>(work: () => T) => T;
  /**
   * Runs work in a write transaction that it shares with other such work of the same few milliseconds, and resolves when it is
   * kept. Where some of it throws, each is run again in a transaction of its own: a fault is that of its own work alone.
   */
  writeSoon: <T>(work: () => T) => Promise<T>;
  /** Runs work in one read transaction: it sees one state of the file. */
  read: <T>(work: () => T) => T;
  /** Sets how many milliseconds to wait for other processes; without a number, as at opening. */
  waitAtMost: (milliseconds?: number) => void;
  /** Closes the file. */
  close: () => void;
}

/** Milliseconds to wait for another process's write. */
const BUSY_TIMEOUT_MS = 20_000;
/** SQLite reports a few races at creation at once instead of waiting: how often, and after how long, to try again. */
const OPEN_ATTEMPTS = 500;
const OPEN_RETRY_MS = 20;
const BUSY = 5;

function createPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function openOnce(path: string, now: () => number): DatabaseSync {
  if (!existsSync(path)) createPrivate(path);
  const handle = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Deleted text is overwritten with zeros at once, by whichever connection frees its page. The write-ahead log grows to 16 MB
    // before it is copied into the file: pages that many transactions change are copied less often.
    handle.exec(
      "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 4000",
    );
    migrate(handle, path, now);
    return handle;
  } catch (error) {
    handle.close();
    throw error;
  }
}

function openPatiently(path: string, now: () => number): DatabaseSync {
  const gate = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1; ; attempt++) {
    try {
      return openOnce(path, now);
    } catch (error) {
      if (sqliteCode(error) !== BUSY || attempt === OPEN_ATTEMPTS) throw error;
      Atomics.wait(gate, 0, 0, OPEN_RETRY_MS);
    }
  }
}

/**
 * Milliseconds in which work gathers for the next shared transaction, from when all results of the last one are handed out. The
 * first work after a pause never waits. A transaction writes its pages whole, and the search index a segment, however little is
 * in it: many small ones cost more than all else in a call.
 */
const GATHER_MS = 3;

interface SharedWork {
  work: () => unknown;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Carries out steps one in each turn of the event loop: what follows on them does not keep it from the sockets. */
function oneByOne(): { add: (step: () => void) => void; flush: () => void } {
  let steps: (() => void)[] = [];
  let done = 0;
  let soon: NodeJS.Immediate | undefined;
  const next = (): void => {
    steps[done++]?.();
    if (done < steps.length) soon = setImmediate(next);
    else [steps, done] = [[], 0];
  };
  return {
    flush: () => {
      clearImmediate(soon);
      const left = steps.slice(done);
      [steps, done] = [[], 0];
      for (const step of left) step();
    },
    add: (step) => {
      if (steps.push(step) === 1) soon = setImmediate(next);
    },
  };
}

/** Work carried out together. */
function sharedWrites(write: Database["write"]): { add: Database["writeSoon"]; flush: () => void; end: () => void } {
  let waiting: SharedWork[] = [];
  let pause: NodeJS.Timeout | undefined;
  /** Whether a transaction is to come, or the time after one is not over. */
  let isPaced = false;
  const results = oneByOne();
  const alone = ({ work, resolve, reject }: SharedWork): void => {
    try {
      resolve(write(work));
    } catch (error) {
      reject(error);
    }
  };
  const flush = (): void => {
    const lot = waiting;
    waiting = [];
    if (lot.length === 0) return;
    let found: unknown[];
    try {
      found = write(() => lot.map(({ work }) => work()));
    } catch {
      for (const each of lot) alone(each);
      return;
    }
    for (const [index, { resolve }] of lot.entries()) {
      if (index === 0) resolve(found[index]);
      else results.add(() => resolve(found[index]));
    }
  };
  const paced = (): void => {
    if (waiting.length === 0) {
      isPaced = false;
      return;
    }
    flush();
    results.add(() => {
      pause = setTimeout(paced, GATHER_MS);
    });
  };
  const end = (): void => {
    flush();
    results.flush();
    clearTimeout(pause);
  };
  return {
    flush,
    end,
    add: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, resolve: resolve as SharedWork["resolve"], reject });
        if (!isPaced) setImmediate(paced);
        isPaced = true;
      }),
  };
}

/**
 * Opens the file, making it and its folder (readable by this person alone) if they are missing, at the newest schema.
 * @throws SetupError if that cannot be: read-only, full, damaged, newer, of another program, locked.
 */
export function openDatabase(path: string, now: () => number): Database {
  let handle: DatabaseSync;
  try {
    handle = openPatiently(path, now);
  } catch (error) {
    throw storeError(error, path);
  }
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) {
      statement = handle.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
  const transaction = <T>(begin: string, work: () => T): T => {
    sql(begin).run();
    try {
      const result = work();
      sql("COMMIT").run();
      return result;
    } catch (error) {
      if (handle.isTransaction) sql("ROLLBACK").run();
      throw error;
    }
  };
  const write: Database["write"] = (work) => transaction("BEGIN IMMEDIATE", work);
  const shared = sharedWrites(write);
  // Who ends the process at once loses nothing that has come.
  process.on("exit", shared.flush);
  return {
    path,
    sql,
    write,
    writeSoon: shared.add,
    read: (work) => (handle.isTransaction ? work() : transaction("BEGIN", work)),
    waitAtMost: (milliseconds = BUSY_TIMEOUT_MS) => handle.exec(`PRAGMA busy_timeout = ${milliseconds}`),
    close: () => {
      process.off("exit", shared.flush);
      shared.end();
      handle.close();
    },
  };
}
