/** `penny app`, in memory, with the pocket model: apps are really made, changed, tried and mended. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtLibraries } from "../../test/support/built-libraries.ts";
import { runPenny } from "../../test/support/fake-io.ts";
import { findChromium } from "../../test/support/find-chromium.ts";
import type { AppRow, VersionRow } from "../index.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-app-cli-"));
const MODEL = ["-m", "pocket/pocket-l", "-o", "temperature=0"];
const PAGE = "<!doctype html>\n<title>By hand</title>\n<p>1</p>\n";
let id: string;

afterAll(() => rmSync(dir, { recursive: true, force: true }));

function app(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["app", ...words], { dir, stdin: "" });
}

async function versions(): Promise<VersionRow[]> {
  return JSON.parse((await app("show", id, "--versions", "--json")).out) as VersionRow[];
}

beforeAll(async () => {
  const made = await app("new", "a tip calculator", ...MODEL, "--json");
  expect(made.code, made.err).toBe(exitCodes.ok);
  id = (JSON.parse(made.out) as { app: { id: string } }).app.id;
});

test("makes an app and tells name, version, size, model, cost and id", async () => {
  const made = await app("new", "Draw a red fox on a scooter.", "--kind", "svg", ...MODEL);
  expect(made.code, made.err).toBe(exitCodes.ok);
  expect(made.out).toMatch(/^.+ scooter\n$/);
  expect(made.err).toMatch(
    /^penny: version 1, made, svg, \d+ bytes; pocket\/pocket-l, 1 call, \$0; id [0-9a-z]{26}\n$/,
  );
});

test("changes it, tells what differs, and goes back", async () => {
  const changed = await app("edit", id, "Give it a dark theme.", "-o", "temperature=0");
  expect(changed.code, changed.err).toBe(exitCodes.ok);
  const diff = await app("diff", id);
  expect(diff.out).toMatch(/^- body\{.*background:white/m);
  expect(diff.out).toMatch(/^\+ body\{.*background:black/m);
  await app("undo", id);
  expect((await app("show", id)).out).toContain("background:white");
  await app("restore", id, "2");
  expect((await versions()).map(({ version }) => version.how)).toEqual(["made", "rewritten", "restored", "restored"]);
  expect((await app("show", id, "--version", "1")).out).toContain("background:white");
  expect((await app("show", id, "--versions")).out).toMatch(
    /2 {2}rewritten {2}Give it a dark theme\. {2}pocket\/pocket-l +\$0/,
  );
});

test.skipIf(findChromium() === undefined)("tries it, and has mended what it reports, once", async () => {
  const name = (await app("fork", id, "--version", "1", "--name", "Broken")).out.trim();
  expect(name).toBe("Broken");
  const broken = (await app("show", "Broken")).out.replace(/^go\(\)$/m, "goo()");
  expect(broken).toContain("goo()");
  writeFileSync(join(dir, "broken.html"), broken);
  await app("edit", "Broken", "--from", "broken.html");
  const tried = await app("fix", "Broken", "--try");
  expect(tried).toMatchObject({ code: exitCodes.failed, out: "Uncaught ReferenceError: goo is not defined\n" });
  const fixed = await app("fix", "Broken", ...MODEL);
  expect(fixed.err).toContain(
    "penny: it reports: Uncaught ReferenceError: goo is not defined\npenny: version 3, fixed",
  );
  expect((await app("fix", "Broken", "--try")).err).toBe("penny: it was opened and reported no fault\n");
  const again = await app("fix", "Broken", "--problem", "Uncaught ReferenceError: goo is not defined");
  expect(again).toMatchObject({ code: exitCodes.usage });
  expect(again.err).toContain("tried before");
});

test("writes a file and takes it in again", async () => {
  await app("review", id);
  const out = await app("export", id, "-o", "tip.html");
  expect(out.out).toBe(`${join(dir, "tip.html")}\n`);
  const text = readFileSync(join(dir, "tip.html"), "utf8");
  expect(text).toContain("reviewed by a person: yes");
  // The one address is the name of a namespace: its guard tells links of HTML from drawn ones.
  expect(text.replace("http://www.w3.org/1999/xhtml", "")).not.toMatch(/https?:\/\/|token/);
  const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script ?? "");
  expect(scripts.length).toBeGreaterThan(1);
  for (const script of scripts) expect(() => new Script(script)).not.toThrow();
  const same = await app("import", "tip.html", "--json");
  expect(JSON.parse(same.out)).toMatchObject({ id });
  writeFileSync(join(dir, "mine.html"), PAGE);
  expect((await app("import", "mine.html")).out).toBe("By hand\n");
  expect((await app("export", "By hand", "--source", "-o", "-")).out).toBe(PAGE);
});

test("a file that nobody named is written over only if it is an exported app", async () => {
  const path = join(dir, "tip-calculator.html");
  writeFileSync(path, "my own notes");
  const refused = await app("export", id);
  expect([refused.code, refused.err]).toEqual([exitCodes.usage, expect.stringContaining("is there already")]);
  expect(readFileSync(path, "utf8")).toBe("my own notes");
  await app("export", id, "-o", "tip-calculator.html");
  expect((await app("export", id)).out).toBe(`${path}\n`);
  rmSync(path);
});

test("writes a file with the data that the app may read, and says so", async () => {
  await builtLibraries();
  writeFileSync(join(dir, "towns.csv"), "town\nOslo\n");
  await app("data", "give", id, "towns.csv");
  const refused = await app("export", id, "--with-data", "-o", "-");
  expect({ code: refused.code, out: refused.out }).toEqual({ code: exitCodes.usage, out: "" });
  expect(refused.err).toContain("may read no table");
  await app("data", "allow", id);
  const file = await app("export", id, "--with-data", "-o", "-");
  expect(file.err).toBe("penny: the file holds all of towns (1 row): whoever has the file can read them\n");
  expect(file.out).toContain("\nholds data: towns, 1 rows\n");
  expect((await app("export", id, "-o", "-")).err).toBe("");
  await app("data", "take", id, "towns");
});

test("lists apps, removes them and puts them back", async () => {
  await app("fork", id, "--name", "Twin");
  await app("rename", "Twin", "Sister");
  const rows = JSON.parse((await app("list", "--json")).out) as AppRow[];
  const sister = rows.find((row) => row.app.name === "Sister")?.app.id ?? "";
  await app("remove", "Sister");
  expect((await app("list")).out).not.toContain("Sister");
  expect((await app("list", "--removed")).out).toContain("Sister");
  await app("remove", sister, "--return");
  expect((await app("list")).out).toMatch(/^Sister {2,}html/m);
  await app("remove", "Sister", "--for-good");
  expect((await app("list", "--removed")).err).toBe("penny: no app was removed\n");
});

test("allows an app to ask a model, tells it, and takes it back", async () => {
  expect((await app("ask", id)).err).toContain("may ask no model");
  expect((await app("ask", id, "-m", "pocket", "--budget", "1")).err).toMatch(
    /may ask pocket\/pocket-\w, at most 10 times a minute and for \$1 in all\n$/,
  );
  expect((await app("ask", id, "--rate", "2")).err).toContain("at most 2 times");
  expect((await app("ask", id, "--off")).err).toContain("may ask no model");
});

describe("data", () => {
  test("is given, allowed, queried, asked about and taken away", async () => {
    writeFileSync(join(dir, "sales.csv"), "city,total\nLima,3\nOslo,4\n");
    const given = await app("data", "give", id, "sales.csv", "--samples", "1");
    expect(given).toMatchObject({ code: exitCodes.ok, out: "sales\n" });
    expect(given.err).toContain("models see its columns and 1 of its rows; the app may read it after");
    expect((await app("data", "list", id)).out).toMatch(/sales {2}.*sales\.csv {2}columns, 1 rows {2}may not read it/);
    expect((await app("data", "allow", id, "sales")).out).toContain("may read it");
    const found = await app("data", "query", id, "SELECT city, total FROM sales ORDER BY total DESC");
    expect(found.out).toBe("city  total\nOslo  4\nLima  3\n");
    expect((await app("data", "query", id, "DELETE FROM sales")).code).toBe(exitCodes.failed);
    const shown = await app(
      "data",
      "question",
      id,
      "Which customers are older than 30?",
      "--no-run",
      "-m",
      "pocket/pocket-l",
    );
    expect(shown.out).toMatch(/^SELECT /i);
    await app("data", "take", id, "sales");
    expect((await app("data", "list", id)).err).toContain("given no data");
  });

  test("that is not there is told", async () => {
    const none = await app("data", "give", id, "none.csv");
    expect(none.code).toBe(exitCodes.usage);
    expect(none.err).toContain("none.csv");
  });
});

describe("says what is wrong in one sentence", () => {
  test.each<[string[], string]>([
    [["new", "x", "--kind", "pdf"], "--kind is `pdf`, but must be html, svg, markdown, mermaid, jsx."],
    [["new", " "], "There is nothing to make"],
    [["edit", "none", "x"], "There is no app `none`: `penny app list` shows them."],
    [["edit", "none"], "Say what shall be otherwise"],
    [["edit", "none", "x", "--from", "y"], "leave the prompt out"],
    [["edit", "none", "x", "-m", "a", "-m", "b"], "One app is changed by one model"],
    [["ask", "By hand", "--budget", "1"], "Say which model"],
    [["remove", "By hand", "--for-good", "--return"], "opposites"],
    [["import", "nothing.html"], "nothing.html"],
    [["import", "sales.csv"], "penny app data give"],
    [["export", "By hand", "--source", "--with-data"], "leave out --with-data"],
    [["diff", "By hand"], "There is only one version"],
    [["open", "none"], "There is no app `none`"],
    [["open", "none", "--port", "99999"], "--port is `99999`, but must be a whole number from 0 to 65535."],
  ])("%j", async (words, sentence) => {
    const { code, err, out } = await app(...words);
    expect(err).toContain(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
  });
});

test("an app that does not come gives exit code 1 and says so", async () => {
  const none = await app("new", "What is the capital of France?", ...MODEL);
  expect(none.code).toBe(exitCodes.failed);
  expect(none.err).toContain("wrote no document");
  expect(none.out).toBe("");
});
