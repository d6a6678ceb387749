/** Files that a model made: written where the person wants them, or named with the way to get them. */
import { join } from "node:path";
import type { Workbench } from "../index.ts";
import type { Call } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { isFolder, writeBytes } from "../store/named-file.ts";
import { fromFolder } from "./ask-options.ts";
import { filesOf } from "./call-outcome.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";

const EXTENSIONS: { [mediaType: string]: string } = {
  "image/jpeg": "jpg",
  "image/svg+xml": "svg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "text/plain": "txt",
  "text/markdown": "md",
  "application/octet-stream": "bin",
};

/** File name extension for a media type, without the dot: its own list first, then the subtype where that is one plain word. */
export function extensionFor(mediaType: string): string {
  const [, subtype = ""] = mediaType.split("/");
  return EXTENSIONS[mediaType] ?? (/^[a-z0-9]{1,5}$/.test(subtype) ? subtype : "bin");
}

/** Where each file goes: into the folder by call id and number, or the one file under the very name given. */
async function places(target: string, call: Call, files: readonly FilePart[]): Promise<string[]> {
  const isFile =
    files.length === 1 && !/[\\/]$/.test(target) && !(await isFolder(target)) && /\.[^./\\]+$/.test(target);
  if (isFile) return [target];
  return files.map((file, index) => join(target, `${call.id}-${index + 1}.${extensionFor(file.mediaType)}`));
}

async function writeTo(
  target: string,
  call: Call,
  files: readonly FilePart[],
  io: Io,
  workbench: Workbench,
): Promise<void> {
  const paths = await places(fromFolder(io, target), call, files);
  for (const [index, file] of files.entries()) {
    const path = paths[index] ?? "";
    await writeBytes(path, await workbench.log.readFile(file));
    io.err(`penny: wrote ${path}\n`);
  }
}

/**
 * Writes the files of an answer to `target` (a folder, or a file name with an extension if there is one file) and names them on
 * standard error; without a target says how to get them. A place that cannot be written is told, and does not undo the answer.
 */
export async function writeFiles(
  call: Call,
  target: string | undefined,
  io: Io,
  workbench: Workbench,
): Promise<ExitCode> {
  const files = filesOf(call);
  if (files.length === 0) return exitCodes.ok;
  if (target === undefined) {
    const kinds = files.map((file) => `${file.mediaType} (${Math.ceil(file.size / 1024)} kB)`).join(", ");
    io.err(`penny: the model made ${kinds}; get it with: penny log show ${call.id} --files FOLDER\n`);
    return exitCodes.ok;
  }
  try {
    await writeTo(target, call, files, io, workbench);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    io.err(`penny: ${error.message}\n`);
    return exitCodes.failed;
  }
}
