import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseSuite } from "./parse-suite.ts";
import { fillVariables, variablesOf } from "./suite-variables.ts";

const good = `name: Small
prompts:
  - "Say {{word}}"
models: [pocket/pocket-s, { model: pocket/pocket-m, options: { seed: 1 } }]
options: { temperature: 0 }
cases:
  - vars: { word: yes }
    expect: { contains: yes }
  - name: second
    vars: { word: no }
    expect: [{ contains: no }, { equals: no }]
`;

test("a suite is read with names, options and expectations filled in", () => {
  const suite = parseSuite(good, "small.yaml");
  expect(suite.models).toMatchObject([
    { name: "pocket/pocket-s", options: { temperature: 0 }, place: "small.yaml:4" },
    { name: "pocket/pocket-m", options: { temperature: 0, seed: 1 }, place: "small.yaml:4" },
  ]);
  expect(suite.cases.map((each) => [each.name, each.expect.map((one) => ("scorer" in one ? one.scorer : ""))])).toEqual(
    [
      ["case 1", ["contains"]],
      ["second", ["contains", "equals"]],
    ],
  );
});

/** Replaces a part of the good suite. */
function broken(part: string | RegExp, by: string): () => unknown {
  return () => parseSuite(good.replace(part, by), "small.yaml");
}

test("what is wrong is told with file, line and what mends it", () => {
  expect(broken("prompts:", "promts:")).toThrow(/^small\.yaml:2: .*unknown key `promts`.*Nearest: prompts/);
  expect(broken("    expect: { contains: yes }", "    expct: { contains: yes }")).toThrow(
    /^small\.yaml:8: .*`expct`.*Nearest: expect/,
  );
  expect(broken("{ contains: yes }", "{ contians: yes }")).toThrow(
    /^small\.yaml:8: There is no scorer `contians`\. Nearest: contains/,
  );
  expect(broken("    expect: { contains: yes }\n", "")).toThrow(/^small\.yaml:7: Case `case 1` expects nothing/);
  expect(broken("vars: { word: yes }", "vars: { wrod: yes }")).toThrow(
    /^small\.yaml:7: .*no variable `word`.*Nearest: wrod/,
  );
  expect(broken("temperature: 0", "temperature: warm")).toThrow(/^small\.yaml:5: Option `temperature` is "warm"/);
  expect(broken("name: second", "name: case 1")).toThrow(/^small\.yaml:9: Two cases are named `case 1`/);
  expect(broken("name: Small", "name: [")).toThrow(/^small\.yaml:\d+: This is not valid YAML/);
  expect(broken(/cases:[\s\S]*/, "cases: []\n")).toThrow(/^small\.yaml:6: /);
  expect(() => parseSuite("", "small.yaml")).toThrow(/^small\.yaml:1: /);
});

test("variables are found and filled, values that are not text as JSON", () => {
  expect(variablesOf("{{a}} {{ b }} {{a}} {c}")).toEqual(["a", "b"]);
  expect(fillVariables("{{a}}-{{b}}-{{c}}", { a: "x", b: { y: 1 } })).toBe('x-{"y":1}-{{c}}');
});

test("the sample suite is right", () => {
  const path = join(import.meta.dirname, "../../examples/first/suite.yaml");
  expect(parseSuite(readFileSync(path, "utf8"), path).cases.length).toBeGreaterThan(15);
});
