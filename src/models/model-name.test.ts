/** What names mean before any model is made. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namePieces, onlyCandidate, slipOf, unknownModel, withoutAlias } from "./model-name.ts";

test("a name falls apart at its first slash alone", () => {
  expect(namePieces("OpenRouter/meta-llama/llama-3")).toEqual({ provider: "openrouter", name: "meta-llama/llama-3" });
  expect(namePieces("gpt-5")).toEqual({ name: "gpt-5" });
});

describe("an alias", () => {
  test("leads through other aliases to a name", () => {
    expect(withoutAlias("a", { a: "b", b: "openai/gpt-5" })).toBe("openai/gpt-5");
    expect(withoutAlias("openai/gpt-5", { a: "b" })).toBe("openai/gpt-5");
  });

  test("that leads in a circle is refused with the command that mends it", () => {
    expect(() => withoutAlias("a", { a: "b", b: "a" })).toThrow(/circle: `penny models alias --remove a`\.$/);
  });

  test("that stands for its own name is that name", () => {
    expect(withoutAlias("a", { a: "a" })).toBe("a");
  });

  test("is never taken from what every object has", () => {
    expect(withoutAlias("constructor", {})).toBe("constructor");
  });
});

describe("a slip", () => {
  const known = ["gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-5-mini", "claude-opus-4-1"];

  test("is a name that is near exactly one known one", () => {
    expect(slipOf("gpt-5-mni", known)).toBe("gpt-5-mini");
    expect(slipOf("claude-ops-4-1", known)).toBe("claude-opus-4-1");
  });

  test("is none where the names differ only in their version", () => {
    expect(slipOf("claude-opus-5-1", known)).toBeUndefined();
    expect(slipOf("gpt-6-mini", known)).toBeUndefined();
  });

  test("is none where two known names are as near, or none is", () => {
    expect(slipOf("gpt-x", known)).toBeUndefined();
    expect(slipOf("llama", known)).toBeUndefined();
  });

  test("is always one of the known names", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (name, names) => {
        const slip = slipOf(name, names);
        expect(slip === undefined || names.includes(slip)).toBe(true);
      }),
    );
  });
});

describe("a bare name", () => {
  test("is the one model with a key, or the only one", () => {
    const openai = { id: "openai/m", hasKey: false };
    expect(onlyCandidate("m", [openai])).toBe("openai/m");
    expect(onlyCandidate("m", [openai, { id: "azure/m", hasKey: true }])).toBe("azure/m");
    expect(onlyCandidate("m", [])).toBeUndefined();
  });

  test("of several models is refused with their names", () => {
    const several = ["a/m", "b/m"].map((id) => ({ id, hasKey: true }));
    expect(() => onlyCandidate("m", several)).toThrow("Several providers have m: say which, a/m, b/m.");
    const many = ["a", "b", "c", "d", "e", "f", "g"].map((id) => ({ id: `${id}/m`, hasKey: false }));
    expect(() => onlyCandidate("m", many)).toThrow("a/m, b/m, c/m, d/m, e/m and 2 more.");
  });
});

test("an unknown name is told with near ones and the command that lists all", () => {
  expect(unknownModel("gpt5", ["openai/gpt-5"]).message).toBe(
    'There is no model "gpt5". Nearest: openai/gpt-5. `penny models` lists all.',
  );
});
