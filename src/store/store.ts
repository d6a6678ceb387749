/**
 * The Store contract: everything that is kept, as questions. Functions are async and say nothing of tables, so that another
 * database can stand behind the same questions. `open-store.ts` opens the one on SQLite.
 */
import type { Battle, BattleVote, ModelWithdrawal, Voter, Withdrawal } from "../record/battle.ts";
import type { Call, RawResponse } from "../record/call.ts";
import type { HumanLabel } from "../record/human-label.ts";
import type { FilePart } from "../record/message.ts";
import type { ProgramRun } from "../record/program-run.ts";
import type { AppLog } from "./app-log.ts";
import type { VoteOnBattle } from "./battle-rows.ts";
import type { CallFilter } from "./call-filter.ts";
import type { CellAnswer, PlannedCell, RunCell } from "./cell-rows.ts";
import type { FileMeta } from "./file-rows.ts";
import type { LabelledCell } from "./human-rows.ts";
import type { CallNames } from "./read-calls.ts";
import type { Removal } from "./remove-calls.ts";
import type { ResizedFile, ResizeQuestion } from "./resized-rows.ts";
import type { JudgeSum, RunEnd, RunSummary, StoredRun } from "./run-rows.ts";
import type { SearchHit } from "./search-calls.ts";
import type { SpendQuestion, SpendRow } from "./spend-report.ts";
import type { ImportReport } from "./transfer-calls.ts";

/** Battles and votes in the log. Every function throws SetupError if the log cannot be read or written. */
export interface BattleStore {
  /** Writes battles; one between the same two calls that is there already stays. Gives those that are new. */
  putBattles: (battles: readonly Battle[]) => Promise<Battle[]>;
  /** The battle with a whole id. `undefined`: there is none. */
  battle: (id: string) => Promise<Battle | undefined>;
  /** The battle between two calls, whichever side is which. `undefined`: there is none. */
  battleOfCalls: (calls: readonly [string, string]) => Promise<Battle | undefined>;
  /** Battles in the order made; with `prompt` only those on it. */
  battles: (prompt?: string) => Promise<Battle[]>;
  /** Battles whose two answers are there and on which somebody has not voted, in the order made. */
  openBattles: (voter: Voter) => Promise<Battle[]>;
  /** Writes a vote. Throws SetupError if there is no such battle, or the voter has a vote on it. */
  putVote: (vote: BattleVote) => Promise<void>;
  /** All votes with their battles, in the order cast, those that were taken back too. */
  votes: () => Promise<VoteOnBattle[]>;
  /** Takes back the vote with an id, or with the only id that ends so. Throws SetupError if there is none to take back. */
  withdrawVote: (idOrEnding: string, withdrawal: Withdrawal) => Promise<BattleVote>;
  /** Notes that a model was taken out of the arena, or put back. */
  putModelWithdrawal: (withdrawal: ModelWithdrawal) => Promise<void>;
  /** Each time that a model was taken out or put back, in order. */
  modelWithdrawals: () => Promise<ModelWithdrawal[]>;
}

/** The log and what hangs on it. Every function throws SetupError if the log cannot be read or written. */
export interface Store extends BattleStore {
  /** Absolute path of the log file. */
  path: string;
  /** Writes a call as pending, before it is sent, with the process that sends it. */
  begin: (call: Call) => Promise<void>;
  /** Completes a call that was begun: its answer, figures and raw answers, all or nothing. */
  complete: (call: Call, raws: readonly RawResponse[]) => Promise<void>;
  /**
   * The call with an id, or with the only id that begins so. `undefined`: there is none.
   * Throws SetupError if several ids begin so, naming them.
   */
  call: (idOrPrefix: string) => Promise<Call | undefined>;
  /** Calls, newest first. */
  calls: (filter?: CallFilter) => Promise<Call[]>;
  /** The models that were asked and the commands that asked. */
  names: () => Promise<CallNames>;
  /**
   * Calls whose words match, best first, at most 20 unless the filter says otherwise; of more than 5,000 matches the best of the newest.
   * Empty: none, or no word in the text.
   */
  search: (text: string, filter?: CallFilter) => Promise<SearchHit[]>;
  /** The newest call of a request hash that ended well. `undefined`: there is none. */
  finishedByHash: (hash: string) => Promise<Call | undefined>;
  /** Whether a call of this request hash ended well; quicker than reading it. */
  isFinished: (hash: string) => Promise<boolean>;
  /** Ids of calls of this request hash that ended well, newest first, at most `limit`. */
  finishedIds: (hash: string, limit: number) => Promise<string[]>;
  /** The raw answers of a call, in order. Empty: none were kept, or no such call. */
  rawOf: (id: string) => Promise<RawResponse[]>;
  /** The calls of a conversation up to the one with this whole id, oldest first. Empty: no such call. */
  conversation: (id: string) => Promise<Call[]>;
  /** The newest call of a prompt or chat that brought an answer. `undefined`: there is none. */
  lastConversation: () => Promise<Call | undefined>;
  /** Stores a file with its bytes and gives its part. */
  putFile: (bytes: Uint8Array, meta: FileMeta) => Promise<FilePart>;
  /**
   * The bytes of a file by SHA-256: from the log, else from the path it was read from if that still holds them.
   * Throws SetupError if there are none, saying why.
   */
  fileBytes: (sha256: string) => Promise<Uint8Array>;
  /** The bytes of a file part, as `fileBytes`, looking at the part's own path first. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** What an image became when it was made smaller. `undefined`: it never was, or no call holds it any more. */
  resized: (question: ResizeQuestion) => Promise<ResizedFile | undefined>;
  /** Notes what an image became; its bytes are not kept. */
  putResized: (question: ResizeQuestion, became: ResizedFile) => Promise<void>;
  /** Stores a file that a model made. */
  keepFile: (bytes: Uint8Array, mediaType: string) => Promise<FilePart>;
  /**
   * Removes calls for good: their text, raw answers and index entries, and messages and files that no other call uses.
   * Running calls stay. An empty filter removes every call.
   */
  remove: (filter: CallFilter) => Promise<Removal>;
  /** Calls, oldest first, one by one. */
  exportCalls: (filter?: CallFilter) => AsyncIterable<Call>;
  /**
   * Takes in what `exportCalls` gave, here or elsewhere; calls whose id is there already are left as they are.
   * Throws SetupError naming the first value that is not a call; those before it stay.
   */
  importCalls: (values: AsyncIterable<unknown> | Iterable<unknown>) => Promise<ImportReport>;
  /** What was spent. Throws SetupError if the time zone is not one. */
  spend: (question: SpendQuestion) => Promise<SpendRow[]>;
  /** Writes a run of a suite and the cells it is to fill. A run that is there already gets the cells that it has not. */
  beginRun: (run: StoredRun, cells: readonly PlannedCell[]) => Promise<void>;
  /** Writes what came of cells of a run: their calls and scores. What they had before is replaced. */
  putAnswers: (run: string, answers: readonly CellAnswer[]) => Promise<void>;
  /** Notes that a run has ended, and why if that was before its end. */
  endRun: (run: string, end: RunEnd) => Promise<void>;
  /**
   * The run with an id, with the only id that begins so, or the newest for `last`. `undefined`: there is none.
   * Throws SetupError if several ids begin so, naming them.
   */
  run: (idOrPrefix: string) => Promise<StoredRun | undefined>;
  /** Runs, newest first, at most `limit`, with their counts. */
  runs: (limit: number) => Promise<RunSummary[]>;
  /** The judges' calls that a run made, by model. Empty: none. */
  judgeSums: (run: string) => Promise<JudgeSum[]>;
  /** The cells of a run, or of one case of it, with their calls and scores, in its order. Empty: no such run, or one of before cells were stored. */
  cellsOf: (run: string, caseName?: string) => Promise<RunCell[]>;
  /** Writes what a person said of cells of a run, over what was said before; `undefined` takes it back. */
  putHuman: (run: string, cells: readonly LabelledCell[], label: HumanLabel | undefined) => Promise<void>;
  /** Removes a run with its cells and scores, those by people too; its calls stay. Gives whether it was there. */
  removeRun: (run: string) => Promise<boolean>;
  /** Apps: their versions, the data given to them, what they keep. */
  apps: AppLog;
  /** Writes a run of a program that a call wrote. */
  putProgramRun: (run: ProgramRun) => Promise<void>;
  /** Runs of programs that calls with these whole ids wrote, in the order in which they began. Empty: none. */
  programRuns: (calls: readonly string[]) => Promise<ProgramRun[]>;
  /** A text that differs whenever the log has changed in between, by this process or another. */
  changeMark: () => Promise<string>;
  /** Closes the log. Nothing may be asked afterwards. */
  close: () => Promise<void>;
}
