/**
 * The words of calls in the full-text index. Each call has its own turn indexed: what was said since the model last spoke,
 * and its answer. System prompts and earlier messages are indexed once by content. Queries are `search-calls.ts`.
 */
import type { Call } from "../record/call.ts";
import type { Message, Part } from "../record/message.ts";
import type { Database } from "./database.ts";
import { spacedScripts } from "./spaced-scripts.ts";

/** Characters of one field that are indexed; what follows in a longer text is not found. */
const MOST_CHARACTERS = 1_000_000;

/** The words of one call, by how much they matter. */
interface CallText {
  prompt: string;
  answer: string;
  rest: string;
}

function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The text of a part, and whether it is said (text, file name) or goes on behind it (reasoning, tools). */
function partText(part: Part): { said: boolean; text: string } {
  switch (part.type) {
    case "text":
      return { said: true, text: part.text };
    case "file":
      return { said: true, text: part.name ?? "" };
    case "reasoning":
      return { said: false, text: part.text };
    case "tool-call":
      return { said: false, text: `${part.name} ${wordsOf(part.input)}` };
    case "tool-result":
      return { said: false, text: `${part.name} ${wordsOf(part.output)}` };
  }
}

function joined(texts: string[]): string {
  return spacedScripts(texts.join("\n").slice(0, MOST_CHARACTERS));
}

/** The messages since the model last spoke, without system prompts. */
export function turnOf(messages: readonly Message[]): Message[] {
  const start = messages.findLastIndex((message) => message.role === "assistant") + 1;
  return messages.slice(start).filter((message) => message.role !== "system");
}

function callText(call: Call): CallText {
  const prompt: string[] = [];
  const answer: string[] = [];
  const rest: string[] = [];
  for (const part of turnOf(call.request.messages).flatMap((message) => message.parts)) {
    const { said, text } = partText(part);
    (said ? prompt : rest).push(text);
  }
  for (const part of call.parts) {
    const { said, text } = partText(part);
    (said ? answer : rest).push(text);
  }
  return { prompt: joined(prompt), answer: joined(answer), rest: joined(rest) };
}

/** Puts a call's turn into the index. Within a write transaction. */
export function indexCall(database: Database, row: number, call: Call): void {
  const { prompt, answer, rest } = callText(call);
  database
    .sql("INSERT OR REPLACE INTO call_text (rowid, prompt, answer, rest) VALUES (?, ?, ?, ?)")
    .run(row, prompt, answer, rest);
}

/** Puts a message into the index by its content row. Within a write transaction. */
export function indexMessage(database: Database, content: number, message: Message): void {
  const text = joined(message.parts.map((part) => partText(part).text));
  database.sql("INSERT OR REPLACE INTO message_text (rowid, text) VALUES (?, ?)").run(content, text);
}
