/** A call in its first words: what was asked last, and what came back. Pure; rids texts of nothing but line breaks. */
import type { Call } from "./call.ts";
import { type FilePart, type Message, type Part, textOf } from "./message.ts";

const MOST_CHARACTERS = 300;

/** A text on one line. */
function inLine(text: string): string {
  // A text may be a book: only its beginning is looked at.
  return text.trimStart().slice(0, MOST_CHARACTERS).replace(/\s+/g, " ").trim();
}

/** What a file is called: its name, the end of its address, or its media type. */
function label(file: FilePart): string {
  return inLine(file.name ?? file.url ?? file.mediaType);
}

/** What a message says, in few words: its text, else its files, tool results or tool calls. */
function messageWords({ parts }: Message): string {
  const text = inLine(textOf(parts));
  const others = parts.flatMap((part) => {
    if (part.type === "file") return [`[${label(part)}]`];
    if (part.type === "tool-result") return [`[result of ${inLine(part.name)}]`];
    return [];
  });
  return [text, ...(text === "" ? others : others.slice(0, 1))].filter((piece) => piece !== "").join(" ");
}

/** The first words of what was asked last; empty if nothing was said. */
export function promptWords(call: Call): string {
  const last = call.request.messages.findLast(({ role }) => role === "user" || role === "tool");
  return messageWords(last ?? call.request.messages.at(-1) ?? { role: "user", parts: [] });
}

function partWords(part: Part): string {
  if (part.type === "tool-call") return `[calls ${inLine(part.name)}]`;
  return part.type === "file" ? `[${label(part)}]` : "";
}

/** The first words of what came back: its text, else its tool calls and files; empty if nothing came. */
export function answerWords(call: Call): string {
  const text = inLine(textOf(call.parts));
  return text === ""
    ? call.parts
        .map(partWords)
        .filter((words) => words !== "")
        .join(" ")
    : text;
}
