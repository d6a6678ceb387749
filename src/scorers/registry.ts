/** All scorers by name, and their opposites. Adding one is a line here and its file (docs/how-to-add-a-scorer.md). */
import { nearestHint } from "../record/nearest.ts";
import { bleu } from "./bleu.ts";
import { contains } from "./contains.ts";
import { containsAll } from "./contains-all.ts";
import { containsAny } from "./contains-any.ts";
import { containsHtml } from "./contains-html.ts";
import { containsJson } from "./contains-json.ts";
import { containsSql } from "./contains-sql.ts";
import { containsXml } from "./contains-xml.ts";
import { cost } from "./cost.ts";
import { endsWith } from "./ends-with.ts";
import { equals } from "./equals.ts";
import { finishReason } from "./finish-reason.ts";
import { firstToken } from "./first-token.ts";
import { gleu } from "./gleu.ts";
import { isHtml } from "./is-html.ts";
import { isJson } from "./is-json.ts";
import { isRefusal } from "./is-refusal.ts";
import { isSql } from "./is-sql.ts";
import { isValidToolCall } from "./is-valid-tool-call.ts";
import { isXml } from "./is-xml.ts";
import { jsonSchema } from "./json-schema.ts";
import { latency } from "./latency.ts";
import { levenshtein } from "./levenshtein.ts";
import { meteor } from "./meteor.ts";
import { numeric } from "./numeric.ts";
import { regex } from "./regex.ts";
import { rouge } from "./rouge.ts";
import { OPPOSITE, oppositeOf, type Scorer } from "./scorer.ts";
import { startsWith } from "./starts-with.ts";
import { toolCall } from "./tool-call.ts";
import { toolCallF1 } from "./tool-call-f1.ts";
import { wordCount } from "./word-count.ts";

/** All scorers, in the order of the docs. Each also has its opposite, named `not-` and its name. */
export const scorers: readonly Scorer[] = [
  equals,
  contains,
  containsAll,
  containsAny,
  startsWith,
  endsWith,
  regex,
  numeric,
  isJson,
  containsJson,
  jsonSchema,
  isXml,
  containsXml,
  isHtml,
  containsHtml,
  isSql,
  containsSql,
  wordCount,
  levenshtein,
  bleu,
  gleu,
  rouge,
  meteor,
  isRefusal,
  toolCall,
  toolCallF1,
  isValidToolCall,
  finishReason,
  cost,
  latency,
  firstToken,
];

const byName = new Map([...scorers, ...scorers.map(oppositeOf)].map((scorer) => [scorer.name, scorer]));

/** The scorer of that name, or the opposite of one: `not-contains`. `undefined`: there is none. */
export function scorerNamed(name: string): Scorer | undefined {
  return byName.get(name);
}

/** All names, without those of opposites. */
export function scorerNames(): string[] {
  return scorers.map((scorer) => scorer.name);
}

/** One sentence or more on a name that no scorer has, with the nearest ones. */
export function unknownScorer(name: string): string {
  const hint = nearestHint(name, name.startsWith(OPPOSITE) ? byName.keys() : scorerNames());
  const known = ` Known: ${scorerNames().join(", ")}; each also with \`${OPPOSITE}\` before it.`;
  return `There is no scorer \`${name}\`.${hint || known}`;
}
