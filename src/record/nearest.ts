/** The nearest known names to a mistyped one, for error messages. Pure. */

/**
 * Edit distance with transpositions of neighbours (optimal string alignment).
 * Source: Damerau, https://doi.org/10.1145/363958.363994 (1964).
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * Up to `limit` known names that are near `name`, nearest first: those that contain it, or whose edit distance is at most
 * a third of its length (at least 2). Empty: none is near.
 */
export function nearest(name: string, known: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase();
  const most = Math.max(2, Math.floor(wanted.length / 3));
  const found: { candidate: string; score: number }[] = [];
  for (const candidate of known) {
    const text = candidate.toLowerCase();
    const bare = text.slice(text.lastIndexOf("/") + 1);
    const score = Math.min(editDistance(wanted, text), editDistance(wanted, bare) + 0.25);
    const contains = wanted.length > 2 && text.includes(wanted);
    if (contains || score <= most) found.push({ candidate, score: contains ? Math.min(score, 1) : score });
  }
  found.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return found.slice(0, limit).map((entry) => entry.candidate);
}

/** ` Nearest: a, b.` for an error message, or the empty string if nothing is near. */
export function nearestHint(name: string, known: Iterable<string>): string {
  const names = nearest(name, known);
  return names.length ? ` Nearest: ${names.join(", ")}.` : "";
}
