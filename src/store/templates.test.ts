/** Templates: kept as YAML, refused with line, and filled in. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  fillTemplate,
  listTemplates,
  parseTemplate,
  readTemplate,
  readTemplateText,
  removeTemplate,
  type Template,
  templateParameters,
  templateText,
  writeTemplateText,
} from "./templates.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-templates-"));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe("a template file", () => {
  test("is kept as it was written, and read by name or by path", async () => {
    const text =
      "# Mine\nsystem: Answer in $language\nmodel: pocket\noptions:\n  temperature: 0\ndefaults:\n  language: French\n  n: 3\n";
    await writeTemplateText(dir, "french", text);
    expect(await listTemplates(dir)).toEqual(["french"]);
    expect(await readTemplateText(dir, "french")).toBe(text);
    const template: Template = {
      system: "Answer in $language",
      model: "pocket",
      options: { temperature: 0 },
      defaults: { language: "French", n: "3" },
    };
    expect(await readTemplate(dir, "french")).toEqual(template);
    writeFileSync(join(dir, "other.yml"), text);
    expect(await readTemplate(dir, join(dir, "other.yml"))).toEqual(template);
    await expect(readTemplate(dir, "frensh")).rejects.toThrow("Nearest: french");
    await expect(readTemplate(dir, "../french")).rejects.toThrow("There is no template at");
    await removeTemplate(dir, "french");
    expect(await listTemplates(dir)).toEqual([]);
  });

  test("made of a template means the same template", async () => {
    const text = fc.string({ unit: "binary" }).filter((value) => value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          { system: text, prompt: text, extract: fc.constantFrom("first", "last") },
          { requiredKeys: ["prompt"] },
        ),
        async (template) => {
          expect(await parseTemplate(await templateText(template as Template), "t")).toEqual(template);
        },
      ),
    );
  });

  test("that is wrong is refused with its line, and an older one stays", async () => {
    await writeTemplateText(dir, "t", "prompt: x\n");
    const path = join(dir, "templates", "t.yaml");
    const wrong: [string, string][] = [
      ["prompt: x\nsystem: [", `${path}:2 is not YAML`],
      ["prompt: x\nprompt: y", `${path}:2 is not YAML`],
      ["- a", `${path}:1 is not a template`],
      ["", `${path}:1 is not a template`],
      ["prompt: x\nsytem: y", `${path}:2 "sytem" is not a part of a template`],
      ["\nmodel: 5", `${path}:2 "model" must be a model name`],
      ["prompt:", `${path}:1 "prompt" must be a text`],
      ["extract: middle", '"extract" must be first, last or true'],
      ["defaults: {a: [1]}", '"defaults" must be a mapping'],
    ];
    for (const [text, message] of wrong) await expect(writeTemplateText(dir, "t", text)).rejects.toThrow(message);
    await expect(parseTemplate("sytem: y", "t")).rejects.toThrow("Nearest: system");
    expect(readFileSync(path, "utf8")).toBe("prompt: x\n");
    expect(await parseTemplate("extract: true", "t")).toEqual({ extract: "first" });
  });
});

describe("filling a template", () => {
  test("takes values, then defaults, in every way of writing a parameter", () => {
    const template: Template = {
      system: "Speak \u0024{ language }.",
      prompt: "$n words on {{topic}}, {{ n }}, for $$5 or $6 and $n.",
      defaults: { language: "Welsh", n: "3" },
    };
    expect(templateParameters(template)).toEqual(["language", "n", "topic"]);
    expect(fillTemplate(template, { topic: "$n {{n}}", n: "4" })).toEqual({
      system: "Speak Welsh.",
      prompt: "4 words on $n {{n}}, 4, for $5 or $6 and 4.",
    });
  });

  test("puts what the person adds in its place, or after the prompt", () => {
    expect(fillTemplate({ prompt: "Shorten: $input!" }, {}, "text $x")).toEqual({ prompt: "Shorten: text $x!" });
    expect(fillTemplate({ prompt: "Shorten:" }, {}, "text")).toEqual({ prompt: "Shorten:\n\ntext" });
    expect(fillTemplate({ system: "S" }, {}, "text")).toEqual({ system: "S", prompt: "text" });
    expect(fillTemplate({ system: "S on $input" }, {}, "text")).toEqual({ system: "S on text" });
    expect(fillTemplate({ system: "S" }, {})).toEqual({ system: "S" });
  });

  test("says which value is missing or meant for nothing", () => {
    expect(() => fillTemplate({ prompt: "on $topic" }, {})).toThrow("add `-p topic VALUE`");
    expect(() => fillTemplate({ prompt: "on $topic" }, { topc: "x" })).toThrow("Nearest: topic");
    expect(() => fillTemplate({ prompt: "x" }, { y: "1" })).toThrow('no parameter "y": it has none');
    expect(() => fillTemplate({ prompt: "on $input" }, {}, "")).toThrow("wants a prompt");
    expect(() => fillTemplate({ prompt: "$constructor" }, {})).toThrow("$constructor");
  });

  test("leaves a text without parameters as it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !/[${]/.test(text)),
        (prompt) => {
          expect(fillTemplate({ prompt }, {})).toEqual({ prompt });
        },
      ),
    );
  });
});
