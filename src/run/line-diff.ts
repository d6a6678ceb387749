/** Two texts line by line: what is the same, what went, what came. Pure. */

/** A stretch of lines. */
export interface DiffLines {
  /** Whether they stand in both, only in the earlier text, or only in the later. */
  sign: "same" | "removed" | "added";
  /** The lines, without their ends. */
  lines: string[];
}

/** Above this many pairs of lines that differ, the stretch is told as replaced as a whole. */
const MOST_CELLS = 4_000_000;

function push(found: DiffLines[], sign: DiffLines["sign"], lines: readonly string[]): void {
  if (lines.length === 0) return;
  const last = found.at(-1);
  if (last?.sign === sign) last.lines.push(...lines);
  else found.push({ sign, lines: [...lines] });
}

/**
 * The longest common subsequence of lines, by a table.
 * Source: Hunt and McIlroy, Bell Laboratories report 41 (1976), section 1.
 */
function between(before: readonly string[], after: readonly string[], found: DiffLines[]): void {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > MOST_CELLS) {
    push(found, "removed", before);
    push(found, "added", after);
    return;
  }
  const width = columns + 1;
  const table = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      table[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  let [row, column] = [0, 0];
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[row] === after[column]) {
      push(found, "same", [before[row++] ?? ""]);
      column++;
    } else if (column >= columns || (row < rows && at(row + 1, column) >= at(row, column + 1))) {
      push(found, "removed", [before[row++] ?? ""]);
    } else push(found, "added", [after[column++] ?? ""]);
  }
}

/** What changed from one text to another. Equal texts: one stretch, or none for empty ones. */
export function lineDiff(earlier: string, later: string): DiffLines[] {
  const before = earlier === "" ? [] : earlier.split("\n");
  const after = later === "" ? [] : later.split("\n");
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const found: DiffLines[] = [];
  push(found, "same", before.slice(0, start));
  between(before.slice(start, before.length - end), after.slice(start, after.length - end), found);
  push(found, "same", end > 0 ? before.slice(-end) : []);
  return found;
}
