import { expect, test } from "vitest";
import { isCi } from "./browser.ts";
import { findChromium } from "./find-chromium.ts";

test("Chromium is taken from CHROMIUM_PATH, then from where it usually stands", () => {
  const here = import.meta.filename;
  expect(findChromium({ CHROMIUM_PATH: here }, [])).toBe(here);
  expect(findChromium({}, ["/nowhere/chromium", here])).toBe(here);
  expect(findChromium({}, ["/nowhere/chromium"])).toBeUndefined();
  expect(() => findChromium({ CHROMIUM_PATH: "/nowhere/chromium" }, [here])).toThrow(/no such file/);
});

test("CI is what says that it is", () => {
  expect([isCi({}), isCi({ CI: "" }), isCi({ CI: "false" }), isCi({ CI: "true" }), isCi({ CI: "1" })]).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});
