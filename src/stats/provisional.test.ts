import { expect, test } from "vitest";
import { provisionalReason } from "./provisional.ts";

test.each([
  [301, { best: 1, worst: 2 }, 3, undefined],
  [300, { best: 1, worst: 2 }, 3, "few-votes"],
  [5000, { best: 1, worst: 3 }, 3, "no-rank"],
  [5000, undefined, 3, "not-rated"],
  [5000, { best: 1, worst: 1 }, 1, undefined],
] as const)("%i votes, ranks %o of %i: %s", (votes, range, size, reason) => {
  expect(provisionalReason(votes, range, size)).toBe(reason);
});
