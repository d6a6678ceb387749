/** Names as SQL writes them. Pure; knows no table. */

/** A name of a table or column in quotes, whatever stands in it. Source: https://sqlite.org/lang_keywords.html (2026-11-30). */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
