/** Model options as a person writes them, checked: names, types and ranges. Pure. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";
import { efforts, type Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";

/** One option: what it means and how its value is checked. */
export interface OptionRule {
  /** One line for help texts. */
  summary: string;
  /** The checked value, or `undefined` if it is not one. */
  parse: (value: JsonValue) => JsonValue | undefined;
  /** What a right value is, for error messages. */
  wanted: string;
}

function number(low: number, high: number, whole: boolean): OptionRule["parse"] {
  return (value) => {
    const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof parsed !== "number" || !Number.isFinite(parsed) || (whole && !Number.isInteger(parsed)))
      return undefined;
    return parsed >= low && parsed <= high ? parsed : undefined;
  };
}

const BIG = Number.MAX_SAFE_INTEGER;

/** All options by name, except `provider`, which takes any JSON object and is sent as it is, and `embedding`, which nobody sets. */
export const optionRules: { readonly [name in Exclude<keyof Options, "provider" | "embedding">]: OptionRule } = {
  temperature: {
    summary: "sampling temperature; 0 picks the likeliest token",
    parse: number(0, 100, false),
    wanted: "a number from 0",
  },
  topP: { summary: "nucleus sampling", parse: number(0, 1, false), wanted: "a number from 0 to 1" },
  topK: { summary: "only the k likeliest tokens", parse: number(1, BIG, true), wanted: "a whole number from 1" },
  minP: {
    summary: "least probability relative to the likeliest token",
    parse: number(0, 1, false),
    wanted: "a number from 0 to 1",
  },
  maxOutputTokens: { summary: "most tokens to write", parse: number(1, BIG, true), wanted: "a whole number from 1" },
  seed: {
    summary: "seed for sampling",
    parse: number(0, 2 ** 32 - 1, true),
    wanted: "a whole number from 0 to 4294967295",
  },
  stop: {
    summary: "texts that end the answer",
    parse: (value) => {
      const list = typeof value === "string" ? [value] : value;
      return Array.isArray(list) && list.every((each) => typeof each === "string" && each !== "") ? list : undefined;
    },
    wanted: "a text or a list of texts",
  },
  presencePenalty: {
    summary: "penalty on tokens that occurred",
    parse: number(-2, 2, false),
    wanted: "a number from -2 to 2",
  },
  frequencyPenalty: {
    summary: "penalty on tokens by how often they occurred",
    parse: number(-2, 2, false),
    wanted: "a number from -2 to 2",
  },
  reasoning: {
    summary: "how long a reasoning model thinks",
    parse: (value) => efforts.find((each) => each === value),
    wanted: `one of ${efforts.join(", ")}`,
  },
};

const NAMES = Object.keys(optionRules);

/** `max_output_tokens`, `max-tokens` and the like, as our name; itself if none. */
function ourName(written: string): string {
  const camel = written.replace(/[-_]+(.)/g, (_, letter: string) => letter.toUpperCase());
  const known = NAMES.find((name) => name.toLowerCase() === camel.toLowerCase());
  if (known) return known;
  return camel === "maxTokens" || camel === "maxCompletionTokens" ? "maxOutputTokens" : camel;
}

function parseValue(name: string, value: JsonValue): JsonValue {
  const rule = optionRules[name as keyof typeof optionRules];
  const parsed = rule.parse(value);
  if (parsed === undefined)
    throw new SetupError(`Option \`${name}\` is ${JSON.stringify(value)}, but must be ${rule.wanted}.`);
  return parsed;
}

/**
 * Checked options from written ones. `provider` is an object; `provider.NAME` sets one member of it, where a text that is JSON
 * is taken as JSON.
 * @throws SetupError for an unknown name (with the nearest known) or a wrong value.
 */
export function parseOptions(written: JsonObject): Options {
  const options: JsonObject = {};
  const provider: JsonObject = {};
  for (const [key, value] of Object.entries(written)) {
    if (key === "provider") {
      if (value === null || typeof value !== "object" || Array.isArray(value)) {
        throw new SetupError(
          `Option \`provider\` is ${JSON.stringify(value)}, but must be an object of the provider's own options.`,
        );
      }
      Object.assign(provider, value);
    } else if (key.startsWith("provider.")) {
      provider[key.slice("provider.".length)] = fromText(value);
    } else {
      const name = ourName(key);
      if (!NAMES.includes(name)) {
        throw new SetupError(
          `There is no option \`${key}\`.${nearestHint(key, NAMES)} Known: ${NAMES.join(", ")}; a provider's own: \`provider.NAME\`.`,
        );
      }
      options[name] = parseValue(name, value);
    }
  }
  if (Object.keys(provider).length > 0) options.provider = provider;
  return options as Options;
}

function fromText(value: JsonValue): JsonValue {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
