/**
 * `json-schema`: the answer is JSON that satisfies a schema. The whole answer must be JSON, or one fenced code block with nothing
 * around it, since many models wrap JSON so even when told not to; `fence: false` refuses that. Text before or after is refused:
 * a program that reads the answer would fail on it. `format` is not checked, as the standard has it by default.
 */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { parseSchema } from "../record/short-schema.ts";
import { parsedJson } from "./parsed-json.ts";
import { type Fail, flagIn, isObject, knownFields, reading } from "./reading.ts";
import { schemaErrors } from "./schema-check.ts";
import { schemaProblem } from "./schema-problem.ts";
import { defineScorer, type Judgement, type Reading, type Scorer } from "./scorer.ts";
import { unfenced } from "./unfenced.ts";

interface SchemaExpectation {
  schema: JsonObject;
  fence: boolean;
}

/** A JSON Schema or its short form, checked. */
export function schemaFrom(value: JsonValue | undefined, fail: Fail): JsonObject {
  if (typeof value !== "string" && !isObject(value)) {
    return fail("It expects a JSON Schema, or its short form such as `name, age int`.");
  }
  try {
    const schema = parseSchema(typeof value === "string" ? value : JSON.stringify(value));
    const problem = schemaProblem(schema);
    return problem === undefined ? schema : fail(problem);
  } catch (error) {
    if (error instanceof SetupError) return fail(error.message);
    throw error;
  }
}

function read(value: JsonValue): Reading<SchemaExpectation> {
  return reading((fail) => {
    // `schema` is no keyword of JSON Schema, so an object that has it is our own form.
    const wrapped = isObject(value) && value.schema !== undefined;
    const fields = wrapped ? knownFields(value, ["schema", "fence"], fail) : { schema: value };
    return { fence: flagIn(fields, "fence", true, fail), schema: schemaFrom(fields.schema, fail) };
  });
}

async function judge(answer: string, { schema, fence }: SchemaExpectation): Promise<Judgement> {
  const { text, fenced } = unfenced(answer, fence);
  if (text === "") return { value: 0, why: "The answer has no text." };
  const parsed = parsedJson(text);
  if ("problem" in parsed) return { value: 0, why: parsed.problem };
  const within = fenced ? ", in a code block" : "";
  try {
    const errors = await schemaErrors(schema, parsed.value, "the answer");
    if (errors === undefined) return { value: 1, why: `The answer satisfies the schema${within}.` };
    return { value: 0, why: `The answer is JSON${within} but breaks the schema: ${errors}.` };
  } catch (error) {
    // A reference that leads to itself without end, or nesting too deep to follow.
    return {
      value: 0,
      undecided: true,
      why: `The answer could not be checked against the schema: ${messageOf(error)}.`,
    };
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
