/**
 * Moments as people write them: a day, a time, or how long ago. Pure; the present and the time zone are given.
 */
import { SetupError } from "../record/setup-error.ts";

/** The present, and where. */
export interface MomentSettings {
  /** Milliseconds since 1970. */
  now: number;
  /** Time zone of days: IANA name or offset. */
  zone: string;
  /** Which end of a day is meant: its first instant or the first instant after it. */
  end: "start" | "after";
  /** What the text is, for error messages: `--since`. */
  name: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const AGO = /^(\d{1,5})\s*(d|days?|w|weeks?|h|hours?)$/i;
const DAY_MS = 86_400_000;

/** The day of a moment in a zone, `2024-05-31`. Throws RangeError if the zone is none. */
export function dayIn(zone: string, at: number): string {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return format.format(at);
}

/** What the clocks of a zone show at a moment, as if it were UTC. */
function shownAt(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

/** The first instant of a day in a zone. */
function startOf(day: string, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  // The offset at the guess may be that of the other side of a clock change, so it is taken twice.
  let at = wanted;
  for (let step = 0; step < 2; step++) at += wanted - shownAt(zone, at);
  return at;
}

/** The day so many days later, or earlier. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && dayAfter(text, 0) === text;
}

/**
 * The moment that a text means: `2024-05-31`, `today`, `yesterday`, `7d` (that many days ago, from the beginning of that day), `2w`,
 * `12h`, or a time as in ISO 8601.
 * @throws SetupError if it is none of these, or the zone is none.
 */
export function momentOf(text: string, settings: MomentSettings): number {
  const { now, zone, end, name } = settings;
  let today: string;
  try {
    today = dayIn(zone, now);
  } catch {
    throw new SetupError(
      `The time zone is \`${zone}\`, but must be a name such as Europe/Berlin or an offset such as +05:30.`,
    );
  }
  const words = text.trim().toLowerCase();
  const ofDay = (day: string): number => startOf(end === "start" ? day : dayAfter(day, 1), zone);
  if (words === "today") return ofDay(today);
  if (words === "yesterday") return ofDay(dayAfter(today, -1));
  if (isDay(words)) return ofDay(words);
  const ago = AGO.exec(words);
  if (ago) {
    const [, amount = "", unit = ""] = ago;
    if (unit.startsWith("h")) return now - Number(amount) * 3_600_000;
    return ofDay(dayAfter(today, -Number(amount) * (unit.startsWith("w") ? 7 : 1)));
  }
  const time = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}/.test(words) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new SetupError(
    `${name} is \`${text}\`, but must be a day such as 2026-01-31, a time, \`yesterday\`, \`7d\` or \`12h\`.`,
  );
}
