/**
 * `latency`: the model took at most so many milliseconds to answer, from sending to the end of the answer. Waiting for a rate
 * limit and failed attempts do not count: they say nothing of the model. An answer from the log has the time it once took.
 */
import { readMost } from "./most.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

const timing = { startedAt: 0, queueMs: 0, retryMs: 0 };

/** The scorer. */
export const latency: Scorer = defineScorer<number>({
  name: "latency",
  summary: "the model took at most so many milliseconds, queue and retries apart",
  expects: "a number of milliseconds; or { atMost }",
  examples: [
    {
      expected: 2000,
      right: { timing: { ...timing, queueMs: 5000, modelMs: 1800 } },
      wrong: { timing: { ...timing, modelMs: 2100 } },
    },
    { expected: { atMost: 100 }, right: { timing: { ...timing, modelMs: 100 } }, wrong: { timing } },
  ],
  read: readMost,
  judge: ({ timing: { modelMs } }, most) => {
    if (modelMs === undefined) return { value: 0, undecided: true, why: "How long the model took is unknown." };
    const isRight = modelMs <= most;
    return {
      value: isRight ? 1 : 0,
      why: `The model took ${Math.ceil(modelMs)} ms, ${isRight ? "at most" : "more than"} ${most} ms.`,
    };
  },
});
