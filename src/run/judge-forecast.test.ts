import { expect, test } from "vitest";
import { scriptedModel } from "../../test/support/scripted-model.ts";
import { textMessage, textOf } from "../record/message.ts";
import type { Estimate } from "./estimate.ts";
import type { EvaluateContext } from "./eval-context.ts";
import { judgeEstimate, type TextsForecast } from "./judge-forecast.ts";
import { expectationNamed } from "./suite-expect.ts";

/** A context in which a vector costs as many picodollars as its text has letters. */
function context(isLogged: boolean): EvaluateContext {
  return {
    resolve: async () => ({ ...scriptedModel(), embeds: true }),
    estimate: async (model, { messages }): Promise<Estimate> => {
      const high = messages.map((message) => textOf(message.parts)).join("").length;
      return { model: model.id, calls: 1, picodollars: { low: 0, high }, assumptions: [] };
    },
    earlierCalls: async () => (isLogged ? ["an earlier call"] : []),
  } as Partial<EvaluateContext> as EvaluateContext;
}

/** What a cell takes for comparing its answer with two texts, and what it may have to pay of what others were told. */
async function cellOf(
  world: EvaluateContext,
  texts: Omit<TextsForecast, "shared">,
): Promise<{ calls: number | undefined; most: number | undefined; shared: number }> {
  const request = { model: "a/b", messages: [textMessage("user", "Q")], options: {} };
  const answer = { model: "a/b", calls: 1, outputTokens: { low: 1, high: 2 }, assumptions: [] };
  const expectation = expectationNamed("similar", { texts: ["1234567", "123", "123"], model: "x/y" });
  let shared = 0;
  const add = (most: number): void => {
    shared += most;
  };
  const [estimate] = await judgeEstimate(world, {}, { request }, [expectation], answer, { ...texts, shared: add });
  return { calls: estimate?.calls, most: estimate?.picodollars?.high, shared };
}

test("a text is told with the first cell that is compared with it, and held back for by every other", async () => {
  const world = context(false);
  const texts = { counted: new Map(), reuses: true };
  // Two words of an answer are ten letters.
  expect(await cellOf(world, texts)).toEqual({ calls: 3, most: 20, shared: 0 });
  expect(await cellOf(world, texts)).toEqual({ calls: 1, most: 10, shared: 10 });
});

test("a text that is in the log is not told, unless the log is not to answer", async () => {
  const world = context(true);
  expect(await cellOf(world, { counted: new Map(), reuses: true })).toEqual({ calls: 1, most: 10, shared: 10 });
  expect(await cellOf(world, { counted: new Map(), reuses: false })).toEqual({ calls: 3, most: 20, shared: 0 });
});

test("a model that makes no vectors is refused", async () => {
  const world = { ...context(false), resolve: async () => scriptedModel() };
  await expect(cellOf(world, { counted: new Map(), reuses: true })).rejects.toThrow("test/model makes no embeddings");
});
