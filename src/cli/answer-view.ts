/**
 * Shows one answer while it arrives: text on standard output (Markdown on a terminal, byte for byte in a pipe), reasoning dim on a
 * terminal's standard error, retries as a line each. It asks nothing and judges nothing; see call-outcome.ts for the end.
 */
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import type { AskEvent } from "../run/ask.ts";
import { duration } from "./amounts.ts";
import type { Io } from "./io.ts";
import { oneLine, withoutControls } from "./plain-text.ts";

/** What is to be seen of an answer. */
export interface ViewSettings {
  /** Renders Markdown; only on a terminal. */
  markdown: boolean;
  /** Shows reasoning; only if standard error is a terminal. */
  reasoning: boolean;
  /** Shows text as it comes. False: `end` shows nothing either. */
  text: boolean;
}

/** A view of one answer. */
export interface AnswerView {
  /** Takes an event. */
  onEvent: (event: AskEvent) => void;
  /** Shows what has not been shown, and ends the last line. */
  end: (call: Call) => void;
}

/** Where text goes. */
interface TextSink {
  push: (text: string) => void;
  end: () => void;
}

/** Whether standard error takes colour. */
export function colorsErrors(io: Io): boolean {
  return io.terminal.err && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}

function plainSink(io: Io): TextSink {
  let last = "\n";
  return {
    push: (text) => {
      const shown = io.terminal.out ? withoutControls(text) : text;
      if (shown === "") return;
      last = shown.slice(-1);
      io.out(shown);
    },
    end: () => {
      if (last !== "\n") io.out("\n");
      last = "\n";
    },
  };
}

/** Where an answer's text goes: the renderer is loaded only for a terminal. */
async function textSink(io: Io, markdown: boolean): Promise<TextSink> {
  if (!markdown || !io.terminal.out) return plainSink(io);
  const { markdownStream } = await import("./markdown.ts");
  const stream = markdownStream({ write: io.out, width: io.width, color: io.color });
  return { push: stream.push, end: stream.end };
}

/** One line on a failed attempt that is tried again. */
export function retryLine(model: string, attempt: Extract<AskEvent, { type: "retry" }>["attempt"]): string {
  const why = oneLine(attempt.error?.message ?? "the attempt failed").replace(/\.$/, "");
  return `penny: ${model}: ${why}; trying again in ${duration(attempt.waitMs)}\n`;
}

function reasoningSink(io: Io): TextSink {
  const color = colorsErrors(io);
  let open = false;
  return {
    push: (text) => {
      const shown = withoutControls(text);
      if (shown === "") return;
      io.err(`${!open && color ? "\u001b[2m" : ""}${shown}`);
      open = true;
    },
    end: () => {
      if (open) io.err(`${color ? "\u001b[22m" : ""}\n\n`);
      open = false;
    },
  };
}

/** A view of one answer of `model`. */
export async function answerView(io: Io, model: () => string, settings: ViewSettings): Promise<AnswerView> {
  const text = await textSink(io, settings.markdown);
  const reasoning = reasoningSink(io);
  const showsReasoning = settings.reasoning && io.terminal.err;
  let shown = false;
  const showText = (delta: string): void => {
    reasoning.end();
    if (!settings.text || delta === "") return;
    shown = true;
    text.push(delta);
  };
  return {
    onEvent: (event) => {
      if (event.type === "text-delta") showText(event.text);
      else if (event.type === "reasoning-delta" && showsReasoning) reasoning.push(event.text);
      else if (event.type === "retry") io.err(retryLine(model(), event.attempt));
    },
    end: (call) => {
      // An earlier answer that is given back comes without events.
      if (!shown) showText(textOf(call.parts));
      reasoning.end();
      text.end();
    },
  };
}
