/** The slash commands of a chat: what `/model`, `/attach` and the others do. Reads no lines, asks no model. */
import type { Workbench } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import { sumKnown } from "../stats/sum-known.ts";
import { tokens } from "./amounts.ts";
import { fromFolder, optionsOf } from "./ask-options.ts";
import type { ChatSession } from "./chat-session.ts";
import type { Io } from "./io.ts";

/** What the chat does after a slash command. */
export type AfterCommand = "go on" | "quit" | "retry" | "multi";

interface SlashCommand {
  /** As in the list: `/model [NAME]`. */
  usage: string;
  does: string;
  run: (rest: string, session: ChatSession, io: Io, workbench: Workbench) => Promise<AfterCommand> | AfterCommand;
}

/** What the chat has used so far, in one line. */
function chatCost({ calls }: ChatSession): string {
  const input = tokens(sumKnown(calls.map((call) => call.usage.inputTokens)));
  const output = tokens(sumKnown(calls.map((call) => call.usage.outputTokens)));
  const cost = formatUsd(sumKnown(calls.map((call) => call.cost?.picodollars)));
  return `${calls.length} ${calls.length === 1 ? "call" : "calls"}, ${input} tokens in, ${output} out, ${cost}`;
}

async function model(rest: string, session: ChatSession, io: Io, workbench: Workbench): Promise<AfterCommand> {
  if (rest !== "") session.base.model = (await workbench.models.resolve(rest)).id;
  io.err(`model: ${session.base.model ?? (await workbench.models.resolve(undefined)).id}\n`);
  return "go on";
}

async function attach(rest: string, session: ChatSession, io: Io, workbench: Workbench): Promise<AfterCommand> {
  if (rest === "") throw new SetupError("/attach needs a path or an address, as in `/attach photo.jpg`.");
  const source = fromFolder(io, rest);
  // Prepared now, so that a wrong path or a model that reads no pictures is told before the prompt is typed.
  await workbench.prepare({ ...session.base, prompt: "-", attachments: [...session.attachments, source] });
  session.attachments.push(source);
  io.err(`${session.attachments.length} attached to the next prompt\n`);
  return "go on";
}

function system(rest: string, session: ChatSession, io: Io): AfterCommand {
  if (rest !== "") session.base.system = rest;
  io.err(`system: ${session.base.system ?? "none"}\n`);
  return "go on";
}

function option(rest: string, session: ChatSession, io: Io): AfterCommand {
  if (rest !== "") session.base.options = { ...session.base.options, ...optionsOf([rest.replace(/^(\S+)\s+/, "$1=")]) };
  io.err(`options: ${JSON.stringify(session.base.options ?? {})}\n`);
  return "go on";
}

const COMMANDS: { readonly [name: string]: SlashCommand } = {
  model: { usage: "/model [NAME]", does: "show or change the model", run: model },
  system: { usage: "/system [TEXT]", does: "show or change the system prompt", run: system },
  option: { usage: "/option [NAME=VALUE]", does: "show or change model options", run: option },
  attach: { usage: "/attach PATH", does: "send a file with the next prompt", run: attach },
  multi: { usage: "/multi", does: "write several lines, ended by /end; or end a line with \\", run: () => "multi" },
  retry: { usage: "/retry", does: "ask the last prompt again", run: () => "retry" },
  cost: {
    usage: "/cost",
    does: "what this chat has used",
    run: (_rest, session, io) => {
      io.err(`${chatCost(session)}\n`);
      return "go on";
    },
  },
  help: {
    usage: "/help",
    does: "this list",
    run: (_rest, _session, io) => {
      io.err(chatHelp());
      return "go on";
    },
  },
  quit: { usage: "/quit", does: "leave; Ctrl-D and twice Ctrl-C do too", run: () => "quit" },
};

/** The list of slash commands, one a line. */
function chatHelp(): string {
  const rows = Object.values(COMMANDS);
  const width = Math.max(...rows.map((row) => row.usage.length));
  const lines = rows.map((row) => `  ${row.usage.padEnd(width)}  ${row.does}\n`);
  return `${lines.join("")}  ${"//TEXT".padEnd(width)}  a prompt that begins with a slash\n`;
}

/** Name and rest of a line that is a slash command; `undefined` if it is a prompt (`/etc/hosts`, `//text`). */
export function slashCommand(line: string): { name: string; rest: string } | undefined {
  const [, name, rest] = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(line.trim()) ?? [];
  return name === undefined ? undefined : { name: name === "exit" ? "quit" : name, rest: rest?.trim() ?? "" };
}

/**
 * Runs a slash command.
 * @throws SetupError for an unknown one or a wrong value.
 */
export async function runSlashCommand(
  { name, rest }: { name: string; rest: string },
  session: ChatSession,
  io: Io,
  workbench: Workbench,
): Promise<AfterCommand> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const hint = nearestHint(name, Object.keys(COMMANDS));
    throw new SetupError(`There is no /${name} in a chat.${hint} /help lists all; //${name} sends it as a prompt.`);
  }
  return command.run(rest, session, io, workbench);
}
