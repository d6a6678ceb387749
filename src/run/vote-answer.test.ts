import { expect, test } from "vitest";
import { plainAnswer } from "./vote-answer.ts";

test("answers that differ in form alone read the same", () => {
  for (const [one, other] of [
    ["**Paris**.", " paris "],
    ["1,234.50", "1234.5"],
    ["42", "42.0"],
    ['{"b": 1, "a": [2]}', '```json\n{ "a": [2], "b": 1 }\n```'],
    ["“Yes!”", "yes"],
    ["a\n b", "A B"],
  ] as const)
    expect(plainAnswer(one)).toBe(plainAnswer(other));
});

test("answers that say something else stay apart", () => {
  for (const [one, other] of [
    ["42", "-42"],
    ["5 %", "5"],
    ["snake_case", "snakecase"],
    ["3 apples", "3"],
    ["C++", "C"],
  ] as const)
    expect(plainAnswer(one)).not.toBe(plainAnswer(other));
});
