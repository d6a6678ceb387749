/** The HTML report holds nothing that runs or loads but its own style and script, whatever the models wrote. */
import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { type PageNode, pageNodes } from "../../test/support/page-nodes.ts";
import type { EvalCell } from "../index.ts";
import { type EvalReport, reportOf } from "../run/eval-report.ts";
import { questionKey } from "../run/stored-report.ts";
import { galleryPage } from "./report-gallery.ts";
import { htmlReport } from "./report-html.ts";
import { junitReport } from "./report-junit.ts";
import { markdownReport } from "./report-markdown.ts";

const EVIL = `</pre></script><script>alert(1)</script><img src=x onerror="alert(1)"> ' " & \u0000\u001b[31m\u202e`;

function evil(): EvalReport {
  const cells = ["x/one", `x/${EVIL}`].flatMap((model, number) =>
    [EVIL, "plain"].map(
      (name): EvalCell => ({
        model,
        prompt: EVIL,
        case: name,
        epoch: 1,
        tags: [EVIL],
        cached: false,
        call: "c",
        answer: EVIL,
        passed: number === 0,
        figures: { modelMs: 10 + number, firstTokenMs: 5, inputTokens: 1, outputTokens: 2, picodollars: 1e6 + number },
        scores: [{ call: "c", scorer: EVIL, value: number, passed: number === 0, why: EVIL }],
      }),
    ),
  );
  return reportOf(
    { id: "r", suite: EVIL, startedAt: 0, cells },
    { gates: [{ metric: EVIL, atLeast: 1 }], baseline: "x/one" },
  );
}

test("what models wrote is text: no element, handler, style or address of theirs is in the page", () => {
  const page = htmlReport(evil(), new Map([[questionKey(EVIL, EVIL), EVIL]]));
  const all = pageNodes(page);
  const named = (name: string): PageNode[] => all.filter((node) => node.nodeName === name);
  expect(named("script")).toHaveLength(1);
  expect(named("style")).toHaveLength(1);
  for (const name of ["img", "iframe", "object", "embed", "link", "a", "image", "use", "foreignObject"]) {
    expect(named(name)).toEqual([]);
  }
  const attributes = all.flatMap((node) => node.attrs ?? []);
  expect(attributes.filter(({ name }) => /^on|^style$|^src|^href$|^xlink/.test(name))).toEqual([]);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(page).not.toMatch(/[\u0000\u001b\u202e]/);
});

test("the page's policy names the hashes of its style and script, and lets nothing else in", () => {
  const page = htmlReport(evil(), new Map());
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? "";
  expect(policy).toMatch(/^default-src 'none';/);
  for (const name of ["style", "script"]) {
    const text = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page)?.[1] ?? "";
    expect(policy).toContain(`${name}-src 'sha256-${hash("sha256", text, "base64")}'`);
  }
});

test("what has no answers or no figures is drawn all the same", () => {
  const cells: EvalCell[] = [{ model: "m", prompt: "p", case: "c", epoch: 1, tags: [], cached: false, scores: [] }];
  const page = htmlReport(reportOf({ id: "r", suite: "S", startedAt: 0, cells }), new Map());
  expect(page).toContain("Nothing was scored");
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(htmlReport(reportOf({ id: "r", suite: "S", startedAt: 0, cells: [] }), new Map())).not.toMatch(
    /NaN|undefined/,
  );
});

test("JUnit and Markdown keep what models wrote from being markup", () => {
  for (const text of ["<script", "<img", "\u0000", "\u001b"]) expect(junitReport(evil())).not.toContain(text);
  const page = markdownReport(evil());
  expect(page).not.toContain("\u001b");
  expect(page.replaceAll(/`[^`]*`/g, "")).not.toMatch(/<script|<img/);
});

const PICTURE = `<svg viewBox="0 0 9 9" onload="alert(1)"><script>alert(1)</script><image href="https://example.com/a.png"/><circle r="3"/></svg>`;

function drawn(): EvalReport {
  const [first, ...others] = evil().cells;
  if (!first) throw new Error("no cell");
  const cells = [{ ...first, answer: `Here:\n${PICTURE}\n"'>` }, ...others];
  return reportOf({ id: "r", suite: EVIL, startedAt: 0, cells }, {});
}

test.each([
  ["the report", (report: EvalReport) => htmlReport(report, new Map()), 1],
  ["the gallery", galleryPage, 0],
] as const)("a picture in %s is inert: an image of its own, in the page itself", (_name, page, scripts) => {
  const text = page(drawn());
  const all = pageNodes(text);
  const images = all.filter((node) => node.nodeName === "img");
  expect(images).toHaveLength(1);
  const source = images[0]?.attrs?.find(({ name }) => name === "src")?.value ?? "";
  expect(source).toMatch(/^data:image\/svg\+xml;base64,/);
  const svg = Buffer.from(source.replace(/^.*,/, ""), "base64").toString();
  expect(svg).toBe(PICTURE.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'));
  expect(all.filter((node) => node.nodeName === "script")).toHaveLength(scripts);
  expect(all.flatMap((node) => node.attrs ?? []).filter(({ name }) => /^on/.test(name))).toEqual([]);
  const style = all.find((node) => node.nodeName === "style")?.childNodes?.[0]?.value ?? "";
  expect(text).toContain(`style-src 'sha256-${hash("sha256", style, "base64")}'`);
  expect(text).toContain("default-src 'none'; img-src data:;");
});

test("where cases were asked several times, a plot says what votes would give", () => {
  const once = evil().cells;
  const twice = reportOf({
    id: "r",
    suite: "S",
    startedAt: 0,
    cells: [...once, ...once.map((cell) => ({ ...cell, epoch: 2 }))],
  });
  const page = htmlReport(twice, new Map());
  expect(page).toContain("Several answers, majority vote");
  expect(page).toContain("one × 2");
  const all = pageNodes(page);
  expect(all.filter((node) => node.nodeName === "script" || node.nodeName === "img")).toHaveLength(1);
  expect(htmlReport(evil(), new Map())).not.toContain("Several answers");
});
