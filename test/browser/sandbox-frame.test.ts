/** What an app can do in its frame, what the page hears of it, and when the page takes it away. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { frameContent } from "../../src/run/app-content.ts";
import type { HostedFrame } from "../../src/server/app-host.ts";
import type { RunningServer } from "../../src/server/serve.ts";
import { BROWSER_TEST_MS, type BrowserFixtures, browserTest } from "../support/browser.ts";
import { builtLibraries } from "../support/built-libraries.ts";
import { chromiumVersion } from "../support/chromium-version.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { FEATURES } from "./sandbox/features.ts";
import type { HostNotes, HostPage } from "./sandbox/host-notes.ts";
import { protectedHost } from "./sandbox/host-server.ts";

// Functions given to a page run there.
declare const window: { host: HostPage; found?: unknown };
declare const document: { querySelector: (selector: string) => object | null };
declare function addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;

/** A page with apps in it. */
interface Apps {
  page: Page;
  served: RunningServer;
  /** Frames a document; gives its number. */
  open: (content: string | AsyncIterable<string>, pingMs?: number) => Promise<number>;
  /** What the page heard so far. */
  notes: (number: number) => Promise<HostNotes>;
  /** Waits for the frame's end. */
  ended: (number: number) => Promise<string | undefined>;
}

let count = 0;
const appTest = browserTest.extend<{ apps: Apps }>({
  apps: async (
    { browser, skip }: BrowserFixtures & { skip: (why?: string) => never },
    use: (apps: Apps) => Promise<void>,
  ) => {
    if (!browser) return skip("There is no browser.");
    await builtLibraries();
    const served = await protectedHost(temporaryFolder());
    const page = await (await browser.newContext()).newPage();
    await page.goto(served.link);
    const frame = (given: HostedFrame, pingMs?: number): Promise<number> =>
      page.evaluate(([one, ms]) => window.host.open(one, ms), [given, pingMs] as const);
    // What Playwright evaluates counts as a deed of the person; what the protocol does itself does not.
    const session = await page.context().newCDPSession(page);
    const notes = async (number: number): Promise<HostNotes> => {
      const expression = `JSON.stringify(host.notes(${number}))`;
      const { result } = await session.send("Runtime.evaluate", { expression });
      return JSON.parse(String(result.value)) as HostNotes;
    };
    await use({
      page,
      served,
      open: (content, pingMs) => frame(served.apps.open({ app: `app${count++}`, content }), pingMs),
      notes,
      ended: async (number) => {
        await expect.poll(async () => (await notes(number)).ended, { timeout: 60_000 }).toBeDefined();
        return (await notes(number)).ended;
      },
    });
    await page.context().close();
    await served.close();
  },
});

/** Waits until the app has kept a value under a name, and gives it. */
async function kept(apps: Apps, number: number, key: string): Promise<unknown> {
  const find = async (): Promise<unknown> =>
    (await apps.notes(number)).calls.find(({ name, given }) => name === "store.set" && given.key === key)?.given.value;
  await expect.poll(find, { timeout: 60_000 }).toBeDefined();
  return find();
}

describe("apps in their frames", { timeout: BROWSER_TEST_MS }, () => {
  appTest("what ordinary apps use works", async ({ apps }) => {
    const works = (await kept(apps, await apps.open(FEATURES), "features")) as { [name: string]: unknown };
    expect(Object.keys(works).length).toBeGreaterThanOrEqual(26);
    expect(Object.entries(works).filter(([, does]) => does !== true)).toEqual([]);
  });

  appTest("errors, rejections, refusals and console come with text, and errors with their line", async ({ apps }) => {
    const number = await apps.open(
      `<!doctype html>\n<p>x\n<script>console.warn("careful", { a: 1 });\nsetTimeout(() => nothing());\nPromise.reject(new Error("no"));\nfetch("http://example.com/").catch(() => 0);</script>`,
    );
    const find = async () => (await apps.notes(number)).problems.map(({ kind, line, text }) => ({ kind, line, text }));
    await expect.poll(async () => (await find()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(4);
    const found = await find();
    expect(found).toContainEqual({ kind: "warn", line: undefined, text: 'careful {"a":1}' });
    expect(found).toContainEqual({ kind: "error", line: 4, text: expect.stringContaining("nothing is not defined") });
    expect(found).toContainEqual({ kind: "rejection", line: undefined, text: "Error: no" });
    expect(found.some(({ kind, text }) => kind === "policy" && text.includes("http://example.com"))).toBe(true);
  });

  appTest("penny answers, refuses in words, and tells the colours of the page", async ({ apps }) => {
    const number = await apps.open(`<script>
      penny.onTheme((theme) => penny.store.set("theme", theme));
      (async () => {
        await penny.store.set("a", { b: 1 });
        const refusal = await penny.query("select 1").catch((error) => error.message);
        await penny.store.set("found", { a: await penny.store.get("a"), keys: await penny.store.keys(), refusal });
        let unasked;
        while (typeof unasked !== "string") {
          unasked = await penny.open("http://example.com/").catch((error) => error.message);
          await new Promise((done) => setTimeout(done, 200));
        }
        await penny.store.set("unasked", unasked);
      })();
    </script>`);
    expect(await kept(apps, number, "found")).toMatchObject({
      a: { b: 1 },
      keys: expect.arrayContaining(["a"]),
      refusal: "No table is here.",
    });
    expect(await kept(apps, number, "unasked"), "no link opens without a deed").toContain("right after a click");
    await apps.page.evaluate((one) => window.host.setTheme(one, "light"), number);
    expect(["light", "dark"]).toContain(await kept(apps, number, "theme"));
  });

  appTest(
    "each script of a document that comes in small pieces runs once, and letters stay whole",
    async ({ apps }) => {
      const html = `\ufeff<!DOCTYPE html><html lang="en"><head><title>ü</title></head><body><p>é&amp;😀</p><script>window.runs = (window.runs ?? 0) + 1</script><script>addEventListener("load", () => penny.store.set("seen", [runs, document.body.innerText.trim(), document.compatMode, document.documentElement.lang]))</script></body></html>`;
      async function* pieces(): AsyncGenerator<string> {
        for (const piece of html.match(/.{1,3}/gsu) ?? []) {
          yield piece;
          await sleep(1);
        }
      }
      expect(await kept(apps, await apps.open(pieces()), "seen")).toEqual([1, "é&😀", "CSS1Compat", "en"]);
    },
  );

  appTest("an app that loops is taken away, and neither the page nor another app waits for it", async ({ apps }) => {
    const other = await apps.open(
      `<script>let n = 0; setInterval(() => { n += 1; if (n === 50) penny.store.set("alive", n) }, 20)</script>`,
      300,
    );
    const number = await apps.open("<script>setTimeout(() => { for (;;); }, 300)</script>", 300);
    await apps.page.evaluate(() => window.host.gap());
    expect(await apps.ended(number)).toBe("silent");
    const gap = await apps.page.evaluate(() => window.host.gap());
    console.log(`Longest gap of the page under an endless loop: ${Math.round(gap)} ms.`);
    expect(await kept(apps, other, "alive")).toBe(50);
  });

  appTest("an app that eats memory takes nothing but itself away", async ({ apps }) => {
    const number = await apps.open(
      "<script>setTimeout(() => { const all = []; for (;;) all.push(new Array(1e6).fill({})); }, 300)</script>",
      300,
    );
    await apps.page.evaluate(() => window.host.gap());
    expect(["silent", "left"]).toContain(await apps.ended(number));
    const gap = await apps.page.evaluate(() => window.host.gap()).catch(() => undefined);
    if (gap !== undefined) console.log(`Longest gap of the page under a memory bomb: ${Math.round(gap)} ms.`);
    expect(await apps.page.evaluate("1 + 1").catch(() => "the page is there; its tool is not")).toBeTruthy();
  });

  appTest("an app that floods the page with messages is taken away", async ({ apps }) => {
    const number = await apps.open("<script>setTimeout(() => { for (;;) penny.store.keys() }, 300)</script>", 2000);
    expect(["flood", "silent"]).toContain(await apps.ended(number));
    expect((await apps.notes(number)).calls.length).toBeLessThanOrEqual(1100);
  });

  appTest("a document in the app's place has no port, and its messages are not heard", async ({ apps }) => {
    const number = await apps.open(
      `<script>setTimeout(() => { location = URL.createObjectURL(new Blob(["<script>parent.postMessage({penny:'guess'},'*',[new MessageChannel().port2])<\\/script>"], { type: "text/html" })) }, 300)</script>`,
      300,
    );
    expect(await apps.ended(number)).toBe("left");
  });

  appTest("a second port, and a port with another token, are not taken", async ({ apps }) => {
    const number = await apps.open(`<script>
      const heard = [];
      for (const penny1 of ["guess", undefined, ""]) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => heard.push(data);
        parent.postMessage({ penny: penny1 }, "*", [port2]);
        port1.postMessage({ type: "call", id: 1, name: "store.set", given: { key: "stolen", value: 1 } });
      }
      setTimeout(() => penny.store.set("heard", heard), 1500);
    </script>`);
    expect(await kept(apps, number, "heard")).toEqual([]);
    expect((await apps.notes(number)).calls.some(({ given }) => given.key === "stolen")).toBe(false);
  });

  appTest("the token is nowhere in the document", async ({ apps }) => {
    const number = await apps.open(`<script>penny.store.set("text", document.documentElement.outerHTML)</script>`);
    expect(await kept(apps, number, "text")).toMatch(/^<html><head><script>penny\.store/);
  });

  appTest(
    "libraries are there without a network, by script, by import and by the addresses of public copies",
    async ({ apps }) => {
      const number = await apps.open(`<!doctype html><p id="root"></p>
      <link rel="stylesheet" href="penny:uplot">
      <script src="https://cdn.jsdelivr.net/npm/papaparse@5.4.1/papaparse.min.js"></script>
      <script src="penny:uplot"></script>
      <script src="https://cdn.tailwindcss.com"></script><b class="font-light" id="b">x</b>
      <script type="importmap">{ "imports": { "mine": "https://esm.sh/preact@10", "react": "https://esm.sh/react@18" } }</script>
      <script type="module">
        import { html, render, useState } from "htm/preact";
        import { useRef } from "https://esm.sh/preact@10.19.3/hooks";
        import * as Plot from "@observablehq/plot";
        import { scaleLinear } from "https://cdn.jsdelivr.net/npm/d3@7/+esm";
        import { marked } from "marked";
        import React from "react";
        import { h } from "mine";
        const App = () => { const [n, setN] = useState(1); const ref = useRef(5); return html\`<i ref=\${() => n < 3 && setN(n + 1)}>\${n}\${ref.current}</i>\`; };
        render(html\`<\${App} />\`, document.querySelector("#root"));
        const chart = Plot.plot({ marks: [Plot.dot([[1, 2], [3, 4]])] });
        const line = new uPlot({ width: 99, height: 99, series: [{}, {}] }, [[1, 2], [3, 4]], document.body);
        await new Promise((done) => setTimeout(done, 500));
        penny.store.set("libraries", {
          preact: document.querySelector("#root").textContent, plot: chart.querySelectorAll("circle").length,
          d3: scaleLinear([0, 1], [0, 10])(0.5), marked: marked.parse("*a*").trim(), papa: Papa.parse("a,b").data[0],
          uplot: line.root.className, react: typeof React.useMemo, mine: typeof h, tailwind: getComputedStyle(document.querySelector("#b")).fontWeight,
        });
      </script>`);
      expect(await kept(apps, number, "libraries")).toEqual({
        preact: "35",
        plot: 2,
        d3: 5,
        marked: "<p><em>a</em></p>",
        papa: ["a", "b"],
        uplot: expect.stringMatching(/^uplot\b/),
        react: "function",
        mine: "function",
        tailwind: "300",
      });
    },
  );

  appTest("JSX is compiled when all of it is there, Markdown and diagrams are drawn", async ({ apps }) => {
    const jsx = `import { useEffect, useState } from "react";
      export default function App() { const [n, setN] = useState(0); useEffect(() => { if (n < 3) setN(n + 1); else penny.store.set("jsx", document.body.innerText.trim()); }, [n]);
      return <p>counted <b>{n}</b></p>; }`;
    expect(await kept(apps, await apps.open(frameContent("jsx", [jsx])), "jsx")).toBe("counted 3");
    const tells = `<img src=x onerror="setTimeout(() => penny.store.set('markdown', document.querySelector('h1').innerText))">`;
    expect(await kept(apps, await apps.open(frameContent("markdown", [`# Title\n\n${tells}`])), "markdown")).toBe(
      "Title",
    );
    const drawn = await apps.open(frameContent("mermaid", ['graph TD\n  A["one"] --> B["two"]\n']));
    const drawing = apps.page.frames().at(-1)?.locator("figure svg");
    await drawing?.waitFor({ timeout: 60_000 });
    expect(await drawing?.innerHTML()).toContain("two");
    expect((await apps.notes(drawn)).problems).toEqual([]);
  });

  appTest("an error in JSX is told with the line of its source", async ({ apps }) => {
    const jsx = `import { useState } from "react";\n\nexport default function App() {\n  missing();\n  return <p>x</p>;\n}\n`;
    const number = await apps.open(frameContent("jsx", [jsx]));
    const errors = async () =>
      (await apps.notes(number)).problems.map(({ kind, line, text }) => ({ kind, line, text }));
    await expect
      .poll(errors, { timeout: 30_000 })
      .toEqual([{ kind: "error", line: 4, text: expect.stringContaining("missing is not defined") }]);
  });

  appTest("the page finds out whether this browser keeps apps from the network", async ({ apps }) => {
    const { held, free } = apps.served.apps.probe();
    await apps.page.evaluate(() => {
      const found: unknown[] = [];
      window.found = found;
      addEventListener("message", ({ data }) => found.push(data));
    });
    for (const frame of [held, free]) await apps.page.evaluate((given) => window.host.open(given), frame);
    const isOpen = (chromiumVersion() ?? 0) < 152;
    const found = (): Promise<unknown[]> => apps.page.evaluate(() => window.found as unknown[]);
    await expect.poll(async () => (await found()).length).toBe(2);
    expect(await found()).toContainEqual({ probe: held.token, open: isOpen });
    expect(await found()).toContainEqual({ probe: free.token, open: true });
  });
});
