/** `POST /v1/chat/completions`: whole, or in chunks as the model writes. */
import type { Context } from "hono";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Workbench } from "../index.ts";
import type { EndpointCalls } from "./openai-calls.ts";
import { chatCompletion, chatUsage, chunk, chunkHead, deltaOf, finishWord } from "./openai-chat-answer.ts";
import { type ChatAsked, chatRequest } from "./openai-chat-request.ts";
import { callFailure, errorBody } from "./openai-error.ts";
import { saidAll } from "./openai-said.ts";

async function streamed(context: Context, calls: EndpointCalls, asked: ChatAsked): Promise<Response> {
  const { begun, headers, said, ended, stop } = await calls.answering(context, asked);
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return streamSSE(context, async (stream) => {
    stream.onAbort(stop);
    const send = (value: unknown): Promise<void> => stream.writeSSE({ data: JSON.stringify(value) });
    const head = chunkHead(begun);
    const withUsage = asked.includeUsage;
    let tools = 0;
    await send(chunk(head, { role: "assistant", content: "" }, withUsage));
    for await (const each of said) {
      await send(chunk(head, deltaOf(each, tools), withUsage));
      if (each.type === "tool-call") tools++;
    }
    const call = await ended;
    const failure = callFailure(call);
    if (failure) return send(errorBody(failure.status, failure.message, failure.detail));
    await send(chunk(head, {}, withUsage, finishWord(call.finish.reason)));
    if (withUsage) await send({ ...head, choices: [], usage: chatUsage(call.usage) ?? null });
    await stream.writeSSE({ data: "[DONE]" });
  });
}

/** The route. */
export function chatRoutes(workbench: Workbench, calls: EndpointCalls): Hono {
  const routes = new Hono();
  routes.post("/chat/completions", async (context) => {
    const asked = await chatRequest(context);
    if (asked.stream) return streamed(context, calls, asked);
    const { call, headers } = await calls.whole(context, asked);
    return context.json(chatCompletion(call, await saidAll(call, workbench.log.readFile)), 200, headers);
  });
  return routes;
}
