/** The whole way of a call, through the library, the real adapter, real HTTP and the real log, against a server that breaks. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../bench/local-server.ts";
import { type Call, openWorkbench, textOf, type Workbench } from "../src/index.ts";
import type { Clock } from "../src/run/clock.ts";
import { systemClock } from "../src/run/clock.ts";
import { temporaryFolder } from "./support/run-penny.ts";

let server: LocalServer;
let workbench: Workbench;

/** The machine's clock, but waits between attempts end at once. */
const clock: Clock = {
  now: systemClock.now,
  sleep: async (ms, signal) => {
    if (ms >= 60_000) return systemClock.sleep(ms, signal);
  },
};

beforeAll(async () => {
  server = await startLocalServer();
});

afterAll(() => server.close());

// A workbench of its own for each test: limits that one test ran into hold for as long as the workbench lives.
beforeEach(async () => {
  workbench = await openWorkbench({ dir: temporaryFolder(), clock, env: {}, random: () => 0 });
});

afterEach(() => workbench.close());

function ask(name: string, more: Partial<Parameters<Workbench["ask"]>[0]> = {}): Promise<Call> {
  return workbench.ask({ prompt: "Hello there", model: `${server.url}#${name}`, ...more });
}

/** What the log has of a call. */
async function logged(call: Call): Promise<Call | undefined> {
  return workbench.log.call(call.id);
}

test("an answer comes through HTTP into the log with usage, time and raw body", async () => {
  const call = await ask("echo");
  expect(textOf(call.parts)).toBe("Hello there");
  expect(call.finish.reason).toBe("stop");
  expect(call.usage.outputTokens).toBeGreaterThan(0);
  expect(call.timing.firstTokenMs).toBeGreaterThan(0);
  expect(await logged(call)).toEqual(call);
  const [raw] = await workbench.log.rawOf(call.id);
  expect(raw?.body).toContain("data: [DONE]");
});

test("the answer is the same without streaming", async () => {
  expect(textOf((await ask("echo", { streaming: false })).parts)).toBe("Hello there");
});

test.each([408, 409, 429, 500, 502, 503, 529])(
  "HTTP %i is tried again, and both attempts are in the log",
  async (status) => {
    server.next([{ status }]);
    const call = await ask("echo");
    expect(call.error).toBeUndefined();
    expect(call.attempts.map((attempt) => attempt.status)).toEqual([status, 200]);
    expect(await workbench.log.rawOf(call.id)).toHaveLength(2);
  },
);

test("Retry-After is honoured in whole seconds and in milliseconds", async () => {
  server.next([
    { status: 429, headers: { "retry-after": "3" } },
    { status: 429, headers: { "retry-after-ms": "1234" } },
  ]);
  const call = await ask("echo");
  expect(call.error).toBeUndefined();
  expect(call.attempts.map((attempt) => attempt.waitMs)).toEqual([3000, 1234, undefined]);
});

test.each([400, 401, 403, 404, 422])("HTTP %i is not tried again", async (status) => {
  server.next([{ status }]);
  const before = server.requests.length;
  const call = await ask("echo");
  expect(server.requests.length - before).toBe(1);
  expect(call.error).toMatchObject({ kind: "http", status });
  expect(await logged(call)).toEqual(call);
});

test("a server that always fails ends after five attempts", async () => {
  const before = server.requests.length;
  const call = await ask("status-500");
  expect(server.requests.length - before).toBe(5);
  expect(call.finish.reason).toBe("error");
  expect(call.attempts).toHaveLength(5);
});

test.each(["reset-before-headers", "reset-mid-body", "cut-body", "truncated"])(
  "%s is tried again where nobody has seen a part",
  async (fault) => {
    for (const streaming of [true, false]) {
      server.next([{ fault: fault as "truncated", tokens: 20 }]);
      const call = await ask("echo", { streaming });
      expect(call.error).toBeUndefined();
      expect(textOf(call.parts)).toBe("Hello there");
      expect(call.attempts[0]?.error?.kind).toMatch(/^(network|truncated)$/);
    }
  },
);

test.each(["reset-mid-body", "cut-body", "truncated", "error-event"])(
  "%s in a stream that was watched keeps what arrived",
  async (fault) => {
    const seen: string[] = [];
    const call = await ask(`tokens-20+after-6+${fault}`, {
      onEvent: (event) => {
        if (event.type === "text-delta") seen.push(event.text);
      },
    });
    expect(call.finish.reason).toBe("error");
    expect(call.attempts).toHaveLength(1);
    expect(textOf(call.parts)).not.toBe("");
    expect(textOf(call.parts)).toBe(seen.join(""));
    expect(await logged(call)).toEqual(call);
  },
);

test("a server that never answers ends by our own limit", async () => {
  const call = await ask("never", { signal: AbortSignal.timeout(50) });
  expect(call.finish.reason).toBe("aborted");
  const limited = await openWorkbench({ dir: temporaryFolder(), env: {} });
  const timed = await limited.ask({
    prompt: "Hi",
    model: `${server.url}#never`,
    timeouts: { firstTokenMs: 30 },
    retries: { attempts: 1 },
  });
  expect(timed.error).toMatchObject({ kind: "timeout" });
  await limited.close();
});

test("a stream that stalls ends by the limit on pauses, with what arrived kept", async () => {
  const limited = await openWorkbench({ dir: temporaryFolder(), env: {} });
  const call = await limited.ask({
    prompt: "Hi",
    model: `${server.url}#tokens-20+after-6+stall`,
    timeouts: { idleMs: 50 },
  });
  expect(call.error?.message).toMatch(/paused for more than 0.05 s/);
  expect(textOf(call.parts)).not.toBe("");
  await limited.close();
});

test("a cancelled stream is given up at once, and its part is in the log", async () => {
  const controller = new AbortController();
  const before = server.stats.abandoned;
  const call = await ask("tokens-1000+interval-5", {
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type === "text-delta") controller.abort();
    },
  });
  expect(call.finish.reason).toBe("aborted");
  expect(textOf(call.parts)).not.toBe("");
  expect(await logged(call)).toEqual(call);
  await server.abandonedBy(before + 1);
});

test("an answer that is no JSON is in the log raw, with an error", async () => {
  server.next([{ body: "<html>proxy</html>", headers: { "content-type": "application/json" } }]);
  const call = await ask("echo", { streaming: false });
  expect(call.error?.kind).toBe("parse");
  expect((await workbench.log.rawOf(call.id))[0]?.body).toBe("<html>proxy</html>");
});

test("a schema and tools reach the server, and a tool call comes back", async () => {
  await ask("echo", {
    schema: "name, age int",
    tools: [{ name: "add", description: "adds", inputSchema: { type: "object", properties: {} } }],
  });
  const body = server.requests.at(-1)?.json as {
    response_format?: { type?: string };
    tools?: { function?: { name?: string } }[];
  };
  expect(body.response_format?.type).toBe("json_schema");
  expect(body.tools?.[0]?.function?.name).toBe("add");
});

test("a conversation goes on where it was", async () => {
  const first = await ask("echo", { system: "Be kind." });
  const second = await workbench.ask({ prompt: "And now?", continue: first.id });
  expect(second.parent).toBe(first.id);
  expect(second.request.messages.map((message) => [message.role, textOf(message.parts)])).toEqual([
    ["system", "Be kind."],
    ["user", "Hello there"],
    ["assistant", "Hello there"],
    ["user", "And now?"],
  ]);
  expect((await workbench.log.conversation(second.id)).map((call) => call.id)).toEqual([first.id, second.id]);
});

test("an equal request is answered from the log when asked for", async () => {
  const first = await ask("cached", { prompt: "Once" });
  const before = server.requests.length;
  const again = await ask("cached", { prompt: "Once", cache: true });
  expect(again.id).toBe(first.id);
  expect(server.requests.length).toBe(before);
});

test("a stream can be read slower than it comes", async () => {
  const stream = workbench.stream({ prompt: "Hi", model: `${server.url}#tokens-200` });
  let text = "";
  for await (const event of stream) {
    if (event.type === "text-delta") text += event.text;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(text).toBe(textOf((await stream.call).parts));
});

test("what is wrong is told before anything is sent", async () => {
  const before = server.requests.length;
  const wrong: [Partial<Parameters<Workbench["ask"]>[0]>, RegExp][] = [
    [{ model: "opnai/gpt-4o" }, /Nearest: /],
    [{ model: "openai/gpt-4o" }, /OPENAI_API_KEY.*penny keys set openai/],
    [{ attachments: ["/nowhere/a.png"] }, /no file to attach at \/nowhere\/a\.png/],
    [{ continue: "01zzzz" }, /no call `01zzzz`/],
    [{ template: "nothing" }, /nothing/],
    [{ prompt: "" }, /nothing to ask/],
    [{ schema: "{" }, /schema/i],
  ];
  for (const [more, message] of wrong) await expect(ask("echo", more)).rejects.toThrow(message);
  expect(server.requests.length).toBe(before);
  expect(await workbench.log.calls({ reason: "pending" })).toEqual([]);
});
