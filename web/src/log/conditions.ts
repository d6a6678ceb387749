/** What a list of calls is narrowed to: as it stands in the address, and as the server is asked. */

/** Names in the address. */
export const CONDITIONS = ["q", "model", "command", "reason", "failed", "since", "until"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The first moment of a day by this machine's clock, or of the day after it. `undefined`: it is no day. */
function momentOf(day: string | null, plus = 0): number | undefined {
  if (day === null || !DAY.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + plus);
  return Number.isNaN(date.getTime()) ? undefined : date.getTime();
}

/** What is looked for: the last word may be unfinished, as somebody types it; short beginnings would find nearly everything. */
function wordsOf(typed: string): string {
  return /(^|[^"*\p{L}\p{N}])[\p{L}\p{N}]{3,}$/u.test(typed) && (typed.split('"').length - 1) % 2 === 0
    ? `${typed}*`
    : typed;
}

/** The query of the server for a query of the address. */
export function conditionsOf(query: URLSearchParams): string {
  const asked = new URLSearchParams();
  for (const name of ["q", "model", "command", "reason", "failed"]) {
    const value = query.get(name);
    if (value) asked.set(name, name === "q" ? wordsOf(value) : value);
  }
  const after = momentOf(query.get("since"));
  const before = momentOf(query.get("until"), 1);
  if (after !== undefined) asked.set("after", String(after));
  if (before !== undefined) asked.set("before", String(before));
  return asked.toString();
}

/** The conditions of an address alone, to go with a link to another call: `?q=sky`, or nothing. */
export function kept(query: URLSearchParams): string {
  const all = new URLSearchParams();
  for (const name of CONDITIONS) {
    const value = query.get(name);
    if (value) all.set(name, value);
  }
  return all.size > 0 ? `?${all}` : "";
}
