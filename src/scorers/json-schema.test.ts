import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonObject, JsonValue } from "../record/json.ts";
import { jsonSchema } from "./json-schema.ts";
import { schemaProblem } from "./schema-problem.ts";
import type { Verdict } from "./scorer.ts";

function score(answer: string, expected: JsonValue): Promise<Verdict> {
  const call = { parts: [{ type: "text", text: answer }] } as unknown as Call;
  return jsonSchema.score({ call, expected });
}

const person = {
  $id: "https://example.com/person",
  type: "object",
  properties: {
    name: { type: "string" },
    age: { type: "integer", minimum: 0 },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["name"],
  additionalProperties: false,
};

describe("the verdict", () => {
  test("names the first errors with their place", async () => {
    expect(await score('{"age": -1, "tags": [1], "x": 2, "y": 3}', person)).toMatchObject({
      value: 0,
      why: "The answer is JSON but breaks the schema: the answer must have required property 'name'; the answer must NOT have additional properties (`x`); the answer must NOT have additional properties (`y`), and 2 more.",
    });
    expect((await score('{"name": "Ida", "age": 1.5}', person)).why).toContain("`/age` must be integer");
  });

  test("an answer that is not JSON is told as such, with its beginning", async () => {
    const { value, why } = await score("Sure! {}", person);
    expect(value).toBe(0);
    expect(why).toContain("is not JSON");
    expect(why).toContain("it begins “Sure! {}”.");
  });

  test("the same schema may be used again, also with an id of its own", async () => {
    for (let round = 0; round < 3; round++) expect(await score('{"name": "Ida"}', person)).toMatchObject({ value: 1 });
    expect(await score('{"name": 1}', { ...person, properties: { name: {} } })).toMatchObject({ value: 1 });
  });

  test("a reference that leads to itself without end is told, not thrown", async () => {
    expect(await score("{}", { allOf: [{ $ref: "#" }] })).toMatchObject({
      value: 0,
      why: expect.stringContaining("could not be checked"),
    });
  });
});

describe("a fenced answer", () => {
  const integer = { type: "integer" };

  test.each(["```json\n4\n```", "~~~\n4\n~~~\n", "````\n4\n````"])("%j is taken for what is in it", async (answer) => {
    expect(await score(answer, integer)).toMatchObject({
      value: 1,
      why: "The answer satisfies the schema, in a code block.",
    });
    expect(await score(answer, { schema: integer, fence: false })).toMatchObject({ value: 0 });
  });

  test.each([
    "Here:\n```json\n4\n```",
    "```json\n4\n```\nThat is it.",
    "```json\n4\n```\n```json\n5\n```",
    "```json\n4",
  ])("%j is no JSON answer", async (answer) => {
    expect(await score(answer, integer)).toMatchObject({ value: 0 });
  });
});

describe("what is wrong with a schema is found before it is used", () => {
  test.each<[JsonObject, string]>([
    [{ type: "strng" }, '`#/type` is "strng", which is no type. Nearest: string.'],
    [{ properties: { a: { minimum: "1" } } }, "`#/properties/a/minimum` must be a number."],
    [{ properties: { a: 3 } }, "at `#/properties/a` must be an object, true or false."],
    [{ required: ["a", "a"] }, "`#/required` must be a list of different names."],
    [{ type: "string", pattern: "(" }, "`#/pattern` must be a regular expression."],
    [{ type: "object", patternProperties: { "(": {} } }, "is no regular expression."],
    [{ $ref: "#/$defs/x" }, "points to no schema in this one."],
    [{ $ref: "https://example.com/other" }, "points to no schema in this one."],
    [{ type: "object", $schema: "http://json-schema.org/draft-07/schema#" }, "only JSON Schema 2020-12 is understood"],
    [{ $ref: "#/examples", examples: { type: 3 } }, "`#/examples/type` is 3, which is no type."],
    [{ items: { $id: "x" } }, "may only stand at the top."],
  ])("%j", (schema, sentence) => {
    expect(jsonSchema.check(schema)).toContain(sentence);
  });

  test("a schema that refers to itself and to its definitions is fine", async () => {
    const tree = {
      $ref: "#/$defs/node",
      $defs: { node: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/node" } } } } },
    };
    expect(jsonSchema.check(tree)).toBe(undefined);
    expect(await score('{"children": [{"children": []}]}', tree)).toMatchObject({ value: 1 });
    expect(await score('{"children": [{"children": [3]}]}', tree)).toMatchObject({ value: 0 });
  });

  const keyword = fc.constantFrom(
    ...[
      "type",
      "items",
      "properties",
      "required",
      "enum",
      "anyOf",
      "allOf",
      "minLength",
      "minimum",
      "multipleOf",
      "pattern",
    ],
    ...[
      "patternProperties",
      "dependentRequired",
      "prefixItems",
      "uniqueItems",
      "$ref",
      "not",
      "const",
      "format",
      "$defs",
    ],
    ...[
      "additionalProperties",
      "unevaluatedProperties",
      "dependentSchemas",
      "contains",
      "minContains",
      "title",
      "if",
      "x-own",
    ],
  );
  const leaf = fc.constantFrom<JsonValue>(
    ...["string", "object", "#", "#/items", "#/properties/a", "a(", "a+"],
    ...[0, 1, 2.5, -1, true, false, null],
    ...[["a"], ["a", "a"], ["string", "null"], [], {}],
  );
  const { schema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
    schema: fc.dictionary(
      keyword,
      fc.oneof(
        { maxDepth: 3 },
        leaf,
        tie("schema"),
        fc.array(tie("schema"), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("a", "b", "c("), tie("schema"), { maxKeys: 2 }),
      ),
      { maxKeys: 3 },
    ),
  }));

  test("whatever passes can be compiled, and what cannot be compiled does not pass", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    let passed = 0;
    fc.assert(
      fc.property(schema, (given) => {
        if (schemaProblem(given) !== undefined) return;
        passed++;
        expect(() => ajv.compile(structuredClone(given))).not.toThrow();
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(200);
  });

  test("no sound schema is refused, apart from references to elsewhere", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    fc.assert(
      fc.property(schema, (given) => {
        if (JSON.stringify(given).includes("$ref") || !ajv.validateSchema(structuredClone(given))) return;
        // The standard's own schema takes any text for a regular expression, and an enumeration of nothing.
        const problem = schemaProblem(given);
        if (problem !== undefined) expect(problem).toMatch(/regular expression|list of at least one value/);
      }),
      { numRuns: 2000 },
    );
  });
});
