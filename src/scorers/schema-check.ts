/** Whether a value satisfies a JSON Schema (2020-12). The validator is loaded on first use. `format` is not checked. */
import type { ValidateFunction } from "ajv";
import { canonicalJson, type JsonObject } from "../record/json.ts";

const MOST_ERRORS = 3;

let validating: Promise<(schema: JsonObject) => ValidateFunction> | undefined;

/** Compiles a schema; the validator is loaded on first use and keeps the last schemas, since a suite has few for many answers. */
function compiler(): Promise<(schema: JsonObject) => ValidateFunction> {
  validating ??= import("ajv/dist/2020.js").then(({ Ajv2020 }) => {
    const kept = new Map<string, ValidateFunction>();
    const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false, logger: false });
    return ({ $id: _, ...schema }) => {
      const key = canonicalJson(schema);
      const known = kept.get(key);
      if (known) return known;
      if (kept.size >= 64) kept.clear();
      const made = ajv.compile(schema);
      ajv.removeSchema(schema);
      kept.set(key, made);
      return made;
    };
  });
  return validating;
}

function errorsOf(validate: ValidateFunction, whole: string): string {
  const all = validate.errors ?? [];
  const told = all.slice(0, MOST_ERRORS).map((error) => {
    const key = error.params.additionalProperty ?? error.params.unevaluatedProperty;
    const named = key === undefined ? "" : ` (\`${String(key)}\`)`;
    return `${error.instancePath === "" ? whole : `\`${error.instancePath}\``} ${error.message ?? "is wrong"}${named}`;
  });
  const more = all.length > MOST_ERRORS ? `, and ${all.length - MOST_ERRORS} more` : "";
  return `${told.join("; ")}${more}`;
}

/**
 * What breaks a schema in a value, the first places of it; `undefined`: it satisfies the schema.
 * @param schema sound by `schemaProblem`.
 * @param whole what the value is called where the whole of it is wrong: `the answer`.
 * @throws Error if a reference leads to itself without end, or what is nested is too deep to follow.
 */
export async function schemaErrors(schema: JsonObject, value: unknown, whole: string): Promise<string | undefined> {
  const compile = await compiler();
  const validate = compile(schema);
  return validate(value) ? undefined : errorsOf(validate, whole);
}
