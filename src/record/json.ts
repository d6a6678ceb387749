/**
 * JSON values and their one canonical text, on which every hash in the log stands.
 * Does not parse, validate against a schema, or read files.
 */

/** Any value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { [key: string]: JsonValue };

/**
 * The canonical JSON text of a value: members sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints
 * them, members whose value is `undefined` left out (as JSON.stringify does). Two values with equal text are equal.
 *
 * Source: RFC 8785, JSON Canonicalization Scheme, https://www.rfc-editor.org/rfc/rfc8785 (June 2020). One difference:
 * a lone surrogate is written as its escape instead of being refused, so that any string a model returns can be hashed.
 *
 * @throws TypeError for what JSON cannot hold: NaN, infinities, functions, symbols, bigint, `undefined` at the top or in an array.
 */
export function canonicalJson(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} is not a JSON number`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const object = value as Record<string, unknown>;
    const members: string[] = [];
    for (const key of Object.keys(object).sort()) {
      if (object[key] !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(object[key])}`);
    }
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`canonicalJson: a ${typeof value} is not a JSON value`);
}
