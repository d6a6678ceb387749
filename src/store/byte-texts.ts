/** Texts told apart by their bytes, each kept once and numbered in the order met: no string is made for one met again. */
import type { Dictionary } from "./row-columns.ts";

/** The texts of a column. */
export class ByteTexts implements Dictionary {
  /** All texts, one after another. */
  #bytes = Buffer.allocUnsafeSlow(4096);
  /** Where each ends. */
  #ends = new Float64Array(64);
  /** Places by hash, two numbers each: a text's number + 1, 0 where it is free, and its hash. As many as a power of two. */
  #slots = new Int32Array(2 * 128);
  /** How many texts there are. */
  #size = 0;

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  /** A text by its number. */
  value(code: number): string {
    return this.#bytes.toString("utf8", this.#start(code), this.#ends[code]);
  }

  /** The number of a text, which stands in some bytes. */
  code(bytes: Uint8Array, start: number, end: number): number {
    // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/.
    let hash = 0x811c9dc5 | 0;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const code = (slots[2 * slot] as number) - 1;
      if (code < 0) return this.#add(bytes, start, end, hash, slot);
      if (slots[2 * slot + 1] === hash && this.#isAt(code, bytes, start, end)) return code;
    }
  }

  #start(code: number): number {
    return code === 0 ? 0 : (this.#ends[code - 1] as number);
  }

  #isAt(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#start(code);
    if ((this.#ends[code] as number) - from !== end - start) return false;
    for (let at = start; at < end; at++) if (this.#bytes[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const code = this.#size++;
    const from = this.#start(code);
    const until = from + end - start;
    if (until > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(until, 2 * this.#bytes.length));
      this.#bytes.copy(grown, 0, 0, from);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(start, end), from);
    if (code === this.#ends.length) {
      const ends = new Float64Array(2 * code);
      ends.set(this.#ends);
      this.#ends = ends;
    }
    this.#ends[code] = until;
    this.#slots[2 * slot] = code + 1;
    this.#slots[2 * slot + 1] = hash;
    if (4 * this.#size > this.#slots.length) this.#spread();
    return code;
  }

  /** Twice as many places, so that at most half of them are taken. */
  #spread(): void {
    const before = this.#slots;
    const mask = before.length - 1;
    const slots = new Int32Array(2 * before.length);
    for (let old = 0; old < before.length; old += 2) {
      if (before[old] === 0) continue;
      const hash = before[old + 1] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = before[old] as number;
      slots[2 * slot + 1] = hash;
    }
    this.#slots = slots;
  }
}
