/**
 * Money as exact integers, and its text. Amounts of a call are integer picodollars (1e-12 USD); prices are decimal
 * strings, held while reckoning as integer attodollars (1e-18 USD). Knows no prices and no currency but the US dollar.
 */

/** Picodollars in one dollar. */
export const PICODOLLARS_PER_USD = 1_000_000_000_000;

const DECIMALS = 18;

/**
 * A decimal string (`0.0375`, `15`, `1e-7`) as integer attodollars; `undefined` if it is not a decimal number of at most
 * 18 decimal places or is negative.
 */
export function parseUsd(text: string): bigint | undefined {
  const found = /^\+?(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (!found) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = found;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  if (places <= DECIMALS) return digits * 10n ** BigInt(DECIMALS - places);
  const divisor = 10n ** BigInt(places - DECIMALS);
  return digits % divisor === 0n ? digits / divisor : undefined;
}

/**
 * A number of dollars as integer picodollars, rounded half up to the nearest; `undefined` if it is negative, not finite or
 * too large for an exact integer. For amounts that a provider gives as JSON numbers.
 */
export function picodollarsOfUsd(usd: number): number | undefined {
  if (!Number.isFinite(usd) || usd < 0) return undefined;
  const atto = parseUsd(plainDecimal(usd));
  return atto === undefined ? undefined : picodollarsOf(atto, 1n);
}

/** Attodollars divided by a positive integer, as integer picodollars, rounded half up; `undefined` beyond exact integers. */
export function picodollarsOf(attodollars: bigint, divisor: bigint): number | undefined {
  const unit = divisor * 1_000_000n;
  const rounded = (attodollars * 2n + unit) / (unit * 2n);
  return rounded > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(rounded);
}

/** A number without exponent, cut to 18 decimal places: `1e-7` is `0.0000001`. */
function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes("e-") ? value.toFixed(DECIMALS) : text;
}

/**
 * Picodollars as dollars for a person: cents for ten cents and more, two significant digits below (`$1.68`, `$0.0042`,
 * `$0`); `–` for unknown.
 */
export function formatUsd(picodollars: number | undefined): string {
  if (picodollars === undefined) return "–";
  const usd = picodollars / PICODOLLARS_PER_USD;
  if (usd === 0) return "$0";
  // Cents are rounded while whole numbers: 99.195 as a binary fraction would round down.
  if (usd >= 0.0995) return `$${(Math.round(picodollars / (PICODOLLARS_PER_USD / 100)) / 100).toFixed(2)}`;
  return `$${twoDigits(usd)}`;
}

function twoDigits(value: number): string {
  // toPrecision first, so that 0.0996 counts its digits as the 0.10 that it is shown as.
  const rounded = Number(value.toPrecision(2));
  const places = Math.min(DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(rounded))));
  return rounded
    .toFixed(places)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
