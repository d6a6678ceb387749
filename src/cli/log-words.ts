/** A call in a few words: its prompt, when it was, how it ended, sizes of files. Pure; texts may come from models, so they are made harmless. */
import type { Call } from "../record/call.ts";
import { promptWords as firstWords } from "../record/first-words.ts";
import type { FilePart } from "../record/message.ts";
import { withoutControls } from "./plain-text.ts";
import type { Style } from "./wrap-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A text on one line without control characters. */
export function oneLine(text: string): string {
  return withoutControls(text.replace(/\s+/g, " ")).trim();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A day by this machine's clock: `2026-11-23`. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A time by this machine's clock: `2026-11-23 22:08:22`. */
export function localTime(at: number): string {
  const date = new Date(at);
  return `${localDay(at)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/**
 * How long ago something was: `just now`, `5 min ago`, `3 h ago`, `6 d ago`; from a week on, and for what is yet to come, the day.
 * @param now milliseconds since 1970.
 */
export function timeAgo(at: number, now: number): string {
  const ago = now - at;
  if (ago < 0 || ago >= 7 * DAY_MS) return localDay(at);
  if (ago < MINUTE_MS) return "just now";
  if (ago < HOUR_MS) return `${Math.floor(ago / MINUTE_MS)} min ago`;
  if (ago < DAY_MS) return `${Math.floor(ago / HOUR_MS)} h ago`;
  return `${Math.floor(ago / DAY_MS)} d ago`;
}

/** A number of bytes: `812 bytes`, `4.2 kB`, `3.1 MB` (thousands, not 1024s). */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  // What would be rounded to a thousand belongs to the next unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** What a file is called: its name, the end of its address, or its media type. */
export function fileLabel(file: FilePart): string {
  return oneLine(file.name ?? file.url ?? file.mediaType);
}

/** The first words of what was asked last; empty if nothing was said. */
export function promptWords(call: Call): string {
  return oneLine(firstWords(call));
}

/** How a call ended, with the HTTP status of a failure: `stop`, `error 429`. */
export function endingWords(call: Call): string {
  const { reason } = call.finish;
  return call.error?.status === undefined ? reason : `${reason} ${call.error.status}`;
}

/** The style of how a call ended: red for what failed, yellow for what was cut or withheld. */
export function endingStyles({ finish: { reason } }: Call): readonly Style[] {
  if (reason === "error" || reason === "aborted" || reason === "lost") return ["red"];
  if (reason === "length" || reason === "content-filter") return ["yellow"];
  return reason === "pending" ? ["cyan"] : [];
}

/** Milliseconds from asking to the end. `undefined`: it has not ended, or its end is unknown. */
export function totalMs(call: Call): number | undefined {
  const { startedAt, endedAt } = call.timing;
  return endedAt === undefined ? undefined : endedAt - startedAt;
}
