/**
 * Ids that are made by the client and sort by time: 48 bits of milliseconds, then 80 random bits, 26 characters of
 * Crockford's base 32 in lower case. Within one source, ids made in the same millisecond still sort in the order made.
 *
 * Source: ULID specification, https://github.com/ulid/spec (2019).
 */

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Makes ids, each greater than the last. */
export type IdSource = () => string;

function encode(value: bigint, length: number): string {
  let text = "";
  let rest = value;
  for (let index = 0; index < length; index++) {
    text = ALPHABET[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}

/**
 * A source of ids.
 * @param now milliseconds since 1970.
 * @param randomBytes fills a new array of the given length with random bytes.
 */
export function idSource(now: () => number, randomBytes: (length: number) => Uint8Array): IdSource {
  let lastTime = -1;
  let lastRandom = 0n;
  return () => {
    const time = Math.max(Math.floor(now()), lastTime);
    if (time === lastTime) {
      lastRandom += 1n;
    } else {
      lastTime = time;
      // The top bit stays clear, so counting up within a millisecond cannot overflow the 80 bits.
      lastRandom = randomBytes(10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & ((1n << 79n) - 1n);
    }
    return encode(BigInt(time), 10) + encode(lastRandom, 16);
  };
}

/** Milliseconds since 1970 at which an id was made; `undefined` if the text is not such an id. */
export function idTime(id: string): number | undefined {
  if (!/^[0-9a-hjkmnp-tv-z]{26}$/.test(id)) return undefined;
  let time = 0;
  for (const character of id.slice(0, 10)) time = time * 32 + ALPHABET.indexOf(character);
  return time;
}
