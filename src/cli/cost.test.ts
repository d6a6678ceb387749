import { expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { openWorkbench } from "../index.ts";
import { type CallChanges, pending, plainCall, testIds } from "../store/fixtures/plain-call.ts";
import { exitCodes } from "./io.ts";

const DAY_MS = 86_400_000;
const env = { TZ: "UTC" };

/** A log with calls, each so many days ago. */
async function logWith(calls: { daysAgo: number; model: string; changes?: CallChanges }[]): Promise<string> {
  const dir = temporaryFolder();
  const workbench = await openWorkbench({ dir, env: {} });
  const ids = testIds();
  for (const { daysAgo, model, changes } of calls) {
    const startedAt = Date.now() - daysAgo * DAY_MS;
    const timing = { startedAt, endedAt: startedAt + 1000, queueMs: 0, retryMs: 0, modelMs: 1000 };
    const call = plainCall(ids(), "question", "answer", { timing, ...changes, request: { model } });
    await workbench.log.begin(pending(call));
    await workbench.log.complete(call, []);
  }
  await workbench.close();
  return dir;
}

const twoModels = (): Promise<string> =>
  logWith([
    { daysAgo: 0, model: "openai/gpt-4o", changes: { cost: { picodollars: 1_500_000_000_000, basis: "ledger" } } },
    { daysAgo: 3, model: "openai/gpt-4o", changes: { cost: { picodollars: 250_000_000_001, basis: "ledger" } } },
    {
      daysAgo: 3,
      model: "acme/new",
      changes: { cost: undefined as never, energy: undefined as never, origin: { command: "eval" } },
    },
    { daysAgo: 400, model: "openai/gpt-4o", changes: { cost: { picodollars: 9_000_000_000_000, basis: "ledger" } } },
  ]);

async function cost(dir: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return runPenny(["cost", ...words], { dir, env });
}

test("an empty log teaches how to begin", async () => {
  const { code, out, err } = await cost(temporaryFolder());
  expect([code, out]).toEqual([exitCodes.ok, ""]);
  expect(err).toContain("the log is empty");
  expect(err).toContain("penny cost estimate");
  const dir = await twoModels();
  expect((await cost(dir, "--until", "2001-01-01")).err).toContain("no call in the log fits that");
});

test("the last thirty days are summed by day, with a total", async () => {
  const dir = await twoModels();
  const { out } = await cost(dir);
  const today = new Date().toISOString().slice(0, 10);
  expect(out).toMatch(new RegExp(`^${today} +1 +0 +12 +5 +\\$1\\.50 `, "m"));
  expect(out).toMatch(/^total +3 +0 +36 +15 +\$1\.75\* +1 /m);
  expect(out).not.toContain("$9.00");
});

test("calls of unknown cost are never hidden", async () => {
  const { out } = await cost(await twoModels(), "--by", "model");
  expect(out).toMatch(/^acme\/new +1 +0 +12 +5 +– +1 +–$/m);
  expect(out).toContain("* The cost of 1 call is unknown and not in the sum: more was spent.");
});

test("programs get exact picodollars and dollars", async () => {
  const dir = await twoModels();
  const rows = JSON.parse((await cost(dir, "--by", "model", "--since", "2000-01-01", "--json")).out);
  expect(rows[0]).toMatchObject({
    key: "openai/gpt-4o",
    calls: 3,
    picodollars: 10_750_000_000_001,
    usd: 10.750000000001,
  });
  expect(rows[1]).toMatchObject({ key: "acme/new", unknownCost: 1 });
  expect(rows[1]).not.toHaveProperty("usd");
});

test("days, models and commands narrow what is summed", async () => {
  const dir = await twoModels();
  const keys = async (...words: string[]): Promise<string[]> =>
    JSON.parse((await cost(dir, ...words, "--json")).out).map((row: { key: string }) => row.key);
  expect(await keys("--by", "origin")).toEqual(["prompt", "eval"]);
  expect(await keys("--by", "provider", "--since", "today")).toEqual(["openai"]);
  expect(await keys("--by", "model", "--until", "100d")).toEqual(["openai/gpt-4o"]);
  expect(await keys("--by", "model", "-m", "new")).toEqual(["acme/new"]);
  expect((await cost(dir, "--since", "today", "--until", "yesterday")).err).toContain("is empty");
  expect((await cost(dir, "--since", "soon")).err).toContain("--since is `soon`");
  expect((await cost(dir, "--zone", "Mars")).err).toContain("The time zone is `Mars`");
  expect((await cost(dir, "estimat")).err).toContain("Nearest: estimate");
});

test("energy is a range in a familiar unit, its source named on request", async () => {
  const dir = await twoModels();
  expect((await cost(dir)).out).toMatch(/^Energy: 0\.002–0\.02 Wh, about \d.* of (an LED lamp|television)/m);
  const { out } = await cost(dir, "--energy");
  expect(out).toContain("Google, August 2025");
  expect(out).toContain("g CO₂e");
});

test("a terminal too narrow for whole names loses the column of energy, not its sum", async () => {
  const model = "openrouter/some-maker/a-model-with-a-long-name";
  const dir = await logWith([{ daysAgo: 0, model }]);
  const words = ["cost", "--by", "model"];
  const narrow = await runPenny(words, { dir, env: { ...env, NO_COLOR: "1" }, terminal: true, width: 80 });
  expect(narrow.out).toMatch(new RegExp(`^${model} .*\\$[\\d.]+$`, "m"));
  expect(narrow.out).toMatch(/^Energy: 0\.001–0\.01 Wh/m);
  const wide = await runPenny(words, { dir, env: { ...env, NO_COLOR: "1" }, terminal: true, width: 120 });
  expect(wide.out).toMatch(new RegExp(`^${model} .*Wh$`, "m"));
});
