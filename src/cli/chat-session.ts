/**
 * The state of a chat and its turns: what is asked next and what it continues. Shows answers through answer-view.ts; reads no
 * lines and knows no slash commands.
 */
import type { CallSettings, Workbench } from "../index.ts";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import type { PromptInput } from "../run/prepare.ts";
import { writeFiles } from "./answer-files.ts";
import { answerView } from "./answer-view.ts";
import { tellOutcome } from "./call-outcome.ts";
import type { Io } from "./io.ts";
import { usageLine } from "./usage-line.ts";

/** A chat as it stands. */
export interface ChatSession {
  /** What goes into every turn: model, system prompt, options, template. Changed by slash commands. */
  base: PromptInput;
  /** The call that the next turn continues. Absent: the chat begins. */
  parent?: string;
  /** Files for the next turn. */
  attachments: NonNullable<PromptInput["attachments"]>;
  /** Fragments for the next turn. */
  fragments: string[];
  /** The last turn, for asking it again. Absent: none was made. */
  last?: PromptInput;
  /** All calls of this chat, in order. */
  calls: Call[];
}

/** How answers of a chat are shown and made. */
export interface ChatSettings {
  /** Renders Markdown on a terminal. */
  markdown: boolean;
  /** Shows reasoning on a terminal. */
  reasoning: boolean;
  /** Prints a line of usage after each answer. */
  usage: boolean;
  /** Longest milliseconds for one answer. Absent: the default. */
  timeoutMs?: number;
}

async function answer(
  session: ChatSession,
  input: PromptInput,
  signal: AbortSignal,
  settings: ChatSettings,
  io: Io,
  workbench: Workbench,
): Promise<Call> {
  const model = input.model ?? "the model";
  const view = await answerView(io, () => model, { ...settings, text: true });
  const limits: CallSettings = settings.timeoutMs === undefined ? {} : { timeouts: { totalMs: settings.timeoutMs } };
  const call = await workbench.ask({
    ...input,
    ...limits,
    origin: { command: "chat" },
    signal: AbortSignal.any([signal, io.signal]),
    onEvent: view.onEvent,
  });
  view.end(call);
  tellOutcome(call, io);
  await writeFiles(call, undefined, io, workbench);
  if (settings.usage) io.err(`${usageLine(call)}\n`);
  session.calls.push(call);
  // An answer of which nothing came is no turn to continue from.
  if (textOf(call.parts) !== "" || call.error === undefined) session.parent = call.id;
  return call;
}

/**
 * Makes the next turn.
 * @throws SetupError if it cannot be asked; then the chat stands as before, without the files that were to go with it.
 */
export async function takeTurn(
  session: ChatSession,
  prompt: string,
  signal: AbortSignal,
  settings: ChatSettings,
  io: Io,
  workbench: Workbench,
): Promise<Call> {
  const { attachments, fragments } = session;
  session.attachments = [];
  session.fragments = [];
  const input: PromptInput = {
    ...session.base,
    prompt,
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(fragments.length > 0 ? { fragments } : {}),
    ...(session.parent === undefined ? {} : { continue: session.parent }),
  };
  session.last = input;
  return answer(session, input, signal, settings, io, workbench);
}

/** Asks the last turn again, with model and options as they are now. `undefined`: there was none. */
export async function retryTurn(
  session: ChatSession,
  signal: AbortSignal,
  settings: ChatSettings,
  io: Io,
  workbench: Workbench,
): Promise<Call | undefined> {
  if (!session.last) return undefined;
  return answer(session, { ...session.last, ...session.base }, signal, settings, io, workbench);
}
