import { expect, test } from "vitest";
import { fillLog } from "../../test/support/filled-log.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { webApp } from "../../test/support/web-app.ts";
import type { JobEstimate, SpentReport } from "../index.ts";

test("what was spent comes by day, model, provider and command, with the unknown counted", async () => {
  const dir = temporaryFolder();
  await fillLog(dir, Date.now());
  const { json } = await webApp({ dir });
  const byModel = await json<SpentReport>("/api/cost/spent?by=model&since=30d");
  expect(byModel.rows[0]).toMatchObject({ key: "openai/gpt-5-mini", picodollars: 2_000_000_000 });
  expect(byModel.total).toMatchObject({ calls: 5, failed: 1 });
  const byCommand = await json<SpentReport>("/api/cost/spent?by=origin&command=eval");
  expect(byCommand.rows.map(({ key, calls }) => [key, calls])).toEqual([["eval", 2]]);
  await expect(json("/api/cost/spent?by=mood")).rejects.toThrow("`by` is `mood`");
  await expect(json("/api/cost/spent?since=someday")).rejects.toThrow("someday");
});

const body = { calls: 100, inputTokens: 1000, outputTokens: 200 };

test("a job by its counts is forecast cheapest first, at no cost on this machine", async () => {
  const { json } = await webApp();
  const models = ["openai/gpt-5", "openai/gpt-5-nano", "pocket/pocket-l"];
  const rows = await json<JobEstimate[]>("/api/cost/estimate", { body: { ...body, models } });
  expect(rows.map(({ model }) => model)).toEqual(["pocket/pocket-l", "openai/gpt-5-nano", "openai/gpt-5"]);
  expect(rows[0]?.picodollars).toEqual({ low: 0, high: 0 });
  // 100 × (1,000 × $1.25 + 200 × $10) / 1,000,000 = $0.325.
  expect(rows[2]?.picodollars).toEqual({ low: 325_000_000_000, high: 325_000_000_000 });
  expect(rows[2]?.batchPicodollars?.high).toBe(162_500_000_000);
});

test("images count by their size; a model that reads none is named and left without calls", async () => {
  const { json } = await webApp();
  const images = { count: 2, width: 512, height: 512 };
  const models = ["openai/gpt-4o", "pocket/pocket-s"];
  const rows = await json<JobEstimate[]>("/api/cost/estimate", { body: { ...body, models, images } });
  // OpenAI's own rule: 85 tokens and 170 for the one tile of each image.
  expect(rows[0]).toMatchObject({ model: "openai/gpt-4o", calls: 100, inputTokens: { low: 151_000, high: 151_000 } });
  expect(rows[1]).toMatchObject({ model: "pocket/pocket-s", calls: 0, leftOut: 200 });
});

test("no forecast reads a file, and a job without counts is refused", async () => {
  const { json } = await webApp();
  await expect(json("/api/cost/estimate", { body: { ...body, models: ["gguf:/etc/x"] } })).rejects.toThrow("is a file");
  await expect(json("/api/cost/estimate", { body: { models: [], calls: 1 } })).rejects.toThrow("nothing to forecast");
  await expect(json("/api/cost/estimate", { body: { models: [], calls: 0 } })).rejects.toThrow("`calls`");
});
