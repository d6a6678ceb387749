/**
 * Sends answers over HTTP as a behaviour says: paced, split, late, cut or broken. Knows sockets and nothing of models.
 * Everything ends quietly when the client goes away.
 */
import type { ServerResponse } from "node:http";
import type { Clock } from "../src/run/clock.ts";
import type { Behaviour, Wait } from "./server-behaviour.ts";
import type { WireEvent } from "./server-wire.ts";

/** One answer on its way. */
export interface Delivery {
  response: ServerResponse;
  behaviour: Behaviour;
  clock: Clock;
  /** Aborts when the client has gone or the server closes. */
  signal: AbortSignal;
  /** Whether the connection was broken on purpose. */
  broken: boolean;
}

const DEFAULT_EVENTS_BEFORE_FAULT = 2;

/** Waits; ends early when the delivery is over. */
export async function pause(delivery: Delivery, wait: Wait | undefined): Promise<void> {
  if (wait === undefined || delivery.signal.aborted) return;
  if (typeof wait === "number") {
    if (wait > 0) await delivery.clock.sleep(wait, delivery.signal);
    return;
  }
  await Promise.race([wait, untilGone(delivery)]);
}

/** Resolves when the client has gone or the server closes. */
function untilGone({ signal }: Delivery): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Breaks the connection with a reset; what was written before has been handed to the system. */
function reset(delivery: Delivery): void {
  delivery.broken = true;
  delivery.response.socket?.resetAndDestroy();
}

/** Writes and waits until the system has taken it. False: the client has gone. */
function write({ response, signal }: Delivery, data: string | Buffer): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const gone = (): void => resolve(false);
    signal.addEventListener("abort", gone, { once: true });
    response.write(data, (error) => {
      signal.removeEventListener("abort", gone);
      resolve(!error);
    });
  });
}

/** Writes the pieces at the behaviour's pace. False: the client has gone. */
async function writeAll(delivery: Delivery, pieces: Iterable<string | Buffer>): Promise<boolean> {
  const { behaviour } = delivery;
  let written = 0;
  for (const piece of pieces) {
    if (written > 0) await pause(delivery, behaviour.intervalMs);
    if (behaviour.gap?.after === written) await pause(delivery, behaviour.gap.wait);
    if (!(await write(delivery, piece))) return false;
    written++;
  }
  return true;
}

function* bytesIn(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function textOfEvent(event: WireEvent): string {
  return `${event.name === undefined ? "" : `event: ${event.name}\n`}data: ${event.data}\n\n`;
}

function* writesOf(events: Iterable<WireEvent>, behaviour: Behaviour): Generator<string | Buffer> {
  if (behaviour.bytesPerWrite) {
    yield* bytesIn(Buffer.from([...events].map(textOfEvent).join("")), behaviour.bytesPerWrite);
    return;
  }
  const most = behaviour.eventsPerWrite ?? 1;
  let joined = "";
  let count = 0;
  for (const event of events) {
    joined += textOfEvent(event);
    if (++count < most) continue;
    yield joined;
    joined = "";
    count = 0;
  }
  if (joined !== "") yield joined;
}

function* first(events: Iterable<WireEvent>, most: number): Generator<WireEvent> {
  let left = most;
  for (const event of events) {
    if (left-- <= 0) return;
    yield event;
  }
}

/** Ends an answer whose part has been sent, as its fault says. */
async function breakOff(delivery: Delivery): Promise<void> {
  const { fault } = delivery.behaviour;
  if (fault === "reset-mid-body") {
    reset(delivery);
  } else if (fault === "cut-body") {
    delivery.broken = true;
    delivery.response.socket?.end();
  } else if (fault === "stall") {
    await untilGone(delivery);
  } else {
    delivery.response.end();
  }
}

/** Faults that need no body. True: the answer is over. */
export async function brokenBeforeHeaders(delivery: Delivery): Promise<boolean> {
  const { fault } = delivery.behaviour;
  if (fault === "reset-before-headers") reset(delivery);
  if (fault === "never") await untilGone(delivery);
  return delivery.signal.aborted || fault === "reset-before-headers" || fault === "never";
}

/** Sends a whole body with an honest Content-Length. */
export async function sendBody(delivery: Delivery, status: number, headers: Headers, text: string): Promise<void> {
  const { response, behaviour } = delivery;
  const bytes = Buffer.from(text);
  const partial = behaviour.fault !== undefined && behaviour.fault !== "error-event";
  const most = partial ? (behaviour.faultAfter ?? Math.floor(bytes.length / 2)) : bytes.length;
  const sent = bytes.subarray(0, most);
  const length = behaviour.fault === "truncated" ? sent.length : bytes.length;
  response.writeHead(status, { ...headers, "content-length": String(length) });
  const pieces = behaviour.bytesPerWrite ? bytesIn(sent, behaviour.bytesPerWrite) : [sent];
  if (!(await writeAll(delivery, pieces))) return;
  if (partial) await breakOff(delivery);
  else response.end();
}

/** Header names, lower case, and their values. */
export type Headers = { [name: string]: string };

/**
 * Sends a stream of events.
 * @param failure the events that tell of an error after so many events.
 */
export async function sendEvents(
  delivery: Delivery,
  status: number,
  headers: Headers,
  events: Iterable<WireEvent>,
  failure: (sent: number) => WireEvent[],
): Promise<void> {
  const { response, behaviour } = delivery;
  const after = behaviour.faultAfter ?? DEFAULT_EVENTS_BEFORE_FAULT;
  const kept = behaviour.fault === undefined ? events : first(events, after);
  const told = behaviour.fault === "error-event" ? [...kept, ...failure(after)] : kept;
  response.writeHead(status, headers);
  response.flushHeaders();
  if (!(await writeAll(delivery, writesOf(told, behaviour)))) return;
  if (behaviour.fault === undefined) response.end();
  else await breakOff(delivery);
}
