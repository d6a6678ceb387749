/** The page, the CSV table and the Markdown of a leaderboard: nothing that others wrote runs, loads or is reckoned with. */
import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { nodesIn, type PageNode, pageNodes } from "../../test/support/page-nodes.ts";
import { voteTableOf } from "../../test/support/vote-table-of.ts";
import type { Vote } from "../record/vote.ts";
import { type BoardSheet, boardSheet } from "../run/board-sheet.ts";
import type { ModelFacts } from "../run/model-facts.ts";
import { voteBoard } from "../run/vote-board.ts";
import { createRandom } from "../stats/random.ts";
import { arenaCsv } from "./arena-csv.ts";
import { arenaPage } from "./arena-html.ts";
import { arenaMarkdown } from "./arena-markdown.ts";
import { matrixText } from "./arena-matrix.ts";

const EVIL = `</td></title></style><script>alert(1)</script><img src=x onerror="alert(1)"> ' " & \u0000\u001b[31m\u202e`;
const FORMULA = '=HYPERLINK("http://example.org";"x")';

/** Votes between models of which each is a little better than the next, a third of them ties. */
function votesAmong(names: readonly string[], count: number): (Vote & { at: number })[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => {
    const a = Math.floor(random.unit() * names.length);
    const b = (a + 1 + Math.floor(random.unit() * (names.length - 1))) % names.length;
    const wins = random.unit() < 1 / (1 + Math.exp(0.4 * (a - b)));
    const winner = random.unit() < 0.33 ? "tie" : wins ? "a" : "b";
    return { a: names[a] as string, b: names[b] as string, winner, at: Date.UTC(2026, 0, 1) + index * 3_600_000 };
  });
}

function sheetOf(
  votes: readonly (Vote & { at?: number })[],
  known: { facts?: [string, ModelFacts][]; withdrawn?: BoardSheet["withdrawn"] } = {},
): BoardSheet {
  const table = voteTableOf(votes);
  const { facts = [], withdrawn = new Map() } = known;
  return boardSheet(table, voteBoard(table), {}, { facts: new Map(facts), withdrawn });
}

function evil(): BoardSheet {
  return sheetOf([...votesAmong([EVIL, FORMULA, "plain"], 400), { a: `${EVIL}2`, b: EVIL, winner: "a", at: 0 }], {
    facts: [
      [EVIL, { organization: EVIL, license: EVIL, price: { inputUsd: "1", basis: "ledger", model: EVIL, from: EVIL } }],
      [FORMULA, { organization: "+1", license: "@x" }],
    ],
    withdrawn: new Map([[EVIL, { at: 0, why: EVIL }]]),
  });
}

function named(page: string, name: string): PageNode[] {
  return pageNodes(page).filter((node) => node.nodeName === name);
}

function textIn(node: PageNode): string {
  return nodesIn(node)
    .map((each) => each.value ?? "")
    .join("");
}

test("names, reasons and facts are text: no element, handler, style or address of theirs is in the page", () => {
  const page = arenaPage(evil(), { title: EVIL, notes: [EVIL] });
  const all = pageNodes(page);
  expect(named(page, "style")).toHaveLength(1);
  for (const name of [
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "a",
    "image",
    "use",
    "foreignObject",
    "form",
  ])
    expect(named(page, name)).toEqual([]);
  const attributes = all.flatMap((node) => node.attrs ?? []);
  expect(attributes.filter(({ name }) => /^on|^style$|^src|^href$|^xlink/.test(name))).toEqual([]);
  expect(page).not.toContain("\u001b");
  expect(page).not.toContain("\u202e");
  expect(all.map((node) => node.value ?? "").join("")).toContain("<script>alert(1)</script>");
});

test("the page's policy lets in its one style by its hash, and nothing else", () => {
  const page = arenaPage(evil(), { title: "votes.csv", notes: [] });
  const style = textIn(named(page, "style")[0] as PageNode);
  const [policy] = named(page, "meta").flatMap((node) =>
    node.attrs?.some(({ value }) => value === "Content-Security-Policy")
      ? [node.attrs.find(({ name }) => name === "content")?.value]
      : [],
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash("sha256", style, "base64")}'`);
  expect(policy).not.toContain("script-src");
});

test("the page tells who leads, how sure that is, the share of ties, and who is not rated or was withdrawn", () => {
  const sheet = sheetOf([...votesAmong(["A", "B", "C"], 900), { a: "D", b: "A", winner: "a", at: 0 }], {
    withdrawn: new Map([["C", { at: Date.UTC(2026, 1, 3), why: "it was retired" }]]),
  });
  const page = arenaPage(sheet, { title: "votes.csv", notes: ["A note as in the terminal."] });
  expect(page).toMatch(/A leads with \d+: surely better than all others\./);
  expect(page).toMatch(/901 votes · 3 models rated · 1 not rated · 3\d\.\d % ties/);
  expect(page).toContain("C was withdrawn on 2026-02-03: it was retired.");
  expect(page).toContain("A note as in the terminal.");
  const rows = nodesIn(named(page, "table")[0] as PageNode).filter((node) => node.nodeName === "tr");
  expect(rows.map(textIn).filter((row) => row.includes("withdrawn"))).toHaveLength(1);
});

test("a provisional model is grey, and what is known of no model has no column", () => {
  const few = sheetOf(votesAmong(["A", "B"], 200), { facts: [["A", { organization: "Acme" }]] });
  const page = arenaPage(few, { title: "x", notes: [] });
  expect(page.match(/<tr class="provisional">/g)).toHaveLength(2);
  const heads = named(page, "th").map(textIn);
  expect(heads).toContain("organisation");
  expect(heads).not.toContain("licence");
  expect(heads).not.toContain("$ / M tokens");
});

test("of more than 30 models the first are in the table of who beat whom, and that is said; ten have names over time", () => {
  const names = Array.from({ length: 40 }, (_, index) => `model-${index}`);
  const sheet = sheetOf(votesAmong(names, 20_000));
  const page = arenaPage(sheet, { title: "x", notes: [] });
  const [board, matrix] = named(page, "table") as [PageNode, PageNode];
  const rows = (table: PageNode): number => nodesIn(table).filter((node) => node.nodeName === "tr").length;
  expect([rows(board), rows(matrix)]).toEqual([41, 31]);
  expect(page).toContain("The first 30 of 40 models are shown.");
  expect(named(page, "polyline")).toHaveLength(40);
  expect(page.match(/class="line s\d"/g)).toHaveLength(10);
  expect(named(page, "text").filter((node) => textIn(node).includes("model-"))).toHaveLength(10);
});

test("votes without times have no ratings over time", () => {
  const votes = votesAmong(["A", "B", "C"], 300).map(({ a, b, winner }) => ({ a, b, winner }));
  expect(arenaPage(sheetOf(votes), { title: "x", notes: [] })).not.toContain("Ratings over time");
});

test("the CSV table has all columns, unrated models without a score, and no cell that is a formula", () => {
  const lines = arenaCsv(evil()).trimEnd().split("\r\n");
  expect(lines[0]).toBe(
    "model,score,low,high,rank_ub,rank_best,rank_worst,votes,score_style,low_style,high_style,rank_ub_style,boot_low,boot_high,elo,status,provisional,withdrawn," +
      "organization,license,price_in,price_out,price_model,price_basis,price_from,price_checked,energy_low_wh,energy_high_wh",
  );
  expect(lines).toHaveLength(5);
  const formula = lines.find((line) => line.includes("HYPERLINK"));
  expect(formula).toMatch(/^"'=HYPERLINK\(""http:\/\/example\.org"";""x""\)",\d/);
  expect(formula).toContain(",'+1,'@x,");
  expect(lines.at(-1)).toMatch(/,,,,,,,1,,,,,,,,unbeaten,,/);
});

test("the Markdown table has a line for each model, and names in it are no markup", () => {
  const text = arenaMarkdown(evil(), ["One note."]);
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  expect(lines).toHaveLength(5);
  expect(text).not.toContain("<script>");
  expect(text).not.toContain("<img");
  expect(text).toContain("(withdrawn)");
  expect(text).toContain("- One note.");
});

test("who beat whom fits a terminal: per cent of the row against the column", () => {
  const votes: Vote[] = [
    ...Array.from({ length: 3 }, (): Vote => ({ a: "A", b: "B", winner: "a" })),
    { a: "A", b: "B", winner: "b" },
  ];
  const { table, note } = matrixText(sheetOf(votes).matrix, 2, { width: 80, color: false });
  expect(table).toBe("won of 100   1   2\n1 A             75\n2 B         25\n");
  expect(note).toContain("so it is for 0 of 1 pair with votes");
});
