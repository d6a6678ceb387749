/**
 * Providers with a package of their own in the AI SDK, one row each. A package is imported when its first model is made, so
 * that no provider slows another down. Base URL and key are always given, so that a package never looks at the process's
 * environment itself.
 */
import { SetupError } from "../record/setup-error.ts";
import type { Access, ProviderRow } from "./provider-row.ts";

/** What every package takes alike. */
function common(access: Access): { baseURL: string; apiKey?: string; fetch: typeof globalThis.fetch } {
  return { baseURL: access.baseUrl, fetch: access.fetch, ...(access.key === undefined ? {} : { apiKey: access.key }) };
}

function bedrockRegion(access: Access): string {
  const region = access.env.AWS_REGION || access.env.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new SetupError("Amazon Bedrock needs a region: set AWS_REGION, as in `export AWS_REGION=us-east-1`.");
}

const openai: ProviderRow = {
  name: "openai",
  title: "OpenAI",
  url: "https://developers.openai.com/api/docs",
  baseUrl: "https://api.openai.com/v1",
  baseUrlVariables: ["OPENAI_BASE_URL"],
  keyVariables: ["OPENAI_API_KEY"],
  // Audio and the search previews are offered by Chat Completions alone: https://developers.openai.com/api/docs/models
  elsewhere: { models: /^(gpt-audio|gpt-4o(-mini)?-(audio|search)-preview)/, row: "openai-chat" },
  format: "openai-responses",
  load: async (name, access) => {
    const { createOpenAI } = await import("@ai-sdk/openai");
    return createOpenAI(openaiSettings(access)).responses(name);
  },
};

function openaiSettings(access: Access): ReturnType<typeof common> & { organization?: string; project?: string } {
  const { OPENAI_ORG_ID: organization, OPENAI_PROJECT_ID: project } = access.env;
  return { ...common(access), ...(organization ? { organization } : {}), ...(project ? { project } : {}) };
}

/** Providers with a package of their own, in the order of the docs. */
export const sdkProviders: readonly ProviderRow[] = [
  openai,
  {
    ...openai,
    name: "openai-chat",
    title: "OpenAI, Chat Completions",
    url: "https://developers.openai.com/api/reference/resources/chat",
    sameAs: "openai",
    format: "openai-chat",
    load: async (name, access) => {
      const { createOpenAI } = await import("@ai-sdk/openai");
      return createOpenAI(openaiSettings(access)).chat(name);
    },
  },
  {
    name: "anthropic",
    title: "Anthropic",
    url: "https://platform.claude.com/docs/en/api/overview",
    baseUrl: "https://api.anthropic.com/v1",
    baseUrlVariables: ["ANTHROPIC_BASE_URL"],
    baseUrlPath: "/v1",
    keyVariables: ["ANTHROPIC_API_KEY"],
    otherNames: ["claude"],
    format: "anthropic",
    load: async (name, access) => {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic(common(access))(name);
    },
  },
  {
    name: "google",
    title: "Google Gemini API",
    url: "https://ai.google.dev/gemini-api/docs/api-key",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    // Source: https://github.com/googleapis/js-genai, src/_base_url.ts
    baseUrlVariables: ["GOOGLE_GEMINI_BASE_URL"],
    baseUrlPath: "/v1beta",
    // The first is for this API alone; GOOGLE_API_KEY may be for others of Google's.
    keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
    otherNames: ["gemini"],
    format: "google",
    load: async (name, access) => {
      const { createGoogle } = await import("@ai-sdk/google");
      return createGoogle(common(access))(name);
    },
  },
  {
    name: "mistral",
    title: "Mistral",
    url: "https://docs.mistral.ai/api",
    baseUrl: "https://api.mistral.ai/v1",
    keyVariables: ["MISTRAL_API_KEY"],
    format: "mistral",
    load: async (name, access) => {
      const { createMistral } = await import("@ai-sdk/mistral");
      return createMistral(common(access))(name);
    },
  },
  {
    name: "xai",
    title: "xAI",
    url: "https://docs.x.ai/docs/api-reference",
    baseUrl: "https://api.x.ai/v1",
    keyVariables: ["XAI_API_KEY"],
    otherNames: ["x-ai"],
    format: "xai",
    load: async (name, access) => {
      const { createXai } = await import("@ai-sdk/xai");
      return createXai(common(access))(name);
    },
  },
  {
    name: "deepseek",
    title: "DeepSeek",
    url: "https://api-docs.deepseek.com",
    baseUrl: "https://api.deepseek.com",
    keyVariables: ["DEEPSEEK_API_KEY"],
    format: "deepseek",
    load: async (name, access) => {
      const { createDeepSeek } = await import("@ai-sdk/deepseek");
      return createDeepSeek(common(access))(name);
    },
  },
  {
    name: "groq",
    title: "Groq",
    url: "https://console.groq.com/docs",
    baseUrl: "https://api.groq.com/openai/v1",
    keyVariables: ["GROQ_API_KEY"],
    format: "groq",
    load: async (name, access) => {
      const { createGroq } = await import("@ai-sdk/groq");
      return createGroq(common(access))(name);
    },
  },
  {
    name: "bedrock",
    title: "Amazon Bedrock",
    url: "https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
    baseUrl: "https://bedrock-runtime.{AWS_REGION}.amazonaws.com",
    // Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    baseUrlVariables: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"],
    keyVariables: ["AWS_BEARER_TOKEN_BEDROCK"],
    credentialVariables: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    otherNames: ["amazon-bedrock", "aws"],
    format: "bedrock",
    load: async (name, access) => {
      const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
      const { key, env, fetch, baseUrl } = access;
      const credentials = {
        accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
        ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
      };
      // An empty key stops the package from looking for one in the process's environment.
      const settings = key === undefined ? { apiKey: "", ...credentials } : { apiKey: key };
      return createAmazonBedrock({ ...settings, baseURL: baseUrl, region: bedrockRegion(access), fetch })(name);
    },
  },
  {
    name: "cohere",
    title: "Cohere",
    url: "https://docs.cohere.com/reference/about",
    baseUrl: "https://api.cohere.com/v2",
    keyVariables: ["CO_API_KEY", "COHERE_API_KEY"],
    format: "cohere",
    load: async (name, access) => {
      const { createCohere } = await import("@ai-sdk/cohere");
      return createCohere(common(access))(name);
    },
  },
  {
    name: "openrouter",
    title: "OpenRouter",
    url: "https://openrouter.ai/docs/api-reference/authentication",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariables: ["OPENROUTER_API_KEY"],
    format: "openrouter",
    load: async (name, access) => {
      const { createOpenRouter } = await import("@openrouter/ai-sdk-provider");
      // `strict` sends stream_options, without which a stream ends with no usage.
      return createOpenRouter({ ...common(access), compatibility: "strict" }).chat(name);
    },
  },
];
