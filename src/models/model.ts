/**
 * The Model contract: the one shape of anything that answers. Hosted providers, local servers, GGUF files in process and
 * recorded answers all are Models. A Model does one attempt; retrying, pacing, logging and cost are `run/ask`'s.
 */
import type { CallError, Finish } from "../record/call.ts";
import type { JsonObject } from "../record/json.ts";
import type { FilePart, ToolCallPart, ToolResultPart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Usage } from "../record/usage.ts";

/** A kind of content. */
export type Modality = "text" | "image" | "audio" | "video" | "pdf";

/** What a model can do. Checked before anything is sent. `undefined` is unknown: then it is tried. */
export interface Capabilities {
  /** Kinds of content it reads. */
  input: readonly Modality[];
  /** Kinds of content it makes. */
  output: readonly Modality[];
  /** Whether it calls tools. Absent: unknown. */
  tools?: boolean;
  /** Whether it can be held to a JSON Schema. Absent: unknown. */
  schema?: boolean;
  /** Whether it reasons before it answers. Absent: unknown. */
  reasoning?: boolean;
  /** Most tokens of input and output together. Absent: unknown. */
  contextTokens?: number;
  /** Most tokens of one answer. Absent: unknown. */
  maxOutputTokens?: number;
}

/** What a model says while it answers, in order. `finish` comes once, last, unless the attempt throws. */
export type ModelEvent =
  /** HTTP answered: before any content. Not sent by models in process. */
  | { type: "response"; status: number; headers: { [name: string]: string } }
  /** What the provider says of itself; any field may come later or never. */
  | { type: "identity"; servedModel?: string; responseId?: string }
  /** More text. `provider` may come with an empty text. A new text part begins with another `id` or after another kind of part. */
  | { type: "text-delta"; text: string; id?: string; provider?: JsonObject }
  /** More reasoning. `provider` (signature, sealed content) may come with an empty text. `id` tells blocks apart. */
  | { type: "reasoning-delta"; text: string; id?: string; provider?: JsonObject }
  /** A whole tool call. */
  | { type: "tool-call"; part: ToolCallPart }
  /** The result of a tool that the provider ran. */
  | { type: "tool-result"; part: ToolResultPart }
  /** A file that the model made. */
  | { type: "file"; mediaType: string; bytes: Uint8Array }
  /** Something was left out or changed. One sentence. */
  | { type: "warning"; message: string }
  /** The end. */
  | { type: "finish"; finish: Finish; usage: Usage };

/** What `ask` hands to a model beside the request. */
export interface ModelContext {
  /** Cancels the attempt. */
  signal: AbortSignal;
  /** Whether to stream; a provider that cannot stream ignores it. */
  stream: boolean;
  /** The bytes of a file part. Throws if they cannot be had. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /**
   * Takes each raw response as it is complete or cut, before it is parsed. `body` is text; `ms` are the milliseconds from sending
   * to its last byte, for an answer that is not streamed, where the model can tell. Models in process never call it.
   */
  onRaw: (raw: { status: number; headers: { [name: string]: string }; body: string }, ms?: number) => void;
}

/** Anything that answers. */
export interface Model {
  /** Full name, `provider/model`. */
  id: string;
  /** First part of the name: `openai`, `pocket`, `ollama`. */
  provider: string;
  /** The name the provider knows: what follows the first slash. */
  name: string;
  /** Where it runs: `hosted` is paid by use, `server` is a program on this machine, `process` is here. */
  where: "hosted" | "server" | "process";
  /** What it can do. */
  capabilities: Capabilities;
  /**
   * Key for pacing: calls with the same key share one rate limit. Absent: it has none (models in process run one at a time).
   */
  limitKey?: string;
  /** True: it is an `Embedder` (embedder.ts) and answers requests with the option `embedding`. Absent: it makes no vectors. */
  embeds?: true;
  /**
   * One attempt. Throws `ModelError` for anything that goes wrong; events before the throw stand.
   */
  stream: (request: Request, context: ModelContext) => AsyncIterable<ModelEvent>;
  /** Tokens of a text by the model's own tokenizer. Absent: only an estimate is possible. */
  countTokens?: (text: string) => Promise<number>;
}

/** Why an attempt failed, and what may be done about it. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  /** The failure as it will stand in the log. */
  readonly detail: CallError;
  /** Response headers, lower-case names; for Retry-After and limits. Empty: none came. */
  readonly headers: { [name: string]: string };
  /** The provider's own word on whether another try may help. Absent: judged by kind and status. */
  readonly retryable: boolean | undefined;
  /** What was used until it failed, as far as the provider said. Empty: unknown. */
  readonly usage: Usage;

  /**
   * @param detail what failed; @param headers of the response; @param retryable the provider's own word, if any;
   * @param usage what the provider had said was used.
   */
  constructor(detail: CallError, headers: { [name: string]: string } = {}, retryable?: boolean, usage: Usage = {}) {
    super(detail.message);
    this.detail = detail;
    this.headers = headers;
    this.retryable = retryable;
    this.usage = usage;
  }
}
