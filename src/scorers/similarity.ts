/**
 * Scorers that measure how near an answer is to a reference: `{ reference, atLeast }`. The value is the measure; an answer passes
 * from a threshold on. Thresholds of such metrics mean nothing in themselves: find yours on answers that you have judged.
 */

import type { JsonObject, JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { type Fail, isObject, knownFields, numberIn, reading } from "./reading.ts";
import { defineScorer, type Reading, type Scorer, type ScorerExample } from "./scorer.ts";
import { textsFrom } from "./text-expectation.ts";

/** What an answer is compared with. */
export interface SimilarityExpectation {
  /** At least one. */
  references: string[];
  /** The least value that passes, above 0 to 1. */
  atLeast: number;
}

/** What is particular to one measure. */
export interface SimilarityDefinition<Extra> extends Pick<Scorer, "name" | "summary" | "expects"> {
  /** The measure's name in a sentence: `BLEU`. */
  title: string | ((extra: Extra) => string);
  /** The least value that passes if the suite does not say. */
  usually: number;
  /** At least one. */
  examples: readonly ScorerExample[];
  /** Names of its own fields beside `reference` and `atLeast`. */
  fields: readonly string[];
  /** Its own fields, read. */
  extra: (fields: JsonObject, fail: Fail) => Extra;
  /** The measure, 0 to 1; of several references it says itself what they mean. */
  measure: (answer: string, references: readonly string[], extra: Extra) => Promise<number> | number;
}

/** A measure for a sentence, cut, never rounded up to what it does not reach. */
export function measured(value: number): string {
  return (Math.floor(value * 1000 + 1e-9) / 1000).toString();
}

/** A scorer that measures. */
export function similarityScorer<Extra>(definition: SimilarityDefinition<Extra>): Scorer {
  const { title, usually, fields: own, extra, measure, ...rest } = definition;
  const known = ["reference", "atLeast", ...own];
  const read = (value: JsonValue): Reading<SimilarityExpectation & { extra: Extra }> =>
    reading((fail) => {
      const fields = isObject(value) ? knownFields(value, known, fail) : { reference: value };
      const atLeast = numberIn(fields, "atLeast", { least: 0, most: 1 }, fail) ?? usually;
      if (atLeast === 0) return fail("`atLeast` is 0, which every answer reaches: give it more.");
      return { references: textsFrom(fields.reference, fail), atLeast, extra: extra(fields, fail) };
    });
  return defineScorer({
    ...rest,
    read,
    judge: async (call, { references, atLeast, extra: options }) => {
      const answer = textOf(call.parts);
      if (answer.trim() === "") return { value: 0, passed: false, why: "The answer has no text." };
      // Rounding in the last place may lead out of the range.
      const value = Math.min(1, Math.max(0, await measure(answer, references, options)));
      // A perfect measure of 1 may come out as the number just below it.
      const passed = value >= atLeast - 1e-9;
      const name = typeof title === "string" ? title : title(options);
      return {
        value,
        passed,
        why: `The answer's ${name} is ${measured(value)}, ${passed ? "at least" : "under"} ${atLeast}.`,
      };
    },
  });
}
