/**
 * `first-token`: the first part of the answer came at most so many milliseconds after the request was sent. Waiting for a rate
 * limit and failed attempts do not count. Suites stream the calls of cases that expect it; an earlier answer that was not streamed passes
 * neither this nor its opposite.
 */
import { readMost } from "./most.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

const timing = { startedAt: 0, queueMs: 0, retryMs: 0 };

/** The scorer. */
export const firstToken: Scorer = defineScorer<number>({
  name: "first-token",
  summary: "the answer began at most so many milliseconds after it was asked for",
  expects: "a number of milliseconds; or { atMost }",
  examples: [
    {
      expected: 300,
      right: { timing: { ...timing, firstTokenMs: 250, modelMs: 1800 } },
      wrong: { timing: { ...timing, firstTokenMs: 350, modelMs: 1800 } },
    },
    { expected: { atMost: 100 }, right: { timing: { ...timing, firstTokenMs: 100 } }, wrong: { timing } },
  ],
  read: readMost,
  judge: ({ timing: { firstTokenMs } }, most) => {
    if (firstTokenMs === undefined) {
      const why = "The answer was not streamed, so when it began is unknown.";
      return { value: 0, undecided: true, why };
    }
    const isRight = firstTokenMs <= most;
    return {
      value: isRight ? 1 : 0,
      why: `The answer began after ${Math.ceil(firstTokenMs)} ms, ${isRight ? "at most" : "more than"} ${most} ms.`,
    };
  },
});
