/** The place Evals over HTTP: suites by id, runs that need a yes, go on, are stopped, compared, judged by a person. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { type WebApp, webApp } from "../../test/support/web-app.ts";
import type { RunComparison } from "../index.ts";
import type { HumanItem } from "../run/human-scoring.ts";
import type {
  ListedRun,
  ListedSuite,
  RunBegun,
  RunForecast,
  RunProgress,
  ShownCase,
  ShownRun,
  ShownSuite,
} from "./eval-api.ts";

const WORDS = `
name: words
prompts: ["{{q}}"]
models: [pocket/pocket-s]
cases:
  - { name: garden, vars: { q: Reverse the word garden. }, expect: { equals: nedrag } }
  - { name: sum, vars: { q: What is 17 + 25? }, expect: { equals: "43" } }
`;

function folderOf(files: { [name: string]: string }): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function idOf({ json }: WebApp, name: string): Promise<string> {
  const found = (await json<ListedSuite[]>("/api/suites")).find((each) => each.name === name);
  return found?.id ?? "";
}

/** All that is told of a run until its end. */
async function told({ request }: WebApp, run: string): Promise<RunProgress[]> {
  const text = await (await request(`/api/runs/${run}/events`)).text();
  return text
    .split("\n")
    .flatMap((line) => (line.startsWith("data: ") ? [JSON.parse(line.slice(6)) as RunProgress] : []));
}

async function runOf(web: WebApp, suite: string, wish: object = {}): Promise<string> {
  const begun = await web.json<RunBegun>(`/api/suites/${suite}/runs`, { body: { yes: false, ...wish } });
  if (!("run" in begun)) throw new Error("It was not begun.");
  await told(web, begun.run);
  return begun.run;
}

test("suites are named by ids, and no answer tells where their files lie", async () => {
  const folder = folderOf({ "words.suite.yaml": WORDS });
  const web = await webApp({ folder });
  const list = await (await web.request("/api/suites")).text();
  expect(list).toContain("words.suite.yaml");
  expect(list).not.toContain(folder);
  const shown = await web.json<ShownSuite>(`/api/suites/${await idOf(web, "words.suite.yaml")}`);
  expect(shown).toMatchObject({
    name: "words",
    models: ["pocket/pocket-s"],
    prompts: [{ example: "Reverse the word garden." }],
    scorers: [{ scorer: "equals", cases: 2 }],
  });
  expect(shown.cases[0]).toMatchObject({ name: "garden", expected: ["equals: nedrag"] });
  await expect(web.json("/api/suites/..%2F..%2Fetc%2Fpasswd")).rejects.toThrow("not there any more");
});

test("what is wrong with a suite is one sentence with file and line", async () => {
  const web = await webApp({ folder: folderOf({ "suite.yaml": "prompts: [a]\nmodels: [pocket]\ncasez: []\n" }) });
  await expect(web.json(`/api/suites/${await idOf(web, "suite.yaml")}`)).rejects.toThrow(/^suite\.yaml:3: .*casez/);
});

test("a suite that is a program is not read before a yes", async () => {
  const folder = temporaryFolder();
  const trace = join(folder, "trace");
  const program = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(trace)}, "ran");
    export default { name: "made", prompts: ["a"], models: ["pocket"], cases: [{ expect: { contains: "a" } }] };`;
  writeFileSync(join(folder, "a.suite.ts"), program);
  const web = await webApp({ folder });
  const id = await idOf(web, "a.suite.ts");
  await expect(web.json(`/api/suites/${id}`)).rejects.toThrow("say yes");
  await expect(web.json(`/api/suites/${id}/runs`, { body: { yes: true } })).rejects.toThrow("say yes");
  expect(existsSync(trace)).toBe(false);
  await web.json(`/api/suites/${id}/allow`, { body: {} });
  expect(await web.json<ShownSuite>(`/api/suites/${id}`)).toMatchObject({ name: "made" });
  expect(existsSync(trace)).toBe(true);
});

test("no request chooses a file of this disk as a model", async () => {
  const web = await webApp();
  const body = { models: ["gguf:/etc/hostname"], yes: true };
  await expect(web.json(`/api/suites/${await idOf(web, "sample")}/runs`, { body })).rejects.toThrow("short name");
  await expect(web.json(`/api/suites/${await idOf(web, "sample")}/forecast`, { body })).rejects.toThrow("short name");
});

test("a run goes on without its page, and is shown with verdict, notes and marks", async () => {
  const folder = folderOf({ "suite.yaml": WORDS });
  const web = await webApp({ folder });
  const suite = await idOf(web, "suite.yaml");
  const forecast = await web.json<RunForecast>(`/api/suites/${suite}/forecast`, { body: {} });
  expect(forecast).toMatchObject({ mayCost: false, forecast: { cells: 2, cached: 0 } });
  const run = await runOf(web, suite);
  const shown = await web.json<ShownRun>(`/api/runs/${run}`);
  expect(shown).toMatchObject({ suite: "words", isRunning: false, isOpen: false, suiteId: suite });
  expect(shown.verdict).toBe("pocket-s passed 1/2 (50 %; 95 %: 9 % to 91 %)");
  expect(shown.cells.map(({ case: name, passed }) => [name, passed])).toEqual([
    ["garden", true],
    ["sum", false],
  ]);
  expect(shown.notes.join()).toContain("95 % interval of the pass rate");
  expect(JSON.stringify(shown.cells)).not.toContain("nedrag");
  for (const path of ["/api/runs", `/api/runs/${run}`, `/api/runs/${run}/case?name=sum`])
    expect(await (await web.request(path)).text()).not.toContain(folder);
  expect(await web.json<ListedRun[]>("/api/runs")).toMatchObject([{ id: run, scored: 2, isRunning: false }]);
  const one = await web.json<ShownCase>(`/api/runs/${run}/case?name=sum`);
  expect(one).toMatchObject({ today: { expected: ["equals: 43"] }, prompts: [{ question: "What is 17 + 25?" }] });
  expect(one.prompts[0]?.cells[0]).toMatchObject({ answer: "42", passed: false });
});

test("what may cost is not sent without a yes, and the forecast says how much", async () => {
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    sent.push(String(input instanceof Request ? input.url : input));
    return new Response("{}", { status: 500 });
  };
  const text = WORDS.replace("pocket/pocket-s", "openai/gpt-5-mini").replace(
    "cases:",
    "options: { maxOutputTokens: 99 }\ncases:",
  );
  const web = await webApp({ folder: folderOf({ "suite.yaml": text }), fetch, env: { OPENAI_API_KEY: "k" } });
  const begun = await web.json<RunBegun>(`/api/suites/${await idOf(web, "suite.yaml")}/runs`, { body: { yes: false } });
  expect(begun).toMatchObject({ mayCost: true, forecast: { cells: 2 } });
  expect(sent).toEqual([]);
  expect(await web.json("/api/runs")).toEqual([]);
});

test("a run that was stopped goes on by the same run, also after the server was started anew, and pays nothing twice", async () => {
  const folder = folderOf({ "suite.yaml": WORDS });
  const dir = temporaryFolder();
  const web = await webApp({ folder, dir });
  const suite = await idOf(web, "suite.yaml");
  const begun = await web.json<{ run: string }>(`/api/suites/${suite}/runs`, { body: { yes: false, epochs: 3 } });
  await web.json(`/api/runs/${begun.run}/stop`, { body: {} });
  await told(web, begun.run);
  const stopped = await web.json<ShownRun>(`/api/runs/${begun.run}`);
  expect(stopped.stopped).toBe("cancelled");
  const again = await webApp({ folder, dir });
  await again.json(`/api/runs/${begun.run}/go-on`, { body: { yes: false } });
  await told(again, begun.run);
  const whole = await again.json<ShownRun>(`/api/runs/${begun.run}`);
  expect(whole.cells).toHaveLength(6);
  expect(whole.rows[0]).toMatchObject({ scored: 6, unfinished: 0 });
  expect(whole.stopped).toBeUndefined();
  const after = (await again.workbench.log.calls({ limit: 100 })).filter(
    ({ finish }) => finish.reason === "stop",
  ).length;
  expect(after).toBe(6);
});

test("progress ends with the end, and comes at once for a run that does not run here", async () => {
  const web = await webApp({ folder: folderOf({ "suite.yaml": WORDS }) });
  expect(await told(web, "01none")).toMatchObject([{ isEnded: true }]);
  const begun = await web.json<{ run: string }>(`/api/suites/${await idOf(web, "suite.yaml")}/runs`, {
    body: { yes: false },
  });
  const events = await told(web, begun.run);
  expect(events.at(-1)).toMatchObject({ isEnded: true });
});

test("a person's verdicts are kept blind and taken back; judges are held against them", async () => {
  const web = await webApp({ folder: folderOf({ "suite.yaml": WORDS }) });
  const run = await runOf(web, await idOf(web, "suite.yaml"));
  expect(await web.json(`/api/runs/${run}/judges`)).toMatchObject({ why: expect.stringContaining("--human") });
  const items = await web.json<HumanItem[]>(`/api/runs/${run}/human`);
  expect(items).toHaveLength(2);
  expect(JSON.stringify(items)).not.toContain("pocket");
  for (const { cells } of items)
    await web.json(`/api/runs/${run}/human`, { body: { cells, label: { passed: true, note: "good" } } });
  expect((await web.json<HumanItem[]>(`/api/runs/${run}/human`)).map(({ label }) => label?.passed)).toEqual([
    true,
    true,
  ]);
  expect(await web.json(`/api/runs/${run}/judges`)).toMatchObject({
    found: { labelled: 2, scorers: [{ scorer: "equals" }] },
  });
  await web.json(`/api/runs/${run}/human`, { body: { cells: items[0]?.cells, label: null } });
  expect(await web.json(`/api/runs/${run}/judges`)).toMatchObject({ found: { labelled: 1 } });
});

test("two runs are compared; a run is removed, and its answers stay", async () => {
  const folder = folderOf({ "suite.yaml": WORDS });
  const web = await webApp({ folder });
  const suite = await idOf(web, "suite.yaml");
  const before = await runOf(web, suite);
  writeFileSync(join(folder, "suite.yaml"), WORDS.replace('"43"', '"42"'));
  const after = await runOf(web, suite);
  const compared = await web.json<RunComparison>(`/api/comparisons/${before}/${after}`);
  expect(compared.rows[0]?.cases.map(({ case: name, change }) => [name, change])).toEqual([
    ["garden", "passes"],
    ["sum", "fixed"],
  ]);
  await web.json(`/api/runs/${before}`, { method: "DELETE" });
  await expect(web.json(`/api/runs/${before}`)).rejects.toThrow("no run");
  expect(await web.workbench.log.calls({ limit: 10 })).toHaveLength(2);
});

test("the picture of an answer is a PNG, and an answer without one says so", async () => {
  const web = await webApp();
  const drawn = await web.workbench.ask({
    model: "pocket",
    prompt: "Generate an SVG of a teal pelican riding a bicycle",
  });
  const response = await web.request(`/api/pictures/${drawn.id}`);
  expect(response.headers.get("content-type")).toBe("image/png");
  expect([...new Uint8Array(await response.arrayBuffer()).slice(1, 4)]).toEqual([80, 78, 71]);
  const said = await web.workbench.ask({ model: "pocket", prompt: "What is 17 + 25?" });
  expect((await web.request(`/api/pictures/${said.id}`)).status).toBe(404);
});
