/**
 * Recorded answers as a Model: the bodies go through the same adapter as live ones, so that tests and conformance runs see what
 * a person would. Opens no connection.
 */
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { aiSdkModel } from "./ai-sdk.ts";
import type { Model } from "./model.ts";
import type { WireFormat } from "./wire-format.ts";

/** A recorded HTTP answer. */
export interface RecordedAnswer {
  /** HTTP status. Default 200. */
  status?: number;
  /** Content type and others. Default: by what the format answers with. */
  headers?: { [name: string]: string };
  /** The body in the chunks in which it arrives. */
  chunks: readonly (string | Uint8Array)[];
}

/** How to make the model that parses them. */
export interface ReplayInput {
  /** Wire format. */
  format: WireFormat;
  /** First part of the name. Default: the format. */
  provider?: string;
  /** Model name. Default `recorded`. */
  name?: string;
  /** Makes the package's model on a given fetch. */
  load: (fetch: typeof globalThis.fetch) => Promise<LanguageModelV4>;
  /** The answers, one for each attempt, the last one for ever. */
  answers: readonly RecordedAnswer[];
}

function bodyOf(chunks: RecordedAnswer["chunks"]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
    },
  });
}

/** A Model that answers with recordings. */
export function replayModel(input: ReplayInput): Model {
  const provider = input.provider ?? input.format;
  const name = input.name ?? "recorded";
  let asked = 0;
  const fetch: typeof globalThis.fetch = async () => {
    const answer = input.answers[Math.min(asked++, input.answers.length - 1)];
    if (!answer) throw new TypeError("no answer was recorded");
    return new Response(bodyOf(answer.chunks), { status: answer.status ?? 200, headers: answer.headers ?? {} });
  };
  return aiSdkModel({
    id: `${provider}/${name}`,
    provider,
    name,
    where: "hosted",
    capabilities: { input: ["text"], output: ["text"] },
    format: input.format,
    load: input.load,
    fetch,
  });
}
