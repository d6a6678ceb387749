/** `penny app`: small programs and drawings by a prompt, their versions, files. Its verbs and their help; each verb's work is loaded when used. */
import type { Command } from "commander";
import { addDataVerbs } from "./app-data.ts";
import type { AppFileFlags } from "./app-file.ts";
import type { AppWishFlags } from "./app-wish.ts";
import { addAskOptions } from "./ask-options.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { collect, commandParser, type Example, numberFrom, runVerbs } from "./parse.ts";

const SUMMARY = "make small apps and drawings by a prompt, change and mend them, keep their versions";

const EXAMPLES: readonly Example[] = [
  { words: 'penny app new "a tip calculator"', does: "make an app" },
  { words: 'penny app new "a red fox on a scooter" --kind svg -m pocket/pocket-l', does: "make a drawing" },
  { words: 'penny app edit "Tip calculator" "Give it a dark theme"', does: "change it" },
  { words: 'penny app fix "Tip calculator"', does: "try it in a browser, and mend what it reports" },
  { words: 'penny app undo "Tip calculator"', does: "the version before" },
  { words: 'penny app export "Tip calculator" -o tip.html', does: "one file that works from a disk" },
  { words: "penny app open tip.html", does: "take in a file and show it in the page" },
];

type End = (code: ExitCode) => void;

function addWishOptions(command: Command, io: Io): Command {
  return addAskOptions(
    command
      .option("--budget <dollars>", "most to spend on all calls of this wish", numberFrom("--budget", 0, false))
      .option("--json", "for programs"),
    io,
    ["option"],
  );
}

function addWishVerbs(command: Command, io: Io, end: End): void {
  const wishes = (): Promise<typeof import("./app-wish.ts")> => import("./app-wish.ts");
  addWishOptions(
    command
      .command("new")
      .description("make an app")
      .argument("<prompt>", "what it shall be; in quotes")
      .option("-m, --model <name>", "model that writes it; several make one each", collect)
      .option("--kind <kind>", "html, svg, markdown, mermaid or jsx (default: as the model sees fit)")
      .option("--name <name>", "what it is called (default: as the model calls it)"),
    io,
  ).action(async (prompt: string, flags: AppWishFlags) => end(await (await wishes()).makeApps(prompt, flags, io)));
  addWishOptions(
    command
      .command("edit")
      .description("change an app by a prompt, or take its next version from a file")
      .argument("<app>", "name, id, or the end of its id")
      .argument("[prompt]", "what shall be otherwise; in quotes")
      .option("-m, --model <name>", "model that changes it (default: the one that wrote last)", collect)
      .option("--from <file>", "the next version, written by hand; - for standard input"),
    io,
  ).action(async (app: string, prompt: string | undefined, flags: AppWishFlags) =>
    end(await (await wishes()).editApp(app, prompt, flags, io)),
  );
  addWishOptions(
    command
      .command("fix")
      .description("try an app in a browser without a window, and have what it reports mended")
      .argument("<app>", "name, id, or the end of its id")
      .option("-m, --model <name>", "model that mends it (default: the one that wrote last)", collect)
      .option("--problem <text>", "a fault that you saw, in place of trying it; repeatable", collect)
      .option("--try", "only try it and tell what it reports"),
    io,
  ).action(async (app: string, flags: AppWishFlags) => end(await (await wishes()).fixApp(app, flags, io)));
}

function addListVerbs(command: Command, io: Io): void {
  const lists = (): Promise<typeof import("./app-list.ts")> => import("./app-list.ts");
  command
    .command("list")
    .description("apps with versions, model and cost, newest first")
    .option("--removed", "those that were removed")
    .option("--json", "for programs")
    .action(async (flags: { removed?: true; json?: true }) => (await lists()).listApps(flags, io));
  command
    .command("show")
    .description("an app's text, or with --versions how it came about")
    .argument("<app>", "name, id, or the end of its id")
    .option("--version <number>", "which version (default: the newest)", numberFrom("--version", 1, true))
    .option("--versions", "its versions, with prompt, model and cost")
    .option("--json", "for programs")
    .action(async (app: string, flags: { version?: number; versions?: true; json?: true }) =>
      (await lists()).showApp(app, flags, io),
    );
  command
    .command("diff")
    .description("what differs between two versions, line by line")
    .argument("<app>", "name, id, or the end of its id")
    .argument("[from]", "number of a version (default: the one before)", numberFrom("from", 1, true))
    .argument("[to]", "number of a version (default: the newest)", numberFrom("to", 1, true))
    .option("--json", "for programs")
    .action(async (app: string, from: number | undefined, to: number | undefined, flags: { json?: true }) =>
      (await lists()).diffApp(app, from, to, flags, io),
    );
}

function addVersionVerbs(command: Command, io: Io): void {
  const keeping = (): Promise<typeof import("./app-keep.ts")> => import("./app-keep.ts");
  command
    .command("undo")
    .description("bring back the version before, as a new one")
    .argument("<app>", "name, id, or the end of its id")
    .action(async (app: string) => (await keeping()).undoApp(app, io));
  command
    .command("restore")
    .description("bring back any version, as a new one")
    .argument("<app>", "name, id, or the end of its id")
    .argument("<number>", "of the version", numberFrom("number", 1, true))
    .action(async (app: string, number: number) => (await keeping()).restoreApp(app, number, io));
  command
    .command("fork")
    .description("make a new app of a version")
    .argument("<app>", "name, id, or the end of its id")
    .option("--version <number>", "which version (default: the newest)", numberFrom("--version", 1, true))
    .option("--name <name>", "what it is called (default: the same with “(copy)”)")
    .action(async (app: string, flags: { version?: number; name?: string }) =>
      (await keeping()).forkApp(app, flags, io),
    );
  command
    .command("rename")
    .description("give an app another name")
    .argument("<app>", "name, id, or the end of its id")
    .argument("<name>", "the new name")
    .action(async (app: string, name: string) => (await keeping()).renameApp(app, name, io));
  command
    .command("review")
    .description("say that you have read a version and found it good; its exported file says so")
    .argument("<app>", "name, id, or the end of its id")
    .option("--version <number>", "which version (default: the newest)", numberFrom("--version", 1, true))
    .option("--withdraw", "no longer")
    .action(async (app: string, flags: { version?: number; withdraw?: true }) =>
      (await keeping()).reviewApp(app, flags, io),
    );
  command
    .command("remove")
    .description("take an app off the list; its versions stay")
    .argument("<app>", "name, id, or the end of its id")
    .option("--for-good", "delete it with its versions and what it keeps; its calls stay in the log")
    .option("--return", "put a removed app, named by its id, back on the list")
    .action(async (app: string, flags: { forGood?: true; return?: true }) =>
      (await keeping()).removeApp(app, flags, io),
    );
  command
    .command("ask")
    .description("allow an app to ask a model itself (`penny.ask`), or no longer; without options: tell")
    .argument("<app>", "name, id, or the end of its id")
    .option("-m, --model <name>", "the model that answers it")
    .option("--budget <dollars>", "most that all its calls together may cost", numberFrom("--budget", 0, false))
    .option("--rate <count>", "calls a minute (default: 10)", numberFrom("--rate", 1, true))
    .option("--off", "no longer")
    .action(async (app: string, flags: { model?: string; budget?: number; rate?: number; off?: true }) =>
      (await keeping()).allowAsk(app, flags, io),
    );
}

function addFileVerbs(command: Command, io: Io, end: End): void {
  const files = (): Promise<typeof import("./app-file.ts")> => import("./app-file.ts");
  command
    .command("open")
    .description(
      "show an app in the page; a file is taken in first, an exported one or any HTML, SVG, Markdown or Mermaid",
    )
    .argument("<file-or-app>", "path of a file, or an app's name or id")
    .option("--port <port>", "port of the page", numberFrom("--port", 0, true, 65_535))
    .option("--no-open", "only show the link")
    .action(async (word: string, flags: { port?: number; open: boolean }) =>
      end(await (await files()).openApp(word, flags, io)),
    );
  command
    .command("import")
    .description("take in an app from a file")
    .argument("<file>", "an exported app, or any HTML, SVG, Markdown or Mermaid; - for standard input")
    .option("--json", "for programs")
    .action(async (path: string, flags: { json?: true }) => (await files()).importApp(path, flags, io));
  command
    .command("export")
    .description(
      "write an app as one HTML file that works from a disk, says where it comes from and reaches no network",
    )
    .argument("<app>", "name, id, or the end of its id")
    .option("-o, --output <file>", "file, or - for standard output (default: the app's name, in this folder)")
    .option("--version <number>", "which version (default: the newest)", numberFrom("--version", 1, true))
    .option("--source", "the document alone, as the model wrote it")
    .option("--with-data", "with the tables that the app may read: whoever has the file can read them")
    .action(async (app: string, flags: AppFileFlags) => (await files()).exportApp(app, flags, io));
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Small programs and drawings made by a prompt, each change a version with its call and cost. They run in the page, in a sandbox without a network (docs/apps.md).";
  let ended: ExitCode = exitCodes.ok;
  const end: End = (code) => {
    ended = code;
  };
  const command = commandParser("penny app", about, io, EXAMPLES);
  addWishVerbs(command, io, end);
  addListVerbs(command, io);
  addVersionVerbs(command, io);
  addFileVerbs(command, io, end);
  addDataVerbs(command, io, end);
  await runVerbs(command, words);
  return ended;
}

/** The command. */
export const appCommand: CliCommand = { name: "app", summary: SUMMARY, run };
