import { expect, test } from "vitest";
import { onlineElo } from "./online-elo.ts";

test("votes move ratings one after another", () => {
  const rating = onlineElo({ size: 3, a: [0, 1, 0], b: [1, 2, 2], outcome: [1, 0.5, 0] });
  // 1000 + 2; then 998 against 1000 with a tie; then the first loses against the third.
  const tie = 4 * (0.5 - 1 / (1 + 10 ** (2 / 400)));
  const loss = -4 / (1 + 10 ** ((1000 - tie - 1002) / 400));
  expect(rating[0]).toBeCloseTo(1002 + loss, 10);
  expect(rating[1]).toBeCloseTo(998 + tie, 10);
  expect(rating[2]).toBeCloseTo(1000 - tie - loss, 10);
});

test("the order of votes matters, unlike in ratings that all votes make together", () => {
  const votes = { size: 2, a: [0, 0], b: [1, 1], outcome: [1, 0] };
  expect(onlineElo(votes)[0]).toBeLessThan(onlineElo({ ...votes, outcome: [0, 1] })[0] as number);
});
