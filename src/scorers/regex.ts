/**
 * `regex`: the answer matches a regular expression of JavaScript, anywhere unless it is anchored by `^` and `$`. An expression that
 * takes longer than a second on an answer proves nothing about it: then neither this nor its opposite passes.
 */
import { textOf } from "../record/message.ts";
import { messageOf } from "../record/setup-error.ts";
import { MOST_MS, matchesInTime } from "./matches-in-time.ts";
import { isObject, knownFields, reading, shown } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { quoted } from "./text-expectation.ts";

/** The scorer. */
export const regex: Scorer = defineScorer<RegExp>({
  name: "regex",
  summary: "the answer matches this regular expression",
  expects: "a regular expression of JavaScript; or { pattern, flags } with any of the flags i, m, s, u, v",
  examples: [
    { expected: "^\\d{4}-\\d{2}-\\d{2}$", right: "2026-11-24", wrong: "on 2026-11-24" },
    { expected: { pattern: "\\bparis\\b", flags: "i" }, right: "It is PARIS.", wrong: "Parisians" },
  ],
  read: (value) =>
    reading((fail) => {
      const fields = isObject(value) ? knownFields(value, ["pattern", "flags"], fail) : { pattern: value };
      const { pattern, flags = "" } = fields;
      if (typeof pattern !== "string" || pattern === "") {
        return fail(`It expects a regular expression as text, but was given ${shown(pattern)}.`);
      }
      if (typeof flags !== "string" || !/^[imsuv]*$/.test(flags)) {
        return fail(`\`flags\` is ${shown(flags)}, but may only have i, m, s, u and v in it.`);
      }
      try {
        return new RegExp(pattern, flags);
      } catch (error) {
        return fail(`It is no regular expression: ${messageOf(error).replace(/\.$/, "")}.`);
      }
    }),
  judge: async (call, expression) => {
    const answer = textOf(call.parts);
    if (answer === "") return { value: 0, why: "The answer has no text." };
    const matches = await matchesInTime(expression, answer);
    const shownAs = `\`${expression.source.slice(0, 80)}\``;
    if (matches === undefined) {
      const why = `The match of ${shownAs} was given up after ${MOST_MS / 1000} s: write the expression with fewer nested repeats.`;
      return { value: 0, undecided: true, why };
    }
    const how = matches ? "matches" : "does not match";
    return { value: matches ? 1 : 0, why: `The answer ${quoted(answer)} ${how} ${shownAs}.` };
  },
});
