import { expect, test } from "vitest";
import { nearest, nearestHint } from "./nearest.ts";

const known = ["openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-sonnet-4-5", "pocket/pocket-m"];

test("a slip of one letter finds the name", () => {
  expect(nearest("openai/gtp-4o", known)[0]).toBe("openai/gpt-4o");
  expect(nearest("poket-m", known)[0]).toBe("pocket/pocket-m");
});

test("a part of a name finds the names that hold it", () => {
  expect(nearest("sonnet", known)).toEqual(["anthropic/claude-sonnet-4-5"]);
});

test("nothing near gives no hint", () => {
  expect(nearestHint("zzzzzzzz", known)).toBe("");
});
