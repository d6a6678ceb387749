/**
 * Apps made by the largest pocket model through the bench of apps, changed, broken by hand and mended; each version is opened as the exported
 * file that a person would have, under its policy, and used.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { openWorkbench, type Workbench } from "../../src/index.ts";
import { BROWSER_TEST_MS, browserTest, HOW_TO_GET_CHROMIUM, type OpenText } from "../support/browser.ts";
import { startListener } from "../support/listener.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { type AppKind, behaviours, checkLook } from "./app-behaviour.ts";
import { APP_MODEL, noAppModel } from "./pocket.ts";

const WISHES: { kind: AppKind; say: string }[] = [
  { kind: "counter", say: "Please write a page with a button that counts my clicks." },
  { kind: "tip", say: "Make a calculator that tells me the tip and the total for a bill." },
  { kind: "urls", say: "Write a web app that extracts all URLs from a text I paste." },
  { kind: "csv", say: "Make a page that shows pasted CSV as a table." },
  { kind: "stopwatch", say: "I need a stopwatch with start, stop and reset." },
];

const asked = { model: APP_MODEL, options: { temperature: 0 } };
let workbench: Workbench;

// The functions given to the page run there.
declare const penny: {
  theme: string;
  store: {
    get: (key: string) => Promise<unknown>;
    set: (key: string, value: unknown) => Promise<void>;
    keys: () => Promise<string[]>;
    delete: (key: string) => Promise<void>;
  };
  query: (sql: string) => Promise<unknown>;
  ask: (prompt: string) => Promise<unknown>;
};

beforeAll(async () => {
  workbench = await openWorkbench({ dir: temporaryFolder() });
});

afterAll(() => workbench.close());

beforeEach(({ skip }) => {
  if (noAppModel) skip(noAppModel);
});

async function use(open: OpenText, app: string, work: (page: Awaited<ReturnType<OpenText>>["page"]) => Promise<void>) {
  const { text } = await workbench.apps.exportApp(app);
  const { page, problems } = await open("app.html", text);
  page.setDefaultTimeout(5000);
  try {
    await work(page);
    expect(problems).toEqual([]);
  } finally {
    await page.close();
  }
}

describe("apps of the pocket model, as exported files", { timeout: BROWSER_TEST_MS }, () => {
  browserTest("work when made, when changed, when undone, when forked", async ({ open }) => {
    for (const { kind, say } of WISHES) {
      const { app, version } = await workbench.apps.make(say, asked);
      expect(version?.number, say).toBe(1);
      const id = app?.id ?? "";
      await use(open, id, (page) => behaviours[kind](page));
      expect((await workbench.apps.edit(id, "Call it Zebra.", asked)).version?.how).toBe("rewritten");
      await use(open, id, async (page) => {
        await checkLook(page, { title: "Zebra" });
        await behaviours[kind](page);
      });
      const copy = await workbench.apps.fork(id);
      await workbench.apps.undo(id);
      expect((await workbench.apps.show(id)).content).toBe((await workbench.apps.show(id, 1)).content);
      await use(open, copy.app.id, (page) => checkLook(page, { title: "Zebra" }));
    }
  });

  browserTest("broken by hand, they report the fault, are mended once, and work again", async ({ open }) => {
    const { app } = await workbench.apps.make("Make a tip calculator.", asked);
    const id = app?.id ?? "";
    const { content } = await workbench.apps.show(id);
    await workbench.apps.handEdit(id, content.replace(/^go\(\)$/m, "goo()"));
    const { problems } = await workbench.apps.tryOut(id);
    expect(problems).toEqual([{ kind: "error", text: "Uncaught ReferenceError: goo is not defined" }]);
    const mended = await workbench.apps.fix(id, problems, asked);
    expect(mended.version).toMatchObject({ number: 3, how: "fixed" });
    expect((await workbench.apps.tryOut(id)).problems).toEqual([]);
    await use(open, id, (page) => behaviours.tip(page));
    await expect(workbench.apps.fix(id, problems, asked)).rejects.toThrow("tried before");
  });

  browserTest("a drawing is a page with the drawing", async ({ open }) => {
    const { app } = await workbench.apps.make("Draw a red fox on a scooter.", { ...asked, kind: "svg" });
    await use(open, app?.id ?? "", async (page) => {
      expect(await page.locator("svg").count()).toBe(1);
      expect((await page.locator("svg").boundingBox())?.height).toBeGreaterThan(50);
    });
  });
});

describe("an exported file", { timeout: BROWSER_TEST_MS }, () => {
  browserTest("has `penny` for itself: it keeps values, and says what it has not", async ({ open }) => {
    const { app } = await workbench.apps.importApp("<!doctype html><title>Alone</title><p>x", "alone.html");
    await use(open, app.id, async (page) => {
      expect(await page.evaluate(() => penny.theme)).toBe("light");
      await page.evaluate(() => penny.store.set("a", { b: [1] }));
      // A browser writes such values a moment later.
      const afterReload = async (): Promise<unknown> => {
        await page.reload();
        return page.evaluate(() => penny.store.get("a"));
      };
      await expect.poll(afterReload).toEqual({ b: [1] });
      expect(await page.evaluate(() => penny.store.keys())).toEqual(["a"]);
      await page.evaluate(() => penny.store.delete("a"));
      expect(await page.evaluate(() => penny.store.get("a"))).toBeUndefined();
      expect(await page.evaluate(() => penny.query("SELECT 1").catch(String))).toContain("holds no data");
      expect(await page.evaluate(() => penny.ask("hi").catch(String))).toContain("no model to ask");
    });
  });

  browserTest("reaches no other address: nobody hears of it, though a control is heard", async ({ browser, skip }) => {
    if (!browser) return skip(HOW_TO_GET_CHROMIUM);
    const { at, heard, close } = await startListener();
    const hostile = hostileApp(at);
    const { app } = await workbench.apps.importApp(hostile, "hostile.html");
    const { text } = await workbench.apps.exportApp(app.id);
    const context = await browser.newContext();
    const show = async (content: string): Promise<void> => {
      const path = join(temporaryFolder(), "app.html");
      writeFileSync(path, content);
      const page = await context.newPage();
      await page.goto(pathToFileURL(path).href);
      await page.waitForFunction("globalThis.done === 2");
    };
    try {
      await show(text);
      expect(heard).toEqual([]);
      await show(hostile);
      await expect.poll(() => new Set(heard).size).toBeGreaterThan(7);
    } finally {
      await context.close();
      close();
    }
  });
});

/** Asks in many ways for addresses that a listener hears. */
function hostileApp(at: string): string {
  return `<script>window.done = 1</script><!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline' 'unsafe-eval' data: blob:">
<link rel=stylesheet href="http://${at}/a"><script src="http://${at}/b"></script></head><body><img src="http://${at}/c">
<iframe src="http://${at}/d"></iframe><iframe name=into></iframe><form action="http://${at}/e" method=post target=into></form>
<script>
const quietly = (work) => { try { return Promise.resolve(work()).catch(() => 0); } catch { return Promise.resolve(); } };
const all = [
  () => fetch("http://${at}/f"),
  () => new Promise((end) => Object.assign(new Image(), { onload: end, onerror: end, src: "http://${at}/g" })),
  () => navigator.sendBeacon("http://${at}/h"),
  () => new Promise((end) => Object.assign(new WebSocket("ws://${at}/i"), { onerror: end, onclose: end })),
  () => new Promise((end) => { new EventSource("http://${at}/j").onerror = end; }),
  () => import("http://${at}/k"),
  () => document.forms[0].submit(),
];
Promise.all(all.map(quietly)).then(() => { window.done = 2; });
</script>`;
}
