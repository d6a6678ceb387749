/**
 * From whatever an SDK package throws or streams as an error to our `ModelError`: decides what kind of failure it was, and finds
 * the provider's own words. Whether there will be another try is decided elsewhere. Pure.
 */
import { APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError } from "@ai-sdk/provider";
import type { CallError } from "../record/call.ts";
import { messageOf } from "../record/setup-error.ts";
import { ModelError } from "./model.ts";

/** The answer in which an error came. */
export interface ErrorAnswer {
  /** HTTP status that really came. */
  status: number;
  /** Headers that matter for limits, lower-case names. */
  headers: { [name: string]: string };
  /** The body as it came, whole or cut. */
  body: string;
}

const MOST_BODY_CHARACTERS = 65_536;
/** How V8 says that JSON text ended too early. */
const CUT_JSON = /Unexpected end of JSON input|Unterminated string|end of (the )?data/i;
const BROKEN_CONNECTION =
  /terminated|fetch failed|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|socket|other side closed|network|UND_ERR|premature|aborted by peer/i;

function sentence(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function bodyOf(text: string | undefined): { body?: string } {
  return text ? { body: text.slice(0, MOST_BODY_CHARACTERS) } : {};
}

/** An error and its causes, outermost first. */
function trail(error: unknown): Error[] {
  const errors: Error[] = [];
  for (let each: unknown = error; each instanceof Error && errors.length < 6; each = each.cause) errors.push(each);
  return errors;
}

function trailText(error: unknown): string {
  return trail(error)
    .map((each) => `${each.message} ${"code" in each ? String(each.code) : ""}`)
    .join(" ");
}

function isParse(error: unknown): boolean {
  return trail(error).some((each) => JSONParseError.isInstance(each) || TypeValidationError.isInstance(each));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The words in an error body of any of the known forms: `{ error: { message } }`, `{ error: "…" }`, `{ message }`, `{ detail }`,
 * `{ detail: [{ loc, msg }] }` (FastAPI), or a list of these. `undefined`: none.
 */
function messageIn(body: unknown): string | undefined {
  if (typeof body === "string") return body.trim() === "" ? undefined : body;
  if (Array.isArray(body)) return messageIn(body[0]);
  if (body === null || typeof body !== "object") return undefined;
  for (const key of ["error", "message", "detail", "msg", "Message", "errors", "title"]) {
    const found = messageIn((body as { [key: string]: unknown })[key]);
    if (found) return found;
  }
  return undefined;
}

/** What a body says in its member `error`; `undefined`: it has none, or null. */
function statedError(body: unknown): string | undefined {
  return body !== null && typeof body === "object" && "error" in body ? messageIn(body.error) : undefined;
}

/** The innermost message says most: "connect ECONNREFUSED 127.0.0.1:1". */
function innermost(error: unknown): string {
  return (
    trail(error)
      .map((each) => each.message)
      .filter(Boolean)
      .at(-1) ?? messageOf(error)
  );
}

function firstLine(error: unknown): string {
  return messageOf(error).split("\n")[0]?.slice(0, 300) ?? "";
}

/** What a status of 400 or more means, in the provider's words or, where it has none, by its number alone. */
function httpError(answer: ErrorAnswer, error: unknown): ModelError {
  const own = messageIn(parsed(answer.body)) ?? (APICallError.isInstance(error) ? error.message : "");
  const words = own.slice(0, 2000);
  const message = sentence(`The provider answered ${answer.status}${words ? `: ${words}` : " without saying why"}`);
  const retryable = APICallError.isInstance(error) ? error.isRetryable : undefined;
  return new ModelError(
    { kind: "http", status: answer.status, message, ...bodyOf(answer.body) },
    answer.headers,
    retryable,
  );
}

/** An error that a provider reports in an answer whose status was good. */
function providerError(words: string, retryable: boolean, body: string, answer: ErrorAnswer): ModelError {
  const message = sentence(`The provider reported an error within its answer: ${words.slice(0, 2000)}`);
  return new ModelError(
    { kind: "provider", status: answer.status, message, ...bodyOf(body) },
    answer.headers,
    retryable,
  );
}

/** The answer ended before it said that it was done. */
export function truncatedError(answer: ErrorAnswer | undefined): ModelError {
  const detail: CallError = { kind: "truncated", message: "The answer was cut before its end." };
  if (answer) Object.assign(detail, { status: answer.status }, bodyOf(answer.body));
  return new ModelError(detail, answer?.headers, true);
}

function unparsedError(error: unknown, answer: ErrorAnswer): ModelError {
  const isCut = isParse(error) && CUT_JSON.test(trailText(error)) && parsed(answer.body) === undefined;
  if (isCut) return truncatedError(answer);
  const stated = statedError(parsed(answer.body));
  if (stated) return providerError(stated, false, answer.body, answer);
  const why = firstLine(error);
  const message = sentence(`The answer came but could not be understood (it is kept raw in the log): ${why}`);
  return new ModelError(
    { kind: "parse", status: answer.status, message, ...bodyOf(answer.body) },
    answer.headers,
    false,
  );
}

/** Nothing came: no connection, or the package refused the request before it was sent. */
function unansweredError(error: unknown): ModelError {
  if (BROKEN_CONNECTION.test(trailText(error)) || (APICallError.isInstance(error) && error.isRetryable)) {
    return new ModelError({ kind: "network", message: sentence(`No answer came: ${innermost(error)}`) }, {}, true);
  }
  return new ModelError({ kind: "engine", message: sentence(`Nothing was sent: ${firstLine(error)}`) }, {}, false);
}

/**
 * The failure of an attempt.
 * @param error what was thrown.
 * @param answer what had come by then; `undefined`: nothing.
 * @param signal of the attempt: what it throws after it was aborted is no failure of the provider's.
 */
export function modelErrorFrom(error: unknown, answer: ErrorAnswer | undefined, signal: AbortSignal): ModelError {
  if (error instanceof ModelError) return error;
  if (signal.aborted) return new ModelError({ kind: "aborted", message: "The call was cancelled." }, answer?.headers);
  if (!answer) return unansweredError(error);
  if (answer.status >= 400) return httpError(answer, error);
  if (isParse(error)) return unparsedError(error, answer);
  if (APICallError.isInstance(error) && (error.statusCode ?? 0) >= 400) {
    // The status was good: the package made up one from an error in the body.
    return providerError(error.message || innermost(error), error.isRetryable, answer.body, answer);
  }
  if (BROKEN_CONNECTION.test(trailText(error))) {
    const message = "The connection broke in the middle of the answer.";
    const detail: CallError = { kind: "network", status: answer.status, message, ...bodyOf(answer.body) };
    return new ModelError(detail, answer.headers, true);
  }
  return unparsedError(error, answer);
}

/** Whether a stream part's error only says that the stream named no finish reason, which the end of the stream shows better. */
export function isMissingFinish(error: unknown): boolean {
  return InvalidResponseDataError.isInstance(error) && /without a finish reason/.test(error.message);
}

/** An error that came as a part of a stream. */
export function streamErrorFrom(error: unknown, answer: ErrorAnswer, signal: AbortSignal): ModelError {
  if (error instanceof Error) return modelErrorFrom(error, answer, signal);
  const words = messageIn(error) ?? JSON.stringify(error);
  const text = `${words} ${JSON.stringify(error)}`;
  const stated = error !== null && typeof error === "object" && "isRetryable" in error ? error.isRetryable : undefined;
  const mayPass = /overloaded|unavailable|server_error|internal|rate.?limit|timeout|try again/i.test(text);
  return providerError(words, typeof stated === "boolean" ? stated : mayPass, JSON.stringify(error), answer);
}
