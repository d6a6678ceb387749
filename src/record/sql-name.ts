/** Names as SQL writes them. Pure; knows no table. */

/** A name of a table or column in quotes, whatever stands in it. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
