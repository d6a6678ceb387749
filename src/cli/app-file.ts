/** `penny app open`, `import` and `export`: apps as files, and in the page. Parses and prints. */
import { isAbsolute } from "node:path";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { isExported } from "../run/app-export.ts";
import { fromFolder } from "./ask-options.ts";
import { type ExitCode, exitCodes, type Io, type Served } from "./io.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { servePage } from "./serve-page.ts";

/** The options of `export` once parsed. */
export interface AppFileFlags {
  /** Where to. */
  output?: string;
  /** Which version. */
  version?: number;
  /** The document alone. */
  source?: true;
  /** The tables that it may read too. */
  withData?: true;
}

const FILE_NAME = /\.(html?|xhtml|svg|md|markdown|mmd|mermaid|jsx|tsx)$/i;

/** The text of an app's file; `-` is standard input. @throws SetupError */
export async function appText(path: string, io: Io): Promise<string> {
  if (path === "-") return new TextDecoder().decode(await io.readStdin());
  return (await import("../store/text-file.ts")).readTextFile(fromFolder(io, path), "app");
}

async function takeIn(path: string, io: Io): Promise<{ id: string; name: string; number: number }> {
  const { apps } = await io.workbench();
  const { app, version } = await apps.importApp(await appText(path, io), path === "-" ? "app" : path);
  return { id: app.id, name: app.name, number: version.number };
}

/** Takes in an app from a file. @throws SetupError */
export async function importApp(path: string, flags: { json?: true }, io: Io): Promise<void> {
  const { id, name, number } = await takeIn(path, io);
  if (flags.json) return io.out(jsonText({ id, name, version: number }));
  io.out(`${oneLine(name)}\n`);
  io.err(`penny: version ${number}, id ${id}\n`);
}

/** Shows an app in the page until Ctrl-C. A word that looks like a file is taken in first. @throws SetupError */
export async function openApp(word: string, flags: { port?: number; open: boolean }, io: Io): Promise<ExitCode> {
  const isFile = FILE_NAME.test(word) || isAbsolute(word) || /^\.{1,2}[\\/]/.test(word);
  const { apps } = await io.workbench();
  const { id, name } = isFile ? await takeIn(word, io) : await apps.find(word);
  io.err(`penny: ${oneLine(name)}, id ${id}\n`);
  const tell = (served: Served): string => {
    const link = new URL(served.link);
    link.pathname = `/apps/${id}`;
    io.out(`${link.href}\n`);
    io.err("penny: the link opens the app in the page. Ctrl-C ends\n");
    return link.href;
  };
  await servePage(flags.port === undefined ? {} : { port: flags.port }, flags.open, tell, io);
  return exitCodes.ok;
}

/** Writes an app as a file. @throws SetupError */
export async function exportApp(app: string, flags: AppFileFlags, io: Io): Promise<void> {
  if (flags.source && flags.withData)
    throw new SetupError("--source writes the document alone, so no data can go with it: leave out --with-data.");
  const { apps } = await io.workbench();
  const { fileName, text, embedded } = await apps.exportApp(app, {
    ...(flags.version === undefined ? {} : { version: flags.version }),
    ...(flags.source ? { source: true } : {}),
    ...(flags.withData ? { withData: true } : {}),
  });
  if (embedded.length > 0) {
    const tables = embedded.map(({ table, rows }) => `${oneLine(table)} (${counted(rows, "row")})`).join(", ");
    io.err(`penny: the file holds all of ${tables}: whoever has the file can read them\n`);
  }
  if (flags.output === "-") return io.out(text);
  const path = fromFolder(io, flags.output ?? fileName);
  const { writeBytes, writeOverOurs } = await import("../store/named-file.ts");
  if (flags.output === undefined)
    await writeOverOurs(path, text, (there) => there === text || (!flags.source && isExported(there)));
  else await writeBytes(path, text);
  io.out(`${path}\n`);
}
