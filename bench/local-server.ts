/**
 * A local server that speaks OpenAI's protocol: the peer of tests and benches. It answers the same for the same request,
 * behaves or breaks as it is told (server-behaviour.ts), keeps real rate limits, and records what it was sent. It runs no model.
 *
 * `node bench/local-server.ts --port 0 --delay 20 --tokens 50` prints its base URL and serves until it is stopped.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { parseArgs } from "node:util";
import type { JsonObject } from "../src/record/json.ts";
import { type Clock, systemClock } from "../src/run/clock.ts";
import { type Decided, decide, echo } from "./server-answer.ts";
import { answerOf, type Behaviour, behaviourOfName } from "./server-behaviour.ts";
import { type Limits, type RateLimits, rateLimits } from "./server-limits.ts";
import { type Asked, type Refusal, type Route, readRequest } from "./server-request.ts";
import { brokenBeforeHeaders, type Delivery, type Headers, pause, sendBody, sendEvents } from "./server-transport.ts";
import {
  chatBody,
  chatErrorEvents,
  chatEvents,
  embeddingsBody,
  errorBody,
  responsesBody,
  responsesErrorEvents,
  responsesEvents,
  type Stamp,
} from "./server-wire.ts";

/** How to start the server. */
export interface LocalServerOptions {
  /** Port on 127.0.0.1; 0 or absent: a free one. */
  port?: number;
  /** Behaviour towards every request that says nothing else. */
  behaviour?: Behaviour;
  /** Rate limits. Absent: none, and no rate headers. */
  limits?: Limits;
  /** Key that must come as `Authorization: Bearer …`. Absent: none is asked for. */
  apiKey?: string;
  /** Names for `/v1/models`. Default `local-model`. A name that is not listed is answered all the same. */
  models?: string[];
  /** Keeps no requests, so that any number of large ones may come. Default false. */
  forgetful?: boolean;
  /** Time and waiting. Default: the machine's. */
  clock?: Clock;
}

/** One request as it came. */
export interface RecordedRequest {
  /** Its place among all requests, from 1; part of the ids in its answer. */
  number: number;
  /** Milliseconds when its body was complete, by the server's clock. */
  at: number;
  method: string;
  /** Path with query. */
  path: string;
  /** Names and values exactly as sent, in order. */
  headers: [name: string, value: string][];
  /** A header's value by lower-case name; `undefined` if it was not sent. */
  header: (name: string) => string | undefined;
  /** Body as text; empty if there was none. */
  body: string;
  /** Body as JSON; `undefined` if it is none. */
  json: unknown;
  /** Status answered; `undefined` while nothing was. */
  status: number | undefined;
  /** Whether the client closed the connection before the answer had ended. */
  abandoned: boolean;
}

/** Counts since the start. */
export interface ServerStats {
  /** Requests received. */
  requests: number;
  /** Answers sent to their end with a status below 400. */
  answered: number;
  /** Refused by the rate limits. */
  refused: number;
  /** Connections that the client closed before its answer had ended. */
  abandoned: number;
  /** Requests being answered now. */
  open: number;
  /** Most requests answered at the same time. */
  mostOpen: number;
  /** TCP connections accepted. */
  connections: number;
}

/** A running server. */
export interface LocalServer {
  /** Base URL as clients take it, `/v1` included. */
  url: string;
  /** Its port. */
  port: number;
  /** Every request, in the order in which its body was complete. */
  requests: RecordedRequest[];
  /** Counts since the start. */
  stats: ServerStats;
  /** Scripts the next requests to a model, one behaviour each, over all other behaviours; appended to what is scripted already. */
  next: (behaviours: Behaviour[]) => void;
  /** Changes the rate limits. */
  setLimits: (limits: Limits) => void;
  /** Resolves when so many requests have come in all. */
  received: (count: number) => Promise<void>;
  /** Resolves when so many requests in all were given up by their client. */
  abandonedBy: (count: number) => Promise<void>;
  /** Stops listening and breaks what is open. */
  close: () => Promise<void>;
}

const ROUTES: { [path: string]: Route } = {
  "/v1/chat/completions": "chat",
  "/v1/responses": "responses",
  "/v1/embeddings": "embeddings",
};

/** Error type and code as OpenAI names them. Source: https://platform.openai.com/docs/guides/error-codes (read 2026-11-23). */
const ERRORS: { [status: number]: [type: string, code: string | undefined, message: string] } = {
  400: ["invalid_request_error", undefined, "The request is wrong."],
  401: ["invalid_request_error", "invalid_api_key", "Incorrect API key provided."],
  404: ["invalid_request_error", "model_not_found", "The model does not exist or you do not have access to it."],
  408: ["timeout_error", undefined, "The request took too long."],
  409: ["conflict_error", undefined, "The request conflicts with another."],
  429: ["requests", "rate_limit_exceeded", "Rate limit reached. Please try again later."],
  500: ["server_error", undefined, "The server had an error while processing your request."],
  502: ["server_error", undefined, "Bad gateway."],
  503: ["server_error", undefined, "The engine is currently overloaded, please try again later."],
  529: ["overloaded_error", undefined, "Overloaded"],
};

const FAILURE = "The server had an error while processing your request. Sorry about that!";

interface State {
  options: LocalServerOptions;
  clock: Clock;
  limits: RateLimits | undefined;
  script: Behaviour[];
  requests: RecordedRequest[];
  stats: ServerStats;
  closing: AbortController;
  /** Called whenever a count has changed. */
  watchers: Set<() => void>;
}

function changed(state: State): void {
  for (const watch of [...state.watchers]) watch();
}

function until(state: State, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watch = (): void => {
      if (!holds()) return;
      state.watchers.delete(watch);
      resolve();
    };
    state.watchers.add(watch);
    watch();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The request with its body; `undefined`: the client went away while sending it. */
async function record(state: State, request: IncomingMessage): Promise<RecordedRequest | undefined> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(piece as Buffer);
  } catch {
    return undefined;
  }
  const raw = request.rawHeaders;
  const headers = raw.flatMap((name, index): [string, string][] => (index % 2 ? [] : [[name, raw[index + 1] ?? ""]]));
  const body = Buffer.concat(pieces).toString("utf8");
  const recorded: RecordedRequest = {
    number: ++state.stats.requests,
    at: state.clock.now(),
    method: request.method ?? "",
    path: request.url ?? "",
    headers,
    header: (name) => headers.find((each) => each[0].toLowerCase() === name)?.[1],
    body,
    json: parsed(body),
    status: undefined,
    abandoned: false,
  };
  if (!state.options.forgetful) state.requests.push(recorded);
  changed(state);
  return recorded;
}

function behaviourFor(state: State, recorded: RecordedRequest, model: string): Behaviour {
  const header = parsed(recorded.header("x-behaviour") ?? "{}") as Behaviour;
  return { ...state.options.behaviour, ...behaviourOfName(model), ...header, ...state.script.shift() };
}

function baseHeaders({ number }: RecordedRequest): Headers {
  return { "x-request-id": `req_${number}`, "openai-version": "2020-10-01", "openai-processing-ms": "1" };
}

function errorText(status: number, message?: string, param?: string, code?: string): string {
  const [type, usualCode, usual] = ERRORS[status] ?? ["server_error", undefined, "Something went wrong."];
  return JSON.stringify(errorBody(message ?? usual, type, param, code ?? usualCode));
}

const JSON_TYPE = { "content-type": "application/json" };

interface Exchange {
  recorded: RecordedRequest;
  delivery: Delivery;
  headers: Headers;
}

async function answerJson(exchange: Exchange, status: number, text: string): Promise<void> {
  exchange.recorded.status = status;
  await sendBody(exchange.delivery, status, { ...JSON_TYPE, ...exchange.headers }, text);
}

function replacedBody(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function wholeBody(asked: Asked, decided: Decided, stamp: Stamp): JsonObject {
  if (asked.route === "chat") return chatBody(asked, decided, stamp);
  return asked.route === "responses" ? responsesBody(asked, decided, stamp) : embeddingsBody(asked, decided);
}

async function answerModel(exchange: Exchange, asked: Asked, decided: Decided, stamp: Stamp): Promise<void> {
  const { delivery, recorded } = exchange;
  const { behaviour } = delivery;
  const status = behaviour.status ?? 200;
  if (behaviour.body !== undefined) return answerJson(exchange, status, replacedBody(behaviour.body));
  if (status >= 400) return answerJson(exchange, status, errorText(status));
  if (!asked.stream || asked.route === "embeddings") {
    if (behaviour.fault === "error-event") return answerJson(exchange, 500, errorText(500));
    return answerJson(exchange, status, JSON.stringify(wholeBody(asked, decided, stamp)));
  }
  const perChunk = behaviour.tokensPerChunk ?? 1;
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    ...exchange.headers,
  };
  const isChat = asked.route === "chat";
  const events = isChat
    ? chatEvents(asked, decided, stamp, perChunk)
    : responsesEvents(asked, decided, stamp, perChunk);
  const failure = (sent: number): ReturnType<typeof chatErrorEvents> =>
    isChat ? chatErrorEvents(FAILURE) : responsesErrorEvents(asked, stamp, FAILURE, sent);
  recorded.status = status;
  await sendEvents(delivery, status, headers, events, failure);
}

function modelsBody(state: State): JsonObject {
  const names = state.options.models ?? ["local-model"];
  return { object: "list", data: names.map((id) => ({ id, object: "model", created: 1686935002, owned_by: "local" })) };
}

function refusalOf(state: State, recorded: RecordedRequest): Refusal | undefined {
  const { apiKey } = state.options;
  if (apiKey === undefined || recorded.header("authorization") === `Bearer ${apiKey}`) return undefined;
  return { status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" };
}

async function answer(state: State, exchange: Exchange): Promise<void> {
  const { recorded, delivery } = exchange;
  const path = recorded.path.split("?")[0] ?? "";
  const refuse = ({ status, message, param, code }: Refusal): Promise<void> =>
    answerJson(exchange, status, errorText(status, message, param, code));
  const refusal = refusalOf(state, recorded);
  if (refusal) return refuse(refusal);
  if (recorded.method === "GET" && path === "/v1/models") {
    return answerJson(exchange, 200, JSON.stringify(modelsBody(state)));
  }
  const route = recorded.method === "POST" && Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (!route) return refuse({ status: 404, message: `Invalid URL (${recorded.method} ${path})`, code: "unknown_url" });
  const asked = readRequest(route, recorded.body);
  if ("status" in asked) return refuse(asked);
  const behaviour = behaviourFor(state, recorded, asked.model);
  Object.assign(delivery, { behaviour });
  const decided = decide(asked, answerOf(behaviour, asked, echo));
  const ruling = state.limits?.rule(decided.inputTokens + decided.outputTokens, asked.model);
  Object.assign(exchange.headers, ruling?.headers, behaviour.headers);
  if (ruling?.refused) {
    state.stats.refused++;
    const { message, kind } = ruling.refused;
    // A refusal comes at once and whole: behaviours are for what the limits let through.
    Object.assign(delivery, { behaviour: {} });
    return answerJson(exchange, 429, JSON.stringify(errorBody(message, kind, undefined, "rate_limit_exceeded")));
  }
  await pause(delivery, behaviour.delay);
  if (await brokenBeforeHeaders(delivery)) return;
  await answerModel(exchange, asked, decided, {
    number: recorded.number,
    created: Math.floor(state.clock.now() / 1000),
  });
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const recorded = await record(state, request);
  if (!recorded) return;
  const { stats, clock } = state;
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, state.closing.signal]);
  const delivery: Delivery = { response, behaviour: {}, clock, signal, broken: false };
  response.on("close", () => {
    gone.abort();
    recorded.abandoned = !response.writableFinished && !delivery.broken && !state.closing.signal.aborted;
    if (recorded.abandoned) stats.abandoned++;
    changed(state);
  });
  response.on("error", () => gone.abort());
  stats.mostOpen = Math.max(stats.mostOpen, ++stats.open);
  await answer(state, { recorded, delivery, headers: baseHeaders(recorded) });
  stats.open--;
  if (response.writableEnded && (recorded.status ?? 500) < 400) stats.answered++;
  changed(state);
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function emptyState(options: LocalServerOptions): State {
  const clock = options.clock ?? systemClock;
  return {
    options,
    clock,
    limits: options.limits ? rateLimits(options.limits, clock.now) : undefined,
    script: [],
    requests: [],
    stats: { requests: 0, answered: 0, refused: 0, abandoned: 0, open: 0, mostOpen: 0, connections: 0 },
    closing: new AbortController(),
    watchers: new Set(),
  };
}

/** Starts a server on 127.0.0.1. Rejects if the port is taken. */
export async function startLocalServer(options: LocalServerOptions = {}): Promise<LocalServer> {
  const state = emptyState(options);
  const { stats } = state;
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error: unknown) => {
      // A fault of this server must not look like a fault of the client that is tested.
      console.error(error);
      response.destroy();
    });
  });
  // Small writes are to arrive as they were written.
  server.on("connection", (socket: Socket) => {
    stats.connections++;
    socket.setNoDelay(true);
  });
  // A pause between two tests must not close a connection just as the client takes it up again.
  server.keepAliveTimeout = 60_000;
  const port = await listening(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    requests: state.requests,
    stats,
    next: (behaviours) => void state.script.push(...behaviours),
    setLimits: (limits) => {
      if (state.limits) state.limits.set(limits);
      else state.limits = rateLimits(limits, state.clock.now);
    },
    received: (count) => until(state, () => stats.requests >= count),
    abandonedBy: (count) => until(state, () => stats.abandoned >= count),
    close: async () => {
      state.closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { port: text, delay: text, tokens: text, behaviour: text, rpm: text, tpm: text, burst: text },
  });
  const limits: Limits = {};
  if (values.rpm) limits.requestsPerMinute = Number(values.rpm);
  if (values.tpm) limits.tokensPerMinute = Number(values.tpm);
  if (values.burst) limits.burstSeconds = Number(values.burst);
  const behaviour: Behaviour = JSON.parse(values.behaviour ?? "{}");
  if (values.delay) behaviour.delay = Number(values.delay);
  if (values.tokens) behaviour.tokens = Number(values.tokens);
  const hasLimits = values.rpm !== undefined || values.tpm !== undefined;
  const started = { port: numberOf(values.port), behaviour, ...(hasLimits ? { limits } : {}) };
  // Nobody can look at its requests from outside.
  const server = await startLocalServer({ ...started, forgetful: true });
  console.log(server.url);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken) throw error;
    console.error(`The port is taken by another program (${error.message}): use --port 0 for a free one.`);
    process.exitCode = 2;
  }
}
