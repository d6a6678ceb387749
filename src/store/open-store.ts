/** Opens the log on SQLite: one file, `penny.db`, in the person's folder. */
import { resolve } from "node:path";
import { appLogOn } from "./app-log.ts";
import {
  putBattles,
  putModelWithdrawal,
  putVote,
  readBattle,
  readBattleOfCalls,
  readBattles,
  readModelWithdrawals,
  readOpenBattles,
  readVotes,
  withdrawVote,
} from "./battle-rows.ts";
import { putAnswers, putPlannedCells, readCells } from "./cell-rows.ts";
import { type Database, openDatabase } from "./database.ts";
import { fileBytesOf, putFileRow } from "./file-rows.ts";
import { putHuman } from "./human-rows.ts";
import { type ProcessIdentity, thisProcess } from "./process-identity.ts";
import { putProgramRun, readProgramRuns } from "./program-rows.ts";
import {
  isHashFinished,
  readCall,
  readCalls,
  readConversation,
  readFinishedByHash,
  readFinishedIds,
  readLastConversation,
  readNames,
  readRaws,
} from "./read-calls.ts";
import { removeCalls } from "./remove-calls.ts";
import { putResized, readResized } from "./resized-rows.ts";
import { deleteRun, endRun, putRun, readJudgeSums, readRun, readRuns } from "./run-rows.ts";
import { searchCalls } from "./search-calls.ts";
import { readSpend } from "./spend-report.ts";
import type { BattleStore, Store } from "./store.ts";
import { storeError } from "./store-error.ts";
import { exportCalls, importCalls } from "./transfer-calls.ts";
import { completeCall, insertCall } from "./write-calls.ts";

/** Where and with what clock to open. */
export interface StoreOptions {
  /** Folder of the log; made, for this person alone, if it is missing. */
  dir: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Name of the log file in its folder. */
export const LOG_FILE = "penny.db";

/**
 * Opens the log, making it if it is missing.
 * @throws SetupError if that cannot be: read-only, full, damaged, newer than this program, of another program, locked.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = openDatabase(resolve(options.dir, LOG_FILE), options.now);
  return storeOn(database, options.now);
}

/** The same values; what goes wrong on the way is one sentence. */
async function* explained<T>(values: AsyncIterable<T>, path: string): AsyncGenerator<T> {
  try {
    yield* values;
  } catch (error) {
    throw storeError(error, path);
  }
}

function storeOn(database: Database, now: () => number): Store {
  let identity: ProcessIdentity | undefined;
  const ask = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeError(error, database.path);
    }
  };
  return {
    path: database.path,
    begin: (call) =>
      ask(() => {
        identity ??= thisProcess();
        const writer = identity;
        return database.writeSoon(() => void insertCall(database, call, writer));
      }),
    complete: (call, raws) => ask(() => completeCall(database, call, raws)),
    call: (idOrPrefix) => ask(() => readCall(database, idOrPrefix)),
    calls: (filter = {}) => ask(() => readCalls(database, filter)),
    names: () => ask(() => readNames(database)),
    search: (text, filter = {}) => ask(() => searchCalls(database, text, filter)),
    finishedByHash: (hash) => ask(() => readFinishedByHash(database, hash)),
    isFinished: (hash) => ask(() => isHashFinished(database, hash)),
    finishedIds: (hash, limit) => ask(() => readFinishedIds(database, hash, limit)),
    rawOf: (id) => ask(() => readRaws(database, id)),
    conversation: (id) => ask(() => readConversation(database, id)),
    lastConversation: () => ask(() => readLastConversation(database)),
    putFile: (bytes, meta) => ask(() => putFileRow(database, bytes, meta, now())),
    fileBytes: (sha256) => ask(() => fileBytesOf(database, sha256)),
    readFile: (part) => ask(() => fileBytesOf(database, part.sha256, part.path)),
    resized: (question) => ask(() => readResized(database, question)),
    putResized: (question, became) => ask(() => putResized(database, question, became)),
    keepFile: (bytes, mediaType) => ask(() => putFileRow(database, bytes, { mediaType }, now())),
    remove: (filter) => ask(() => removeCalls(database, filter)),
    exportCalls: (filter = {}) => explained(exportCalls(database, filter), database.path),
    importCalls: (values) => ask(() => importCalls(database, values)),
    spend: (question) => ask(() => readSpend(database, question)),
    beginRun: (run, cells) =>
      ask(() =>
        database.write(() => {
          putRun(database, run);
          putPlannedCells(database, run.id, cells);
        }),
      ),
    putAnswers: (run, answers) => ask(() => database.write(() => putAnswers(database, run, answers))),
    putHuman: (run, cells, label) => ask(() => database.write(() => putHuman(database, run, cells, label))),
    removeRun: (run) => ask(() => database.write(() => deleteRun(database, run))),
    endRun: (run, end) => ask(() => endRun(database, run, end)),
    run: (idOrPrefix) => ask(() => readRun(database, idOrPrefix)),
    runs: (limit) => ask(() => readRuns(database, limit)),
    judgeSums: (run) => ask(() => readJudgeSums(database, run)),
    cellsOf: (run, caseName) => ask(() => readCells(database, run, caseName)),
    ...arenaOn(database, ask),
    apps: appLogOn(database, ask),
    putProgramRun: (run) => ask(() => database.write(() => putProgramRun(database, run))),
    programRuns: (calls) => ask(() => readProgramRuns(database, calls)),
    changeMark: () =>
      ask(() => {
        // The first counts commits of other connections, the second rows that this one has changed.
        const others = database.sql("PRAGMA data_version").get()?.data_version;
        const own = database.sql("SELECT total_changes() AS changes").get()?.changes;
        return `${others}.${own}`;
      }),
    close: async () => database.close(),
  };
}

function arenaOn(database: Database, ask: <T>(work: () => T | Promise<T>) => Promise<T>): BattleStore {
  return {
    putBattles: (battles) => ask(() => database.write(() => putBattles(database, battles))),
    battle: (id) => ask(() => readBattle(database, id)),
    battleOfCalls: (calls) => ask(() => readBattleOfCalls(database, calls)),
    battles: (prompt) => ask(() => readBattles(database, prompt)),
    openBattles: (voter) => ask(() => readOpenBattles(database, voter)),
    putVote: (vote) => ask(() => database.write(() => putVote(database, vote))),
    votes: () => ask(() => readVotes(database)),
    withdrawVote: (id, withdrawal) => ask(() => database.write(() => withdrawVote(database, id, withdrawal))),
    putModelWithdrawal: (withdrawal) => ask(() => putModelWithdrawal(database, withdrawal)),
    modelWithdrawals: () => ask(() => readModelWithdrawals(database)),
  };
}
