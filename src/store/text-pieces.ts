/** A file of UTF-8 text, read piece by piece or line by line, so that its size does not matter. What it means is the caller's concern. */
import { createReadStream } from "node:fs";
import { SetupError } from "../record/setup-error.ts";
import { unreadable } from "./row-source.ts";

/** Pieces of UTF-8 text of a file. */
export async function* textPieces(path: string, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new SetupError(`${name} is not UTF-8 text: save it as UTF-8.`);
    }
  };
  try {
    for await (const chunk of createReadStream(path)) yield decode(chunk as Uint8Array);
  } catch (error) {
    throw unreadable(error, path, name);
  }
  yield decode();
}

/** Lines of a file of UTF-8, without their ends. */
export async function* textLines(path: string, name: string): AsyncGenerator<string> {
  let rest = "";
  for await (const text of textPieces(path, name)) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  if (rest !== "") yield rest;
}
