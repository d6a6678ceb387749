/**
 * Finds what is wrong with a JSON Schema, so that a suite with a broken one is refused before anything is paid, without loading
 * a validator. Pure; it judges schemas, not answers.
 *
 * Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12/json-schema-core and -validation (2022-06-16). Narrower in
 * one thing: references may only point into the schema itself, as `#` or `#/…`.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { nearestHint } from "../record/nearest.ts";

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];

type Shape =
  | "schema"
  | "schemas"
  | "map"
  | "strings"
  | "count"
  | "number"
  | "positive"
  | "flag"
  | "text"
  | "pattern"
  | "any";

const SHAPES: { [keyword: string]: Shape } = {
  ...Object.fromEntries(
    ["items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"].map((key) => [
      key,
      "schema",
    ]),
  ),
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
  contentSchema: "schema",
  ...Object.fromEntries(["allOf", "anyOf", "oneOf", "prefixItems"].map((key) => [key, "schemas"])),
  ...Object.fromEntries(
    ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"].map((key) => [key, "map"]),
  ),
  ...Object.fromEntries(
    [
      "minLength",
      "maxLength",
      "minItems",
      "maxItems",
      "minProperties",
      "maxProperties",
      "minContains",
      "maxContains",
    ].map((key) => [key, "count"]),
  ),
  ...Object.fromEntries(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].map((key) => [key, "number"])),
  ...Object.fromEntries(["uniqueItems", "readOnly", "writeOnly", "deprecated"].map((key) => [key, "flag"])),
  ...Object.fromEntries(
    ["title", "description", "$comment", "format", "contentEncoding", "contentMediaType"].map((key) => [key, "text"]),
  ),
  multipleOf: "positive",
  required: "strings",
  pattern: "pattern",
};

const SENTENCES: { [shape in Shape]?: string } = {
  schemas: "must be a list of schemas, at least one",
  map: "must be an object of schemas",
  strings: "must be a list of different names",
  count: "must be a whole number, 0 or more",
  number: "must be a number",
  positive: "must be a number greater than 0",
  flag: "must be true or false",
  text: "must be text",
  pattern: "must be a regular expression",
};

/** Keywords that would make parts of a schema mean something else than they say; refused rather than half understood. */
const REFUSED = ["$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary", "$anchor"];

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPattern(text: JsonValue): boolean {
  try {
    return typeof text === "string" && new RegExp(text, "u") !== undefined;
  } catch {
    return false;
  }
}

function fits(value: JsonValue, shape: Shape): boolean {
  const isNames = Array.isArray(value) && value.every((each) => typeof each === "string");
  if (shape === "schemas") return Array.isArray(value) && value.length > 0;
  if (shape === "map") return isObject(value);
  if (shape === "strings") return isNames && new Set(value).size === value.length;
  if (shape === "count") return Number.isInteger(value) && Number(value) >= 0;
  if (shape === "number") return typeof value === "number";
  if (shape === "positive") return typeof value === "number" && value > 0;
  if (shape === "flag") return typeof value === "boolean";
  if (shape === "text") return typeof value === "string";
  return shape === "pattern" ? isPattern(value) : true;
}

function typeProblem(value: JsonValue): string | undefined {
  const names = Array.isArray(value) ? value : [value];
  if (names.length === 0 || new Set(names).size !== names.length) return "must be a type or a list of different types";
  const wrong = names.find((name) => !TYPES.includes(name as string));
  if (wrong === undefined) return undefined;
  const hint = typeof wrong === "string" ? nearestHint(wrong, TYPES) : "";
  return `is ${JSON.stringify(wrong)}, which is no type.${hint} Types: ${TYPES.join(", ")}`;
}

/** What a reference into the schema points to; `undefined`: nothing. */
function targetOf(root: JsonObject, reference: JsonValue): JsonValue | undefined {
  if (typeof reference !== "string" || !/^#(\/|$)/.test(reference)) return undefined;
  let at: JsonValue | undefined = root;
  for (const step of reference.split("/").slice(1)) {
    let key: string;
    try {
      key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    } catch {
      return undefined;
    }
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as { [key: string]: JsonValue })[key];
  }
  return at;
}

function keywordProblem(root: JsonObject, key: string, value: JsonValue): string | undefined {
  if (REFUSED.includes(key)) return "is not supported";
  if (key === "type") return typeProblem(value);
  if (key === "enum")
    return Array.isArray(value) && value.length > 0 ? undefined : "must be a list of at least one value";
  if (key === "$ref") {
    const target = targetOf(root, value);
    const isSchema = isObject(target) || typeof target === "boolean";
    return isSchema ? undefined : `is ${JSON.stringify(value)}, which points to no schema in this one`;
  }
  if (key === "$id" || key === "$schema") return "may only stand at the top";
  if (key === "dependentRequired") {
    const isMap = isObject(value) && Object.values(value).every((names) => fits(names, "strings"));
    return isMap ? undefined : "must be an object of lists of names";
  }
  const shape = Object.hasOwn(SHAPES, key) ? SHAPES[key] : undefined;
  return shape === undefined || fits(value, shape) ? undefined : SENTENCES[shape];
}

function* innerSchemas(schema: JsonObject): Generator<[path: string, schema: JsonValue]> {
  for (const [key, value] of Object.entries(schema)) {
    const shape = Object.hasOwn(SHAPES, key) ? SHAPES[key] : undefined;
    if (shape === "schema") yield [key, value];
    if (shape === "schemas" || shape === "map") {
      for (const [name, inner] of Object.entries(value ?? {})) yield [`${key}/${name}`, inner];
    }
  }
}

function problemAt(root: JsonObject, schema: JsonValue, path: string, seen: Set<JsonValue>): string | undefined {
  if (typeof schema === "boolean" || seen.has(schema)) return undefined;
  if (!isObject(schema)) return `The schema at \`${path}\` must be an object, true or false.`;
  seen.add(schema);
  for (const [key, value] of Object.entries(schema)) {
    const isTop = schema === root && (key === "$id" || key === "$schema");
    const wrong = isTop ? undefined : keywordProblem(root, key, value);
    if (wrong !== undefined) return `The schema's \`${path}/${key}\` ${wrong}.`;
  }
  const patterns = isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : [];
  const broken = patterns.find((pattern) => !isPattern(pattern));
  if (broken !== undefined) return `The schema's \`${path}/patternProperties/${broken}\` is no regular expression.`;
  for (const [step, inner] of innerSchemas(schema)) {
    const problem = problemAt(root, inner, `${path}/${step}`, seen);
    if (problem !== undefined) return problem;
  }
  // A reference may point to a place where no schema was looked for.
  const target = schema.$ref === undefined ? undefined : targetOf(root, schema.$ref);
  return target === undefined ? undefined : problemAt(root, target, String(schema.$ref), seen);
}

/** What is wrong with a schema, one sentence with its place; `undefined`: nothing. */
export function schemaProblem(schema: JsonObject): string | undefined {
  const version = schema.$schema;
  if (version !== undefined && !/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test(String(version))) {
    return `The schema's \`$schema\` is ${JSON.stringify(version)}, but only JSON Schema 2020-12 is understood: leave it out.`;
  }
  return problemAt(schema, schema, "#", new Set());
}
