/**
 * `numeric`: a number in the answer is the expected one, exactly or within a tolerance. The last number counts unless told otherwise,
 * since answers end with their result. `42 %` may stand for 42 or for 0.42, whichever is nearer to what is expected. What is
 * read as a number is told in `numbers-in.ts`.
 */
import { textOf } from "../record/message.ts";
import { numbersIn, type WrittenNumber } from "./numbers-in.ts";
import { isObject, knownFields, numberIn, reading, shown, wordIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

const WHICH = ["last", "first", "only", "any"] as const;

interface NumericExpectation {
  value: number;
  /** The most that a number may differ from the value. */
  most: number;
  which: (typeof WHICH)[number];
}

/** Allowance for the last place of decimal numbers: 0.3 is not 0.1 + 0.2 in binary. */
const SLACK = 1e-12;

function differenceOf({ value, percent }: WrittenNumber, wanted: number): number {
  const plain = Math.abs(value - wanted);
  return percent ? Math.min(plain, Math.abs(value / 100 - wanted)) : plain;
}

/**
 * How near two numbers are, 0 to 1: 1 less their difference as a share of their sum, signs left out.
 * Source: NumericDiff of autoevals 0.3.0, https://github.com/braintrustdata/autoevals (2026-06-11).
 */
function nearness(difference: number, a: number, b: number): number {
  return difference === 0 ? 1 : Math.max(0, 1 - difference / (Math.abs(a) + Math.abs(b)));
}

/** The scorer. The value of a wrong number says how near it is. */
export const numeric: Scorer = defineScorer<NumericExpectation>({
  name: "numeric",
  summary: "the last number in the answer is this one, or near enough",
  expects: "a number; or { value, tolerance: 0.5 } or { value, relative: 0.01 }, and which: last | first | only | any",
  examples: [
    { expected: 1234.5, right: "In 3 steps: $1,234.50.", wrong: "It is 1234.6." },
    { expected: { value: 3.14, tolerance: 0.005 }, right: "about 3.1416", wrong: "about 3.2" },
    { expected: { value: 100, relative: 0.05, which: "first" }, right: "96, of 200", wrong: "94, of 100" },
  ],
  read: (value) =>
    reading((fail) => {
      const known = ["value", "tolerance", "relative", "which"];
      const fields = isObject(value) ? knownFields(value, known, fail) : { value };
      const given = fields.value;
      if (typeof given !== "number") return fail(`It expects a number, but was given ${shown(given)}.`);
      const tolerance = numberIn(fields, "tolerance", { least: 0 }, fail);
      const relative = numberIn(fields, "relative", { least: 0 }, fail);
      if (tolerance !== undefined && relative !== undefined)
        return fail("It takes `tolerance` or `relative`, not both.");
      return {
        value: given,
        most: tolerance ?? (relative ?? 0) * Math.abs(given),
        which: wordIn(fields, "which", WHICH, fail) ?? "last",
      };
    }),
  judge: (call, { value: wanted, most, which }) => {
    const found = numbersIn(textOf(call.parts));
    if (found.length === 0) return { value: 0, why: "The answer has no number." };
    if (which === "only" && found.length > 1) {
      return { value: 0, why: `The answer has ${found.length} numbers, the first of which is ${found[0]?.text}.` };
    }
    const candidates = which === "any" ? found : found.slice(which === "last" ? -1 : 0).slice(0, 1);
    const nearest = candidates.toSorted((a, b) => differenceOf(a, wanted) - differenceOf(b, wanted))[0];
    if (!nearest) return { value: 0, why: "The answer has no number." };
    const difference = differenceOf(nearest, wanted);
    const passed = difference <= most + SLACK * Math.max(1, Math.abs(wanted));
    const given = `${nearest.text}${nearest.percent ? " %" : ""}`;
    const within = most === 0 ? `${wanted}` : `within ${Number(most.toPrecision(6))} of ${wanted}`;
    const place = which === "any" ? "nearest" : which;
    return {
      value: passed ? 1 : Math.min(nearness(difference, nearest.value, wanted), 1 - SLACK),
      passed,
      why: `The ${place} number is ${given}, ${passed ? "" : "not "}${within}.`,
    };
  },
});
