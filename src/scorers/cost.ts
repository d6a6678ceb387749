/**
 * `cost`: the call cost at most so many US dollars. A cost that is not known passes neither this nor its opposite. What an answer
 * from the log once cost counts, though using it again costs nothing.
 */
import { readMost } from "./most.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

function dollars(usd: number): string {
  return `$${usd.toLocaleString("en-US", { maximumSignificantDigits: 3, useGrouping: false })}`;
}

/** The scorer. */
export const cost: Scorer = defineScorer<number>({
  name: "cost",
  summary: "the call cost at most so many US dollars",
  expects: "a number of US dollars; or { atMost }",
  examples: [
    {
      expected: 0.001,
      right: { cost: { picodollars: 900_000_000, basis: "ledger" } },
      wrong: { cost: { picodollars: 1_100_000_000, basis: "ledger" } },
    },
    { expected: { atMost: 0 }, right: { cost: { picodollars: 0, basis: "local" } }, wrong: "text, at an unknown cost" },
  ],
  read: readMost,
  judge: ({ cost: known }, most) => {
    if (!known) return { value: 0, undecided: true, why: "The cost of the call is unknown." };
    // Both in integer picodollars: the same decimal number is the same number.
    const isRight = known.picodollars <= Math.round(most * 1e12);
    const given = dollars(known.picodollars / 1e12);
    return {
      value: isRight ? 1 : 0,
      why: `The call cost ${given}, ${isRight ? "at most" : "more than"} ${dollars(most)}.`,
    };
  },
});
