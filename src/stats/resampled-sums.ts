/**
 * The innermost loops of the bootstrap: sums of the columns of a table over rows drawn with return. Draws from a `Random`,
 * otherwise pure. Each round has exactly the distribution of n rows drawn one by one; only the work is arranged. Where rows are many
 * and differ, two columns share one number, each rounded to 17 bits of its range: what rounding leaves is added back on average, so
 * that a sum is off by about √n millionths of the range, a hundred-thousandth of its own standard deviation.
 */
import { binomialDraw } from "./binomial-draw.ts";
import type { Random } from "./random.ts";

/** Rows of a block: a random byte names one of them, and five columns of them stay in the nearest cache. */
const BLOCK = 256;
/** Numbers summed together. */
const LANES = 5;
/** Values of a column that is rounded, less one: with the 512 rows that are summed at once, two columns fill 52 bits. */
const STEPS = 2 ** 17 - 1;
/** What the second column of a number is multiplied by. */
const SHIFT = 2 ** 26;

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

/** Two columns in one, each as whole steps above its least value. */
interface Packed {
  values: Float64Array;
  /** The columns' own measure, one or two. */
  parts: { least: number; step: number; leftover: number }[];
}

/** A column as whole steps, and what rounding leaves of it on average. */
function rounded(column: ArrayLike<number>): { steps: Float64Array; least: number; step: number; leftover: number } {
  const n = column.length;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < n; row++) {
    const value = column[row] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const step = most > least ? (most - least) / STEPS : 1;
  const steps = new Float64Array(n);
  let leftover = 0;
  for (let row = 0; row < n; row++) {
    const above = (column[row] as number) - least;
    steps[row] = Math.round(above / step);
    leftover += above - (steps[row] as number) * step;
  }
  return { steps, least, step, leftover: leftover / n };
}

function packed(columns: readonly ArrayLike<number>[]): Packed[] {
  const pairs: Packed[] = [];
  for (let column = 0; column < columns.length; column += 2) {
    const { steps: values, ...first } = rounded(columns[column] as ArrayLike<number>);
    const parts = [first];
    if (column + 1 < columns.length) {
      const { steps, ...second } = rounded(columns[column + 1] as ArrayLike<number>);
      for (let row = 0; row < values.length; row++)
        values[row] = (values[row] as number) + (steps[row] as number) * SHIFT;
      parts.push(second);
    }
    pairs.push({ values, parts });
  }
  return pairs;
}

/** Adds the steps in a sum of packed numbers to the sums of one or two columns. */
function unpack(sum: number, sums: Float64Array, place: number): void {
  const second = Math.floor(sum / SHIFT);
  sums[place] = (sums[place] as number) + sum - second * SHIFT;
  // The last of an odd number of columns has no second, which is 0 then.
  sums[place + 1] = (sums[place + 1] as number) + second;
}

/** Adds the drawn rows of five numbers, which lie side by side, to the sums of their columns. */
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
  unpack(a, sums, place);
  unpack(b, sums, place + 2);
  unpack(c, sums, place + 4);
  unpack(d, sums, place + 6);
  unpack(e, sums, place + 8);
}

function addOne(values: Float64Array, drawn: Uint8Array, count: number, sums: Float64Array, place: number): void {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[drawn[index] as number] as number;
  unpack(sum, sums, place);
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

/** The sums of steps as sums of the columns. */
function measured(sums: Float64Array, pairs: readonly Packed[], { n, rounds }: Table): void {
  const parts = pairs.flatMap((pair) => pair.parts);
  for (let round = 0; round < rounds; round++) {
    for (const [column, { least, step, leftover }] of parts.entries()) {
      const place = round * parts.length + column;
      sums[place] = (sums[place] as number) * step + n * (least + leftover);
    }
  }
}

/** Any rows: block by block, how many draws fall into the block is binomial, and which rows of it is a matter of bytes. */
function sumBlocks(table: Table, random: Random): Float64Array {
  const { columns, n, rounds } = table;
  const width = columns.length;
  const pairs = packed(columns);
  const numbers = pairs.map((pair) => pair.values);
  const lanes = Math.floor(numbers.length / LANES);
  const sums = new Float64Array(rounds * width + 1);
  const drawsLeft = new Float64Array(rounds).fill(n);
  const words = new Uint32Array(BLOCK / 2);
  const drawn = new Uint8Array(words.buffer);
  for (let from = 0; from < n; from += BLOCK) {
    const size = Math.min(BLOCK, n - from);
    const values = blockValues(numbers, from, size);
    for (let round = 0; round < rounds; round++) {
      let wanted = binomialDraw(random, drawsLeft[round] as number, size / (n - from));
      drawsLeft[round] = (drawsLeft[round] as number) - wanted;
      while (wanted > 0) {
        const count = drawRows(random, words, drawn, wanted, size);
        wanted -= count;
        let place = round * width;
        for (let group = 0; group < values.length; group++) {
          const block = values[group] as Float64Array;
          const add = group < lanes ? addFive : addOne;
          add(block, drawn, count, sums, place);
          place += group < lanes ? 2 * LANES : 2;
        }
      }
    }
  }
  measured(sums, pairs, table);
  return sums.subarray(0, rounds * width);
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
