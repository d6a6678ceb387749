/** `POST /v1/responses`: whole, or in events as the model writes; `GET /v1/responses/ID`: any call of the log in that shape. */
import type { Context } from "hono";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import type { Workbench } from "../index.ts";
import type { EndpointCalls } from "./openai-calls.ts";
import { responseOf } from "./openai-response.ts";
import { responseEvents } from "./openai-response-events.ts";
import { callOfResponse, type ResponsesAsked, responsesRequest } from "./openai-responses-request.ts";
import { saidAll } from "./openai-said.ts";

async function streamed(context: Context, calls: EndpointCalls, asked: ResponsesAsked): Promise<Response> {
  const { begun, headers, said, ended, stop } = await calls.answering(context, asked);
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return streamSSE(context, async (stream) => {
    stream.onAbort(stop);
    const send = async (events: readonly ResponseStreamEvent[]): Promise<void> => {
      for (const event of events) await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
    };
    const events = responseEvents(begun);
    await send(events.begin());
    for await (const each of said) await send(events.say(each));
    await send(events.end(await ended));
  });
}

/** The routes. */
export function responsesRoutes(workbench: Workbench, calls: EndpointCalls): Hono {
  const { log } = workbench;
  const routes = new Hono();
  routes.post("/responses", async (context) => {
    const asked = await responsesRequest(context, log);
    if (asked.stream) return streamed(context, calls, asked);
    const { call, headers } = await calls.whole(context, asked);
    return context.json(responseOf(call, await saidAll(call, log.readFile)), 200, headers);
  });
  routes.get("/responses/:id", async (context) => {
    const call = await callOfResponse(log, context.req.param("id"), "response_id");
    return context.json(responseOf(call, await saidAll(call, log.readFile)));
  });
  return routes;
}
