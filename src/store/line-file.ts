/**
 * Text files of many lines, written and read line by line, so that their size does not matter. What a line means is the caller's
 * concern.
 */
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** The first bytes of every SQLite database. Source: https://www.sqlite.org/fileformat.html#magic_header_string (2025). */
const SQLITE_HEADER = "SQLite format 3\0";
/** Characters gathered before they are written. */
const CHUNK_CHARACTERS = 1_000_000;

/** Writes one text to a file, as `writeTexts`. */
export async function writeText(path: string, text: string): Promise<void> {
  await writeTexts(
    path,
    (async function* () {
      yield text;
    })(),
  );
}

/**
 * Writes texts, one after the other, to a file, over what is there; makes the folder if it is missing. Until all are written they
 * stand in a file beside it, so a failure leaves the old one as it was.
 * @throws SetupError if it cannot be written, and whatever the texts throw.
 */
export async function writeTexts(path: string, texts: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const told = (error: unknown): SetupError =>
    new SetupError(`${path} cannot be written: ${messageOf(error)}. Name another place or make room.`);
  const fail = (error: unknown): never => {
    throw told(error);
  };
  await mkdir(dirname(path), { recursive: true }).catch(fail);
  const file = await open(unfinished, "w", 0o600).catch(fail);
  try {
    let waiting = "";
    for await (const text of texts) {
      waiting += text;
      if (waiting.length < CHUNK_CHARACTERS) continue;
      await file.writeFile(waiting).catch(fail);
      waiting = "";
    }
    await file.writeFile(waiting).catch(fail);
    await file.close();
    await rename(unfinished, path).catch(fail);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Lines of a stream of UTF-8 without their line feeds (a carriage return stays) and without a byte order mark. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

/** Opens the file only when the first line is asked for. */
async function* fileLines(path: string): AsyncGenerator<string> {
  yield* linesOf(createReadStream(path));
}

/**
 * A file to be read: whether it is a SQLite database, and if not its lines.
 * @throws SetupError if it is missing, a folder or unreadable.
 */
export async function linesOrDatabase(path: string): Promise<"database" | AsyncGenerator<string>> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SQLITE_HEADER.length), 0, SQLITE_HEADER.length, 0);
      if (buffer.toString("latin1", 0, bytesRead) === SQLITE_HEADER) return "database";
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new SetupError(`There is no file ${path}: check the path.`);
    if (code === "EISDIR") throw new SetupError(`${path} is a folder: name a file.`);
    if (code === "EACCES") throw new SetupError(`The file ${path} may not be read: run \`chmod +r\` on it.`);
    throw new SetupError(`The file ${path} cannot be read: ${messageOf(error)}.`);
  }
  return fileLines(path);
}
