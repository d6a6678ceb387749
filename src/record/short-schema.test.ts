import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSchema, schemaOfMany, shortSchema } from "./short-schema.ts";

const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
const type = fc.constantFrom("", "str", "int", "float", "bool", "str[]", "int[]", "float[]", "bool[]");
const description = fc.stringMatching(/^[a-zA-Z0-9 :;()'/-]{0,12}$/).map((text) => text.trim());
const fields = fc.uniqueArray(fc.record({ name, type, description }), {
  minLength: 1,
  maxLength: 6,
  selector: (field) => field.name,
});

function written(field: { name: string; type: string; description: string }): string {
  return `${field.name} ${field.type}${field.description ? `: ${field.description}` : ""}`;
}

describe("the short form", () => {
  test("is read as llm documents it", () => {
    expect(shortSchema("name, age int: in years, score float, alive bool")).toEqual({
      type: "object",
      properties: {
        name: { type: "string" },
        age: { type: "integer", description: "in years" },
        score: { type: "number" },
        alive: { type: "boolean" },
      },
      required: ["name", "age", "score", "alive"],
      additionalProperties: false,
    });
  });

  test("with lines, commas belong to the descriptions", () => {
    const schema = shortSchema("\nname: first, then last\n  tags string[]\n\n");
    expect(schema.properties).toEqual({
      name: { type: "string", description: "first, then last" },
      tags: { type: "array", items: { type: "string" } },
    });
  });

  test("fields written with commas and with lines are the same schema, all fields required in order", () => {
    fc.assert(
      fc.property(fields, (list) => {
        const schema = shortSchema(list.map(written).join(", "));
        expect(schema).toEqual(shortSchema(`${list.map(written).join("\n")}\n`));
        expect(schema.required).toEqual(list.map((field) => field.name));
        expect(Object.keys(schema.properties as object).sort()).toEqual(list.map((field) => field.name).sort());
        for (const field of list) {
          const property = (schema.properties as { [name: string]: { [key: string]: unknown } })[field.name];
          expect(property?.description).toBe(field.description || undefined);
          expect(property?.type === "array").toBe(field.type.endsWith("[]"));
        }
      }),
    );
  });

  test("a name that objects have of themselves is a field like any other", () => {
    const schema = shortSchema("__proto__ int, constructor");
    expect(JSON.parse(JSON.stringify(schema)).required).toEqual(["__proto__", "constructor"]);
    expect(Object.keys(schema.properties as object)).toEqual(["__proto__", "constructor"]);
  });

  test.each([
    ["", "The schema is empty"],
    [" , ,", "The schema is empty"],
    [": a description", "without a name"],
    ["age intt", "the type `intt`, which does not exist. Nearest: int"],
    ["name str first", "more than a name and a type"],
    ["name, name int", "the field `name` twice"],
    ['"name"', "without a name"],
  ])("%j is refused in one sentence", (text, sentence) => {
    expect(() => parseSchema(text)).toThrow(sentence);
    expect(() => parseSchema(text)).toThrow(expect.objectContaining({ name: "SetupError" }));
  });
});

describe("a schema as text", () => {
  test("JSON Schema comes back as it was written", () => {
    const members = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    fc.assert(
      fc.property(members, fc.constantFrom(0, 2), (rest, indent) => {
        const schema = { ...rest, type: "object" };
        expect(parseSchema(` ${JSON.stringify(schema, null, indent)}\n`)).toEqual(JSON.parse(JSON.stringify(schema)));
      }),
    );
  });

  test("any text gives a schema or one sentence, never another error", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `{${text}`),
        ),
        (text) => {
          try {
            expect(typeof parseSchema(text)).toBe("object");
          } catch (error) {
            expect(error).toMatchObject({ name: "SetupError" });
          }
        },
      ),
    );
  });

  test.each([
    ['{"type": "object"', "not valid JSON"],
    ['[{"type": "object"}]', "is a JSON list"],
    ["{}", "is empty, which asks for nothing"],
    ['{"typ": "object"}', "Nearest: type"],
  ])("%j is refused in one sentence", (text, sentence) => {
    expect(() => parseSchema(text)).toThrow(sentence);
  });

  test("a schema of many holds a list of it under `items`", () => {
    const one = shortSchema("name");
    expect(schemaOfMany(one)).toMatchObject({
      properties: { items: { type: "array", items: one } },
      required: ["items"],
    });
  });
});
