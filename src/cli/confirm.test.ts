import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { type FakeIo, fakeIo } from "../../test/support/fake-io.ts";
import type { Estimate } from "../run/estimate.ts";
import { forecastLine, tellForecast } from "./confirm.ts";

const estimate: Estimate = {
  model: "all",
  calls: 12,
  inputTokens: { low: 3000, high: 3100 },
  outputTokens: { low: 12, high: 24_000 },
  picodollars: { low: 2_000_000_000, high: 50_000_000_000 },
  assumptions: ["Output is at most 2,000 tokens a call."],
};

/** Tells a forecast to somebody who types `answer`. */
async function told(forecast: Estimate, answer: string, yes = false): Promise<{ agreed: boolean; fake: FakeIo }> {
  const input = new PassThrough();
  input.end(answer);
  const fake = fakeIo({ dir: "/nowhere", terminal: true, input });
  return { agreed: await tellForecast(forecast, yes, fake.io), fake };
}

test("a forecast is one line of calls, tokens and dollars, and says what it assumes", async () => {
  expect(forecastLine(estimate)).toBe("12 calls, 3000–3100 tokens in, 12–24k out, $0.002–$0.05");
  const { fake } = await told(estimate, "y\n");
  expect(fake.err()).toContain("\n  Output is at most 2,000 tokens a call.\n");
});

test("an unknown price is said to be unknown", () => {
  const { picodollars: _, ...unpriced } = estimate;
  expect(forecastLine({ ...unpriced, calls: 1 })).toMatch(/^1 call, .+, – \(price or tokens unknown\)$/);
});

test("only a yes goes on; no, nothing and the end of input do not", async () => {
  expect((await told(estimate, "y\n")).agreed).toBe(true);
  expect((await told(estimate, " Yes \n")).agreed).toBe(true);
  expect((await told(estimate, "no\n")).agreed).toBe(false);
  expect((await told(estimate, "\n")).agreed).toBe(false);
  expect((await told(estimate, "")).agreed).toBe(false);
});

test("nothing is asked where it costs nothing or --yes was given", async () => {
  const free = await told({ ...estimate, picodollars: { low: 0, high: 0 } }, "");
  expect({ agreed: free.agreed, asked: free.fake.err().includes("[y/N]") }).toEqual({ agreed: true, asked: false });
  expect((await told(estimate, "", true)).agreed).toBe(true);
});

test("nothing is paid unasked where nobody sits", async () => {
  const pipe = fakeIo({ dir: "/nowhere", stdin: "" });
  await expect(tellForecast(estimate, false, pipe.io)).rejects.toThrow(/may cost up to \$.*add --yes/);
  expect(pipe.err()).toMatch(/^penny: 12 calls/);
});

test("an unknown price is asked about too", async () => {
  const { picodollars: _, ...unpriced } = estimate;
  expect((await told(unpriced, "no\n")).agreed).toBe(false);
});
