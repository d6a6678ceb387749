/** Asks the server of this page, and nobody else. What goes wrong is one sentence for a person. */
import type { ApiError } from "../../src/server/api.ts";

/** The server said no, or could not be reached. Its message is for a person. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  /** HTTP status; 0: it could not be reached. */
  readonly status: number;

  /** @param status of the answer; 0: none came. */
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const GONE = "The server does not answer: start it again with `penny serve`. What was answered is in the log.";

async function answered(response: Response): Promise<unknown> {
  if (response.ok) return response.status === 204 ? undefined : response.json();
  const body = (await response.json().catch(() => undefined)) as ApiError | undefined;
  throw new ServerError(body?.error ?? `The server answered ${response.status}.`, response.status);
}

async function request(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ServerError(GONE, 0);
  }
  return answered(response);
}

/** Reads. @throws ServerError */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await request(path, { ...(signal ? { signal } : {}) })) as T;
}

/** Sends a value. @throws ServerError */
export async function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return (await request(path, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  })) as T;
}

/** Removes. @throws ServerError */
export async function remove<T>(path: string): Promise<T> {
  return (await request(path, { method: "DELETE" })) as T;
}

/** Whether the server says that there is nothing at an address. False too if it does not answer: then nobody knows. */
export async function isMissing(path: string): Promise<boolean> {
  const ending = new AbortController();
  try {
    return (await fetch(path, { signal: ending.signal })).status === 404;
  } catch {
    return false;
  } finally {
    ending.abort();
  }
}

/** A refused connection is tried again after so long; a broken one the browser makes anew by itself. */
const AGAIN_MS = 1000;

/**
 * Follows a stream of events until it ends, or the signal aborts; a connection that broke is made anew. A page that nobody sees holds
 * none, for a browser opens only six to one address, for all its pages together: it hears anew what it missed when it is looked at again.
 * @param onEvent hears each; giving `true` ends it.
 * @param onOpen hears of each connection that stands, `onBreak` of each that broke.
 */
export function follow<T>(
  path: string,
  onEvent: (event: T) => true | undefined,
  { signal, onOpen, onBreak }: { signal?: AbortSignal; onOpen?: () => void; onBreak?: () => void } = {},
): void {
  let source: EventSource | undefined;
  let isEnded = false;
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    if (isEnded || source || document.hidden) return;
    const made = new EventSource(path);
    source = made;
    made.addEventListener("open", () => onOpen?.());
    made.addEventListener("message", ({ data }) => {
      if (onEvent(JSON.parse(data as string) as T) === true) end();
    });
    made.addEventListener("error", () => {
      if (source !== made) return;
      onBreak?.();
      if (made.readyState !== EventSource.CLOSED) return;
      source = undefined;
      setTimeout(open, AGAIN_MS);
    });
  };
  const turn = (): void => (document.hidden ? close() : open());
  const end = (): void => {
    isEnded = true;
    close();
    document.removeEventListener("visibilitychange", turn);
  };
  document.addEventListener("visibilitychange", turn);
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted) end();
  else open();
}
