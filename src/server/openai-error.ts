/**
 * What went wrong, in OpenAI's shape and with its statuses: `{error: {message, type, param, code}}`. Decides nothing.
 * Source: https://platform.openai.com/docs/guides/error-codes (read 2026-11-23).
 */
import type { MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Call, CallError } from "../record/call.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Body of an answer that is not 2xx. */
export interface OpenaiErrorBody {
  /** What went wrong. */
  error: {
    /** One sentence: what is wrong and how to mend it. */
    message: string;
    /** OpenAI's word for the kind. */
    type: string;
    /** The field that is wrong. Null: none. */
    param: string | null;
    /** OpenAI's word for what exactly. Null: none. */
    code: string | null;
  };
}

/** What is known of an error beside its sentence. */
export interface OpenaiErrorDetail {
  /** The field that is wrong. */
  param?: string;
  /** OpenAI's word for what exactly. */
  code?: string;
  /** Id of the call that failed. */
  call?: string;
}

/** Refuses a request, or tells of a call that failed. */
export class OpenaiError extends Error {
  override readonly name = "OpenaiError";
  /** HTTP status. */
  readonly status: number;
  /** Field and code. */
  readonly detail: OpenaiErrorDetail;

  /** @param status HTTP status; @param message one sentence; @param detail field and code. */
  constructor(status: number, message: string, detail: OpenaiErrorDetail = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

function typeOf(status: number, code: string | undefined): string {
  if (code === "insufficient_quota") return "insufficient_quota";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

/** The body for an error. */
export function errorBody(status: number, message: string, { param, code }: OpenaiErrorDetail = {}): OpenaiErrorBody {
  return { error: { message, type: typeOf(status, code), param: param ?? null, code: code ?? null } };
}

/** Anything thrown as an error of the endpoint: a mistake of the caller's is 400, a fault of ours 500. */
function asOpenaiError(error: unknown): OpenaiError {
  if (error instanceof OpenaiError) return error;
  if (error instanceof SetupError) return new OpenaiError(400, error.message);
  return new OpenaiError(500, `Something went wrong in penny itself: ${messageOf(error)}`);
}

/** An error as an answer. Our retries are done, so the client is told not to try again by itself. */
export function errorResponse(thrown: unknown): Response {
  const { status, message, detail } = asOpenaiError(thrown);
  const headers: { [name: string]: string } = { "x-should-retry": "false" };
  if (detail.call !== undefined) headers["x-penny-call"] = detail.call;
  return Response.json(errorBody(status, message, detail), { status, headers });
}

const CODES: { readonly [status: number]: string } = {
  400: "upstream_bad_request",
  401: "upstream_unauthorized",
  403: "upstream_forbidden",
  404: "model_not_found",
  429: "rate_limit_exceeded",
};

function statusOf({ kind, status }: CallError): number {
  if (kind === "http" && status !== undefined) return status >= 500 ? 502 : status;
  if (kind === "timeout") return 504;
  if (kind === "aborted") return 499;
  return kind === "engine" ? 500 : 502;
}

/**
 * A call that failed, as an error: what the provider refused keeps its status, what broke there is 502, what took too long 504, what
 * broke here 500. `undefined`: it did not fail.
 */
export function callFailure(call: Call): OpenaiError | undefined {
  const { error } = call;
  if (!error) return undefined;
  const status = statusOf(error);
  const code = CODES[status] ?? (error.kind === "aborted" ? "cancelled" : "upstream_error");
  return new OpenaiError(status, error.message, { code, call: call.id });
}

const GUARD_CODES: { readonly [status: number]: string } = { 401: "invalid_api_key", 413: "request_too_large" };

/** Gives what other parts of the server refuse under `/v1` OpenAI's shape. */
export const openaiErrors: MiddlewareHandler = async (context, next) => {
  await next();
  const { status, headers } = context.res;
  if (status < 400 || !/^application\/json\b/.test(headers.get("content-type") ?? "")) return;
  const body: unknown = await context.res.clone().json();
  if (body === null || typeof body !== "object" || !("error" in body) || typeof body.error !== "string") return;
  const code = GUARD_CODES[status];
  context.res = context.json(
    errorBody(status, body.error, code === undefined ? {} : { code }),
    status as ContentfulStatusCode,
  );
};
