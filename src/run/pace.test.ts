import { expect, test } from "vitest";
import { minutesFor } from "../../bench/pacing-simulation.ts";
import { virtualTime } from "../../test/support/virtual-time.ts";
import { createPacer } from "./pace.ts";
import { durationMs, retryAfterMs, statedLimits } from "./rate-headers.ts";

test("a stated limit is kept: within 5 % of ideal, with no call refused", async () => {
  const { minutes, refused } = await minutesFor(20_000, 256, () => 4000);
  expect(refused).toBe(0);
  expect(minutes).toBeLessThan((20_000 / 4000) * 1.05);
});

test("a small limit is kept too", async () => {
  const { minutes, refused } = await minutesFor(500, 64, () => 50);
  expect(refused).toBe(0);
  expect(minutes).toBeLessThan((500 / 50) * 1.05);
});

test("a limit that halves mid-way costs at most 1 % of calls a refusal", async () => {
  const { minutes, refused } = await minutesFor(12_000, 256, (elapsed) => (elapsed < 60_000 ? 4000 : 2000));
  expect(refused).toBeLessThan(120);
  expect(minutes).toBeLessThan(5 * 1.05);
});

test("where no limit is stated, refusals bound the calls in flight", async () => {
  const { minutes, refused } = await minutesFor(8000, 256, () => 4000, false);
  expect(minutes).toBeLessThan(2 * 1.5);
  expect(refused).toBeLessThan(400);
});

test("until the first answer only two calls are out", async () => {
  const { clock } = virtualTime();
  const pacer = createPacer(clock);
  const signal = new AbortController().signal;
  const places = [1, 2, 3].map(() => pacer.acquire("key", { input: 1, output: 1 }, signal));
  const third = places[2]?.then(() => "let go");
  const [first] = await Promise.all(places.slice(0, 2));
  expect(await Promise.race([third, Promise.resolve("held")])).toBe("held");
  first?.observe({});
  expect(await third).toBe("let go");
});

test("a waiting call that is cancelled gives up its turn to the next", async () => {
  const { clock } = virtualTime();
  const pacer = createPacer(clock);
  const cancel = new AbortController();
  const signal = new AbortController().signal;
  const first = await pacer.acquire("gguf", { input: 1, output: 1 }, signal, 1);
  const second = pacer.acquire("gguf", { input: 1, output: 1 }, cancel.signal, 1);
  const third = pacer.acquire("gguf", { input: 1, output: 1 }, signal, 1);
  cancel.abort();
  expect(await second).toBeUndefined();
  first?.release();
  expect(await third).toBeDefined();
});

test("durations are read in every form that providers write", () => {
  expect(durationMs("20ms", 0)).toBe(20);
  expect(durationMs("6m0s", 0)).toBe(360_000);
  expect(durationMs("1h2m3.5s", 0)).toBe(3_723_500);
  expect(durationMs("7", 0)).toBe(7000);
  expect(durationMs("1970-01-01T00:00:05Z", 2000)).toBe(3000);
  expect(durationMs("soon", 0)).toBeUndefined();
});

test("limits are read from OpenAI's and Anthropic's headers, and unknown stays absent", () => {
  expect(statedLimits({ "x-ratelimit-limit-requests": "60", "x-ratelimit-reset-requests": "1s" }, 0)).toEqual([
    { kind: "requests", limit: 60, remaining: undefined, resetMs: 1000 },
  ]);
  expect(statedLimits({ "anthropic-ratelimit-input-tokens-remaining": "1000" }, 0)).toEqual([
    { kind: "input", limit: undefined, remaining: 1000, resetMs: undefined },
  ]);
  expect(statedLimits({ "content-type": "text/plain" }, 0)).toEqual([]);
});

test("the wait that a provider asks for is read from headers and from Google's error body", () => {
  expect(retryAfterMs({ "retry-after": "2", "retry-after-ms": "1500" }, undefined, 0)).toBe(1500);
  expect(retryAfterMs({ "retry-after": "Thu, 01 Jan 1970 00:00:10 GMT" }, undefined, 4000)).toBe(6000);
  expect(retryAfterMs({}, '{"error":{"details":[{"retryDelay":"12s"}]}}', 0)).toBe(12_000);
  expect(retryAfterMs({}, undefined, 0)).toBeUndefined();
});
