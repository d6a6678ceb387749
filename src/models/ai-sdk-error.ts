/** From whatever an SDK package throws or streams as an error to our `ModelError`. Decides what kind of failure it was. Pure. */
import { APICallError, JSONParseError, TypeValidationError } from "@ai-sdk/provider";
import type { CallError } from "../record/call.ts";
import { messageOf } from "../record/setup-error.ts";
import { ModelError } from "./model.ts";

const MOST_BODY_CHARACTERS = 65_536;
const MOST_MESSAGE_CHARACTERS = 300;
/** How V8 says that JSON text ended too early. */
const CUT_JSON =
  /Unexpected end of JSON input|Unterminated string|end of (the )?data|Expected .* (at position \d+ )?\(?.*after/i;
const BROKEN_CONNECTION =
  /terminated|fetch failed|ECONN|EPIPE|socket|other side closed|network|UND_ERR|premature|aborted by peer/i;

function sentence(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function bodyOf(text: string | undefined): { body?: string } {
  return text ? { body: text.slice(0, MOST_BODY_CHARACTERS) } : {};
}

function lowerCase(headers: Record<string, string> | undefined): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The messages of an error and its causes, outermost first. */
function trail(error: unknown): string {
  const messages: string[] = [];
  for (let each: unknown = error; each instanceof Error && messages.length < 6; each = each.cause) {
    messages.push(each.message, "code" in each ? String(each.code) : "");
  }
  return messages.join(" ");
}

function isParse(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    if (JSONParseError.isInstance(each) || TypeValidationError.isInstance(each)) return true;
  }
  return false;
}

function isWhole(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? "");
    return true;
  } catch {
    return false;
  }
}

/** What a provider says in an error body of any of the known forms; the SDK's own message if none. */
function providerMessage(error: APICallError): string {
  try {
    const body: unknown = JSON.parse(error.responseBody ?? "");
    const found = messageIn(body);
    if (found) return found;
  } catch {
    // Not JSON: the SDK's message stands.
  }
  return error.message || `HTTP ${error.statusCode}`;
}

/** `{ error: { message } }`, `{ error: "…" }`, `{ message }`, `{ detail }`, or a list of these. */
function messageIn(body: unknown): string | undefined {
  if (typeof body === "string") return body;
  if (Array.isArray(body)) return messageIn(body[0]);
  if (body === null || typeof body !== "object") return undefined;
  for (const key of ["error", "message", "detail", "Message"]) {
    if (key in body) {
      const found = messageIn((body as { [key: string]: unknown })[key]);
      if (found) return found;
    }
  }
  return undefined;
}

function fromApiCall(error: APICallError, raw: string | undefined): ModelError {
  const headers = lowerCase(error.responseHeaders);
  const body = error.responseBody ?? raw;
  if (isParse(error)) return fromUnparsed(error, body, error.statusCode, headers);
  if (error.statusCode === undefined) {
    const detail: CallError = { kind: "network", message: sentence(`No answer came: ${connectionMessage(error)}`) };
    return new ModelError(detail, headers, true);
  }
  if (error.statusCode >= 400) {
    const message = sentence(`The provider answered ${error.statusCode}: ${providerMessage(error)}`);
    return new ModelError(
      { kind: "http", status: error.statusCode, message, ...bodyOf(body) },
      headers,
      error.isRetryable,
    );
  }
  return fromUnparsed(error, body, error.statusCode, headers);
}

/** The innermost message says most: "connect ECONNREFUSED 127.0.0.1:1". */
function connectionMessage(error: unknown): string {
  let message = messageOf(error);
  for (let each: unknown = error; each instanceof Error; each = each.cause) if (each.message) message = each.message;
  return message;
}

function fromUnparsed(
  error: unknown,
  body: string | undefined,
  status: number | undefined,
  headers: { [name: string]: string },
): ModelError {
  const shared = { ...(status === undefined ? {} : { status }), ...bodyOf(body) };
  if (!isParse(error) && BROKEN_CONNECTION.test(trail(error))) {
    const message = "The connection broke in the middle of the answer.";
    return new ModelError({ kind: "network", message, ...shared }, headers, true);
  }
  if (isParse(error) && CUT_JSON.test(trail(error)) && !isWhole(body)) {
    const message = "The answer was cut before its end.";
    return new ModelError({ kind: "truncated", message, ...shared }, headers, true);
  }
  const message = `The answer came but could not be understood (it is kept raw in the log): ${firstLine(error)}`;
  return new ModelError({ kind: "parse", message: sentence(message), ...shared }, headers, false);
}

function firstLine(error: unknown): string {
  const line = messageOf(error).split("\n")[0] ?? "";
  return line.length > MOST_MESSAGE_CHARACTERS ? `${line.slice(0, MOST_MESSAGE_CHARACTERS)}…` : line;
}

/**
 * The failure of an attempt.
 * @param raw the body as it came, if any.
 * @param status HTTP status, if any came.
 */
export function modelErrorFrom(error: unknown, raw: string | undefined, status: number | undefined): ModelError {
  if (error instanceof ModelError) return error;
  if (APICallError.isInstance(error)) return fromApiCall(error, raw);
  if (isParse(error)) return fromUnparsed(error, raw, status, {});
  if (BROKEN_CONNECTION.test(trail(error))) {
    const cut =
      status === undefined
        ? `No answer came: ${connectionMessage(error)}`
        : "The connection broke in the middle of the answer";
    return new ModelError({ kind: "network", message: sentence(cut), ...bodyOf(raw) }, {}, true);
  }
  // Nothing had been sent: the package refuses something in the request.
  const kind = status === undefined ? "engine" : "parse";
  return new ModelError({ kind, message: sentence(firstLine(error)), ...bodyOf(raw) });
}

/** An error that a provider reports inside a stream. */
export function streamErrorFrom(error: unknown, raw: string): ModelError {
  if (isParse(error) || APICallError.isInstance(error)) return modelErrorFrom(error, raw, 200);
  if (error instanceof Error && BROKEN_CONNECTION.test(trail(error))) return modelErrorFrom(error, raw, 200);
  const text = messageIn(error) ?? (error instanceof Error ? error.message : JSON.stringify(error));
  const message = sentence(`The provider reported an error within its answer: ${text}`);
  const mayPass = /overloaded|unavailable|server_error|internal|rate.?limit|timeout|try again/i.test(
    `${text} ${JSON.stringify(error)}`,
  );
  return new ModelError({ kind: "provider", message, ...bodyOf(JSON.stringify(error)) }, {}, mayPass);
}
