/** The vector of one text through the library: a call in the log, given again when asked to. */
import { afterEach, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { openWorkbench, type Workbench } from "../index.ts";

let open: Workbench | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function bench(): Promise<Workbench> {
  open = await openWorkbench({ dir: temporaryFolder(), env: {} });
  return open;
}

test("the vector of a text is one call in the log, and the same text gives the same vector", async () => {
  const workbench = await bench();
  const first = await workbench.embed({ text: "a red bicycle" });
  expect(first.vector?.length).toBeGreaterThan(10);
  const second = await workbench.embed({ text: "a red bicycle" });
  expect(second.vector).toEqual(first.vector);
  expect(second.call.id).not.toBe(first.call.id);
  expect(await workbench.log.call(first.call.id)).toMatchObject({
    origin: { command: "library" },
    finish: { reason: "stop" },
  });
});

test("an earlier call answers when the cache may", async () => {
  const workbench = await bench();
  const first = await workbench.embed({ text: "twice", cache: true, origin: { command: "endpoint", ref: "t" } });
  const second = await workbench.embed({ text: "twice", cache: true });
  expect(second.call.id).toBe(first.call.id);
  expect(second.vector).toEqual(first.vector);
});

test("a model that makes no vectors is refused before anything is sent", async () => {
  const workbench = await bench();
  await expect(workbench.embed({ text: "x", model: "anthropic/claude-sonnet-4-5" })).rejects.toThrow(
    /key|makes no embeddings/,
  );
  expect(await workbench.log.calls()).toEqual([]);
});
