/**
 * Watches a run so that it may stop once it is decided which row is best. Cases are asked in a shuffled order that is fixed
 * beforehand, each on every row before the next counts, since looking at whatever happens to have arrived would favour easy cases.
 * The bounds are `stats`' confidence sequences, which hold however often one looks. Asks nothing.
 */
import { createRandom } from "../stats/random.ts";
import { lookAt } from "../stats/sequential.ts";

/** A cell as it matters here. */
export interface WatchedCell {
  /** Which row it belongs to: model and prompt. */
  row: string;
  /** Name of the case. */
  case: string;
}

/** A run that is watched. */
export interface DecisionWatch {
  /** Places of the cells in the order in which they are to be asked. */
  order: number[];
  /** Takes what came of a cell; `undefined`: nothing was scored. Tells whether it is decided now. */
  add: (place: number, passed: boolean | undefined) => boolean;
}

/** All looks at all pairs of rows together are right with this probability. */
const CONFIDENCE = 0.95;
/** Looks come closer together than this only at the beginning: the bounds move slowly. */
const GROWTH = 1.04;
const FIRST_LOOK = 8;

/** The names in a random order that is always the same. */
function shuffled(names: readonly string[]): string[] {
  const random = createRandom(1);
  return names
    .map((name) => ({ name, at: random.unit() }))
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
}

/** Whether some row is, against every other one, better or as good but for the margin. */
function isDecided(scores: readonly (readonly (number | undefined)[])[], margin: number): boolean {
  const pairs = (scores.length * (scores.length - 1)) / 2;
  const confidence = 1 - (1 - CONFIDENCE) / pairs;
  const beats = (own: readonly (number | undefined)[], other: readonly (number | undefined)[]): boolean => {
    const differences = own.flatMap((score, index) => {
      const against = other[index];
      return score === undefined || against === undefined ? [] : [score - against];
    });
    const verdict = lookAt(differences, { margin, confidence })?.verdict;
    return verdict === "first" || verdict === "equal";
  };
  const mean = (own: readonly (number | undefined)[]): number =>
    own.reduce<number>((sum, score) => sum + (score ?? 0), 0) / Math.max(1, own.length);
  // Only the leader can be it; the others need not be looked at.
  const leader = scores.reduce((best, each) => (mean(each) > mean(best) ? each : best));
  return scores.every((other) => other === leader || beats(leader, other));
}

/**
 * Watches cells.
 * @param margin difference of pass rates that does not matter, 0 to 1.
 */
export function decisionWatch(cells: readonly WatchedCell[], margin: number): DecisionWatch {
  const rows = [...new Set(cells.map((cell) => cell.row))];
  const cases = shuffled([...new Set(cells.map((cell) => cell.case))]);
  const rank = new Map(cases.map((name, index) => [name, index]));
  const rankOf = (place: number): number => rank.get(cells[place]?.case ?? "") ?? 0;
  const order = [...cells.keys()].sort((a, b) => rankOf(a) - rankOf(b) || a - b);
  const open = cases.map(() => 0);
  for (const place of order) open[rankOf(place)] = (open[rankOf(place)] ?? 0) + 1;
  const answers = rows.map(() => cases.map((): number[] => []));
  let whole = 0;
  let nextLook = FIRST_LOOK;
  return {
    order,
    add: (place, passed) => {
      const at = rankOf(place);
      open[at] = (open[at] ?? 0) - 1;
      if (passed !== undefined) answers[rows.indexOf(cells[place]?.row ?? "")]?.[at]?.push(passed ? 1 : 0);
      while (whole < cases.length && open[whole] === 0) whole++;
      if (rows.length < 2 || whole < nextLook || whole === cases.length) return false;
      nextLook = Math.ceil(whole * GROWTH) + 1;
      const scores = answers.map((byCase) =>
        byCase
          .slice(0, whole)
          .map((each) => (each.length === 0 ? undefined : each.reduce((sum, one) => sum + one, 0) / each.length)),
      );
      return isDecided(scores, margin);
    },
  };
}
