/**
 * `contains-json`: somewhere in the answer stands a JSON object or list, with a schema one that satisfies it, whatever is around.
 * Of several, one is enough. Without a schema, lists of nothing but numbers do not count: `[1]` is how sources are cited. For answers that a program reads, `is-json` and `json-schema` are stricter.
 */
import type { JsonObject } from "../record/json.ts";
import { textOf } from "../record/message.ts";
import { messageOf } from "../record/setup-error.ts";
import { embeddedJson } from "./embedded-json.ts";
import { schemaFrom } from "./json-schema.ts";
import { isObject, knownFields, reading } from "./reading.ts";
import { schemaErrors } from "./schema-check.ts";
import { defineScorer, type Judgement, type Scorer } from "./scorer.ts";

function isCitation(value: object): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "number");
}

async function judge(answer: string, schema: JsonObject | undefined): Promise<Judgement> {
  const search = embeddedJson(answer);
  let problem: string | undefined;
  for (let next = search.next(); ; next = search.next()) {
    if (next.done) {
      if (!next.value)
        return { value: 0, undecided: true, why: "The answer has too many open brackets to be searched." };
      if (problem === undefined) return { value: 0, why: "The answer contains no JSON object or list." };
      return { value: 0, why: `The answer contains JSON, but none that satisfies the schema: ${problem}.` };
    }
    if (schema === undefined && isCitation(next.value)) continue;
    if (schema === undefined) return { value: 1, why: "The answer contains JSON." };
    try {
      const errors = await schemaErrors(schema, next.value, "the JSON");
      if (errors === undefined) return { value: 1, why: "The answer contains JSON that satisfies the schema." };
      problem ??= errors;
    } catch (error) {
      return {
        value: 0,
        undecided: true,
        why: `The answer could not be checked against the schema: ${messageOf(error)}.`,
      };
    }
  }
}

/** The scorer. */
export const containsJson: Scorer = defineScorer<{ schema?: JsonObject }>({
  name: "contains-json",
  summary: "the answer has a JSON object or list in it",
  expects: "`true`; or a JSON Schema (2020-12) or its short form, which one of them must satisfy; or { schema }",
  examples: [
    { expected: true, right: 'Sure! {"a": [1]} Anything else?', wrong: "Sure! {a: 1} or 3" },
    {
      expected: "name, age int",
      right: 'First {"x": 1}, then {"name": "Ida", "age": 7}.',
      wrong: 'Only {"name": "Ida"}.',
    },
  ],
  read: (value) =>
    reading((fail) => {
      if (value === true) return {};
      const wrapped = isObject(value) && value.schema !== undefined;
      return { schema: schemaFrom(wrapped ? knownFields(value, ["schema"], fail).schema : value, fail) };
    }),
  judge: (call, { schema }) => judge(textOf(call.parts), schema),
});
