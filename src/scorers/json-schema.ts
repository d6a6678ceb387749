/**
 * `json-schema`: the answer is JSON that satisfies a schema. The whole answer must be JSON, or one fenced code block with nothing
 * around it, since many models wrap JSON so even when told not to; `fence: false` refuses that. Text before or after is refused:
 * a program that reads the answer would fail on it. `format` is not checked, as the standard has it by default.
 */
import type { ValidateFunction } from "ajv";
import { codeBlocks } from "../record/code-block.ts";
import { canonicalJson, type JsonObject, type JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { parseSchema } from "../record/short-schema.ts";
import { schemaProblem } from "./schema-problem.ts";
import { defineScorer, type Judgement, type Scorer } from "./scorer.ts";
import { quoted } from "./text-expectation.ts";

interface SchemaExpectation {
  schema: JsonObject;
  fence: boolean;
}

const MOST_ERRORS = 3;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read(value: JsonValue): { expectation: SchemaExpectation } | { problem: string } {
  // `schema` is no keyword of JSON Schema, so an object that has it is our own form.
  const wrapped = isObject(value) && value.schema !== undefined ? value : { schema: value };
  const { schema: given, fence = true, ...rest } = wrapped;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) return { problem: `It knows no \`${unknown}\`: use \`schema\` and \`fence\`.` };
  if (typeof fence !== "boolean") return { problem: "`fence` must be true or false." };
  if (typeof given !== "string" && !isObject(given)) {
    return { problem: "It expects a JSON Schema, or its short form such as `name, age int`." };
  }
  try {
    const schema = parseSchema(typeof given === "string" ? given : JSON.stringify(given));
    const problem = schemaProblem(schema);
    return problem === undefined ? { expectation: { schema, fence } } : { problem };
  } catch (error) {
    if (error instanceof SetupError) return { problem: error.message };
    throw error;
  }
}

/** The JSON text in an answer, and whether it was fenced. */
function jsonTextOf(answer: string, mayBeFenced: boolean): { text: string; fenced: boolean } {
  const text = answer.trim();
  if (!mayBeFenced || !/^(`{3}|~{3})/.test(text)) return { text, fenced: false };
  const [block, ...others] = codeBlocks(text);
  const isWhole = block?.closed && others.length === 0 && /\n[ ]{0,3}(`{3,}|~{3,})$/.test(text);
  return isWhole ? { text: block.code, fenced: true } : { text, fenced: false };
}

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

function errorsOf(validate: ValidateFunction): string {
  const all = validate.errors ?? [];
  const told = all.slice(0, MOST_ERRORS).map((error) => {
    const key = error.params.additionalProperty ?? error.params.unevaluatedProperty;
    const named = key === undefined ? "" : ` (\`${String(key)}\`)`;
    return `${error.instancePath === "" ? "the answer" : `\`${error.instancePath}\``} ${error.message ?? "is wrong"}${named}`;
  });
  const more = all.length > MOST_ERRORS ? `, and ${all.length - MOST_ERRORS} more` : "";
  return `${told.join("; ")}${more}`;
}

async function judge(answer: string, { schema, fence }: SchemaExpectation): Promise<Judgement> {
  const { text, fenced } = jsonTextOf(answer, fence);
  if (text === "") return { value: 0, why: "The answer has no text." };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const problem = messageOf(error).replace(/\s+/g, " ").replace(/\.$/, "");
    return { value: 0, why: `The answer is not JSON: ${problem}; it begins ${quoted(text.slice(0, 40))}.` };
  }
  const compile = await compiler();
  const within = fenced ? ", in a code block" : "";
  try {
    const validate = compile(schema);
    if (validate(value)) return { value: 1, why: `The answer satisfies the schema${within}.` };
    return { value: 0, why: `The answer is JSON${within} but breaks the schema: ${errorsOf(validate)}.` };
  } catch (error) {
    // A reference that leads to itself without end, or nesting too deep to follow.
    return { value: 0, why: `The answer could not be checked against the schema: ${messageOf(error)}.` };
  }
}

/** The scorer. */
export const jsonSchema: Scorer = defineScorer<SchemaExpectation>({
  name: "json-schema",
  summary: "the answer is JSON that satisfies this schema",
  expects: "a JSON Schema (2020-12); its short form, such as `name, age int`; or { schema, fence: false }",
  examples: [
    { expected: "name, age int", right: '{"name": "Ida", "age": 7}', wrong: '{"name": "Ida", "age": "7"}' },
    { expected: { type: "array", items: { type: "string" } }, right: '```json\n["a"]\n```', wrong: 'Here: ["a"]' },
    { expected: { schema: { type: "integer" }, fence: false }, right: "4", wrong: "```\n4\n```" },
  ],
  read,
  judge: (call, expectation) => judge(textOf(call.parts), expectation),
});
