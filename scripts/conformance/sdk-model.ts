/** The package's model for each wire format, on a given fetch, with a key that is none. */
import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { WireFormat } from "../../src/models/wire-format.ts";

type Fetch = typeof globalThis.fetch;
const baseURL = "http://recorded.invalid/v1";
const apiKey = "none";

const loaders: { [format in WireFormat]: (fetch: Fetch, name: string) => Promise<LanguageModelV4> } = {
  "openai-responses": async (fetch, name) =>
    (await import("@ai-sdk/openai")).createOpenAI({ baseURL, apiKey, fetch }).responses(name),
  "openai-chat": async (fetch, name) =>
    (await import("@ai-sdk/openai")).createOpenAI({ baseURL, apiKey, fetch }).chat(name),
  anthropic: async (fetch, name) =>
    (await import("@ai-sdk/anthropic")).createAnthropic({ baseURL, apiKey, fetch })(name),
  google: async (fetch, name) => (await import("@ai-sdk/google")).createGoogle({ baseURL, apiKey, fetch })(name),
  mistral: async (fetch, name) => (await import("@ai-sdk/mistral")).createMistral({ baseURL, apiKey, fetch })(name),
  xai: async (fetch, name) => (await import("@ai-sdk/xai")).createXai({ baseURL, apiKey, fetch })(name),
  deepseek: async (fetch, name) => (await import("@ai-sdk/deepseek")).createDeepSeek({ baseURL, apiKey, fetch })(name),
  groq: async (fetch, name) => (await import("@ai-sdk/groq")).createGroq({ baseURL, apiKey, fetch })(name),
  bedrock: async (fetch, name) =>
    (await import("@ai-sdk/amazon-bedrock")).createAmazonBedrock({ baseURL, apiKey, region: "us-east-1", fetch })(name),
  openrouter: async (fetch, name) =>
    (await import("@openrouter/ai-sdk-provider"))
      .createOpenRouter({ baseURL, apiKey, fetch, compatibility: "strict" })
      .chat(name),
  cohere: async (fetch, name) => (await import("@ai-sdk/cohere")).createCohere({ baseURL, apiKey, fetch })(name),
  "openai-compatible": async (fetch, name) =>
    (await import("@ai-sdk/openai-compatible")).createOpenAICompatible({
      name: "host",
      baseURL,
      apiKey,
      fetch,
      includeUsage: true,
    })(name),
};

/** The package's model of a format. */
export function sdkModel(format: WireFormat, fetch: Fetch, name: string): Promise<LanguageModelV4> {
  return loaders[format](fetch, name);
}
