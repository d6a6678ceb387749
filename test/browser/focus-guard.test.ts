/**
 * The keyboard of the page, against apps that would take it. The pointer goes the way of a real one, through the whole browser to the page
 * and the frame (Chromium's own tests move it so); moves made by the protocol go to the frame alone, and the page does not see them.
 */
import { createServer } from "node:http";
import type { CDPSession, Page } from "playwright-core";
import { describe, expect } from "vitest";
import type { HostedFrame } from "../../src/server/app-host.ts";
import type { RunningServer } from "../../src/server/serve.ts";
import {
  BROWSER_TEST_MS,
  type BrowserFixtures,
  browserTest,
  HOW_TO_GET_CHROMIUM,
  launched,
} from "../support/browser.ts";
import { builtLibraries } from "../support/built-libraries.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import type { HostNotes } from "./sandbox/host-notes.ts";
import { protectedHost } from "./sandbox/host-server.ts";

const IN_FIELD = [50, 40] as const;
const IN_FRAME = [300, 250] as const;
/** Longer than a person who still types pauses. */
const PAUSE_MS = 900;
/** Longer than a page is active by what was done last. */
const LONG_MS = 5300;

/** Takes the keyboard when it is told to, or at once; tells its page of every key. It has no guard: what apps do that got around it. */
const THIEF = `<!doctype html><input id="field"><script>
onkeydown = ({ key }) => parent.postMessage("KEY " + key, "*");
const steal = () => { window.focus(); field.focus(); };
const go = () => { steal(); setInterval(steal, 30); };
onmessage = go;
if (location.pathname === "/at-once") go();
</script>`;

/** An ordinary app: says what it was sent. */
const APP = `<!doctype html><button id="b" style="position:fixed;inset:0;width:100%">Press</button><script>
let n = 0;
b.onclick = () => penny.store.set("clicked", ++n);
onkeydown = ({ key }) => penny.store.set("key", key);
onfocus = () => penny.store.set("focus", ++n);
</script>`;

/** A page with one frame in it, and a person before it. */
interface Desk {
  /** Frames an ordinary app. */
  app: () => Promise<number>;
  /** Frames the thief. @param at which of its addresses. */
  thief: (at?: string) => Promise<number>;
  /** Frames the thief as a page does that does not care. */
  unguarded: () => Promise<void>;
  /** Tells the thief to take the keyboard. */
  steal: () => Promise<void>;
  /** Moves the pointer. */
  move: (to: readonly [number, number]) => Promise<void>;
  /** Moves the pointer and presses; a finger where the page has one. */
  press: (to: readonly [number, number]) => Promise<void>;
  /** Types into whatever has the keyboard. */
  type: (text: string) => Promise<void>;
  /** Types while something else goes on. A key on its way to a frame that is taken away is never answered. */
  goOnTyping: () => void;
  key: (name: string) => Promise<void>;
  wait: (ms: number) => Promise<void>;
  notes: (number: number) => Promise<HostNotes>;
  /** What stands in the page's own field. */
  typed: () => Promise<string>;
  /** Whether that field has the keyboard. */
  isInField: () => Promise<boolean>;
}

async function thiefServer(): Promise<{ origin: string; close: () => void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(THIEF);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  return {
    origin: `http://thief.localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Evaluates as the protocol does itself: what Playwright evaluates counts as a deed of the person. */
async function evaluated<T>(session: CDPSession, expression: string): Promise<T> {
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value as T;
}

function deskOf(
  page: Page,
  session: CDPSession,
  served: RunningServer,
  origin: string,
  source: "mouse" | "touch",
): Desk {
  const evaluate = <T>(expression: string): Promise<T> => evaluated<T>(session, expression);
  const open = async (frame: HostedFrame): Promise<number> => {
    const number = await evaluate<number>(`host.open(${JSON.stringify(frame)})`);
    // One that takes the keyboard at once is gone before.
    await page
      .frames()
      .at(-1)
      ?.waitForLoadState()
      .catch(() => undefined);
    return number;
  };
  const act = (actions: { name: string; x?: number; y?: number; button?: number }[]): Promise<void> =>
    evaluate(`new Promise((done) => chrome.gpuBenchmarking.pointerActionSequence(
      ${JSON.stringify([{ source, actions }])}, () => done()))`);
  let count = 0;
  return {
    app: () => open(served.apps.open({ app: `app${count++}`, content: APP })),
    thief: (at = "/") => open({ url: `${origin}${at}`, token: "x", sandbox: "allow-scripts", allow: "" }),
    unguarded: () =>
      evaluate(`new Promise((done) => { const frame = document.createElement("iframe"); frame.onload = () => done();
      frame.sandbox = "allow-scripts"; frame.src = "${origin}"; document.body.append(frame); })`),
    steal: () => evaluate(`[...document.querySelectorAll("iframe")].at(-1).contentWindow.postMessage("now", "*")`),
    move: ([x, y]) => act([{ name: "pointerMove", x, y }]),
    press: ([x, y]) =>
      act([
        ...(source === "mouse" ? [{ name: "pointerMove", x, y }] : []),
        { name: "pointerDown", x, y, ...(source === "mouse" ? { button: 0 } : {}) },
        { name: "pointerUp" },
      ]),
    type: (text) => page.keyboard.type(text, { delay: 40 }),
    goOnTyping: () =>
      void page.keyboard.type("what a person types into the page", { delay: 40 }).catch(() => undefined),
    key: (name) => page.keyboard.press(name),
    wait: (ms) => evaluate(`new Promise((done) => setTimeout(done, ${ms}))`),
    notes: async (number) => JSON.parse(await evaluate<string>(`JSON.stringify(host.notes(${number}))`)) as HostNotes,
    typed: () => evaluate(`document.querySelector("#prompt").value`),
    isInField: () => evaluate(`document.activeElement.id === "prompt"`),
  };
}

interface Desks {
  /** A person with a mouse. */
  desk: Desk;
  /** A person with fingers. */
  phone: Desk;
}

async function withDesk(
  { browser, skip }: BrowserFixtures & { skip: (why?: string) => never },
  source: "mouse" | "touch",
  use: (desk: Desk) => Promise<void>,
): Promise<void> {
  if (!browser) return skip(HOW_TO_GET_CHROMIUM);
  await builtLibraries();
  const served = await protectedHost(temporaryFolder());
  const thief = await thiefServer();
  // The thief's address is none that the page may frame.
  const context = await browser.newContext({ bypassCSP: true, hasTouch: source === "touch" });
  const page = await context.newPage();
  await page.goto(served.link);
  await use(deskOf(page, await context.newCDPSession(page), served, thief.origin, source));
  await context.close();
  thief.close();
  await served.close();
}

/** In a browser that lets its tests move the pointer. */
const pointerTest = browserTest.extend({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs; this one needs nothing.
    async ({}, use: (browser: BrowserFixtures["browser"]) => Promise<void>) => {
      const browser = await launched(["--enable-gpu-benchmarking"]);
      await use(browser);
      await browser?.close();
    },
    { scope: "file" },
  ],
}) as typeof browserTest;

const deskTest = pointerTest.extend<Desks>({
  desk: async ({ browser, open, skip }, use) => withDesk({ browser, open, skip }, "mouse", use),
  phone: async ({ browser, open, skip }, use) => withDesk({ browser, open, skip }, "touch", use),
});

/** Waits until the app heard of something. */
async function heard(desk: Desk, number: number, key: string, value?: unknown): Promise<void> {
  const find = async (): Promise<unknown> => {
    const { ended, calls } = await desk.notes(number);
    return ended ?? calls.findLast(({ given }) => given.key === key)?.given.value;
  };
  const found = expect.poll(find, { timeout: 30_000 });
  await (value === undefined ? found.toEqual(expect.anything()) : found.toBe(value));
  expect((await desk.notes(number)).ended).toBeUndefined();
}

/** Waits until the frame was taken away, and looks what it heard before. */
async function caught(desk: Desk, number: number): Promise<void> {
  await expect.poll(async () => (await desk.notes(number)).ended, { timeout: 30_000 }).toBe("focus");
  expect((await desk.notes(number)).messages.filter((each) => each.startsWith("KEY"))).toEqual([]);
}

describe("a person goes into an app, and it stays", { timeout: BROWSER_TEST_MS }, () => {
  deskTest("by the pointer", async ({ desk }) => {
    const number = await desk.app();
    await desk.press(IN_FRAME);
    await heard(desk, number, "clicked");
    await desk.key("k");
    await heard(desk, number, "key", "k");
  });

  deskTest("by the pointer, from the field that they typed into, and back and again", async ({ desk }) => {
    const number = await desk.app();
    for (const letter of ["a", "b"]) {
      await desk.press(IN_FIELD);
      await desk.type("hello");
      await desk.wait(PAUSE_MS);
      await desk.press(IN_FRAME);
      await desk.key(letter);
      await heard(desk, number, "key", letter);
    }
    expect(await desk.typed()).toBe("hellohello");
  });

  deskTest("by the pointer that rested over it while they typed, a while after", async ({ desk }) => {
    const number = await desk.app();
    await desk.press(IN_FIELD);
    await desk.move(IN_FRAME);
    await desk.type("hello");
    await desk.wait(LONG_MS);
    await desk.press(IN_FRAME);
    await heard(desk, number, "clicked");
  });

  deskTest("by Tab", async ({ desk }) => {
    const number = await desk.app();
    await desk.press(IN_FIELD);
    await desk.type("hello");
    await desk.key("Tab");
    await desk.key("k");
    await heard(desk, number, "key", "k");
  });

  deskTest("by a finger", async ({ phone }) => {
    const number = await phone.app();
    await phone.press(IN_FIELD);
    await phone.type("hello");
    await phone.wait(PAUSE_MS);
    await phone.press(IN_FRAME);
    await heard(phone, number, "clicked");
  });
});

describe("without what the page does", { timeout: BROWSER_TEST_MS }, () => {
  deskTest("the same app gets every key", async ({ desk }) => {
    // Only its notes are wanted: they hold what every frame of the page says.
    const number = await desk.app();
    await desk.unguarded();
    await desk.press(IN_FIELD);
    await desk.steal();
    desk.goOnTyping();
    await expect.poll(async () => (await desk.notes(number)).messages, { timeout: 30_000 }).toContain("KEY a");
  });
});

describe("an app that takes the keyboard is taken away and gets no key", { timeout: BROWSER_TEST_MS }, () => {
  deskTest("while a person types", async ({ desk }) => {
    const number = await desk.thief();
    await desk.press(IN_FIELD);
    desk.goOnTyping();
    await expect.poll(desk.typed, { timeout: 30_000 }).not.toBe("");
    await desk.steal();
    await caught(desk, number);
    expect(await desk.isInField(), "the keyboard is the page's again").toBe(true);
  });

  deskTest("right at load", async ({ desk }) => {
    await desk.press(IN_FIELD);
    desk.goOnTyping();
    await caught(desk, await desk.thief("/at-once"));
  });

  deskTest("right at load, under a pointer that rested there before", async ({ desk }) => {
    await desk.press(IN_FIELD);
    await desk.move(IN_FRAME);
    await desk.type("h");
    await desk.wait(PAUSE_MS);
    const number = await desk.thief("/at-once");
    desk.goOnTyping();
    await caught(desk, number);
  });

  deskTest("right at load, when nobody has done anything yet", async ({ desk }) => {
    await caught(desk, await desk.thief("/at-once"));
  });

  for (const [when, ms] of [
    ["just after", 200],
    ["a pause after", 2000],
    ["long after", LONG_MS],
  ] as const)
    deskTest(`while the pointer rests over it, ${when} typing`, async ({ desk }) => {
      const number = await desk.thief();
      await desk.press(IN_FIELD);
      await desk.move(IN_FRAME);
      await desk.type("hello");
      await desk.wait(ms);
      await desk.steal();
      desk.goOnTyping();
      await caught(desk, number);
    });

  deskTest("when the pointer has come over it, and a person did nothing else for long", async ({ desk }) => {
    const number = await desk.thief();
    await desk.press(IN_FIELD);
    await desk.type("hello");
    await desk.move(IN_FRAME);
    await desk.wait(LONG_MS);
    await desk.steal();
    desk.goOnTyping();
    await caught(desk, number);
  });

  deskTest("from another app that a person types into", async ({ desk }) => {
    const first = await desk.app();
    const number = await desk.thief();
    await desk.press(IN_FRAME);
    await desk.key("a");
    await heard(desk, first, "key", "a");
    await desk.steal();
    await caught(desk, number);
    await desk.key("b");
    await heard(desk, first, "key", "b");
  });

  deskTest("from a field that fingers typed into", async ({ phone }) => {
    const number = await phone.thief();
    await phone.press(IN_FIELD);
    await phone.type("hello");
    await phone.steal();
    phone.goOnTyping();
    await caught(phone, number);
  });
});
