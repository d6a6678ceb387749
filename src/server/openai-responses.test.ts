/** The Responses API through the official client, from a real server on this machine: pocket models, and a scripted one where those cannot. */
import type { Response, ResponseStreamEvent } from "openai/resources/responses/responses";
import { describe, expect, test } from "vitest";
import { errorOf, servedEndpoint, upstream } from "../../test/support/served-endpoint.ts";

const model = "pocket";
const weather = {
  type: "function" as const,
  name: "weather",
  description: "The weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } } },
  strict: false,
};

async function eventsOf(stream: PromiseLike<AsyncIterable<ResponseStreamEvent>>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of await stream) events.push(event);
  return events;
}

/** Types of events, those that repeat once. */
function course(events: readonly ResponseStreamEvent[]): string[] {
  return events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
}

function ended(events: readonly ResponseStreamEvent[]): Response {
  const last = events.at(-1);
  if (last && "response" in last) return last.response as Response;
  throw new Error("the stream has no end");
}

describe("an answer", () => {
  test("has OpenAI's shape, and is one call in the log", async () => {
    const { client, workbench } = await servedEndpoint();
    const response = await client.responses.create({ model, instructions: "Be brief.", input: "Say hello." });
    const [call] = await workbench.log.calls();
    expect(response).toMatchObject({
      id: `resp_${call?.id}`,
      object: "response",
      status: "completed",
      error: null,
      instructions: "Be brief.",
      output: [{ type: "message", role: "assistant", status: "completed", content: [{ type: "output_text" }] }],
    });
    expect(response.output_text).toBe(call?.parts.map((part) => (part.type === "text" ? part.text : "")).join(""));
    expect(response.usage?.input_tokens).toBe(call?.usage.inputTokens);
    expect(call?.origin.command).toBe("endpoint");
  });

  test("comes in numbered events that build the same response", async () => {
    const { client } = await servedEndpoint();
    const asked = { model, input: "Write a haiku about rain.", temperature: 0 };
    const events = await eventsOf(client.responses.create({ ...asked, stream: true }));
    expect(course(events)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    const whole = await client.responses.create(asked);
    const said = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
    expect(said).toBe(whole.output_text);
    const runner = client.responses.stream(asked);
    expect((await runner.finalResponse()).output_text).toBe(whole.output_text);
  });

  test("with reasoning and tool calls has an item for each, the same whole and in events", async () => {
    const { client } = await servedEndpoint();
    const server = await upstream();
    const answer = {
      reasoning: "I need the weather.",
      text: "Let me look.",
      calls: [{ name: "weather", arguments: { city: "Bern" }, id: "call_1" }],
    };
    server.next([{ answer }, { answer }]);
    const asked = { model: server.model, input: "Weather in Bern?", tools: [weather] };
    const events = await eventsOf(client.responses.create({ ...asked, stream: true }));
    expect(course(events)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
    const whole = await client.responses.create(asked);
    const withoutIds = (response: Response): unknown => response.output.map((item) => ({ ...item, id: undefined }));
    expect(withoutIds(ended(events))).toEqual(withoutIds(whole));
    expect(whole.output).toMatchObject([
      { type: "reasoning", summary: [{ type: "summary_text", text: "I need the weather." }] },
      { type: "message", content: [{ text: "Let me look." }] },
      { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Bern"}' },
    ]);
    const added = events.flatMap((event) => (event.type === "response.output_item.added" ? [event.item.id] : []));
    expect(added).toEqual(ended(events).output.map((item) => item.id));
  });

  test("that is cut is incomplete, in events too", async () => {
    const { client } = await servedEndpoint();
    const asked = { model, input: "Write a poem.", max_output_tokens: 2 };
    const whole = await client.responses.create(asked);
    const last = ended(await eventsOf(client.responses.create({ ...asked, stream: true })));
    for (const response of [whole, last])
      expect(response).toMatchObject({
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
        output: [{ status: "incomplete" }],
      });
  });

  test("holds to a JSON schema", async () => {
    const { client } = await servedEndpoint();
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, age: { type: "integer" } },
      required: ["name", "age"],
      additionalProperties: false,
    };
    const { output_text, text } = await client.responses.create({
      model,
      input: "Ann is 42 years old. Extract name and age as JSON.",
      text: { format: { type: "json_schema", name: "person", schema } },
    });
    expect(JSON.parse(output_text)).toEqual({ name: expect.any(String), age: expect.any(Number) });
    expect(text?.format).toMatchObject({ type: "json_schema", schema });
  });
});

describe("a conversation", () => {
  test("goes on by the id of a response, from the log", async () => {
    const { client, workbench } = await servedEndpoint();
    const server = await upstream();
    server.next([{ answer: "Hello, Ann." }, { answer: "Ann." }]);
    const first = await client.responses.create({ model: server.model, input: "I am Ann.", instructions: "Be brief." });
    const second = await client.responses.create({
      model: server.model,
      input: "Who am I?",
      previous_response_id: first.id,
      stream: true,
    });
    expect(ended(await eventsOf(Promise.resolve(second)))).toMatchObject({
      previous_response_id: first.id,
      instructions: "Be brief.",
    });
    const [newest] = await workbench.log.calls({ limit: 1 });
    expect(`resp_${newest?.parent}`).toBe(first.id);
    expect(newest?.request.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    const again = await client.responses.create({
      model: server.model,
      input: "Who?",
      instructions: "Be long.",
      previous_response_id: first.id,
    });
    expect(again.instructions).toBe("Be long.");
    expect(await client.responses.retrieve(first.id)).toEqual(first);
  });

  test("takes the result of a tool, by id or with all items sent back", async () => {
    const { client } = await servedEndpoint();
    const server = await upstream();
    const answer = { reasoning: "hm", calls: [{ name: "weather", arguments: { city: "Bern" }, id: "call_1" }] };
    server.next([{ answer }, { answer: "It rains." }, { answer: "It rains." }]);
    const asked = { model: server.model, tools: [weather] };
    const user = { role: "user" as const, content: "Weather in Bern?" };
    const first = await client.responses.create({ ...asked, input: [user] });
    const result = { type: "function_call_output" as const, call_id: "call_1", output: "rain" };
    await client.responses.create({ ...asked, input: [result], previous_response_id: first.id });
    const input = [user, ...first.output, result] as Parameters<typeof client.responses.create>[0]["input"];
    const last = await client.responses.create({ ...asked, input: input ?? [] });
    expect(last.output_text).toBe("It rains.");
    const sent = server.requests.slice(1).map(({ json }) => (json as { messages: { role: string }[] }).messages);
    for (const messages of sent)
      expect(messages).toMatchObject([
        { role: "user" },
        { role: "assistant", tool_calls: [{ id: "call_1" }] },
        { role: "tool", tool_call_id: "call_1", content: "rain" },
      ]);
  });

  test("of which the log knows nothing is 404", async () => {
    const { client } = await servedEndpoint();
    const error = await errorOf(client.responses.create({ model, input: "x", previous_response_id: "resp_0" }));
    expect(error).toMatchObject({ status: 404, param: "previous_response_id" });
    expect((await errorOf(client.responses.retrieve("resp_none"))).status).toBe(404);
  });
});

describe("what cannot be kept is refused by name", () => {
  test.each([
    [{ background: true }, "background"],
    [{ conversation: "conv_1" }, "conversation"],
    [{ truncation: "auto" }, "truncation"],
    [{ tools: [{ type: "web_search" }] }, "tools[0].type"],
    [{ input: [{ type: "item_reference", id: "x" }] }, "input[0].type"],
    [
      { input: [{ role: "user", content: [{ type: "input_image", image_url: "http://x.test/a.png" }] }] },
      "input[0].content[0].image_url",
    ],
    [{ input: [{ role: "user", content: [{ type: "input_file", file_id: "file-1" }] }] }, "input[0].content[0]"],
    [{ input: [] }, "input"],
    [{ input: 5 }, "input"],
    [{ stop: ["x"] }, "stop"],
  ])("%j", async (more, param) => {
    const { client, workbench } = await servedEndpoint();
    const error = await errorOf(client.post("/responses", { body: { model, input: "x", ...more } }));
    expect(error).toMatchObject({ status: 400, type: "invalid_request_error", param });
    expect(await workbench.log.calls()).toEqual([]);
  });
});

test("an answer that breaks off in the middle ends as failed, with what came", async () => {
  const { client } = await servedEndpoint();
  const server = await upstream();
  server.next([{ answer: "one two three four", fault: "error-event", faultAfter: 3 }]);
  const events = await eventsOf(client.responses.create({ model: server.model, input: "x", stream: true }));
  expect(events.at(-1)?.type).toBe("response.failed");
  expect(ended(events)).toMatchObject({
    status: "failed",
    error: { code: "server_error", message: expect.any(String) },
    output: [{ status: "incomplete", content: [{ text: expect.stringMatching(/^one/) }] }],
  });
});
