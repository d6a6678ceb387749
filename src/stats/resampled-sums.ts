/**
 * The innermost loops of the bootstrap: sums of the columns of a table over rows drawn with return. Draws from a `Random`,
 * otherwise pure. Exact: each round has the distribution of n rows drawn one by one; only the work is arranged.
 */
import { binomialDraw } from "./binomial-draw.ts";
import type { Random } from "./random.ts";

/** Rows of a block: a random byte names one of them, and five columns of them stay in the nearest cache. */
const BLOCK = 256;
/** Columns summed together. */
const LANES = 5;

/** A table as the loops take it. */
interface Table {
  columns: readonly ArrayLike<number>[];
  /** Number of rows. */
  n: number;
  rounds: number;
}

/** The rows grouped into patterns of equal rows. */
interface Patterns {
  /** How often each pattern occurs, most frequent first. */
  counts: number[];
  /** Some row of each pattern. */
  rows: number[];
}

/** The number of a key, the next free one if it is new. */
function numberOf(key: number, numbers: Map<number, number>): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

/** Patterns of equal rows; `undefined` if there are too many for it to pay. */
function patternsOf({ columns, n }: Table): Patterns | undefined {
  // One binomial number costs about as much as twenty rows drawn one by one.
  const limit = n / 20;
  let ids = new Float64Array(n);
  let found = new Map<number, number>();
  for (const column of columns) {
    const codes = new Map<number, number>();
    const next = new Map<number, number>();
    const refined = new Float64Array(n);
    for (let row = 0; row < n; row++) {
      const code = numberOf(column[row] as number, codes);
      // Neither is greater than n, so the product is exact.
      refined[row] = numberOf((ids[row] as number) * n + code, next);
      if (next.size > limit) return undefined;
    }
    ids = refined;
    found = next;
  }
  const counts = new Array<number>(found.size).fill(0);
  const rows = new Array<number>(found.size).fill(0);
  for (let row = 0; row < n; row++) {
    const id = ids[row] as number;
    counts[id] = (counts[id] as number) + 1;
    rows[id] = row;
  }
  const order = counts.map((_, id) => id).sort((one, other) => (counts[other] as number) - (counts[one] as number));
  return { counts: order.map((id) => counts[id] as number), rows: order.map((id) => rows[id] as number) };
}

/** Few patterns: how often each is drawn is multinomial, and that is drawn as a chain of binomials. */
function sumPatterns({ columns, n, rounds }: Table, { counts, rows }: Patterns, random: Random): Float64Array {
  const width = columns.length;
  const values = Float64Array.from({ length: counts.length * width }, (_, place) => {
    const column = columns[place % width] as ArrayLike<number>;
    return column[rows[Math.floor(place / width)] as number] as number;
  });
  const sums = new Float64Array(rounds * width);
  for (let round = 0; round < rounds; round++) {
    let drawsLeft = n;
    let rowsLeft = n;
    for (let pattern = 0; drawsLeft > 0 && pattern < counts.length; pattern++) {
      const count = counts[pattern] as number;
      const drawn = binomialDraw(random, drawsLeft, count / rowsLeft);
      drawsLeft -= drawn;
      rowsLeft -= count;
      for (let column = 0; column < width; column++) {
        const place = round * width + column;
        sums[place] = (sums[place] as number) + drawn * (values[pattern * width + column] as number);
      }
    }
  }
  return sums;
}

/** Adds the drawn rows of five columns, which lie side by side, to five sums. */
function addFive(values: Float64Array, drawn: Uint8Array, count: number, sums: Float64Array, place: number): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  for (let index = 0; index < count; index++) {
    const row = (drawn[index] as number) * LANES;
    a += values[row] as number;
    b += values[row + 1] as number;
    c += values[row + 2] as number;
    d += values[row + 3] as number;
    e += values[row + 4] as number;
  }
  sums[place] = (sums[place] as number) + a;
  sums[place + 1] = (sums[place + 1] as number) + b;
  sums[place + 2] = (sums[place + 2] as number) + c;
  sums[place + 3] = (sums[place + 3] as number) + d;
  sums[place + 4] = (sums[place + 4] as number) + e;
}

function addOne(values: Float64Array, drawn: Uint8Array, count: number, sums: Float64Array, place: number): void {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[drawn[index] as number] as number;
  sums[place] = (sums[place] as number) + sum;
}

/** Draws rows 0 to `size` − 1 of a block, up to as many as `drawn` holds, and says how many. */
function drawRows(random: Random, words: Uint32Array, drawn: Uint8Array, wanted: number, size: number): number {
  const count = Math.min(wanted, drawn.length);
  if (size === BLOCK) {
    random.fill(words.subarray(0, Math.ceil(count / 4)));
    return count;
  }
  random.fill(words);
  // A smaller block keeps the bytes that name one of its rows; the rest are dropped, so all rows stay equally likely.
  const mask = 2 ** Math.ceil(Math.log2(size)) - 1;
  let kept = 0;
  for (let index = 0; kept < count && index < drawn.length; index++) {
    const row = (drawn[index] as number) & mask;
    if (row < size) drawn[kept++] = row;
  }
  return kept;
}

/** The values of one block of rows: full lanes side by side, further columns each for itself. */
function blockValues(columns: readonly ArrayLike<number>[], from: number, size: number): Float64Array[] {
  const lanes = Math.floor(columns.length / LANES);
  const wide = Array.from({ length: lanes }, (_, lane) =>
    Float64Array.from({ length: size * LANES }, (_, place) => {
      const column = columns[lane * LANES + (place % LANES)] as ArrayLike<number>;
      return column[from + Math.floor(place / LANES)] as number;
    }),
  );
  const single = columns
    .slice(lanes * LANES)
    .map((column) => Float64Array.from({ length: size }, (_, row) => column[from + row] as number));
  return [...wide, ...single];
}

/** Any rows: block by block, how many draws fall into the block is binomial, and which rows of it is a matter of bytes. */
function sumBlocks({ columns, n, rounds }: Table, random: Random): Float64Array {
  const width = columns.length;
  const lanes = Math.floor(width / LANES);
  const sums = new Float64Array(rounds * width);
  const drawsLeft = new Float64Array(rounds).fill(n);
  const words = new Uint32Array(BLOCK / 2);
  const drawn = new Uint8Array(words.buffer);
  for (let from = 0; from < n; from += BLOCK) {
    const size = Math.min(BLOCK, n - from);
    const values = blockValues(columns, from, size);
    for (let round = 0; round < rounds; round++) {
      let wanted = binomialDraw(random, drawsLeft[round] as number, size / (n - from));
      drawsLeft[round] = (drawsLeft[round] as number) - wanted;
      while (wanted > 0) {
        const count = drawRows(random, words, drawn, wanted, size);
        wanted -= count;
        let place = round * width;
        for (let group = 0; group < values.length; group++) {
          const add = group < lanes ? addFive : addOne;
          add(values[group] as Float64Array, drawn, count, sums, place);
          place += group < lanes ? LANES : 1;
        }
      }
    }
  }
  return sums;
}

/**
 * For each round, the sums of the columns over `n` rows drawn with return, the same rows for all columns: the sum of column c in
 * round r stands at r × (number of columns) + c.
 *
 * @param columns each with `n` values. Not checked, as are the numbers.
 */
export function resampledSums(
  columns: readonly ArrayLike<number>[],
  n: number,
  rounds: number,
  random: Random,
): Float64Array {
  const table = { columns, n, rounds };
  const patterns = patternsOf(table);
  return patterns ? sumPatterns(table, patterns, random) : sumBlocks(table, random);
}
