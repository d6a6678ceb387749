/**
 * Schemas as a person writes them: JSON Schema text, or the short form `name, age int: in years, tags str[]`. Pure; it does not
 * read files and does not check an answer against a schema.
 *
 * The short form is that of Simon Willison's llm, https://llm.datasette.io/en/stable/schemas.html#concise-llm-schema-syntax (read
 * 2026-11-23): fields separated by commas or, if the text has more than one line, by line ends; each is a name, optionally a type,
 * optionally a colon and a description. Ours adds lists (`str[]`), the JSON Schema names of the types, and
 * `additionalProperties: false`, without which OpenAI refuses a strict schema; and it refuses what llm takes silently: unknown
 * types, two fields of one name, more than two words.
 */
import type { JsonObject } from "./json.ts";
import { nearestHint } from "./nearest.ts";
import { SetupError } from "./setup-error.ts";

const TYPES = new Map([
  ["str", "string"],
  ["string", "string"],
  ["int", "integer"],
  ["integer", "integer"],
  ["float", "number"],
  ["number", "number"],
  ["bool", "boolean"],
  ["boolean", "boolean"],
]);

const EXAMPLE = "`name, age int: in years, tags str[]`";

/** Keywords of which a schema that asks for anything has at least one. Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12. */
const KEYWORDS = [
  "type",
  "properties",
  "items",
  "prefixItems",
  "enum",
  "const",
  "anyOf",
  "oneOf",
  "allOf",
  "not",
  "$ref",
  "if",
  "required",
  "additionalProperties",
  "patternProperties",
];

function typeOf(word: string, name: string): JsonObject {
  const isList = word.endsWith("[]");
  const written = isList ? word.slice(0, -2) : word;
  const type = TYPES.get(written.toLowerCase());
  if (type === undefined) {
    const hint = nearestHint(written, TYPES.keys());
    throw new SetupError(
      `The schema gives \`${name}\` the type \`${word}\`, which does not exist.${hint} Types: str, int, float, bool, each with [] for a list.`,
    );
  }
  return isList ? { type: "array", items: { type } } : { type };
}

function fieldOf(text: string): [name: string, schema: JsonObject] {
  const colon = text.indexOf(":");
  const declared = colon < 0 ? text : text.slice(0, colon);
  const description = colon < 0 ? "" : text.slice(colon + 1).trim();
  const [name = "", type, ...rest] = declared.trim().split(/\s+/);
  if (!/^[\p{L}\p{N}_$.-]+$/u.test(name)) {
    throw new SetupError(`The schema has a field \`${text}\` without a name: write it like ${EXAMPLE}.`);
  }
  if (rest.length > 0) {
    throw new SetupError(
      `The schema's field \`${text}\` has more than a name and a type: put a description after a colon, like ${EXAMPLE}.`,
    );
  }
  const schema = typeOf(type ?? "str", name);
  return [name, description === "" ? schema : { ...schema, description }];
}

/**
 * The JSON Schema of the short form: an object whose fields are all required.
 * @throws SetupError for a field without a name, an unknown type, a name used twice, or no field at all.
 */
export function shortSchema(text: string): JsonObject {
  const separator = text.trim().includes("\n") ? /\r?\n/ : ",";
  const written = text.split(separator).filter((field) => field.trim() !== "");
  if (written.length === 0) throw new SetupError(`The schema is empty: write it like ${EXAMPLE}, or as JSON Schema.`);
  const fields = written.map((field) => fieldOf(field.trim()));
  const names = fields.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new SetupError(`The schema has the field \`${twice}\` twice: give each field a name of its own.`);
  }
  return { type: "object", properties: Object.fromEntries(fields), required: names, additionalProperties: false };
}

/** The schema of an object whose `items` are a list of what `schema` describes (llm's `--schema-multi`). */
export function schemaOfMany(schema: JsonObject): JsonObject {
  return {
    type: "object",
    properties: { items: { type: "array", items: schema } },
    required: ["items"],
    additionalProperties: false,
  };
}

function jsonSchema(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").replace(/\.$/, "");
    throw new SetupError(`The schema starts like JSON but is not valid JSON: ${why}.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SetupError('The schema is a JSON list: it must be an object, such as `{"type": "object", …}`.');
  }
  const schema = value as JsonObject;
  const keys = Object.keys(schema);
  if (!keys.some((key) => KEYWORDS.includes(key))) {
    const hint = keys.map((key) => nearestHint(key, KEYWORDS)).find((each) => each !== "") ?? "";
    const given = keys.length === 0 ? "is empty" : `has only \`${keys.slice(0, 5).join("`, `")}\``;
    throw new SetupError(
      `The schema ${given}, which asks for nothing: give it a JSON Schema keyword such as \`type\` or \`properties\`.${hint}`,
    );
  }
  return schema;
}

/**
 * The schema in a text: JSON Schema if it starts with `{` or `[`, else the short form.
 * @throws SetupError, one sentence, if it is neither.
 */
export function parseSchema(text: string): JsonObject {
  return /^\s*[{[]/.test(text) ? jsonSchema(text) : shortSchema(text);
}
