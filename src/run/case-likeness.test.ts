/** What counts as the same case, and that shortcuts change no verdict. */
import { distance } from "fastest-levenshtein";
import { expect, test } from "vitest";
import { caseIndex, comparableText, DEFAULT_SIMILAR, likeness, normalisedText } from "./case-likeness.ts";

function alike(a: string, b: string, atLeast?: number): number {
  return likeness(comparableText(a), comparableText(b), atLeast);
}

test("letter case, white space and sentence punctuation do not count; signs that change a sum do", () => {
  expect(normalisedText("  “The HOTEL,\n was lovely!” ")).toBe("the hotel was lovely");
  expect(normalisedText("ﬁne")).toBe("fine");
  expect(alike("Is it 7 - 2?", "is it 7 - 2")).toBe(1);
  expect(normalisedText("7-2")).not.toBe(normalisedText("7/2"));
});

test("a few edits are a repeat, and so are the same sentences in another order; other matter is not", () => {
  const text = "The room was clean and quiet. Breakfast came late and the coffee was cold.";
  expect(alike(text, text.replace("late", "too late"))).toBeGreaterThan(DEFAULT_SIMILAR);
  const turned = "Breakfast came late and the coffee was cold. The room was clean and quiet.";
  expect(1 - distance(text, turned) / text.length).toBeLessThan(0.6);
  expect(alike(text, turned)).toBeGreaterThan(DEFAULT_SIMILAR);
  expect(alike(text, "The film was long, but its last scene is worth the wait.")).toBeLessThan(0.5);
});

test("short and empty texts have a likeness too", () => {
  expect(alike("", "")).toBe(1);
  expect(alike("", "a")).toBe(0);
  expect(alike("a", "b")).toBe(0);
  expect(alike("?!", "…")).toBe(1);
});

test("a bound changes no value that reaches it", () => {
  const words = ["red", "green", "blue", "stone", "river", "7", "ä", "of the"];
  const texts = Array.from({ length: 60 }, (_, seed) =>
    Array.from(
      { length: 3 + (seed % 9) },
      (__, place) => words[(seed * 7 + place * (1 + (seed % 3))) % words.length],
    ).join(" "),
  );
  let reached = 0;
  for (const a of texts) {
    for (const b of texts) {
      const exact = alike(a, b);
      const bounded = alike(a, b, 0.7);
      if (exact >= 0.7) {
        reached++;
        expect(bounded).toBe(exact);
      } else expect(bounded).toBeLessThan(0.7);
      expect(alike(b, a)).toBeCloseTo(exact, 12);
    }
  }
  expect(reached).toBeGreaterThan(100);
});

test("an index gives the case that is repeated, and with 1 only the same text", () => {
  const index = caseIndex();
  index.add("first", "The train was late again and the seats were dirty.", "bad");
  index.add("second", "The train was late again and the seats were dirty, sadly.", "bad");
  const nearest = index.nearest("the train was late again, and the seats were dirty", "bad");
  expect(nearest).toEqual({ name: "first", likeness: 1 });
  expect(index.nearest("The train was late again and the seats were dirty, badly.", "bad")?.name).toBe("second");
  expect(index.nearest("Great screen, and the battery lasts for days.", "bad")).toBeUndefined();
  const strict = caseIndex(1);
  strict.add("first", "The train was late again.", "bad");
  expect(strict.nearest("The train was late, again", "bad")?.name).toBe("first");
  expect(strict.nearest("The trains was late again.", "bad")).toBeUndefined();
});

test("a small change that turns the answer round is another case; the same text never is", () => {
  const index = caseIndex();
  index.add("first", "The film was not great.", "negative");
  expect(index.nearest("The film was great.", "negative")?.likeness).toBeCloseTo(0.85, 10);
  expect(index.nearest("The film was great.", "positive")).toBeUndefined();
  expect(index.nearest("The film was not great!", "positive")?.name).toBe("first");
});
