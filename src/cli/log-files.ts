/** `penny log files` and `penny log file`: what was attached and what models made, listed and written out. */
import { basename, join } from "node:path";
import type { Store } from "../index.ts";
import type { Call } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { isFolder, writeBytes } from "../store/named-file.ts";
import { extensionFor } from "./answer-files.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { type FilterFlags, filterOf } from "./log-filter.ts";
import { shortIds, whyNone } from "./log-ids.ts";
import { byteSize, localTime, timeAgo } from "./log-words.ts";
import { jsonText, withoutControls } from "./plain-text.ts";
import { renderTable, type TableColumn } from "./table.ts";

/** What the options of `penny log files` hold once parsed. */
export interface FilesFlags extends FilterFlags {
  /** Most files to list; 0: all. */
  count: number;
  /** As JSON. */
  json?: true;
}

/** A file of the log, with the calls that it belongs to. */
export interface LoggedFile extends Omit<FilePart, "type"> {
  /** `made`: a model made it. `sent`: it was sent to one. */
  role: "made" | "sent";
  /** Milliseconds since 1970 of the newest call with it. */
  at: number;
  /** Ids of the calls with it, oldest first. */
  calls: string[];
}

const SHA_CHARACTERS = 12;

function note(found: Map<string, LoggedFile>, part: FilePart, role: LoggedFile["role"], call: Call): void {
  const { type: _, ...file } = part;
  const before = found.get(part.sha256);
  const calls = before?.calls ?? [];
  if (calls.at(-1) !== call.id) calls.push(call.id);
  // A file that a model made is one, even when it is sent back in the next turn.
  const kept = before?.role === "made" ? before : { ...before, ...file };
  // Set anew, so that the map is in the order of the newest calls.
  found.delete(part.sha256);
  found.set(part.sha256, { ...kept, role: before?.role === "made" ? "made" : role, at: call.timing.startedAt, calls });
}

/** All files of the calls of a filter, those of the newest calls first. */
async function filesIn(log: Store, flags: FilterFlags): Promise<LoggedFile[]> {
  const found = new Map<string, LoggedFile>();
  for await (const call of log.exportCalls(filterOf(flags, Date.now()))) {
    for (const { role, parts } of call.request.messages)
      for (const part of parts)
        if (part.type === "file") note(found, part, role === "assistant" ? "made" : "sent", call);
    for (const part of call.parts) if (part.type === "file") note(found, part, "made", call);
  }
  return [...found.values()].reverse();
}

/** Prints the files. */
export async function listFiles(flags: FilesFlags, io: Io): Promise<void> {
  const { log } = await io.workbench();
  const all = await filesIn(log, flags);
  const files = flags.count > 0 ? all.slice(0, flags.count) : all;
  if (flags.json) return io.out(jsonText(files));
  if (files.length === 0)
    return io.err(
      `penny: ${await whyNone(log, 'no such call has a file; -a sends one: penny "Describe this" -a photo.jpg')}\n`,
    );
  const newest = (file: LoggedFile): string => file.calls.at(-1) ?? "";
  const ids = await shortIds([...new Set(files.map(newest))], log);
  const onTerminal = io.terminal.out;
  const columns: TableColumn<LoggedFile>[] = [
    { title: "sha256", value: ({ sha256 }) => sha256.slice(0, SHA_CHARACTERS), whole: true, styles: () => ["bold"] },
    { title: "", value: ({ role }) => role, whole: true },
    { title: "type", value: ({ mediaType }) => mediaType },
    { title: "size", value: ({ size }) => byteSize(size), align: "right" },
    { title: "when", value: ({ at }) => (onTerminal ? timeAgo(at, Date.now()) : localTime(at)), whole: true },
    { title: "call", value: (file) => ids.get(newest(file)) ?? newest(file), whole: true },
    { title: "name", value: ({ name, url }) => name ?? url },
  ];
  io.out(renderTable(files, columns, { width: onTerminal ? io.width : Number.POSITIVE_INFINITY, color: io.color }));
}

async function fileNamed(prefix: string, log: Store): Promise<FilePart> {
  const wanted = prefix.toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(wanted))
    throw new SetupError(
      `\`${prefix}\` is no SHA-256: give four or more of its hexadecimal digits, as \`penny log files\` lists them.`,
    );
  const found = (await filesIn(log, {})).filter(({ sha256 }) => sha256.startsWith(wanted));
  const [file] = found;
  if (found.length > 1) {
    const known = found.slice(0, 5).map(({ sha256 }) => sha256.slice(0, Math.max(SHA_CHARACTERS, wanted.length + 4)));
    throw new SetupError(
      `Several files have a SHA-256 that begins with ${prefix}: give more of it, as in ${known.join(", ")}.`,
    );
  }
  if (!file)
    throw new SetupError(
      `No file of the log has a SHA-256 that begins with ${prefix}: \`penny log files -n 0\` lists all.`,
    );
  const { role: _, at: __, calls: ___, ...part } = file;
  return { type: "file", ...part };
}

/** The text of the bytes, or `undefined` if they are none. */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Where to write: the path itself, or in a folder the file's own name or one made of its hash. */
async function placeOf(output: string, part: FilePart, io: Io): Promise<string> {
  const path = fromFolder(io, output);
  if (!/[\\/]$/.test(output) && !(await isFolder(path))) return path;
  // A name in an imported log may be anything.
  const own = withoutControls(basename((part.name ?? "").replaceAll("\\", "/")));
  const made = `${part.sha256.slice(0, SHA_CHARACTERS)}.${extensionFor(part.mediaType)}`;
  return join(path, own === "" || own === "." || own === ".." ? made : own);
}

/** Writes a file to a path, or prints it if it is text. Throws SetupError. */
export async function getFile(sha256: string, output: string | undefined, io: Io): Promise<void> {
  const { log } = await io.workbench();
  const part = await fileNamed(sha256, log);
  const bytes = await log.readFile(part);
  if (output !== undefined) {
    const path = await placeOf(output, part, io);
    await writeBytes(path, bytes);
    io.err(`penny: wrote ${path}\n`);
    return;
  }
  const text = textIn(bytes);
  if (text === undefined)
    throw new SetupError(
      `That file is ${withoutControls(part.mediaType)}, not text, so it is not printed: \`penny log file ${sha256} -o PATH\` writes it.`,
    );
  io.out(io.terminal.out ? withoutControls(text) : text);
}
