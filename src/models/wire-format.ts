/** The wire formats that the adapter speaks, and where each differs. Data only. */

/** How a provider's API writes requests and answers. */
export type WireFormat =
  | "openai-responses"
  | "openai-chat"
  | "anthropic"
  | "google"
  | "mistral"
  | "xai"
  | "deepseek"
  | "groq"
  | "bedrock"
  | "openrouter"
  | "cohere"
  | "openai-compatible";

/** Name under which the SDK package of a format takes the provider's own options. */
export const optionsKeys: { readonly [format in WireFormat]: string } = {
  "openai-responses": "openai",
  "openai-chat": "openai",
  anthropic: "anthropic",
  google: "google",
  mistral: "mistral",
  xai: "xai",
  deepseek: "deepseek",
  groq: "groq",
  bedrock: "amazonBedrock",
  openrouter: "openrouter",
  cohere: "cohere",
  "openai-compatible": "openaiCompatible",
};

/**
 * Options that are always sent. OpenAI's and xAI's Responses APIs keep answers for 30 days unless told not to
 * (https://platform.openai.com/docs/guides/your-data, https://docs.x.ai/docs/guides/responses-api, read 2026-11-23); the log is
 * here, so nothing is kept there.
 */
export const fixedOptions: { readonly [format in WireFormat]?: { [name: string]: boolean } } = {
  "openai-responses": { store: false },
  "openai-chat": { store: false },
  xai: { store: false },
};

/** Formats whose streams end with a `[DONE]` line, so that an answer without a finish reason is still known to be whole. */
export const endsWithDone: ReadonlySet<WireFormat> = new Set([
  "openai-chat",
  "mistral",
  "deepseek",
  "groq",
  "openrouter",
  "openai-compatible",
]);

/** Formats whose packages ask for strict schemas unless told not to. */
export const asksStrict: ReadonlySet<WireFormat> = new Set([
  "openai-responses",
  "openai-chat",
  "groq",
  "openai-compatible",
]);
