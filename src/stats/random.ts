/** Random numbers that repeat: the same seed gives the same numbers everywhere. Pure. Not for secrets. */

/** A stream of random numbers. Taking from it changes it. */
export interface Random {
  /** Fills the array with whole numbers, each of the 2³² equally likely. */
  fill: (words: Uint32Array) => void;
  /** A number from 0 up to but not 1, one of 2⁵³ equally likely. */
  unit: () => number;
}

/** Four words of state from a seed, by SplitMix64, as the authors of xoshiro advise: https://prng.di.unimi.it/splitmix64.c. */
function stateOf(seed: number): Int32Array {
  const words = new Int32Array(4);
  const mask = (1n << 64n) - 1n;
  let place = BigInt(seed);
  for (let index = 0; index < 4; index += 2) {
    place = (place + 0x9e3779b97f4a7c15n) & mask;
    let word = ((place ^ (place >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & mask;
    word ^= word >> 31n;
    words[index] = Number(word & 0xffffffffn) | 0;
    words[index + 1] = Number(word >> 32n) | 0;
  }
  return words;
}

/**
 * Random numbers by xoshiro128**, from a state of four words that are not all 0.
 * Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical Software
 * 47 (2021) article 36, https://doi.org/10.1145/3460772; reference code https://prng.di.unimi.it/xoshiro128starstar.c.
 */
export function randomFromState(state: Int32Array): Random {
  const fill = (words: Uint32Array): void => {
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    for (let index = 0; index < words.length; index++) {
      const five = Math.imul(b, 5);
      words[index] = Math.imul((five << 7) | (five >>> 25), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
    }
    state[0] = a;
    state[1] = b;
    state[2] = c;
    state[3] = d;
  };
  // Words are made in lots: made one by one they would cost three times as much.
  const lot = new Uint32Array(256);
  let taken = lot.length;
  const unit = (): number => {
    if (taken === lot.length) {
      fill(lot);
      taken = 0;
    }
    const high = (lot[taken] as number) >>> 5;
    const low = (lot[taken + 1] as number) >>> 6;
    taken += 2;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
  return { fill, unit };
}

/**
 * The random numbers of a seed.
 * @param seed a whole number from 0 to 2⁵³ − 1.
 * @throws RangeError for any other seed.
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`createRandom: seed ${seed} is no whole number from 0`);
  return randomFromState(stateOf(seed));
}
