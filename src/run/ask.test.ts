import { expect, test } from "vitest";
import { askContext, fakeClock, memoryLog, says, scriptedModel } from "../../test/support/scripted-model.ts";
import type { CallError } from "../record/call.ts";
import { textMessage, textOf } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { type AskEvent, type AskInput, ask } from "./ask.ts";
import { systemClock } from "./clock.ts";

const request: Request = { model: "test/model", messages: [textMessage("user", "Hello")], options: {} };
const overloaded: CallError = { kind: "http", status: 529, message: "Overloaded." };
const reset: CallError = { kind: "network", message: "The connection was reset." };

function input(model: AskInput["model"], more: Partial<AskInput> = {}): AskInput {
  return { model, request, origin: { command: "test" }, ...more };
}

test("a call is written as pending before it is sent and completed when it ends", async () => {
  const log = memoryLog();
  const model = scriptedModel({
    ...says("Hi"),
    before: () => {
      expect(log.begun).toHaveLength(1);
      expect(log.begun[0]?.finish.reason).toBe("pending");
    },
  });
  const call = await ask(askContext(fakeClock(), log), input(model));
  expect(textOf(call.parts)).toBe("Hi");
  expect(call.finish).toEqual({ reason: "stop", raw: "stop" });
  expect(call.cost?.picodollars).toBe(30);
  expect(log.completed).toEqual([call]);
  expect(log.raws).toEqual([{ attempt: 0, status: 200, headers: {}, body: "raw 1" }]);
});

test("an overloaded provider is tried again, and every attempt is in the call", async () => {
  const clock = fakeClock();
  const call = await ask(askContext(clock), input(scriptedModel({ error: overloaded }, { error: reset }, says("Hi"))));
  expect(call.error).toBeUndefined();
  expect(call.attempts.map((attempt) => attempt.error?.kind)).toEqual(["http", "network", undefined]);
  expect(clock.slept).toEqual([500, 1000]);
  expect(call.timing.retryMs).toBe(1500);
});

test("retries end with the budget, and the last error stands in the call", async () => {
  const model = scriptedModel({ error: overloaded });
  const call = await ask(askContext(fakeClock()), input(model, { retries: { attempts: 3 } }));
  expect(model.sent).toBe(3);
  expect(call.finish.reason).toBe("error");
  expect(call.error).toEqual(overloaded);
});

test("Retry-After is honoured to the millisecond, and one beyond the budget ends the call", async () => {
  const limited: CallError = { kind: "http", status: 429, message: "Slow down." };
  const clock = fakeClock();
  const waited = await ask(
    askContext(clock),
    input(scriptedModel({ error: limited, headers: { "retry-after": "7" } }, says("Hi"))),
  );
  expect(waited.error).toBeUndefined();
  expect(waited.timing.retryMs).toBe(7000);
  const model = scriptedModel({ error: limited, headers: { "retry-after": "3600" } });
  const given = await ask(askContext(fakeClock()), input(model));
  expect(model.sent).toBe(1);
  expect(given.error?.status).toBe(429);
});

test("what another try cannot change is not tried again", async () => {
  const cases: { error: CallError; headers?: { [name: string]: string } }[] = [
    { error: { kind: "http", status: 400, message: "Bad request." } },
    { error: { kind: "http", status: 401, message: "Bad key." } },
    { error: { kind: "http", status: 429, message: "Empty purse.", body: '{"error":{"code":"insufficient_quota"}}' } },
    { error: { kind: "http", status: 500, message: "No." }, headers: { "x-should-retry": "false" } },
    { error: { kind: "parse", message: "Not understood." } },
  ];
  for (const script of cases) {
    const model = scriptedModel(script);
    const call = await ask(askContext(fakeClock()), input(model));
    expect(model.sent).toBe(1);
    expect(call.error).toEqual(script.error);
  }
});

test("a cut stream keeps what arrived; it is retried only if nobody has seen it", async () => {
  const cut = {
    events: [{ type: "text-delta" as const, text: "Half of" }],
    error: { kind: "truncated" as const, message: "Cut." },
  };
  const seen = await ask(
    askContext(fakeClock()),
    input(scriptedModel(cut, says("Whole")), { onEvent: () => undefined }),
  );
  expect(textOf(seen.parts)).toBe("Half of");
  expect(seen.finish.reason).toBe("error");
  const unseen = await ask(askContext(fakeClock()), input(scriptedModel(cut, says("Whole"))));
  expect(textOf(unseen.parts)).toBe("Whole");
});

test("a model that ends without saying it is done was truncated", async () => {
  const call = await ask(
    askContext(fakeClock()),
    input(scriptedModel({ events: [{ type: "text-delta", text: "a" }] }), { retries: { attempts: 1 } }),
  );
  expect(call.error?.kind).toBe("truncated");
});

test("a cancelled call is a row with its partial text", async () => {
  const controller = new AbortController();
  const model = scriptedModel(says("Hello there"));
  const log = memoryLog();
  const events: string[] = [];
  const onEvent = (event: AskEvent): void => {
    events.push(event.type);
    if (event.type === "text-delta") controller.abort();
  };
  const abortable = { ...model, stream: abortingStream(model.stream) };
  const call = await ask(askContext(fakeClock(), log), input(abortable, { signal: controller.signal, onEvent }));
  expect(call.finish.reason).toBe("aborted");
  expect(textOf(call.parts)).toBe("Hello there");
  expect(log.completed).toHaveLength(1);
  expect(events).toEqual(["begin", "response", "text-delta"]);
});

/** Ends with an error as soon as the signal is aborted, as every adapter does. */
function abortingStream(stream: AskInput["model"]["stream"]): AskInput["model"]["stream"] {
  return async function* (request, context) {
    for await (const event of stream(request, context)) {
      if (context.signal.aborted) throw new Error("aborted");
      yield event;
    }
  };
}

test("our own time limits end an attempt, and say which one", async () => {
  const model = scriptedModel({
    before: (context) =>
      new Promise((_, reject) => context.signal.addEventListener("abort", () => reject(new Error("gone")))),
  });
  const call = await ask(askContext(systemClock), input(model, { timeouts: { firstTokenMs: 20 } }));
  expect(call.error).toEqual({ kind: "timeout", message: "Timed out: no answer within 0.02 s." });
});

test("an equal request is answered from the log only if asked for", async () => {
  const context = askContext(fakeClock());
  const model = scriptedModel(says("Hi"));
  const first = await ask(context, input(model));
  const second = await ask(context, input(model, { cache: true }));
  const third = await ask(context, input(model));
  expect(second.id).toBe(first.id);
  expect(third.id).not.toBe(first.id);
  expect(model.sent).toBe(2);
});

test("equal requests at the same time are paid once", async () => {
  const context = askContext(fakeClock());
  const model = scriptedModel(says("Hi"));
  const calls = await Promise.all(Array.from({ length: 10 }, () => ask(context, input(model, { cache: true }))));
  expect(model.sent).toBe(1);
  expect(new Set(calls.map((call) => call.id)).size).toBe(1);
});

test("a failed call never stands for a later one", async () => {
  const context = askContext(fakeClock());
  const model = scriptedModel({ error: { kind: "http", status: 400, message: "No." } }, says("Hi"));
  await ask(context, input(model, { cache: true }));
  const call = await ask(context, input(model, { cache: true }));
  expect(textOf(call.parts)).toBe("Hi");
});

test("an answer that can no longer be written to the log is still given back, with a warning", async () => {
  const log = { ...memoryLog(), complete: async () => Promise.reject(new Error("disk full")) };
  const call = await ask(askContext(fakeClock(), log), input(scriptedModel(says("Hi"))));
  expect(textOf(call.parts)).toBe("Hi");
  expect(call.warnings).toEqual(["The answer could not be written to the log: disk full"]);
});

test("nothing is sent if the log cannot be written", async () => {
  const log = { ...memoryLog(), begin: async () => Promise.reject(new Error("read-only")) };
  const model = scriptedModel(says("Hi"));
  await expect(ask(askContext(fakeClock(), log), input(model))).rejects.toThrow("read-only");
  expect(model.sent).toBe(0);
});

test("when an answer began is known of one that was streamed alone", async () => {
  const slow = { ...says("Hi"), before: () => clock.sleep(300) };
  const clock = fakeClock();
  const streamed = await ask(askContext(clock), input(scriptedModel(slow)));
  expect(streamed.timing).toMatchObject({ firstTokenMs: 300, modelMs: 300 });
  const whole = await ask(askContext(clock), input(scriptedModel(slow), { stream: false }));
  expect(whole.timing.modelMs).toBe(300);
  expect(whole.timing.firstTokenMs).toBeUndefined();
});

test("an answer that was there before this process had time for it took the model no longer; the rest is queue", async () => {
  const clock = fakeClock();
  const busy = scriptedModel({
    ...says("Hi"),
    before: async (context) => {
      await clock.sleep(300);
      context.onRaw({ status: 200, headers: {}, body: "first" }, 20);
    },
  });
  const { timing } = await ask(askContext(clock), input(busy, { stream: false }));
  expect(timing).toMatchObject({ modelMs: 20, queueMs: 280, retryMs: 0 });
});

test("the parts of the time sum to the whole", async () => {
  const call = await ask(askContext(fakeClock()), input(scriptedModel({ error: overloaded }, says("Hi"))));
  const { startedAt, endedAt = 0, queueMs, retryMs, modelMs = 0 } = call.timing;
  expect(endedAt - startedAt).toBe(queueMs + retryMs + modelMs);
});
