import { expect, test } from "vitest";
import { countWords, wordCount } from "./word-count.ts";

test.each([
  ["", 0],
  ["  one\n two\t", 2],
  ["It's a well-known – fact!", 4],
  ["3.5 kg * 2", 3],
  // Chinese for "I love Beijing's Tiananmen", Japanese for "Today is fine weather".
  ["我爱北京天安门", 4],
  ["今日は 良い天気", 4],
])("%j has %i words", (text, count) => {
  expect(countWords(text)).toBe(count);
});

test.each([
  [{ atLeast: 5, atMost: 3 }, "`atLeast` is 5, more than `atMost`, which is 3."],
  [{ min: 5 }, "It knows no `min`: use `atLeast` and `atMost`."],
  [2.5, "must be a whole number of 0 or more"],
])("%j is refused", (expected, sentence) => {
  expect(wordCount.check(expected)).toContain(sentence);
});
