/**
 * Style control on the first 12,000 votes of the golden style set, against figures of another program (NumPy, dense, pseudo-inverse)
 * that has FastChat's exact coefficients and the unshrunk ones of the whole set to 1e-13.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { type StyledVotes, styleControl } from "./style-control.ts";
import { styleGap, styleNames } from "./style-features.ts";

const folder = join(import.meta.dirname, "fixtures");
const wanted = JSON.parse(readFileSync(join(folder, "style_reference_12k.json"), "utf8"));

/** Columns: a, b, twice the outcome, then tokens, headers, list items and bold text, of both answers each. */
function goldenVotes(): StyledVotes {
  const bytes = gunzipSync(readFileSync(join(folder, "style_votes_12k.u16le.gz")));
  const words = new Uint16Array(new Uint8Array(bytes).buffer);
  const count = words.length / 11;
  const column = (index: number): Uint16Array => words.subarray(index * count, (index + 1) * count);
  const gaps = new Float64Array(4 * count);
  for (let vote = 0; vote < count; vote++)
    for (let k = 0; k < 4; k++)
      gaps[4 * vote + k] = styleGap(column(3 + 2 * k)[vote] as number, column(4 + 2 * k)[vote] as number);
  const outcome = Float64Array.from(column(2), (twice) => twice / 2);
  return { size: 100, a: column(0), b: column(1), outcome, names: styleNames, gaps };
}

function furthest(found: ArrayLike<number>, other: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < other.length; index++)
    most = Math.max(most, Math.abs((found[index] as number) - (other[index] as number)));
  return most;
}

const votes = goldenVotes();

test.each([
  ["unshrunk", "plain"],
  ["with FastChat's ridge", "ridge"],
])("coefficients, ratings and errors %s", (_, key) => {
  const { ridge, coefficients, errors, natural, ratingErrors } = wanted[key];
  const fitted = styleControl(votes, { ridge });
  expect(
    furthest(
      fitted.effects.map((effect) => effect.coefficient as number),
      coefficients,
    ),
  ).toBeLessThan(1e-10);
  expect(
    furthest(
      fitted.effects.map((effect) => effect.error as number),
      errors,
    ),
  ).toBeLessThan(1e-10);
  expect(furthest(fitted.natural, natural)).toBeLessThan(1e-9);
  const found = Float64Array.from(natural, (_value, model) => Math.sqrt(fitted.variance.matrix[model * 101] as number));
  if (key === "plain") expect(furthest(found, ratingErrors)).toBeLessThan(1e-10);
});

test("all sides swapped mirror the gaps' means and change nothing else", () => {
  const mirrored = {
    ...votes,
    a: votes.b,
    b: votes.a,
    outcome: Float64Array.from(votes.outcome, (y) => 1 - y),
    gaps: Float64Array.from(votes.gaps, (gap) => -gap),
  };
  const [one, other] = [styleControl(votes), styleControl(mirrored)];
  expect(furthest(one.natural, other.natural)).toBeLessThan(1e-11);
  for (const [k, effect] of one.effects.entries()) {
    expect(other.effects[k]?.mean).toBeCloseTo(-effect.mean, 12);
    expect(other.effects[k]?.coefficient).toBeCloseTo(effect.coefficient as number, 11);
    expect(other.effects[k]?.error).toBeCloseTo(effect.error as number, 11);
  }
});

function simulated(seed: number, coefficient: number): StyledVotes {
  const random = createRandom(seed);
  const count = 3000;
  const [a, b] = [new Int32Array(count), new Int32Array(count)];
  const [outcome, gaps] = [new Float64Array(count), new Float64Array(2 * count)];
  for (let vote = 0; vote < count; vote++) {
    a[vote] = Math.floor(random.unit() * 5);
    b[vote] = ((a[vote] as number) + 1 + Math.floor(random.unit() * 4)) % 5;
    // Models of high number write more.
    gaps[2 * vote] = random.unit() - random.unit() + 0.1 * ((a[vote] as number) - (b[vote] as number));
    const odds = coefficient * (gaps[2 * vote] as number) + 0.2 * ((b[vote] as number) - (a[vote] as number));
    outcome[vote] = random.unit() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
  }
  return { size: 5, a, b, outcome, names: ["length", "nothing"], gaps };
}

test("95 % of simulated effects and ratings lie in their intervals", {
  timeout: 60_000,
}, () => {
  let [held, ratings, rounds] = [0, 0, 0];
  for (let seed = 1; seed <= 400; seed++) {
    const { effects, natural, variance } = styleControl(simulated(seed, 1));
    const { coefficient = 0, error = 0, deviation = 0 } = effects[0] ?? {};
    rounds++;
    if (Math.abs(coefficient - deviation) < 1.96 * error) held++;
    const off = (natural[0] as number) - (natural[4] as number) - 0.8;
    const { matrix } = variance;
    if (off ** 2 < 1.96 ** 2 * ((matrix[0] as number) + (matrix[24] as number) - 2 * (matrix[4] as number))) ratings++;
  }
  for (const share of [held / rounds, ratings / rounds]) {
    expect(share).toBeGreaterThan(0.925);
    expect(share).toBeLessThan(0.975);
  }
});

test("a feature that never differs is left out", () => {
  const { effects } = styleControl(simulated(7, 0.5));
  expect(effects[1]).toEqual({ name: "nothing", mean: 0, deviation: 0 });
  expect(effects[0]?.coefficient).toBeGreaterThan(0);
});

test("features that are made of each other, or no numbers, are refused", () => {
  const one = simulated(3, 0.5);
  const twice = Float64Array.from(one.gaps, (gap, place) => (place % 2 ? 2 * (one.gaps[place - 1] as number) : gap));
  expect(() => styleControl({ ...one, gaps: twice })).toThrow("tell too much or the same");
  expect(() => styleControl({ ...one, gaps: Array.from(one.gaps).slice(1) })).toThrow("gaps of 3000 votes");
  expect(() => styleControl({ ...one, gaps: Array.from(one.gaps, () => NaN) })).toThrow("gap NaN");
});
