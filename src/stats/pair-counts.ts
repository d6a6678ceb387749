/** Votes added up by pair: all that ratings are reckoned from, however many votes there are. */

/** Votes between each two models. Models are numbered from 0. */
export interface PairCounts {
  /** Number of models. */
  size: number;
  /** The model of the lower number in each pair. */
  low: Int32Array;
  /** The other. */
  high: Int32Array;
  /** Votes that the first won, one or more pairs with none at all left out. */
  won: Float64Array;
  /** Votes that neither won. */
  tied: Float64Array;
  /** Votes that the other won. */
  lost: Float64Array;
}

/** Most models: the pair's key stays a small whole number. */
const MOST_MODELS = 32_768;

/** Adds votes up. */
export class PairCounter {
  /** Place of each pair, by its key. */
  readonly #places = new Map<number, number>();
  /** Votes won, tied and lost of each place. */
  #cells = new Float64Array(3 * 64);
  /** Models seen. */
  #size = 0;

  /**
   * Adds votes between two models.
   * @param outcome what they are worth for `a`: 1, ½ or 0.
   * @throws RangeError for a model against itself, and for other outcomes.
   */
  add(a: number, b: number, outcome: number, count = 1): void {
    if (a === b) throw new RangeError(`PairCounter: model ${a} against itself`);
    if (outcome !== 0 && outcome !== 0.5 && outcome !== 1) throw new RangeError(`PairCounter: outcome ${outcome}`);
    const isTurned = a > b;
    const [low, high] = isTurned ? [b, a] : [a, b];
    if (high >= this.#size) this.#size = high + 1;
    if (high >= MOST_MODELS) throw new RangeError(`PairCounter: more than ${MOST_MODELS} models`);
    const key = low * MOST_MODELS + high;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(key, place);
      if (3 * place >= this.#cells.length) {
        const grown = new Float64Array(2 * this.#cells.length);
        grown.set(this.#cells);
        this.#cells = grown;
      }
    }
    // Won, tied, lost.
    const cell = 3 * place + (outcome === 0.5 ? 1 : (outcome === 1) === isTurned ? 2 : 0);
    this.#cells[cell] = (this.#cells[cell] as number) + count;
  }

  /** The sums. @param size number of models. Default: as many as were seen. */
  counts(size: number = this.#size): PairCounts {
    const keys = [...this.#places.entries()].sort(([one], [other]) => one - other);
    const column = (cell: number): Float64Array =>
      Float64Array.from(keys, ([, place]) => this.#cells[3 * place + cell] as number);
    return {
      size,
      low: Int32Array.from(keys, ([key]) => Math.floor(key / MOST_MODELS)),
      high: Int32Array.from(keys, ([key]) => key % MOST_MODELS),
      won: column(0),
      tied: column(1),
      lost: column(2),
    };
  }
}

/** Votes as columns, added up. @param size number of models. @throws RangeError as `PairCounter.add` does. */
export function pairCounts(
  size: number,
  { a, b, outcome }: { a: ArrayLike<number>; b: ArrayLike<number>; outcome: ArrayLike<number> },
): PairCounts {
  const counter = new PairCounter();
  for (let vote = 0; vote < a.length; vote++)
    counter.add(a[vote] as number, b[vote] as number, outcome[vote] as number);
  return counter.counts(size);
}

/** Votes that each model was in. */
export function votesByModel({ size, low, high, won, tied, lost }: PairCounts): Float64Array {
  const votes = new Float64Array(size);
  for (let pair = 0; pair < low.length; pair++) {
    const count = (won[pair] as number) + (tied[pair] as number) + (lost[pair] as number);
    for (const model of [low[pair] as number, high[pair] as number]) votes[model] = (votes[model] as number) + count;
  }
  return votes;
}
