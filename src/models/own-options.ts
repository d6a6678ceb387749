/**
 * Puts into a request's JSON body what the packages of the AI SDK do not: a provider's own options under the names of its API,
 * exactly as they were given (a package would drop the ones it does not know without a word), and portable options that a package
 * ignores. Reads no answer.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { Request } from "../record/request.ts";
import type { Capabilities } from "./model.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * Formats whose hosts take `min_p`, and where `top_k` is no part of the package's own fields.
 * Sources: https://openrouter.ai/docs/api-reference/parameters, https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html,
 * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (read 2026-11-23).
 */
const TAKES_MIN_P: ReadonlySet<WireFormat> = new Set(["openai-compatible", "openrouter"]);

/** Whether a format's hosts have an option of ours that no package sends. */
export function takesMinP(format: WireFormat): boolean {
  return TAKES_MIN_P.has(format);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `over` laid over `base`: objects member by member, anything else replaced. */
function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const before = result[name];
    result[name] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}

/** Members to put into the body of this request. Empty: none. */
export function bodyMembers(request: Request, target: { format: WireFormat; capabilities: Capabilities }): JsonObject {
  const { format, capabilities } = target;
  const { minP, topK, reasoning, provider } = request.options;
  // Amazon signs the body before it can be changed here; its package takes these by a field of their own.
  if (format === "bedrock") return {};
  const members: JsonObject = {};
  if (minP !== undefined && takesMinP(format)) members.min_p = minP;
  if (topK !== undefined && format === "openai-compatible") members.top_k = topK;
  // Its package ignores it: https://openrouter.ai/docs/use-cases/reasoning-tokens (read 2026-11-23).
  if (reasoning !== undefined && format === "openrouter" && capabilities.reasoning !== false)
    members.reasoning = { effort: reasoning };
  return merged(members, provider ?? {});
}

/** A fetch that puts members into every JSON body that is sent. With none it is the given fetch. */
export function withBodyMembers(fetch: typeof globalThis.fetch, members: JsonObject): typeof globalThis.fetch {
  if (Object.keys(members).length === 0) return fetch;
  return (input, init) => {
    if (typeof init?.body !== "string") return fetch(input, init);
    const body = JSON.stringify(merged(JSON.parse(init.body) as JsonObject, members));
    return fetch(input, { ...init, body });
  };
}
