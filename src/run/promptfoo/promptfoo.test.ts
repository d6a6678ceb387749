/** promptfoo configurations read and run: real files, real Python, a real server; the verdicts of promptfoo itself as fixture. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/run-penny.ts";
import { type EvalReport, openWorkbench } from "../../index.ts";

type Files = { [path: string]: string };

/** A folder with files, the first of which is the configuration. */
function written(files: Files): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, Object.keys(files)[0] ?? "");
}

async function ran(files: Files): Promise<EvalReport> {
  const { PATH = "" } = process.env;
  const workbench = await openWorkbench({ dir: temporaryFolder(), env: { PATH, COLOUR: "teal" } });
  try {
    return await workbench.evaluate(await workbench.loadSuite(written(files)));
  } finally {
    await workbench.close();
  }
}

async function refused(files: Files): Promise<string> {
  const error = await ran(files).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message.replace(/^\S*\//, "") : "it ran";
}

function answers(report: EvalReport): string[] {
  return report.cells.map(
    (cell) => `${cell.passed ? "+" : cell.error === undefined ? "-" : "!"} ${cell.answer ?? cell.error}`,
  );
}

test("the verdicts are those of promptfoo itself", { timeout: 120_000 }, async () => {
  const path = join(import.meta.dirname, "fixtures/verdicts.json");
  const { groups } = JSON.parse(readFileSync(path, "utf8")) as {
    groups: { test: { vars?: object; assert: unknown }; answers: [string, boolean][] }[];
  };
  const flat = groups.flatMap(({ test: each, answers: given }) =>
    given.map(([out, passed]) => ({ passed, test: { ...each, vars: { ...each.vars, out } } })),
  );
  const report = await ran({
    "promptfooconfig.json": JSON.stringify({
      prompts: ["{{out}}"],
      providers: ["echo"],
      tests: flat.map((each) => each.test),
    }),
  });
  const others = report.cells.flatMap((cell, index) =>
    cell.passed === flat[index]?.passed ? [] : [{ ...flat[index], why: cell.scores.map((score) => score.why) }],
  );
  expect(others).toEqual([]);
  expect(report.cells.length).toBeGreaterThan(270);
});

test("prompts from files, programs that answer, tables, scenarios and default tests", { timeout: 60_000 }, async () => {
  const report = await ran({
    "promptfooconfig.yaml": `
description: Greetings
prompts:
  - 'Hi {{name | loud}} {{ env.COLOUR }}'
  - file://prompts/chat.json
providers:
  - echo
  - id: file://answer.py
    label: snake
    prompts: [chat.json]
  - id: exec:node answer.mjs
    transform: output.slice(0, 2)
    prompts: ['Hi*']
nunjucksFilters:
  loud: loud.mjs
defaultTest:
  vars: {word: sun}
  assert:
    - {type: regex, value: ., metric: any}
tests:
  - description: both {{name}}
    vars: {name: [Ida, 'Bo "B"']}
  - file://cases.csv
scenarios:
  - config:
      - vars: {word: moon}
      - vars: {word: star}
    tests:
      - vars: {name: Al}
        providers: [echo]
        prompts: [chat.json]
        assert: [{type: contains, value: '{{word}}'}]
derivedMetrics:
  - {name: half, value: any / 2}
`,
    "prompts/chat.json": '[{"role": "system", "content": "{{word}}"}, {"role": "user", "content": "I am {{name}}"}]',
    "answer.py":
      'def call_api(prompt, options, context):\n    print("noise")\n    return {"output": prompt[-9:] + context["vars"]["word"], "tokenUsage": {"prompt": 3, "completion": 4}}\n',
    "answer.mjs": "console.log(process.argv[2].toLowerCase());",
    "loud.mjs": "export default (text) => text + '!';",
    "cases.csv": "name,__expected,__description\nZoe,icontains: zoe,the row\n",
  });
  expect(answers(report)).toEqual([
    "+ Hi Ida! teal",
    '+ Hi Bo "B"! teal',
    "+ Hi Zoe! teal",
    '+ [{"role":"system","content":"sun"},{"role":"user","content":"I am Ida"}]',
    String.raw`+ [{"role":"system","content":"sun"},{"role":"user","content":"I am Bo \"B\""}]`,
    '+ [{"role":"system","content":"sun"},{"role":"user","content":"I am Zoe"}]',
    '+ [{"role":"system","content":"moon"},{"role":"user","content":"I am Al"}]',
    '+ [{"role":"system","content":"star"},{"role":"user","content":"I am Al"}]',
    '+ am Ida"}]sun',
    String.raw`+  \"B\""}]sun`,
    '+ am Zoe"}]sun',
    // What is scored is changed, what is kept is not.
    "+ hi ida! teal",
    '+ hi bo "b"! teal',
    "- hi zoe! teal",
  ]);
  expect(report.cells.slice(0, 3).map((cell) => cell.case)).toEqual(["both Ida", 'both Bo "B"', "the row"]);
  expect(report.suite).toBe("Greetings");
  const echo = report.rows.find((row) => row.model === "echo" && row.prompt === "chat.json");
  expect(echo?.metrics.map(({ metric, value }) => [metric, value])).toEqual([
    ["any", 1],
    ["half", 2.5],
  ]);
  const snake = report.rows.find((row) => row.model === "snake");
  expect(snake).toMatchObject({ inputTokens: 9, outputTokens: 12 });
});

test("a configuration that is a program, with functions in every place", async () => {
  const report = await ran({
    "promptfooconfig.mjs": `
export default {
  prompts: [({ vars }) => [{ role: "user", content: "about " + vars.topic }]],
  providers: [async (prompt, context) => ({ output: prompt + "/" + context.vars.topic })],
  tests: () => [{ vars: { topic: "frogs" }, assert: [{ type: "javascript", value: (output, { vars }) => output.includes(vars.topic) ? 0.5 : 0 }] }],
};`,
  });
  expect(answers(report)).toEqual(["+ about frogs/frogs"]);
  expect(report.cells[0]?.scores[0]).toMatchObject({ value: 0.5, passed: true });
});

test("an address answers, and graders are asked there", async () => {
  const asked: { url: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    asked.push({ url: request.url ?? "", body });
    response.setHeader("content-type", "application/json");
    if (request.url?.startsWith("/hook"))
      return response.end(
        JSON.stringify({ pass: JSON.parse(body).context.vars.land === 'Norway "N"', reason: "north" }),
      );
    if (request.url?.startsWith("/answer")) return response.end(JSON.stringify({ data: { text: "Oslo" } }));
    if (request.url?.endsWith("/embeddings")) {
      const { input } = JSON.parse(body) as { input: string | string[] };
      const vectors = [input]
        .flat()
        .map((text, index) => ({ index, embedding: text.includes("Capital") ? [3, 4] : [0, 2] }));
      return response.end(JSON.stringify({ model: "e", data: vectors, usage: { prompt_tokens: 2, total_tokens: 2 } }));
    }
    const questions = body.includes("Write 3 different questions");
    const content = body.includes("wandering off")
      ? '{"why": "off", "relevant": "no"}'
      : questions
        ? '{"questions": ["Capital of it?", "Where?", "What?"]}'
        : body.includes("statements")
          ? '{"why": "half", "statements": 4, "follow": 2}'
          : '{"pass": true, "score": 0.4, "reason": "so so"}';
    const choice = { index: 0, message: { role: "assistant", content }, finish_reason: "stop" };
    return response.end(
      JSON.stringify({ id: "1", model: "g", choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const report = await ran({
    "promptfooconfig.yaml": `
prompts: ['Capital of {{land}}?']
targets:
  - id: ${base}/answer
    config:
      method: POST
      queryParams: {q: '{{land}}'}
      body: {ask: '{{prompt}}'}
      transformResponse: json.data.text
defaultTest:
  options:
    provider:
      text: {id: 'openai:chat:g', config: {apiBaseUrl: '${base}/v1'}}
      embedding: {id: 'openai:embedding:e', config: {apiBaseUrl: '${base}/v1'}}
tests:
  - vars: {land: 'Norway "N"', context: Oslo is the capital.}
    assert:
      - {type: equals, value: Oslo}
      - {type: llm-rubric, value: names it, threshold: 0.5, rubricPrompt: 'Is {{output}} {{rubric}}?'}
      - {type: context-faithfulness, threshold: 0.5}
      - {type: similar, value: [Bergen, Capital], threshold: 0.9}
      - {type: not-similar, value: Capital, threshold: 0.9}
      - {type: answer-relevance, threshold: 0.9}
      - {type: webhook, value: '${base}/hook'}
      - {type: conversation-relevance}
`,
  });
  server.close();
  expect(asked[0]).toEqual({
    url: "/answer?q=Norway+%22N%22",
    body: JSON.stringify({ ask: 'Capital of Norway "N"?' }),
  });
  expect(asked[1]?.body).toContain("Is Oslo names it?");
  expect(report.cells[0]?.scores.map(({ scorer, value, passed }) => [scorer, value, passed])).toEqual([
    ["equals", 1, true],
    ["llm-rubric", 0.4, false],
    ["context-faithfulness", 0.5, true],
    ["similar", 1, true],
    ["not-similar", expect.closeTo(0.2), true],
    // One of three questions has the vector of the one that was asked.
    ["answer-relevance", expect.closeTo((1 + 0.8 + 0.8) / 3), false],
    ["webhook", 1, true],
    ["conversation-relevance", 0, false],
  ]);
});

const good = { prompts: ["{{q}}"], providers: ["echo"] };

test.each([
  [{ ...good, tests: [{ vars: { q: "a" } }] }, "The test expects nothing, and would always pass: add `assert:`."],
  [{ ...good, tests: [{ vars: { q: "a" }, asserts: [] }] }, "unknown key `asserts`. Nearest: assert."],
  [
    { ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "contians", value: "a" }] }] },
    "There is no assertion `contians`. Nearest: contains",
  ],
  [
    { ...good, tests: [{ vars: { question: "a" }, assert: [{ type: "is-json" }] }] },
    "uses `q`, which is no variable of the case.",
  ],
  [{ ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "contains", value: "{{b}}" }] }] }, "uses `b`"],
  [
    { ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "moderation" }] }] },
    "`moderation` is not run here: it asks a service of its own.",
  ],
  [{ ...good, redteam: {}, tests: [] }, "`redteam` is not run here: red teaming is out of scope."],
  [
    { ...good, providers: ["opnai:gpt-5"], tests: [{ vars: { q: "a" }, assert: [{ type: "is-json" }] }] },
    "`opnai` of `opnai:gpt-5` is not known here. Nearest: openai",
  ],
  [{ ...good, providers: [{ id: "openai:gpt-5", config: { apiKey: "sk-1" } }], tests: [] }, "penny keys set"],
  [{ ...good, tests: "file://none.csv" }, "none.csv"],
  [
    { ...good, prompts: ["{{q"], tests: [{ vars: { q: "a" }, assert: [{ type: "is-json" }] }] },
    "The template is broken",
  ],
  [{ ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "regex", value: "(" }] }] }, "Assertion `regex`:"],
  [
    { ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "javascript", value: "return (" }] }] },
    "It cannot be used",
  ],
  [
    { ...good, tests: [{ vars: { q: "a" }, options: { storeOutputAs: "x" }, assert: [{ type: "is-json" }] }] },
    "`storeOutputAs` is not run here",
  ],
  [{ ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "cost" }] }] }, "It has no `threshold`"],
  [
    {
      ...good,
      tests: [{ vars: { q: "a" }, assert: [{ type: "is-json" }] }],
      derivedMetrics: [{ name: "x", value: "f1 * 2" }],
    },
    "No test has a metric `f1`.",
  ],
])("%# is refused before anything is asked", async (content, message) => {
  const sentence = await refused({ "promptfooconfig.json": JSON.stringify(content, null, 1) });
  expect(sentence).toContain(message);
  expect(sentence).toMatch(/^promptfooconfig.json:\d+: /);
});

const passing = { vars: { q: "a" }, assert: [{ type: "is-json" }] };

test.each([
  [{ ...good, tests: [{ ...passing, providerOutput: "x" }] }, "`providerOutput` is not run here"],
  [{ ...good, tests: [passing], defaultTest: { provider: "echo" } }, "`provider` is not run here"],
  [
    { ...good, providers: [{ id: "echo", env: { A: "b" } }], tests: [passing] },
    "`env` is not run here: write it at the top",
  ],
  [
    { ...good, tests: [passing], commandLineOptions: { filterFirstN: 1 } },
    "`filterFirstN` is not run here: `--filter`",
  ],
  [
    {
      ...good,
      tests: [
        { vars: { q: "a", context: "c" }, assert: [{ type: "context-faithfulness", contextTransform: "output" }] },
      ],
    },
    "`contextTransform` is not run here",
  ],
  [
    { ...good, tests: [{ vars: { q: "a" }, assert: [{ type: "factuality", value: "b", rubricPrompt: "c" }] }] },
    "`rubricPrompt` is asked for `llm-rubric` only",
  ],
  [
    { ...good, providers: [{ id: "http://127.0.0.1:1", config: { validateStatus: "true" } }], tests: [passing] },
    "`validateStatus` is not run here",
  ],
])("what would change a verdict is not passed over in silence, %#", async (content, message) => {
  const sentence = await refused({ "promptfooconfig.json": JSON.stringify(content, null, 1) });
  expect(sentence).toContain(message);
  expect(sentence).toMatch(/^promptfooconfig.json:\d+: /);
});

test("an answer of a program that was changed since is not taken for its own", async () => {
  const path = written({
    "promptfooconfig.yaml":
      "prompts: [hi]\nproviders: [file://answer.mjs]\ntests: [{ assert: [{ type: contains, value: one }] }]\noutputPath: x.json\n",
    "answer.mjs": "export default async () => 'one';",
  });
  const workbench = await openWorkbench({ dir: temporaryFolder(), env: {} });
  const answer = async (): Promise<string | undefined> => {
    const suite = await workbench.loadSuite(path);
    expect(suite.notes.join()).toContain("promptfooconfig.yaml:4: `outputPath` is not written");
    return (await workbench.evaluate(suite)).cells.map(({ answer: text, cached }) => `${text} ${cached}`).join();
  };
  try {
    expect(await answer()).toBe("one false");
    expect(await answer()).toBe("one true");
    writeFileSync(join(dirname(path), "answer.mjs"), "export default async () => 'two';");
    expect(await answer()).toBe("two false");
  } finally {
    await workbench.close();
  }
});
