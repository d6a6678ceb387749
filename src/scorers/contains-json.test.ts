import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { containsJson } from "./contains-json.ts";
import { embeddedJson } from "./embedded-json.ts";
import type { Verdict } from "./scorer.ts";

function score(answer: string, expected: JsonValue): Promise<Verdict> {
  return containsJson.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test.each<[string, object[]]>([
  ['a {"b": "}"} c', [{ b: "}" }]],
  ['{not: [1, {"a": "\\"]"}]} [2]', [[1, { a: '"]' }], [2]]],
  ['He said "hi {" and {"a": 1}.', [{ a: 1 }]],
  ['```json\n[{"a": 1}]\n```', [[{ a: 1 }]]],
  ["{ [ ( no", []],
])("%s has %j", (text, found) => {
  expect([...embeddedJson(text)]).toEqual(found);
});

test("lists of numbers alone are taken for citations, unless a schema asks for them", async () => {
  expect(await score("As shown [1], [2, 3].", true)).toMatchObject({ passed: false });
  expect(await score("As shown [1], [2, 3].", { type: "array", minItems: 2 })).toMatchObject({ passed: true });
  expect(await score('[1] says ["a"]', true)).toMatchObject({ passed: true });
});

test("what breaks the schema is told", async () => {
  expect((await score('It is {"age": "7"}.', "age int")).why).toBe(
    "The answer contains JSON, but none that satisfies the schema: `/age` must be integer.",
  );
});

test("an answer of nothing but open brackets takes no quadratic time", async () => {
  const started = performance.now();
  expect(await score("[".repeat(200_000), true)).toMatchObject({ passed: false, undecided: true });
  expect(performance.now() - started).toBeLessThan(10_000);
});
