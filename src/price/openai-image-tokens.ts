/**
 * Tokens of an image at OpenAI, by the two rules its models follow: tiles of 512 pixels, or patches of 32 with a budget.
 * Says nothing of other vendors' models that are served under OpenAI's protocol.
 *
 * Source: https://developers.openai.com/api/docs/guides/images-vision (read 2026-11-23).
 */
import { between, exactly, type TokenForecast } from "./token-forecast.ts";

/** How closely an image is looked at. `auto` is what happens if nothing is asked for. */
export type ImageDetail = "auto" | "low" | "high" | "original";

interface Tiles {
  family: "tiles";
  base: number;
  tile: number;
  shortSide: number;
  /** Most that high fidelity adds. */
  extra?: number;
}

interface Patches {
  family: "patches";
  budget: number;
  maxSide: number;
  /** Tokens of a patch, at least and at most where sources disagree. */
  multiplier: [number, number];
  /** What `detail: original` allows, where it exists. */
  original?: { budget: number; maxSide: number };
  /** Whether `auto` is `original`. */
  autoIsOriginal?: true;
}

const UNLIMITED = Number.POSITIVE_INFINITY;
const REFUSED_ABOVE = 30_000;

function tiles(base: number, tile: number): Tiles {
  return { family: "tiles", base, tile, shortSide: 768 };
}

function patches(budget: number, maxSide: number, low: number, high = low): Patches {
  return { family: "patches", budget, maxSide, multiplier: [low, high] };
}

const HIGH_DETAIL = { ...patches(2500, 2048, 1.2), original: { budget: 10_000, maxSide: 6000 } } satisfies Patches;
const ALWAYS_ORIGINAL: Patches = {
  ...patches(2500, 2048, 1.2),
  original: { budget: REFUSED_ABOVE, maxSide: 65_535 },
  autoIsOriginal: true,
};

/**
 * Rules by model, the first that matches. Multipliers of gpt-5-mini and later small models and of gpt-6 differ between the
 * vendor's own pages (1.2 in newer ones, 1.62 and 2.46 in older ones): both ends are given.
 */
const RULES: [RegExp, Tiles | Patches][] = [
  [/^gpt-4o-mini/, tiles(2833, 5667)],
  [/^gpt-4\.1-mini/, patches(1536, UNLIMITED, 1.62)],
  [/^gpt-4\.1-nano/, patches(1536, UNLIMITED, 2.46)],
  [/^o4-mini/, patches(1536, UNLIMITED, 1.72)],
  [/^(gpt-4o|chatgpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo|gpt-4-vision|gpt-4-1106-vision)/, tiles(85, 170)],
  [/^gpt-5-mini/, patches(1536, UNLIMITED, 1.2, 1.62)],
  [/^gpt-5(\.[45])?-nano/, patches(1536, UNLIMITED, 1.2, 2.46)],
  [/^gpt-5\.[1-5](-codex)?-mini/, patches(1536, UNLIMITED, 1.2, 1.62)],
  [/^gpt-5\.[45]/, HIGH_DETAIL],
  [/^gpt-5\.[6-9]/, ALWAYS_ORIGINAL],
  [/^gpt-5(\.1)?(-|$)/, tiles(70, 140)],
  [/^gpt-6/, { ...ALWAYS_ORIGINAL, multiplier: [1.2, 1.62] }],
  [/^o[13](-pro|-\d|$)/, tiles(75, 150)],
  [/^computer-use/, tiles(65, 129)],
  [/^gpt-image-1/, { ...tiles(65, 129), shortSide: 512, extra: 6144 }],
];

function tileTokens(rule: Tiles, width: number, height: number): number {
  const box = Math.min(1, 2048 / Math.max(width, height));
  const [w, h] = [width * box, height * box];
  const short = Math.min(1, rule.shortSide / Math.min(w, h));
  // 9 decimals keep a side that is exactly on a tile's edge there.
  const count = (side: number): number => Math.ceil(Number(((side * short) / 512).toFixed(9)));
  return rule.base + rule.tile * count(w) * count(h);
}

/** Patches of 32 pixels that an image is cut into once it is scaled to the largest side and the budget. */
export function imagePatches(width: number, height: number, budget: number, maxSide: number): number {
  const fit = maxSide / Math.max(width, height);
  const scaled = (side: number): number => (fit < 1 ? Math.max(1, Math.floor(side * fit)) : side);
  let [w, h] = [scaled(width), scaled(height)];
  const whole = Math.ceil(w / 32) * Math.ceil(h / 32);
  if (whole <= budget) return whole;
  let ratio = Math.sqrt((1024 * budget) / (w * h));
  const [across, down] = [(w * ratio) / 32, (h * ratio) / 32];
  ratio *= Math.min(Math.max(1, Math.floor(across)) / across, Math.max(1, Math.floor(down)) / down);
  [w, h] = [w * ratio, h * ratio];
  // 1800×2400 lands on exactly 33×44 patches; floating point must not push the count one too far.
  const count = (side: number): number => Math.ceil(Number((side / 32).toFixed(9)));
  return Math.min(budget, count(w) * count(h));
}

function patchForecast(rule: Patches, width: number, height: number, detail: ImageDetail): TokenForecast {
  const [low, high] = rule.multiplier;
  const disputed = low === high ? [] : ["OpenAI's pages give different multipliers for this model; both are counted."];
  const at = (limits: { budget: number; maxSide: number }): [number, number] => {
    const count = imagePatches(width, height, limits.budget, limits.maxSide);
    return [Math.ceil(count * low), Math.ceil(count * high)];
  };
  const usual = at(rule);
  if (!rule.original || detail === "high") return between(...usual, ...disputed);
  const original = at(rule.original);
  if (detail === "low")
    return between(Math.ceil(low), usual[1], ...disputed, "Low detail is not published for this model.");
  if (detail === "original" || rule.autoIsOriginal) {
    const fits = Math.ceil(width / 32) * Math.ceil(height / 32) <= REFUSED_ABOVE;
    const refused =
      rule.autoIsOriginal && !fits ? ["The model refuses images of more than 30,000 patches of 32 pixels."] : [];
    return between(...original, ...disputed, ...refused);
  }
  return between(
    usual[0],
    original[1],
    ...disputed,
    "Without a detail the image is read at high or at original detail.",
  );
}

/** The most that any image may take, for one whose size is not known. */
function bounds(rule: Tiles | Patches): TokenForecast {
  const why = "The size of the image is not known.";
  if (rule.family === "tiles") return between(rule.base, rule.base + rule.tile * 8 + (rule.extra ?? 0), why);
  const budget = rule.original?.budget ?? rule.budget;
  return between(Math.ceil(rule.multiplier[0]), Math.ceil(budget * rule.multiplier[1]), why);
}

/**
 * Tokens of an image at OpenAI.
 * @param id model id as OpenAI has it, without the provider.
 * @param width and height in pixels, as seen, 1 or more. Absent: the bounds for any image are given.
 * @returns `undefined` if no rule of the model is known.
 */
export function openaiImageTokens(
  id: string,
  width: number | undefined,
  height: number | undefined,
  detail: ImageDetail = "auto",
): TokenForecast | undefined {
  const rule = RULES.find(([ids]) => ids.test(id))?.[1];
  if (!rule) return undefined;
  if (width === undefined || height === undefined) return bounds(rule);
  if (rule.family === "patches") return patchForecast(rule, width, height, detail);
  if (detail === "low") return exactly(rule.base);
  const tokens = tileTokens(rule, width, height);
  if (rule.extra === undefined) return exactly(tokens);
  const extra = width === height ? 4096 : rule.extra;
  return between(tokens, tokens + extra, "High fidelity adds 4,096 tokens to a square image and 6,144 to any other.");
}
