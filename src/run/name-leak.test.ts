/** What gives a model away, and what does not. */
import { describe, expect, test } from "vitest";
import { nameLeak } from "./name-leak.ts";

const leak = (answer: string, question = "Who are you?", names = ["openai/gpt-5-mini", "meta/llama-4-scout"]) =>
  nameLeak(answer, names, question);

describe("an answer gives its model away", () => {
  test.each([
    ["I am Claude.", "Claude"],
    ["As an AI developed by Google, I cannot say.", "google"],
    ["I'm a large model trained by Meta AI.", "Meta"],
    ["Hello from gpt-5-mini!", "gpt-5-mini"],
    ["My name is Llama.", "Llama"],
    ["ChatGPT here.", "ChatGPT"],
  ])("%s", (answer, word) => {
    expect(leak(answer)?.toLowerCase()).toBe(word.toLowerCase());
  });

  test("by the name of a model in the battle, though nobody has heard of it", () => {
    expect(nameLeak("I am Zarquon.", ["lab/zarquon-7b", "lab/other"], "Hi")).toBe("Zarquon");
    expect(nameLeak("zarquon-7b says hi", ["lab/zarquon-7b", "lab/other"], "Hi")).toBe("zarquon-7b");
  });
});

describe("an answer gives nothing away", () => {
  test.each([
    ["You can google it, or ask at the desk."],
    ["The llama is a camelid of South America."],
    ["Gemini is a sign of the zodiac."],
    ["Apple pie needs apples."],
    ["A mini pro tip: the latest model is the large one."],
    ["Unclaudelike clauses"],
    [""],
  ])("%s", (answer) => {
    expect(leak(answer)).toBeUndefined();
  });

  test("by a word that the question has", () => {
    expect(leak("Claude Monet was a painter.", "Who was Claude Monet?")).toBeUndefined();
    expect(leak("Claude Monet was a painter.", "Who painted water lilies?")).toBe("Claude");
  });
});
