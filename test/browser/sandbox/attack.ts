/** Runs hostile apps in a browser, with and without protection, and says what each reached. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { exportHtml } from "../../../src/run/app-export.ts";
import { standaloneApp } from "../../../src/run/app-standalone.ts";
import type { RunningServer } from "../../../src/server/serve.ts";
import type { Aim, Attacker } from "../../support/attacker.ts";
import type { HostPage } from "./host-notes.ts";
import { HOST_SECRET, type OpenHost } from "./host-server.ts";
import { aimed, type Deed, type Vector } from "./vector.ts";

/** What one app reached. */
export interface Verdict {
  name: string;
  /** Ways on which the secret came to the attacker. */
  data: string[];
  /** Ways on which the attacker was reached without it. */
  contacts: string[];
  /** What happened to the page or the person. */
  host: string[];
  /** Whether the app was there at all: the page heard of it. */
  ran: boolean;
  /** Why the page took the frame away. Absent: it did not. */
  ended?: string;
}

/** Where apps are run. */
export interface Arena {
  context: BrowserContext;
  attacker: Attacker;
  /** The workbench's server. Absent: not in the workbench. */
  served?: RunningServer;
  /** Folder for exported files, which are opened from there. Absent: not as files. */
  files?: string;
  /** The page without protection. */
  open: OpenHost;
}

// Functions given to a page run there.
declare const window: { host: HostPage };
declare const document: {
  title: string;
  fullscreenElement: unknown;
  pointerLockElement: unknown;
  cookie: string;
  querySelector: (selector: string) => { value: string } | null;
};
declare const localStorage: { [name: string]: string };
declare const history: { length: number };

interface PageState {
  title: string;
  typed: string;
  ended?: string;
  length: number;
  ran: boolean;
  messages: string[];
}

const MOST_MS = 2500;
/** After a deed that was done, its effect is soon there. */
const AFTER_DEED_MS = 1200;
/** Where no protection is, there is time for all that can fire. */
const MOST_CONTROL_MS = 4000;
const MOST_CASE_MS = 12_000;
const ENTER = `document.querySelector("iframe")?.dispatchEvent(new PointerEvent("pointerenter"))`;
const TYPED = "what a person types into the page";
/** What says that a message is a leak. */
const TELLING = new RegExp(`${HOST_SECRET}|^REACHED|^ATTACKER-PAGE`);

async function doDeed(page: Page, deed: Deed): Promise<string[]> {
  await page.bringToFront();
  if (deed === "type") {
    if ((await page.locator("#prompt").count()) === 0) return [];
    await page.locator("#prompt").click();
    await page.keyboard.type(TYPED, { delay: 40 });
    return [];
  }
  await page.mouse.move(300, 250);
  await page.mouse.move(310, 260);
  // Moves that the protocol makes go to the frame's process alone; those of a hand are seen by the page around it too.
  await page.evaluate(ENTER).catch(() => undefined);
  // A hand is slower than a program, and the page must have seen where it is.
  await sleep(150);
  if (deed === "drag") {
    await page.mouse.down();
    await page.mouse.move(450, 300, { steps: 5 });
    await page.mouse.move(500, 350, { steps: 5 });
    await page.mouse.up();
    return [];
  }
  if (deed === "control click") await page.keyboard.down("Control");
  await page.mouse.click(310, 260, { button: deed === "middle click" ? "middle" : "left" });
  if (deed === "control click") await page.keyboard.up("Control");
  if (deed === "copy and paste") for (const key of ["a", "c", "v"]) await page.keyboard.press(`Control+${key}`);
  await sleep(300);
  if (deed === "click and leave") await page.close({ runBeforeUnload: true }).catch(() => undefined);
  const found = page.isClosed()
    ? []
    : await page
        .evaluate(() => [
          ...(document.fullscreenElement ? ["fullscreen"] : []),
          ...(document.pointerLockElement ? ["pointer lock"] : []),
        ])
        .catch(() => []);
  if (found.length > 0) await page.keyboard.press("Escape");
  return found;
}

/** Asked by the protocol itself: Playwright takes the crash of a frame for one of the page, and asks no more. */
async function stateOf(session: CDPSession, number: number) {
  const expression = `JSON.stringify((() => { const notes = window.host?.notes(${number}) ?? {}; return {
    title: document.title, typed: document.querySelector("#prompt")?.value ?? "", ended: notes.ended, length: history.length,
    ran: Boolean(window.penny || notes.ready || notes.problems?.length || notes.ended), messages: notes.messages ?? [] } })())`;
  const found = await session.send("Runtime.evaluate", { expression }).catch(() => undefined);
  const text: unknown = found?.result.value;
  return typeof text === "string" ? (JSON.parse(text) as PageState) : undefined;
}

/** What the page saw that tells of a leak. */
function pageSigns(state: PageState | undefined, aim: Aim, deed: Deed | undefined, before: number) {
  if (!state) return ["the page went away"];
  const wasTold = state.ended === "focus";
  return [
    ...(state.title.includes(aim.secret) ? ["title"] : []),
    ...state.messages
      .filter((message) => TELLING.test(message) || message.includes(aim.secret))
      .map((message) => `message ${message.slice(0, 60)}`),
    ...(state.length > before ? [`history ${before} → ${state.length}`] : []),
    ...(deed === "type" && state.typed !== TYPED && !wasTold ? [`typed \`${state.typed}\``] : []),
  ];
}

/** The address of a file with the app in it, as a person who exported it has it. */
async function exportedFile(folder: string, html: string): Promise<string> {
  const id = Math.random().toString(36).slice(2);
  const alone = await standaloneApp({ id }, html, "html");
  const provenance = { name: "x", kind: "html", version: 1, models: [], at: 0, reviewed: false } as const;
  const path = join(folder, `${id}.html`);
  writeFileSync(path, exportHtml({ ...alone, provenance }));
  return pathToFileURL(path).href;
}

async function opened(arena: Arena, page: Page, html: string): Promise<number> {
  if (arena.files !== undefined) {
    await page.goto(await exportedFile(arena.files, html)).catch(() => undefined);
    return 0;
  }
  if (!arena.served) {
    await page.goto(arena.open.address(html)).catch(() => undefined);
    return 0;
  }
  const id = `a${Math.random().toString(36).slice(2)}`;
  await page.goto(`${arena.served.url}?own=${HOST_SECRET}`);
  await page.evaluate((secret) => {
    document.cookie = `host=${secret}`;
    localStorage.hostSecret = secret;
  }, HOST_SECRET);
  const frame = arena.served.apps.open({ app: id, content: html });
  return page.evaluate((given) => window.host.open(given), frame);
}

/** Runs one app. */
export async function attack(arena: Arena, vector: Vector): Promise<Verdict> {
  const aim = await arena.attacker.aim();
  const signs: string[] = [];
  const page = await arena.context.newPage();
  page.on("popup", (popup) => {
    signs.push("window");
    void sleep(300)
      .then(() => popup.close())
      .catch(() => undefined);
  });
  page.on("dialog", (dialog) => {
    signs.push(`dialog ${dialog.type()}`);
    void dialog.dismiss().catch(() => undefined);
  });
  page.on("download", () => signs.push("download"));
  let state: PageState | undefined;
  const run = async (): Promise<void> => {
    const number = await opened(arena, page, aimed(vector.html, aim));
    const session = await arena.context.newCDPSession(page);
    const before = (await stateOf(session, number))?.length ?? 2;
    const ready = Date.now() + 1500;
    while (arena.served && Date.now() < ready && !state?.ran) {
      await sleep(50);
      state = await stateOf(session, number);
    }
    if (!arena.served) await sleep(200);
    const { deed } = vector;
    if (deed) signs.push(...(await doDeed(page, deed)));
    const isHeld = arena.served || arena.files !== undefined;
    const end = Date.now() + (isHeld ? (deed ? AFTER_DEED_MS : MOST_MS) : MOST_CONTROL_MS);
    const hasFired = (): boolean => !isHeld && (aim.heard.data.length > 0 || signs.length > 0);
    while (Date.now() < end && !hasFired() && !page.isClosed()) await sleep(100);
    if (page.isClosed()) return;
    const last = await stateOf(session, number);
    state = last && { ...last, ran: last.ran || (state?.ran ?? false) };
    signs.push(...pageSigns(state, aim, deed, before));
    if (deed === "click") {
      await arena.context
        .grantPermissions(["clipboard-read"], { origin: new URL(page.url()).origin })
        .catch(() => undefined);
      const copied = await page.evaluate("navigator.clipboard.readText()").catch(() => "");
      if (String(copied).includes(aim.secret)) signs.push("clipboard");
      await arena.context.clearPermissions();
    }
  };
  await Promise.race([run().catch((error: unknown) => signs.push(String(error))), sleep(MOST_CASE_MS)]);
  await Promise.race([page.close().catch(() => undefined), sleep(1000)]);
  const { data, contacts } = aim.heard;
  return {
    ran: state?.ran ?? false,
    ...(state?.ended ? { ended: state.ended } : {}),
    name: vector.name,
    data: [...new Set(data)],
    contacts: data.length > 0 ? [] : [...new Set(contacts)],
    host: signs,
  };
}

/** Runs some, one after the other, in a browser; several browsers may share the list. */
export async function attackEach(arena: Arena, left: Vector[], verdicts: Verdict[]): Promise<void> {
  for (let vector = left.shift(); vector; vector = left.shift()) verdicts.push(await attack(arena, vector));
}
