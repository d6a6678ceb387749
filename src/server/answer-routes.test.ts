import { afterEach, describe, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import type { Behaviour } from "../../bench/server-behaviour.ts";
import { type WebApp, webApp } from "../../test/support/web-app.ts";
import { textOf } from "../record/message.ts";
import type { AnswerMessage, AskEstimate, Asked, LogSheet } from "./api.ts";

const servers: LocalServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A workbench's server, and a model on a server that answers as told. */
async function start(behaviour: Behaviour = {}): Promise<{ web: WebApp; server: LocalServer; model: string }> {
  const server = await startLocalServer({ behaviour });
  servers.push(server);
  return { web: await webApp(), server, model: `${server.url}#one` };
}

async function* messagesOf(response: Response): AsyncGenerator<AnswerMessage> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = block
        .split("\n")
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice(6))
        .join("\n");
      if (data) yield JSON.parse(data) as AnswerMessage;
    }
  }
}

async function all(web: WebApp, calls: string): Promise<AnswerMessage[]> {
  const found: AnswerMessage[] = [];
  for await (const message of messagesOf(await web.request(`/api/answers/${calls}/events`))) found.push(message);
  return found;
}

function said(messages: readonly AnswerMessage[], of: string): string {
  return messages
    .filter((message) => message.of === of)
    .map((message) => (message.type === "text" ? message.text : ""))
    .join("");
}

async function ask(web: WebApp, body: object): Promise<string[]> {
  const { answers } = await web.json<Asked>("/api/answers", { body });
  return answers.map(({ call }) => call);
}

describe("asking", () => {
  test("several models are asked at once; one connection follows all, and the end is the call of the log", async () => {
    const { web, server } = await start({ answer: ({ model }) => `I am ${model}.` });
    const models = ["one", "two", "three"].map((name) => `${server.url}#${name}`);
    const { answers } = await web.json<Asked>("/api/answers", { body: { prompt: "Who?", models } });
    expect(answers.map(({ model }) => model)).toEqual(models);
    const messages = await all(web, answers.map(({ call }) => call).join(","));
    for (const [index, { call }] of answers.entries()) {
      expect(said(messages, call)).toBe(`I am ${["one", "two", "three"][index]}.`);
      const end = messages.find((message) => message.type === "end" && message.of === call);
      expect(end).toMatchObject({ call: { id: call, finish: { reason: "stop" }, origin: { command: "prompt" } } });
      expect(await web.workbench.log.call(call)).toEqual(end?.type === "end" && end.call);
    }
  });

  test("what is wrong with one model costs nothing at the others", async () => {
    const { web, server, model } = await start();
    const body = { prompt: "x", models: [model, "pocket/there-is-none"] };
    expect((await web.request("/api/answers", { body })).status).toBe(400);
    const twice = await web.request("/api/answers", { body: { prompt: "x", models: [model, model] } });
    expect(await twice.json()).toEqual({ error: "A model is named twice: name each once." });
    expect(server.stats.requests).toBe(0);
  });

  test("system, options, schema and tools are sent as given", async () => {
    const { web, server, model } = await start({ answer: "{}" });
    const tools = [{ name: "look", description: "Looks.", inputSchema: { type: "object", properties: {} } }];
    const body = { prompt: "x", models: [model], system: "Be brief.", options: { temperature: 0.5, seed: 7 }, tools };
    await all(web, (await ask(web, body)).join());
    expect(server.requests[0]?.json).toMatchObject({
      temperature: 0.5,
      seed: 7,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "x" },
      ],
      tools: [{ function: { name: "look" } }],
    });
    await all(web, (await ask(web, { prompt: "x", models: [model], schema: "name, age int" })).join());
    expect(server.requests[1]?.json).toMatchObject({ response_format: { type: "json_schema" } });
    const wrong = await web.request("/api/answers", { body: { ...body, options: { temprature: 1 } } });
    expect(((await wrong.json()) as { error: string }).error).toContain("temperature");
  });

  test("a file of the page is in the log with its bytes", async () => {
    const { web, model } = await start();
    const files = [{ name: "note.txt", mediaType: "text/plain", base64: Buffer.from("hello").toString("base64") }];
    const [id = ""] = await ask(web, { prompt: "Read it.", models: [model], files });
    await all(web, id);
    const call = await web.workbench.log.call(id);
    const file = call?.request.messages[0]?.parts.find((part) => part.type === "file");
    expect(file).toMatchObject({ name: "note.txt", mediaType: "text/plain", size: 5 });
    const response = await web.request(`/api/files/${file?.type === "file" && file.sha256}`);
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-disposition"), "text could be a page: it is given as a download").toContain(
      "attachment",
    );
  });

  test("a conversation goes on, and any turn can be gone on from again", async () => {
    const { web, server, model } = await start();
    const [first = ""] = await ask(web, { prompt: "one", models: [model] });
    await all(web, first);
    const [second = ""] = await ask(web, { prompt: "two", models: [model], continue: first });
    await all(web, second);
    const [fork = ""] = await ask(web, { prompt: "other", models: [model], continue: first });
    await all(web, fork);
    const sheet = await web.json<LogSheet>(`/api/calls/${second}`);
    expect(sheet.conversation.map(({ id }) => id)).toEqual([first, second]);
    expect(server.requests[2]?.json).toMatchObject({
      messages: [{ content: "one" }, { role: "assistant" }, { content: "other" }],
    });
  });

  test("a question is asked again of another model as it was: conversation, system, options, schema", async () => {
    const { web, server, model } = await start({ answer: "{}" });
    const [first = ""] = await ask(web, { prompt: "one", models: [model], system: "Be brief." });
    await all(web, first);
    const body = { prompt: "two", models: [model], continue: first, options: { seed: 3 }, schema: "name" };
    const [second = ""] = await ask(web, body);
    await all(web, second);
    const [again = ""] = await ask(web, { prompt: "", models: [`${server.url}#other`], again: second });
    await all(web, again);
    const [before, after] = server.requests.slice(1).map(({ json }) => json as { [name: string]: unknown });
    expect(after).toEqual({ ...before, model: "other" });
    const [call, source] = await Promise.all([again, second].map((id) => web.workbench.log.call(id)));
    expect(call?.parent).toBe(first);
    expect(call?.request).toEqual({ ...source?.request, model: `${server.url}#other` });
    const gone = await web.request("/api/answers", { body: { prompt: "", models: [model], again: "nothing" } });
    expect(gone.status).toBe(400);
  });
});

describe("following", () => {
  test("who comes late or again hears everything from the beginning", async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { web, model } = await start({ answer: "a b c d e f", gap: { after: 3, wait: gate } });
    const [id = ""] = await ask(web, { prompt: "x", models: [model] });
    // The first page is closed in the middle of the answer.
    const closed = new AbortController();
    const first = await web.request(`/api/answers/${id}/events`, { signal: closed.signal });
    for await (const message of messagesOf(first)) if (message.type === "text") break;
    closed.abort();
    const second = all(web, id);
    open();
    const messages = await second;
    expect(said(messages, id)).toBe("a b c d e f");
    expect(messages.at(-1)).toMatchObject({ type: "end", call: { finish: { reason: "stop" } } });
    expect(said(await all(web, id), id), "also after its end").toBe("a b c d e f");
  });

  test("an answer goes on to its end though nobody follows it", async () => {
    const { web, model } = await start({ answer: "to the end" });
    const [id = ""] = await ask(web, { prompt: "x", models: [model] });
    await expect.poll(async () => (await web.workbench.log.call(id))?.finish.reason).toBe("stop");
  });

  test("a call that ran elsewhere is told as it stands in the log; one that is nowhere is told so", async () => {
    const { web, model } = await start({ answer: "done" });
    const call = await web.workbench.ask({ prompt: "x", model });
    expect(await all(web, call.id)).toEqual([{ type: "end", call, of: call.id }]);
    expect((await web.request("/api/answers/01aaaaaaaaaaaaaaaaaaaaaaaa/events")).status).toBe(404);
  });

  test("the text of many tokens comes in few messages and whole", async () => {
    const { web, model } = await start({ tokens: 3000, eventsPerWrite: 50 });
    const [id = ""] = await ask(web, { prompt: "x", models: [model] });
    const messages = await all(web, id);
    const call = await web.workbench.log.call(id);
    expect(said(messages, id)).toBe(textOf(call?.parts ?? []));
    expect(messages.length).toBeLessThan(1500);
  });

  test("a failed attempt is told before the next one", async () => {
    const { web, server, model } = await start({ answer: "at last" });
    server.next([{ status: 503, headers: { "retry-after-ms": "1" } }, {}]);
    const [id = ""] = await ask(web, { prompt: "x", models: [model] });
    const messages = await all(web, id);
    expect(messages.map(({ type }) => type)).toEqual(["retry", "text", "end"]);
  });
});

describe("stopping", () => {
  test("an answer is stopped, and the log keeps what had come", async () => {
    const { web, model } = await start({ answer: "a b c d", gap: { after: 3, wait: new Promise(() => undefined) } });
    const [id = ""] = await ask(web, { prompt: "x", models: [model] });
    const response = await web.request(`/api/answers/${id}/events`);
    let end: AnswerMessage | undefined;
    for await (const message of messagesOf(response)) {
      if (message.type === "text")
        expect(await web.json(`/api/answers/${id}/stop`, { body: {} })).toEqual({ stopped: true });
      end = message;
    }
    expect(end).toMatchObject({ type: "end", call: { finish: { reason: "aborted" } } });
    expect(textOf((await web.workbench.log.call(id))?.parts ?? [])).toMatch(/^a/);
    expect(await web.json(`/api/answers/${id}/stop`, { body: {} })).toEqual({ stopped: false });
  });
});

describe("estimating", () => {
  test("tells what asking would take, asks nobody and leaves no call in the log", async () => {
    const { web, server, model } = await start();
    const body = { prompt: "How long is a piece of string?", models: [model, "openai/gpt-5-mini"] };
    const found = await web.json<AskEstimate[]>("/api/estimate", { body });
    expect(found.map((each) => each.model)).toEqual([model, "openai/gpt-5-mini"]);
    for (const { inputTokens } of found) expect(inputTokens?.high).toBeGreaterThan(3);
    expect(found[1]?.picodollars?.high).toBeGreaterThan(0);
    expect(server.stats.requests).toBe(0);
    expect(await web.workbench.log.calls({ limit: 1 })).toEqual([]);
  });
});
