/**
 * Assertions of promptfoo that look at the answer alone. Where promptfoo's rule and that of our scorer of the same kind differ
 * (white space around an answer, separators in lists), promptfoo's holds here, so that a configuration keeps its verdicts.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/deterministic/ and the behaviour of 0.123.1 (2026-11-27).
 */
import { isDeepStrictEqual } from "node:util";
import { parse as parseYaml } from "yaml";
import type { JsonObject, JsonValue } from "../../record/json.ts";
import { textOf } from "../../record/message.ts";
import { scorerNamed } from "../../scorers/registry.ts";
import type { Verdict } from "../../scorers/scorer.ts";
import { quoted } from "../../scorers/text-expectation.ts";
import type { ScoringInput } from "../scoring-input.ts";
import { isMapping, shownValue } from "./spot.ts";

/** Judges an answer. */
export type VerdictOf = (input: ScoringInput) => Promise<Verdict>;

/** What an assertion says, filled. */
export interface FilledAssertion {
  /** Its value. */
  value: JsonValue | undefined;
  /** Its threshold. Absent: the type's own. */
  threshold: number | undefined;
  /** Says what is wrong with it. */
  fail: (sentence: string) => never;
}

function tested(test: (answer: string) => { passed: boolean; why: string }): VerdictOf {
  return async (input) => {
    const { passed, why } = test(textOf(input.call.parts));
    return { value: passed ? 1 : 0, passed, why };
  };
}

function textValue({ value, fail }: FilledAssertion): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return fail(`Its \`value\` is ${shownValue(value)}, but must be a text.`);
}

/** Fields of a text with commas between them; one in quotation marks may hold commas. */
export function commaList(text: string): string[] {
  const fields = [...text.matchAll(/\s*"((?:\\.|""|[^"\\])*)"\s*(?=,|$)|([^,]+)/g)];
  return fields.flatMap(([, quotedField, plain]) => {
    if (quotedField !== undefined) return [quotedField.replace(/\\(["\\])|""/g, (_, letter?: string) => letter ?? '"')];
    const trimmed = (plain ?? "").trim();
    return trimmed === "" ? [] : [trimmed];
  });
}

function listValue({ value, fail }: FilledAssertion): string[] {
  const list = typeof value === "string" ? commaList(value) : value;
  if (!Array.isArray(list) || list.length === 0)
    return fail(`Its \`value\` is ${shownValue(value)}, but must be a list of texts.`);
  return list.map((each) => (typeof each === "string" ? each : String(each)));
}

type Read = (assertion: FilledAssertion) => VerdictOf;

function containing(ignoreCase: boolean): Read {
  return (assertion) => {
    const wanted = textValue(assertion);
    const same = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
    return tested((answer) => {
      const passed = same(answer).includes(same(wanted));
      return { passed, why: `The answer ${passed ? "has" : "does not have"} ${quoted(wanted)} in it.` };
    });
  };
}

function containingOf(which: "all" | "any", ignoreCase: boolean): Read {
  return (assertion) => {
    const wanted = listValue(assertion);
    const same = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
    return tested((answer) => {
      const found = wanted.filter((each) => same(answer).includes(same(each)));
      const missing = wanted.filter((each) => !found.includes(each));
      const passed = which === "all" ? missing.length === 0 : found.length > 0;
      const listed = (texts: readonly string[]): string => texts.slice(0, 5).map(quoted).join(", ");
      const why =
        found.length > 0 ? `The answer has ${listed(found)} in it` : `The answer has none of ${listed(wanted)}`;
      return { passed, why: `${why}${found.length > 0 && missing.length > 0 ? `, but not ${listed(missing)}` : ""}.` };
    });
  };
}

const equal: Read = ({ value, fail }) => {
  if (value === undefined) return fail("It has no `value`: write what the answer must be.");
  if (typeof value === "object" && value !== null)
    return tested((answer) => {
      let parsed: unknown;
      try {
        parsed = JSON.parse(answer);
      } catch {
        return { passed: false, why: "The answer is no JSON." };
      }
      const passed = isDeepStrictEqual(value, parsed);
      return { passed, why: passed ? "The answer is the same JSON." : "The answer is other JSON." };
    });
  const wanted = String(value);
  return tested((answer) => ({ passed: answer === wanted, why: `The answer is ${quoted(answer)}.` }));
};

const startingWith: Read = (assertion) => {
  const wanted = textValue(assertion);
  return tested((answer) => {
    const passed = answer.startsWith(wanted);
    return { passed, why: `The answer ${passed ? "begins" : "does not begin"} with ${quoted(wanted)}.` };
  });
};

/** Our scorer of a name, with what it expects. */
function scoredBy(name: string, expected: JsonValue, fail: FilledAssertion["fail"]): VerdictOf {
  const scorer = scorerNamed(name);
  const problem = scorer ? scorer.check(expected) : `There is no scorer \`${name}\`.`;
  if (!scorer || problem !== undefined) return fail(problem ?? "");
  return ({ call }) => scorer.score({ call, expected });
}

/** A JSON Schema in a value: a mapping, or YAML of one. */
function schemaIn({ value, fail }: FilledAssertion): JsonObject | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const schema = typeof value === "string" ? (parseYaml(value) as unknown) : value;
  return isMapping(schema)
    ? (schema as JsonObject)
    : fail(`Its \`value\` is ${shownValue(value)}, but must be a JSON Schema.`);
}

function elementsIn({ value, fail }: FilledAssertion): string[] | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const list = isMapping(value) ? value.requiredElements : typeof value === "string" ? commaList(value) : value;
  if (!Array.isArray(list)) return fail(`Its \`value\` is ${shownValue(value)}, but must name elements.`);
  // promptfoo has a dot between the names of a path.
  return list.map((path) => String(path).replaceAll(".", "/"));
}

function similarBy(name: string, usual: number, more: JsonObject = {}): Read {
  return (assertion) => {
    const { value, threshold = usual, fail } = assertion;
    const reference = Array.isArray(value) ? value : textValue(assertion);
    const measured = scoredBy(name, { reference, atLeast: Math.max(threshold, Number.MIN_VALUE), ...more }, fail);
    // A threshold of 0 is reached by every answer.
    return async (input) => {
      const verdict = await measured(input);
      return threshold <= 0 && verdict.undecided !== true ? { ...verdict, passed: true } : verdict;
    };
  };
}

function mostOf(name: string): Read {
  return ({ threshold, fail }) =>
    threshold === undefined
      ? fail("It has no `threshold`: write the most that it may be.")
      : scoredBy(name, threshold, fail);
}

const FINISH: { [name: string]: string } = { content_filter: "content-filter", tool_calls: "tool-calls" };

const sqlFields: { [name: string]: string } = {
  databaseType: "dialect",
  allowedTables: "tables",
  allowedColumns: "columns",
};

const isSql: Read = ({ value, fail }) => {
  if (!isMapping(value)) return scoredBy("is-sql", true, fail);
  const expected = Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const field = Object.hasOwn(sqlFields, name) ? sqlFields[name] : undefined;
      if (field === undefined) return fail(`Its \`value\` has an unknown key \`${name}\`.`);
      const isDialect = field === "dialect" && typeof each === "string";
      // promptfoo writes tables as `select::table` and columns as `select::table::column`.
      const bare = Array.isArray(each)
        ? each.map((path) => String(path).split("::").at(-1) ?? "")
        : (each as JsonValue);
      return [field, isDialect ? each.toLowerCase() : bare];
    }),
  );
  return scoredBy("is-sql", expected as JsonObject, fail);
};

const wordCount: Read = ({ value, fail }) => {
  const fields = isMapping(value) ? value : undefined;
  if (!fields) {
    const count = typeof value === "string" ? Number(value) : value;
    return scoredBy("word-count", count as JsonValue, fail);
  }
  const { min, max } = fields;
  const expected = { ...(min === undefined ? {} : { atLeast: min }), ...(max === undefined ? {} : { atMost: max }) };
  return scoredBy("word-count", expected as JsonObject, fail);
};

const levenshtein: Read = (assertion) =>
  scoredBy("levenshtein", { text: textValue(assertion), atMost: assertion.threshold ?? 5 }, assertion.fail);

const regex: Read = (assertion) => scoredBy("regex", textValue(assertion), assertion.fail);

const isJson: Read = (assertion) => {
  const schema = schemaIn(assertion);
  return schema
    ? scoredBy("json-schema", { schema, fence: false }, assertion.fail)
    : scoredBy("is-json", { fence: false }, assertion.fail);
};

/** JSON or what YAML reads as it, such as with a comma after the last member: promptfoo takes that too. */
function looseJson(answer: string): boolean {
  return [...answer.matchAll(/\{[^{}]*\}/g)].some(([part]) => {
    try {
      return typeof parseYaml(part) === "object";
    } catch {
      return false;
    }
  });
}

const containsJson: Read = (assertion) => {
  const schema = schemaIn(assertion);
  const strict = scoredBy("contains-json", schema ? { schema } : true, assertion.fail);
  if (schema) return strict;
  return async (input) => {
    const verdict = await strict(input);
    if (verdict.passed || !looseJson(textOf(input.call.parts))) return verdict;
    return { value: 1, passed: true, why: "The answer contains what is almost JSON." };
  };
};

const containsHtml: Read = ({ fail }) => {
  const strict = scoredBy("contains-html", true, fail);
  return async (input) => {
    const verdict = await strict(input);
    const answer = textOf(input.call.parts);
    const isTagged = /<[a-z][a-z0-9-]*(?:\s[^>]*)?>/i.test(answer) && /<\/[a-z][a-z0-9-]*\s*>/i.test(answer);
    return verdict.passed || !isTagged ? verdict : { value: 1, passed: true, why: "The answer contains tags." };
  };
};

const isRefusal: Read = ({ fail }) => {
  const strict = scoredBy("is-refusal", true, fail);
  return async (input) =>
    textOf(input.call.parts).trim() === ""
      ? { value: 1, passed: true, why: "The answer has no text, which counts as a refusal." }
      : strict(input);
};

const toolCallF1: Read = (assertion) =>
  scoredBy("tool-call-f1", { calls: listValue(assertion), atLeast: assertion.threshold ?? 1 }, assertion.fail);

const validToolCall: Read = ({ fail }) => scoredBy("is-valid-tool-call", true, fail);

/** Types that judge an answer by itself, and how each reads what it is given. */
export const textAssertions: { readonly [type: string]: Read } = {
  equals: equal,
  contains: containing(false),
  icontains: containing(true),
  "contains-all": containingOf("all", false),
  "contains-any": containingOf("any", false),
  "icontains-all": containingOf("all", true),
  "icontains-any": containingOf("any", true),
  "starts-with": startingWith,
  regex,
  "is-json": isJson,
  "contains-json": containsJson,
  "is-xml": (assertion) => {
    const elements = elementsIn(assertion);
    return scoredBy("is-xml", { fence: false, ...(elements ? { elements } : {}) }, assertion.fail);
  },
  "contains-xml": (assertion) => {
    const elements = elementsIn(assertion);
    return scoredBy("contains-xml", elements ? { elements } : true, assertion.fail);
  },
  "is-html": ({ fail }) => scoredBy("is-html", { fence: false }, fail),
  "contains-html": containsHtml,
  "is-sql": isSql,
  "contains-sql": ({ fail }) => scoredBy("contains-sql", true, fail),
  "word-count": wordCount,
  levenshtein,
  bleu: similarBy("bleu", 0.5),
  gleu: similarBy("gleu", 0.5),
  meteor: similarBy("meteor", 0.5),
  "rouge-n": similarBy("rouge", 0.75, { kind: "1" }),
  "is-refusal": isRefusal,
  "finish-reason": (assertion) => {
    const reason = textValue(assertion).toLowerCase();
    return scoredBy("finish-reason", FINISH[reason] ?? reason, assertion.fail);
  },
  cost: mostOf("cost"),
  latency: mostOf("latency"),
  "tool-call-f1": toolCallF1,
  "is-valid-function-call": validToolCall,
  "is-valid-openai-function-call": validToolCall,
  "is-valid-openai-tools-call": validToolCall,
};
