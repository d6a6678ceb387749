import { expect, test } from "vitest";
import { dollarRange, duration, energyRange, tokenRange, tokens } from "./amounts.ts";

test("a range whose ends read alike is one figure", () => {
  expect(dollarRange({ low: 1e12, high: 1e12 })).toBe("$1.00");
  expect(dollarRange({ low: 1e9, high: 2e10 })).toBe("$0.001–$0.02");
  expect(dollarRange(undefined)).toBe("–");
  expect(tokenRange({ low: 0, high: 12_345 })).toBe("0–12.3k");
});

test("tokens are whole up to ten thousand, then rounded to three digits", () => {
  expect(tokens(0)).toBe("0");
  expect(tokens(9999)).toBe("9999");
  expect(tokens(10_000)).toBe("10k");
  expect(tokens(999_499)).toBe("999k");
  expect(tokens(999_600)).toBe("1M");
  expect(tokens(3_140_000)).toBe("3.14M");
});

test("a duration takes the unit that fits", () => {
  expect(duration(undefined)).toBe("–");
  expect(duration(840.4)).toBe("840 ms");
  expect(duration(999.6)).toBe("1.0 s");
  expect(duration(59_960)).toBe("1 min 0 s");
  expect(duration(250_000)).toBe("4 min 10 s");
  expect(duration(7_500_000)).toBe("2 h 5 min");
});

test("energy is a range", () => {
  expect(energyRange({ lowWh: 0.021, highWh: 0.3, method: "m" })).toBe("0.021–0.3 Wh");
  expect(energyRange({ lowWh: 0, highWh: 0, method: "m" })).toBe("0 Wh");
  expect(energyRange(undefined)).toBe("–");
});
