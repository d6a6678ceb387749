/** SQLite's and the file system's failures as one sentence for a person. Throws nothing itself. */
import { messageOf, SetupError } from "../record/setup-error.ts";

/**
 * Primary result codes of SQLite.
 * Source: https://www.sqlite.org/rescode.html (2025).
 */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const TOOBIG = 18;
const NOTADB = 26;

/** The primary result code of an error thrown by `node:sqlite`; `undefined` if it is another error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  // Extended codes carry the primary one in their low byte.
  return Number(error.errcode) & 0xff;
}

function fileSystemSentence(error: Error & { code?: unknown }, path: string): string | undefined {
  switch (error.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `The log ${path} cannot be written, its folder is read-only for you: change its permissions or set PENNY_DIR to a folder you may write to.`;
    case "ENOSPC":
    case "EDQUOT":
      return `The disk that holds the log ${path} is full: free some space and run the command again.`;
    // Node's recursive mkdir says so on a read-only disk as well.
    case "ENOENT":
      return `The folder for the log ${path} cannot be made, its disk is read-only or not there: set PENNY_DIR to a folder you may write to.`;
    case "ENOTDIR":
    case "EEXIST":
      return `The folder for the log ${path} cannot be made because a file is in its place: set PENNY_DIR to another folder.`;
    default:
      return undefined;
  }
}

function sqliteSentence(code: number, path: string, message: string): string {
  switch (code) {
    case BUSY:
    case LOCKED:
      return `The log ${path} is locked by another process for too long: end the program that holds it open in a transaction, then run the command again.`;
    case READONLY:
      return `The log ${path} cannot be written, it or its folder is read-only for you: change its permissions or set PENNY_DIR to a folder you may write to.`;
    case FULL:
      return `The disk that holds the log ${path} is full: free some space and run the command again.`;
    case TOOBIG:
      return `The log ${path} takes no text or file of more than 1 GB: send a shorter one, or attach the file by path without storing its bytes.`;
    case CANTOPEN:
      return `The log ${path} cannot be opened: check that its folder exists and that you may read and write there, or set PENNY_DIR to another folder.`;
    case CORRUPT:
      return `The log ${path} is damaged: move it away and put a backup in its place, or save what is readable with \`sqlite3 "${path}" .recover\`.`;
    case NOTADB:
      return `The log ${path} is not a SQLite database: move it away, or set PENNY_DIR to another folder.`;
    case IOERR:
      return `The log ${path} cannot be read or written, the disk reports an error (${message}): check the disk, or set PENNY_DIR to a folder on another one.`;
    default:
      return `The log ${path} failed: ${message}.`;
  }
}

/** The error to throw for anything thrown while working with the log at `path`. SetupErrors pass unchanged. */
export function storeError(error: unknown, path: string): unknown {
  if (error instanceof SetupError || !(error instanceof Error)) return error;
  const code = sqliteCode(error);
  if (code !== undefined) return new SetupError(sqliteSentence(code, path, messageOf(error)), { cause: error });
  const sentence = fileSystemSentence(error, path);
  return sentence === undefined ? error : new SetupError(sentence, { cause: error });
}
