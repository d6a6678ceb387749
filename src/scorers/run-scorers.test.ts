import { describe, expect, test } from "vitest";
import type { JsonValue } from "../record/json.ts";
import type { HtmlRun, JavaScriptRun, Sandbox, SqlRun, SvgPicture } from "../record/sandbox-run.ts";
import { svgIn } from "./renders-svg.ts";
import { runScorerNamed, runScorers } from "./run-scorers.ts";
import type { Judgement } from "./scorer.ts";

/** A sandbox that says what a test wants; the real one is tested with real code in `sandbox` and in `penny eval`. */
function saying(says: {
  javascript?: JavaScriptRun;
  sql?: (code: string) => SqlRun;
  svg?: SvgPicture;
  html?: HtmlRun;
}): Sandbox {
  const never = (): never => {
    throw new Error("not wanted");
  };
  return {
    javascript: async () => says.javascript ?? never(),
    sql: async (code) => says.sql?.(code) ?? never(),
    svg: async () => says.svg ?? never(),
    html: async () => says.html ?? never(),
    close: async () => undefined,
  };
}

function judge(name: string, answer: string, expected: JsonValue, sandbox: Sandbox): Promise<Judgement> {
  const scorer = runScorerNamed(name);
  if (!scorer) throw new Error(name);
  return scorer.judge(answer, expected, sandbox);
}

describe.each(runScorers)("$name", ({ name, check, example, judge: score }) => {
  test("takes `true` and its example, and refuses what it does not know", () => {
    expect(check(true)).toBeUndefined();
    expect(check(example.expected)).toBeUndefined();
    expect(check(false)).toContain("put `not-` before the name");
    expect(check({ test: [] })).toMatch(/knows no `test`/);
  });

  test("runs nothing of an answer without text", async () => {
    expect(await score(" ", true, saying({}))).toMatchObject({ value: 0 });
    expect(name).toMatch(/^(runs|renders)-/);
  });
});

test("tests of code count each, and the first that is wrong is told", async () => {
  const tests = [
    { run: "a", equals: { x: 1, y: [2] } },
    { run: "b", equals: 2 },
    { run: "c", equals: null },
    { run: "d", equals: 1 },
  ];
  const came = [{ value: { y: [2], x: 1 } }, { value: "2" }, {}, { error: "no" }];
  const sandbox = saying({ javascript: { printed: [], tests: came } });
  expect(await judge("runs-javascript", "x", { tests }, sandbox)).toEqual({
    value: 0.25,
    why: '1 of 4 tests came out right: `b` is "2", not 2.',
  });
  const check = runScorerNamed("runs-javascript")?.check;
  expect(check?.({ tests: [{ run: "a" }] })).toBe("Test `a` has no `equals`.");
  expect(check?.({ tests: [] })).toMatch(/must be a list/);
  expect(check?.({ tests: [{ run: "", equals: 1 }] })).toMatch(/must be an expression/);
});

describe("runs-sql", () => {
  const rows = (list: JsonValue[][]): Sandbox => saying({ sql: () => ({ rows: list }) });

  test("compares rows in any order, unless the order counts", async () => {
    const expected = {
      rows: [
        ["a", 1],
        ["b", 2],
      ],
    };
    expect(
      await judge(
        "runs-sql",
        "SELECT",
        expected,
        rows([
          ["b", 2],
          ["a", 1],
        ]),
      ),
    ).toMatchObject({ value: 1 });
    expect(
      await judge(
        "runs-sql",
        "SELECT",
        { ...expected, ordered: true },
        rows([
          ["b", 2],
          ["a", 1],
        ]),
      ),
    ).toMatchObject({ value: 0 });
    expect(
      await judge(
        "runs-sql",
        "SELECT",
        expected,
        rows([
          ["a", 1],
          ["c", 2],
          ["b", 2],
        ]),
      ),
    ).toEqual({
      value: 0,
      why: 'The SQL gives 3 rows, among them ["c",2]; right are 2, beginning ["a",1].',
    });
  });

  test("takes the rows of another query, and does not blame the model if that one breaks", async () => {
    const sandbox = saying({
      sql: (code) =>
        code === "right"
          ? { rows: [[1]] }
          : code === "broken"
            ? { rows: [], error: "no such table: t" }
            : { rows: [[1]] },
    });
    expect(await judge("runs-sql", "SELECT 1", { like: "right" }, sandbox)).toMatchObject({ value: 1 });
    expect(await judge("runs-sql", "SELECT 1", { like: "broken" }, sandbox)).toMatchObject({
      undecided: true,
      why: "The suite's own query broke: no such table: t.",
    });
  });
});

test("runs-html without a browser is undecided, not wrong", async () => {
  const html = { problems: [], tests: [], unopened: "No Chromium." };
  expect(await judge("runs-html", "<p>x</p>", true, saying({ html }))).toEqual({
    value: 0,
    undecided: true,
    why: "No Chromium.",
  });
});

test("renders-svg finds the picture in what is around it", async () => {
  const svg = '<svg viewBox="0 0 9 9"><circle r="3"/></svg>';
  for (const answer of [
    svg,
    `Here:\n\`\`\`svg\n${svg}\n\`\`\`\nEnjoy`,
    `Look: ${svg} nice?`,
    `\`\`\`html\n<p>${svg}</p>\n\`\`\``,
  ])
    expect(svgIn(answer)).toBe(svg);
  expect(svgIn("<svg><circle/>")).toBe("");
  const picture = { isBlank: false, png: new Uint8Array() };
  expect(await judge("renders-svg", svg, { contains: ["CIRCLE", "rect"] }, saying({ svg: picture }))).toMatchObject({
    value: 0,
    why: 'The picture can be drawn, but has no "rect" in it.',
  });
});
