/**
 * `similar`: the vector (embedding) of the answer is near that of an expected text. It measures what a text is about, more than what
 * it says: a sentence and its denial are near each other. Measures and the usual threshold are those of promptfoo,
 * https://www.promptfoo.dev/docs/configuration/expected-outputs/similar/ (read 2026-11-27).
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { EmbeddingFailed } from "./embed.ts";
import type { Judge } from "./judge.ts";
import { readSurely } from "./jury.ts";
import { type Fail, isObject, knownFields, numberIn, reading, shown, wordIn } from "./reading.ts";
import { type Judgement, problemIn, type Reading } from "./scorer.ts";
import { quoted } from "./text-expectation.ts";

/** How two vectors are compared. */
export type Measure = "cosine" | "dot" | "euclidean";

interface SimilarExpectation {
  /** At least one, none empty. */
  texts: string[];
  model?: string;
  /** Least similarity, or most distance. */
  threshold: number;
  by: Measure;
}

const USUAL_THRESHOLD = 0.75;
const MEASURES: readonly Measure[] = ["cosine", "dot", "euclidean"];
/** Allowance for sums of floating-point numbers: a text is as similar to itself as can be. */
const SLACK = 1e-9;
const FIELDS = ["text", "texts", "model", "threshold", "by"];

/**
 * Cosine of the angle (−1 to 1), dot product, or distance of two vectors of equal length.
 * @throws EmbeddingFailed if they cannot be compared: lengths that differ, or a cosine with a vector of zeros.
 */
export function measured(by: Measure, one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length)
    throw new EmbeddingFailed(`vectors of ${one.length} and ${other.length} numbers cannot be compared`);
  let [product, ones, others, apart] = [0, 0, 0, 0];
  for (const [index, value] of one.entries()) {
    const second = other[index] ?? 0;
    product += value * second;
    ones += value * value;
    others += second * second;
    apart += (value - second) ** 2;
  }
  if (by === "dot") return product;
  if (by === "euclidean") return Math.sqrt(apart);
  if (ones === 0 || others === 0) throw new EmbeddingFailed("a vector of zeros has no direction");
  return product / (Math.sqrt(ones) * Math.sqrt(others));
}

/** A measure as a value from 0 to 1: similarities as they are within these, a distance d as 1 / (1 + d). */
function shareOf(by: Measure, number: number): number {
  return by === "euclidean" ? 1 / (1 + number) : Math.min(1, Math.max(0, number));
}

function textsIn(value: JsonValue | undefined, fail: Fail): string[] {
  const list = Array.isArray(value) ? value : [value];
  const texts = list.filter((each): each is string => typeof each === "string" && each.trim() !== "");
  return texts.length === list.length && texts.length > 0
    ? texts
    : fail(`It expects text that is not empty, or a list of such texts, not ${shown(value)}.`);
}

function thresholdIn(fields: JsonObject, by: Measure, fail: Fail): number {
  const bounds = {
    cosine: { least: -1, most: 1 },
    dot: { least: Number.MIN_SAFE_INTEGER },
    euclidean: { least: 0 },
  };
  return numberIn(fields, "threshold", bounds[by], fail) ?? USUAL_THRESHOLD;
}

function read(value: JsonValue): Reading<SimilarExpectation> {
  return reading((fail) => {
    const fields = isObject(value) ? knownFields(value, FIELDS, fail) : { text: value };
    const { text, texts, model } = fields;
    if (text !== undefined && texts !== undefined) return fail("It has `text` and `texts`: write one of them.");
    if (model !== undefined && (typeof model !== "string" || model.trim() === ""))
      return fail(`\`model\` is ${shown(model)}, but must be the name of a model that makes embeddings.`);
    const by = wordIn(fields, "by", MEASURES, fail) ?? "cosine";
    return {
      texts: textsIn(text ?? texts, fail),
      by,
      threshold: thresholdIn(fields, by, fail),
      ...(model === undefined ? {} : { model }),
    };
  });
}

const WORDS: { readonly [by in Measure]: string } = {
  cosine: "cosine similarity to",
  dot: "dot product with",
  euclidean: "distance from",
};

function verdict(expected: SimilarExpectation, numbers: readonly number[], model: string): Judgement {
  const { by, texts, threshold } = expected;
  const isDistance = by === "euclidean";
  const best = isDistance ? Math.min(...numbers) : Math.max(...numbers);
  const nearest = texts[numbers.indexOf(best)] ?? "";
  const of = texts.length > 1 ? `, the nearest of ${texts.length},` : "";
  const passed = isDistance ? best <= threshold + SLACK : best >= threshold - SLACK;
  const bound = `${isDistance ? "at most" : "at least"} ${threshold}`;
  return {
    value: shareOf(by, best),
    passed,
    why: `Its ${WORDS[by]} ${quoted(nearest)}${of} is ${best.toFixed(3)} by ${model}; ${bound} counts as similar.`,
  };
}

/** The judge: it asks nothing in words, but has vectors made. */
export const similar: Judge = {
  name: "similar",
  summary: "its embedding is near that of this text, or of one of these",
  expects:
    "a text, or a list; or { text or texts, model: one that makes embeddings (default `pocket`, which is weak), by: `cosine` (default), `dot` or `euclidean`, threshold: least similarity, or most distance (default 0.75) }",
  example: { text: "You get your money back within five days", model: "openai/text-embedding-3-small", threshold: 0.7 },
  check: (expected) => problemIn(read(expected)),
  asks: (expected) => {
    const { texts, model } = readSurely("similar", read, expected);
    return [{ calls: 1 + texts.length, embeds: texts, ...(model === undefined ? {} : { model }) }];
  },
  judge: async ({ answer, expected, embed }) => {
    const wanted = readSurely("similar", read, expected);
    // No provider makes a vector of nothing, and nothing is like no text.
    if (answer.trim() === "") return { value: 0, passed: false, why: "The answer has no text." };
    const by = wanted.model === undefined ? {} : { model: wanted.model };
    // All of them are waited for, so that none is paid after the answer has been scored.
    const came = await Promise.allSettled([answer, ...wanted.texts].map((text) => embed({ text, ...by })));
    const [own, ...others] = came.map((each) => {
      if (each.status === "rejected") throw each.reason;
      return each.value;
    });
    if (!own) throw new EmbeddingFailed("no vector came");
    const numbers = others.map(({ vector }) => measured(wanted.by, own.vector, vector));
    return verdict(wanted, numbers, own.model);
  },
};
