/** Scorers that look at what a call took, not at its answer. */
import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import { cost } from "./cost.ts";
import { firstToken } from "./first-token.ts";
import { latency } from "./latency.ts";
import { oppositeOf } from "./scorer.ts";

const call = { parts: [], timing: { startedAt: 0, queueMs: 900, retryMs: 900 } } as unknown as Call;

test("what is not known passes neither the scorer nor its opposite, and is told as unknown", async () => {
  for (const scorer of [cost, latency, firstToken]) {
    for (const each of [scorer, oppositeOf(scorer)]) {
      expect(await each.score({ call, expected: 1 })).toEqual({
        value: 0,
        passed: false,
        undecided: true,
        why: expect.stringMatching(/ unknown\.$/),
      });
    }
  }
});

test("a limit is kept to the picodollar, and told legibly", async () => {
  const priced = (picodollars: number): Call => ({ ...call, cost: { picodollars, basis: "ledger" } });
  expect(await cost.score({ call: priced(300_000_000_000), expected: 0.3 })).toMatchObject({
    passed: true,
    why: "The call cost $0.3, at most $0.3.",
  });
  expect(await cost.score({ call: priced(300_000_000_001), expected: 0.3 })).toMatchObject({ passed: false });
  expect((await cost.score({ call: priced(123_456), expected: { atMost: 0 } })).why).toBe(
    "The call cost $0.000000123, more than $0.",
  );
});

test("only the model's own time counts", async () => {
  const timed: Call = { ...call, timing: { ...call.timing, modelMs: 100.2, firstTokenMs: 20 } };
  expect(await latency.score({ call: timed, expected: 101 })).toMatchObject({ passed: true });
  expect(await latency.score({ call: timed, expected: 100 })).toMatchObject({
    passed: false,
    why: "The model took 101 ms, more than 100 ms.",
  });
  expect(await firstToken.score({ call: timed, expected: 20 })).toMatchObject({ passed: true });
});

test("a limit that is none is refused", () => {
  expect(latency.check(-1)).toContain("must be a number of 0 or more");
  expect(cost.check({ max: 1 })).toContain("It knows no `max`: use `atMost`.");
});
