/**
 * What of a call stands in its own row: everything but the messages, parts, tools and schema, which are stored once elsewhere.
 * The record is kept as JSON so that a call comes back exactly as it went in; the columns beside it exist to be searched.
 */
import type { Call } from "../record/call.ts";
import type { Message, Part } from "../record/message.ts";
import type { Request, ToolDefinition } from "../record/request.ts";

/** A call without what is stored once elsewhere. */
export interface CallRecord extends Omit<Call, "request" | "parts"> {
  /** The request without its messages, tools and schema. */
  request: Omit<Request, "messages" | "tools" | "schema">;
}

/** The JSON text of a call's record. */
export function recordText(call: Call): string {
  const { request, parts: _parts, ...rest } = call;
  const { messages: _messages, tools: _tools, schema: _schema, ...kept } = request;
  const record: CallRecord = { ...rest, request: kept };
  return JSON.stringify(record);
}

/** The pieces of a call that are stored once elsewhere. */
export interface SharedPieces {
  /** Messages of the request. */
  messages: Message[];
  /** Parts of the answer. */
  parts: Part[];
  /** Tools of the request. Absent: none. */
  tools?: ToolDefinition[];
  /** Schema of the answer. Absent: none. */
  schema?: Request["schema"];
}

/** The call of a record and its pieces. */
export function callOf(text: string, pieces: SharedPieces): Call {
  const { request, ...rest }: CallRecord = JSON.parse(text);
  const whole: Request = { ...request, messages: pieces.messages };
  if (pieces.tools) whole.tools = pieces.tools;
  if (pieces.schema) whole.schema = pieces.schema;
  return { ...rest, request: whole, parts: pieces.parts };
}
