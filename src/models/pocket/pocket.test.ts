import { expect, test } from "vitest";
import { readGgufHeader } from "../gguf-header.ts";
import { defaultPocket, pocketModels } from "./pocket.ts";

test.each(pocketModels)("$id is in its file what its row says", async (pocket) => {
  const header = await readGgufHeader(pocket.path);
  expect(header.parameters).toBe(pocket.parameters);
  expect(header.fileBytes).toBe(pocket.fileBytes);
  expect(header.contextTokens).toBe(pocket.capabilities.contextTokens);
  expect(pocket.title).toContain(pocket.parameters.toLocaleString("en"));
});

test("the default pocket model is the largest", () => {
  const largest = pocketModels.toSorted((a, b) => b.parameters - a.parameters)[0];
  expect(defaultPocket).toBe(largest?.id);
  expect(new Set(pocketModels.map((pocket) => pocket.id)).size).toBe(pocketModels.length);
});
