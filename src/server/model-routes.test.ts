import { join } from "node:path";
import { expect, test } from "vitest";
import { webApp } from "../../test/support/web-app.ts";
import type { ModelPage, ModelsPage, PriceStory } from "./api.ts";

const POCKET_FILE = join(import.meta.dirname, "../models/pocket/pocket-s.gguf");

test("models come with prices and whether they can be asked; keys by name alone", async () => {
  const { json, request } = await webApp({ env: { OPENAI_API_KEY: "sk-very-secret" } });
  const { models, keys } = await json<ModelsPage>("/api/models");
  const find = (id: string) => models.find((each) => each.id === id);
  expect(find("pocket/pocket-l")).toMatchObject({ isDefault: true, available: true, price: { basis: "free" } });
  expect(find("openai/gpt-5-mini")).toMatchObject({ available: true, price: { inputUsd: "0.25" } });
  expect(models.some(({ available }) => !available)).toBe(true);
  expect(keys).toEqual([{ provider: "openai", source: "environment" }]);
  expect(await (await request("/api/models")).text()).not.toContain("very-secret");
});

test("a model in this process is told with what it needs of this machine", async () => {
  const { json } = await webApp();
  const { model, fit, history } = await json<ModelPage>("/api/models/one?name=pocket/pocket-s");
  expect(model.where).toBe("process");
  expect(fit).toMatchObject({ architecture: "llama", trainedContextTokens: 1024, fit: { fits: true } });
  expect(history).toEqual([]);
});

test("a hosted model is told with its dated prices and where they were read", async () => {
  const { json } = await webApp();
  const { price, history, fit } = await json<ModelPage>("/api/models/one?name=openai/gpt-4o");
  expect(history.map(({ from, prices }) => [from, prices.input])).toEqual([
    ["2024-05-13", "5"],
    ["2024-10-02", "2.5"],
  ]);
  expect(price).toMatchObject({ basis: "ledger", row: { from: "2024-10-02", checked: expect.any(String) } });
  expect(fit).toBeUndefined();
});

test("no request chooses a file of this disk; the person's own short names do", async () => {
  const { json, workbench } = await webApp();
  for (const name of [POCKET_FILE, `gguf:${POCKET_FILE}`, "/etc/passwd.gguf"])
    await expect(json(`/api/models/one?name=${encodeURIComponent(name)}`)).rejects.toThrow("short name");
  await expect(json("/api/models/default", { body: { model: `gguf:${POCKET_FILE}` } })).rejects.toThrow("short name");
  await workbench.settings.change({ aliases: { mine: POCKET_FILE } });
  const { fit } = await json<ModelPage>(`/api/models/one?name=${encodeURIComponent(`gguf:${POCKET_FILE}`)}`);
  expect(fit?.fit.fits).toBe(true);
});

test("the default model is set, kept, and taken back", async () => {
  const { json, workbench } = await webApp();
  expect(await json("/api/models/default", { body: { model: "Gemini/gemini-2.5-flash" } })).toEqual({
    defaultModel: "google/gemini-2.5-flash",
  });
  expect((await workbench.settings.read()).defaultModel).toBe("google/gemini-2.5-flash");
  expect(await json("/api/models/default", { body: {} })).toEqual({ defaultModel: "pocket/pocket-l" });
  await expect(json("/api/models/default", { body: { model: "openai/gpt-5-mni" } })).rejects.toThrow("gpt-5-mini");
});

test("the list prices of well-known models begin at GPT-4's $30 and are dated", async () => {
  const { json } = await webApp();
  const stories = await json<PriceStory[]>("/api/models/prices");
  expect(stories[0]).toEqual({ model: "openai/gpt-4", prices: [{ from: "2023-03-14", inputUsd: "30" }] });
  expect(stories.length).toBeGreaterThan(9);
});
