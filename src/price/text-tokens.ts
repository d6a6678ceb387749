/**
 * Tokens of a text before it is sent. OpenAI's models are counted by their own tokenizer, loaded when first needed; for
 * others, whose tokenizers are not published or not carried here, the count is a range around OpenAI's. A model that runs
 * on this machine counts its own tokens (`Model.countTokens`) and needs none of this.
 */
import { between, exactly, type TokenForecast } from "./token-forecast.ts";

/** A published tokenizer of OpenAI's. */
type Encoding = "o200k_base" | "cl100k_base";

type Counter = (text: string) => number;

/** How many tokens another maker's tokenizer makes of a text, against o200k_base. */
interface Factor {
  models: RegExp;
  low: number;
  high: number;
  why: string;
}

const counters = new Map<Encoding, Promise<Counter>>();

/** Special tokens in a text are plain text to an API, so they are counted as such and never refused. */
export const AS_TEXT: { allowedSpecial: Set<string>; disallowedSpecial: Set<string> } = {
  allowedSpecial: new Set(),
  disallowedSpecial: new Set(),
};

async function loadCounter(encoding: Encoding): Promise<Counter> {
  // Two literal paths, so that a bundler keeps each tokenizer in a file of its own.
  const { countTokens } =
    encoding === "o200k_base"
      ? await import("gpt-tokenizer/encoding/o200k_base")
      : await import("gpt-tokenizer/encoding/cl100k_base");
  return (text) => countTokens(text, AS_TEXT);
}

function counter(encoding: Encoding): Promise<Counter> {
  let loading = counters.get(encoding);
  if (!loading) {
    loading = loadCounter(encoding);
    counters.set(encoding, loading);
  }
  return loading;
}

/**
 * Which tokenizer a model of OpenAI's uses; `undefined` for others. Source: https://github.com/openai/tiktoken, model.py (2026).
 */
function encodingOf(id: string): Encoding | undefined {
  if (/^(gpt-4(?![o.])|gpt-3\.5|text-embedding-(3|ada-002)|ft:gpt-(4(?![o.])|3\.5))/.test(id)) return "cl100k_base";
  if (/^((ft:)?gpt-(4o|4\.[15]|[56]|oss|image|audio|realtime)|chatgpt-|o[134](-|$)|codex-)/.test(id))
    return "o200k_base";
  return undefined;
}

/**
 * Measured or stated ratios, widened to hold prose, code and other languages. Claude: 16 % more for English articles to 30 %
 * more for code than GPT-4o (https://venturebeat.com/ai/hidden-costs-in-ai-deployment-why-claude-models-may-be-20-30-more-expensive-than-gpt-in-enterprise-settings/,
 * 2025-05); 30 % more again from Claude 4.7 on (https://platform.claude.com/docs/en/models/haiku-5-5/overview, 2026).
 * Gemini: about four characters a token (https://ai.google.dev/gemini-api/docs/tokens, 2026). The others have no published
 * ratio; their range is a margin of ours.
 */
const FACTORS: Factor[] = [
  {
    models: /claude-((opus|sonnet|haiku|fable|mythos)-(4[-.][7-9](?!\d)|[5-9]))/,
    low: 1.2,
    high: 2,
    why: "Claude's tokenizer is not published; its newer models are taken to make 1.2 to 2 times the tokens of GPT-4o's.",
  },
  {
    models: /claude-/,
    low: 1,
    high: 1.55,
    why: "Claude's tokenizer is not published; it is taken to make 1 to 1.55 times the tokens of GPT-4o's.",
  },
  {
    models: /(gemini|gemma)-/,
    low: 0.85,
    high: 1.3,
    why: "Gemini's tokenizer is taken to make 0.85 to 1.3 times the tokens of GPT-4o's.",
  },
  {
    models: /llama|mistral|mixtral|ministral|magistral|codestral|devstral|pixtral|voxtral/i,
    low: 0.9,
    high: 1.7,
    why: "The model's tokenizer is taken to make 0.9 to 1.7 times the tokens of GPT-4o's.",
  },
];

const ANY: Factor = {
  models: /./,
  low: 0.8,
  high: 1.8,
  why: "The model's tokenizer is not known; it is taken to make 0.8 to 1.8 times the tokens of GPT-4o's.",
};

/**
 * Tokens of a text for a model.
 * @param model full name, `provider/model`.
 * @returns the exact count for OpenAI's models wherever they are sold, else a range with the factor stated.
 */
export async function textTokens(model: string, text: string): Promise<TokenForecast> {
  const id = model.slice(model.lastIndexOf("/") + 1).replace(/^([a-z-]+\.)?openai\./, "");
  const encoding = encodingOf(id);
  if (encoding) return exactly((await counter(encoding))(text));
  const count = (await counter("o200k_base"))(text);
  const factor = FACTORS.find((each) => each.models.test(id)) ?? ANY;
  return between(Math.floor(count * factor.low), Math.ceil(count * factor.high), factor.why);
}

/**
 * Tokens of a text for a model that nobody is paid for: from its bytes alone, since OpenAI's tokenizer takes a third of a second
 * and 80 MB to load, and would only be the middle of a range as wide. Two bytes of UTF-8 a token are numbers, or Chinese by an
 * older tokenizer; eight are long words.
 */
export function unpaidTokens(text: string): TokenForecast {
  const bytes = Buffer.byteLength(text);
  return between(
    Math.floor(bytes / 8),
    Math.ceil(bytes / 2),
    "The model's tokenizer is not known; it is taken to make a token of every 2 to 8 bytes.",
  );
}

/**
 * Tokens that a conversation takes beside its texts, for the roles and the borders between messages.
 * @param messages how many, 1 or more.
 */
export function messageTokens(model: string, messages: number): TokenForecast {
  const id = model.slice(model.lastIndexOf("/") + 1).replace(/^([a-z-]+\.)?openai\./, "");
  // Three for a message, one for its role, three before the answer: https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken (2025).
  if (encodingOf(id)) return exactly(4 * messages + 3);
  return between(1, 10 * messages + 3, "Up to ten tokens are counted for the borders of each message.");
}
