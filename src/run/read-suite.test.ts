import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { textOf } from "../record/message.ts";
import { filterSuite } from "./filter-suite.ts";
import { readSuite } from "./read-suite.ts";
import type { Suite } from "./suite.ts";

const folder = mkdtempSync(join(tmpdir(), "penny-suite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const library = new URL("../index.ts", import.meta.url).href;

/** Writes files and reads the suite among them. */
function suiteOf(files: { [name: string]: string }, name = "suite.yaml"): Promise<Suite> {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return readSuite(join(folder, name), { library });
}

const head = 'prompts: ["{{question}}"]\nmodels: [pocket]\n';
const table = 'id,question,answer,kind,passage\na,1 + 1?,2,"sum, easy",p1\nb,2 + 2?,4,sum,p1\n';

test("rows of a table are cases, its columns variables, expectations among them", async () => {
  const suite = await suiteOf({
    "cases.csv": table,
    "suite.yaml": `${head}expect: { numeric: "{{answer}}" }\ncases:\n  from: cases.csv\n  name: id\n  tags: kind\n  cluster: passage\n`,
  });
  expect(suite.cases).toMatchObject([
    {
      name: "a",
      tags: ["sum", "easy"],
      cluster: "p1",
      place: "cases.csv:2",
      expect: [{ scorer: "numeric", expected: 2 }],
    },
    { name: "b", tags: ["sum"], vars: { question: "2 + 2?" }, expect: [{ expected: 4 }] },
  ]);
});

test("a file's name alone is enough, and may stand among written cases", async () => {
  const suite = await suiteOf({
    "cases.jsonl": '{"question":"q","answer":"x"}\n',
    "suite.yaml": `${head}expect: { contains: "{{answer}}" }\ncases:\n  - vars: { question: own, answer: y }\n  - cases.jsonl\n`,
  });
  expect(suite.cases.map((each) => each.name)).toEqual(["case 1", "case 2"]);
});

test("rows come from a query on SQLite, and each file of a pattern is a case with that file", async () => {
  const database = new DatabaseSync(join(folder, "cases.db"));
  database.exec("CREATE TABLE t (question TEXT, answer INT); INSERT INTO t VALUES ('a', 1), ('b', 2)");
  database.close();
  const rows = await suiteOf({
    "suite.yaml": `${head}expect: { numeric: "{{answer}}" }\ncases: { from: cases.db, query: SELECT * FROM t WHERE answer > 1 }\n`,
  });
  expect(rows.cases.map((each) => each.vars)).toEqual([{ question: "b", answer: 2 }]);
  mkdirSync(join(folder, "texts"), { recursive: true });
  const files = await suiteOf({
    "texts/one.txt": "1",
    "texts/two.txt": "2",
    "suite.yaml": 'prompts: ["What is this?"]\nmodels: [pocket]\nexpect: { contains: a }\ncases: texts/*.txt\n',
  });
  expect(files.cases.map(({ name, attachments }) => [name, attachments])).toEqual([
    ["one.txt", [join(folder, "texts/one.txt")]],
    ["two.txt", [join(folder, "texts/two.txt")]],
  ]);
});

test("prompts stand in files, as text or as a conversation", async () => {
  const suite = await suiteOf({
    "ask.md": "Ask {{question}}\n",
    "chat.json": '[{"role":"system","content":"Be {{tone}}."},{"role":"user","content":"{{question}}"}]',
    "suite.yaml":
      "prompts:\n  - file: ask.md\n    system: Short.\n  - { name: chat, file: chat.json }\nmodels: [pocket]\nvars: { tone: kind }\ncases: [{ vars: { question: why }, expect: { contains: a } }]\n",
  });
  const messages = await Promise.all(
    suite.prompts.map((prompt) => prompt.render({ question: "why", tone: "kind" }, { model: "m" })),
  );
  expect(messages.map((list) => list.map((each) => `${each.role}: ${textOf(each.parts)}`))).toEqual([
    ["system: Short.", "user: Ask why"],
    ["system: Be kind.", "user: why"],
  ]);
});

test("a suite in TypeScript may have functions as prompts", async () => {
  const suite = await suiteOf(
    {
      // Without the library's import, which the test runner resolves by its own rules; test/suites.test.ts runs one with it.
      "suite.ts": `export default ({
  prompts: [function shout(vars) { return String(vars.word).toUpperCase(); }],
  models: ["pocket"],
  cases: [{ vars: { word: "yes" }, expect: { contains: "Y" } }],
});`,
    },
    "suite.ts",
  );
  expect(suite.prompts[0]?.name).toBe("shout");
  expect(await suite.prompts[0]?.render({ word: "yes" }, { model: "m" })).toMatchObject([{ parts: [{ text: "YES" }] }]);
});

test("what is wrong is told with the file and line where it is", async () => {
  const wrong = (text: string, files = {}): Promise<Suite> =>
    suiteOf({ "cases.csv": table, ...files, "suite.yaml": text });
  const rows = (more: string): string => `${head}${more}cases:\n  from: cases.csv\n`;
  await expect(wrong(rows(""))).rejects.toThrow(/^cases\.csv:2: Case `case 1` expects nothing/);
  await expect(wrong(rows('expect: { numeric: "{{anwser}}" }\n'))).rejects.toThrow(
    /^cases\.csv:2: Case `case 1` has no variable `anwser`.*Nearest: answer/,
  );
  await expect(wrong(rows('expect: { numeric: "{{question}}" }\n'))).rejects.toThrow(/^cases\.csv:2: .*numeric/);
  await expect(wrong(`${rows("expect: { contains: a }\n")}  name: di\n`)).rejects.toThrow(
    /suite\.yaml:6: cases\.csv has no column `di`.*Nearest: id/,
  );
  await expect(wrong(`${rows("expect: { contains: a }\n")}  quer: x\n`)).rejects.toThrow(
    /suite\.yaml:6: .*`quer`.*Nearest: query/,
  );
  await expect(wrong(`${head}cases: nothing.csv\n`)).rejects.toThrow(/suite\.yaml:3: There is no file .*nothing\.csv/);
  await expect(wrong("")).rejects.toThrow(/suite\.yaml:1: The suite is empty/);
  await expect(
    wrong(`${head}expect: { contains: a }\ncases: empty.csv\n`, { "empty.csv": "question\n" }),
  ).rejects.toThrow(/suite\.yaml:4: empty\.csv has no rows/);
  await expect(wrong(head.replace('["{{question}}"]', "[{ file: none.md }]"))).rejects.toThrow(/suite\.yaml/);
  await expect(
    wrong(`${head}cases: [{ vars: { question: a }, expect: { contains: a, wieght: 2 } }]\n`),
  ).rejects.toThrow(/suite\.yaml:3: There is no scorer `wieght`\. Nearest: weight/);
  await expect(
    wrong(`${head}baseline: gpt\ncases: [{ vars: { question: a }, expect: { contains: a } }]\n`),
  ).rejects.toThrow(/suite\.yaml:3: The suite has no model `gpt`/);
  await expect(
    wrong(
      `${head}gates: [{ metric: contians, atLeast: 0.5 }]\ncases: [{ vars: { question: a }, expect: { contains: a } }]\n`,
    ),
  ).rejects.toThrow(/suite\.yaml:3: No case has a scorer or metric `contians`\. Nearest: contains/);
});

test("cases are chosen by tag, by name or by expression", async () => {
  const suite = await suiteOf({
    "cases.csv": table,
    "suite.yaml": `${head}expect: { contains: "{{answer}}" }\ncases: { from: cases.csv, name: id, tags: kind }\n`,
  });
  const names = (...words: string[]): string[] => filterSuite(suite, words).cases.map((each) => each.name);
  expect(names("easy")).toEqual(["a"]);
  expect(names("tag:sum")).toEqual(["a", "b"]);
  expect(names("name:b")).toEqual(["b"]);
  expect(names("/^[b-z]$/")).toEqual(["b"]);
  expect(names("sum", "!easy")).toEqual(["b"]);
  expect(() => names("tag:smu")).toThrow(/No case of suite `suite` fits --filter tag:smu\. Nearest: sum/);
});

test("a suite in TypeScript is read anew each time, with what it imports from its folder", () => {
  // Node's own loader is meant, not that of the tests: so it is a process of its own.
  const program = `
    import { mkdirSync, writeFileSync } from "node:fs";
    import { readSuite } from ${JSON.stringify(new URL("./read-suite.ts", import.meta.url).href)};
    mkdirSync("parts", { recursive: true });
    const read = async (q, expected) => {
      writeFileSync("again.ts", 'import { cases } from "./parts/again.ts"; export default { prompts: ["{{q}}"], models: ["pocket"], cases };');
      writeFileSync("parts/again.ts", \`import { expect } from "../expect.ts"; export const cases = [{ vars: { q: "\${q}" }, expect }];\`);
      writeFileSync("expect.ts", \`export const expect = { equals: "\${expected}" };\`);
      const [first] = (await readSuite("again.ts", { library: ${JSON.stringify(library)} })).cases;
      return [first.vars.q, first.expect[0].expected];
    };
    console.log(JSON.stringify([await read("one", "1"), await read("two", "1"), await read("two", "2")]));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([
    ["one", "1"],
    ["two", "1"],
    ["two", "2"],
  ]);
}, 60_000);
