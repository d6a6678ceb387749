/** `penny chat`: a conversation, line by line, with editing on a terminal and plain lines from a pipe. Parses, asks, prints. */
import type { Workbench } from "../index.ts";
import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import { type AskFlags, addAskOptions, attachesStdin, grouped, inputOf, requireTemplate } from "./ask-options.ts";
import { runSlashCommand, slashCommand } from "./chat-commands.ts";
import { type ChatSession, type ChatSettings, retryTurn, takeTurn } from "./chat-session.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { type LineReader, lineReader } from "./line-reader.ts";
import { pairedWords } from "./paired-words.ts";
import { commandParser, type Example, parseWords } from "./parse.ts";

type ChatFlags = Omit<AskFlags, "model"> & {
  model?: string;
};

const SUMMARY = "talk with a model, line by line";

const EXAMPLES: readonly Example[] = [
  { words: "penny chat", does: "talk with the default model; /help lists what else you can type" },
  { words: "penny chat -m ollama/qwen3 -u", does: "name the model; show tokens and cost after each answer" },
  { words: 'penny chat -s "You are a patient teacher"', does: "with a system prompt" },
  { words: "penny chat -c", does: "go on where the last conversation ended" },
  { words: "penny chat < questions.txt", does: "answer each line of a file" },
];

const PROMPT = "> ";
const MORE = "… ";
/** Earlier prompts that the arrow keys find. */
const HISTORY = 200;

interface Chat {
  io: Io;
  workbench: Workbench;
  session: ChatSession;
  settings: ChatSettings;
  lines: LineReader;
  failed: boolean;
}

async function history(io: Io, workbench: Workbench): Promise<string[]> {
  if (!io.terminal.in) return [];
  const calls = await workbench.log.calls({ command: "chat", limit: HISTORY });
  return calls.flatMap((call) => {
    const text = textOf(call.request.messages.at(-1)?.parts ?? []);
    return text === "" || text.includes("\n") ? [] : [text];
  });
}

/** Reads lines up to `/end` (after `/multi`) or the first without a trailing backslash. `undefined`: given up with Ctrl-C. */
async function moreLines(chat: Chat, first: string[], isMore: (line: string) => boolean): Promise<string | undefined> {
  const all = [...first];
  for (;;) {
    const event = await chat.lines.next(MORE);
    if (event.type === "interrupt") return undefined;
    if (event.type === "end") return all.join("\n");
    const more = isMore(event.text);
    all.push(event.text);
    if (!more) return all.join("\n");
  }
}

async function continuedLines(chat: Chat, line: string): Promise<string | undefined> {
  if (!line.endsWith("\\")) return line;
  const whole = await moreLines(chat, [line], (next) => next.endsWith("\\"));
  return whole?.replace(/\\(\n|$)/g, "$1");
}

async function multiLines(chat: Chat): Promise<string | undefined> {
  const whole = await moreLines(chat, [], (next) => next.trim() !== "/end");
  return whole?.replace(/\n?[ \t]*\/end[ \t]*$/, "");
}

/** Asks, with Ctrl-C stopping this answer only. */
async function ask(chat: Chat, prompt: string | "retry"): Promise<void> {
  const { io, workbench, session, settings } = chat;
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    const call =
      prompt === "retry"
        ? await retryTurn(session, stop.signal, settings, io, workbench)
        : await takeTurn(session, prompt.replace(/^\/\//, "/"), stop.signal, settings, io, workbench);
    if (!call) throw new SetupError("There is no prompt to ask again yet.");
    if (call.error) chat.failed = true;
  };
  await chat.lines.during(work, () => stop.abort());
}

/** Takes one line. Returns false to leave. */
async function takeLine(chat: Chat, line: string): Promise<boolean> {
  if (/^\s*$/.test(line)) return true;
  if (/^\s*(quit|exit)\s*$/.test(line) && chat.io.terminal.in) return false;
  const command = slashCommand(line);
  if (!command) {
    const prompt = await continuedLines(chat, line);
    if (prompt?.trim()) await ask(chat, prompt);
    return true;
  }
  const after = await runSlashCommand(command, chat.session, chat.io, chat.workbench);
  if (after === "retry") await ask(chat, "retry");
  if (after === "multi") {
    const prompt = await multiLines(chat);
    if (prompt?.trim()) await ask(chat, prompt);
  }
  return after !== "quit";
}

async function loop(chat: Chat): Promise<void> {
  let warned = false;
  while (!chat.io.signal.aborted) {
    const event = await chat.lines.next(PROMPT);
    if (event.type === "end") return;
    if (event.type === "interrupt") {
      if (warned && !event.hadText) return;
      warned = !event.hadText;
      if (warned) chat.io.err("(Ctrl-C again, or /quit, to leave)\n");
      continue;
    }
    warned = false;
    try {
      if (!(await takeLine(chat, event.text))) return;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      chat.failed = true;
      chat.io.err(`penny: ${error.message}\n`);
    }
  }
}

/** Finds out what is wrong, and what `-c` continues, before the first line is read. */
async function begin(flags: ChatFlags, io: Io, workbench: Workbench): Promise<ChatSession> {
  requireTemplate(flags);
  const { attachments, fragments, continue: from, ...base } = await inputOf({ ...flags, model: undefined }, io);
  if (flags.model !== undefined) base.model = flags.model;
  const { model, parent } = await workbench.prepare({
    ...base,
    prompt: "-",
    ...(attachments ? { attachments } : {}),
    ...(fragments ? { fragments } : {}),
    ...(from === undefined ? {} : { continue: from }),
  });
  return {
    base: { ...base, model: model.id },
    ...(parent === undefined ? {} : { parent }),
    attachments: attachments ?? [],
    fragments: fragments ?? [],
    calls: [],
  };
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Talks with a model. Each line is a prompt; lines that begin with a slash are commands (/help). Every call is kept in the log.";
  const command = commandParser("penny chat", about, io, EXAMPLES).addOption(
    grouped("ask", "-m, --model <name>", "model, `provider/name` or an alias"),
  );
  addAskOptions(command, io);
  if (!(await parseWords(command, pairedWords(words)))) return exitCodes.ok;
  const flags = command.opts<ChatFlags>();
  if (attachesStdin({ ...flags, model: undefined })) {
    throw new SetupError("`-a -` cannot be used in a chat, which reads standard input itself: name a file.");
  }
  const workbench = await io.workbench();
  const session = await begin(flags, io, workbench);
  const settings: ChatSettings = {
    markdown: flags.markdown,
    reasoning: !flags.hideReasoning,
    usage: flags.usage ?? false,
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
  };
  if (io.terminal.in) io.err(`${session.base.model}. /help lists commands; Ctrl-C stops an answer; /quit leaves.\n`);
  const lines = lineReader(io, await history(io, workbench));
  const chat: Chat = { io, workbench, session, settings, lines, failed: false };
  try {
    await loop(chat);
  } finally {
    lines.close();
  }
  if (io.signal.aborted) return exitCodes.interrupted;
  return chat.failed && !io.terminal.in ? exitCodes.failed : exitCodes.ok;
}

/** The command. */
export const chatCommand: CliCommand = { name: "chat", summary: SUMMARY, run };
