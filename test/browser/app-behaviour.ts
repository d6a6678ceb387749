/**
 * Uses each of the small web apps that the pocket models write as a person would, in a real browser, and holds it to what it must
 * do. Finds things by what a person sees (buttons, fields, lists), not by how the file names them.
 */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** One of the small apps. */
export type AppKind =
  | "counter"
  | "urls"
  | "tip"
  | "todo"
  | "temperature"
  | "words"
  | "dice"
  | "json"
  | "csv"
  | "bars"
  | "stopwatch"
  | "colour"
  | "coin"
  | "countdown";

/** What was asked of how an app looks. What is left out was not asked for and may be anything. */
export interface AppLook {
  /** Title of the page and its heading. */
  title?: string;
  /** Colours by CSS name. */
  button?: string;
  background?: string;
  text?: string;
  /** The size of letters is more than this many pixels. */
  largerThan?: number;
  /** The size of letters is less than this many pixels. */
  smallerThan?: number;
}

/** Uses an app. `value` is the number in it that can be asked for; absent: its usual one. */
export type Behaviour = (page: Page, value?: number) => Promise<void>;

// The functions given to the page run there.
declare function getComputedStyle(element: unknown): { [property: string]: string };
declare const document: {
  body: { append: (element: unknown) => void };
  createElement: (tag: string) => { style: { [property: string]: string }; remove: () => void };
};

/** Types into a field as a person does, over what is there. */
async function type(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.press("ControlOrMeta+A");
  await field.page().keyboard.type(text);
}

/** Puts a text into a field at once, as pasting does, over what is there. */
async function paste(field: Locator, text: string): Promise<void> {
  await field.click();
  await field.press("ControlOrMeta+A");
  if (text === "") await field.press("Delete");
  else await field.page().keyboard.insertText(text);
}

/** A value of an element's style as the browser has worked it out. */
function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate((each, name) => getComputedStyle(each)[name] ?? "", property);
}

/** A colour as the browser writes it. */
function computedColour(page: Page, name: string): Promise<string> {
  return page.evaluate((colour) => {
    const probe = document.createElement("i");
    probe.style.color = colour;
    document.body.append(probe);
    const computed = getComputedStyle(probe).color ?? "";
    probe.remove();
    return computed;
  }, name);
}

function button(page: Page, name?: string | RegExp): Locator {
  return page.getByRole("button", name === undefined ? {} : { name }).first();
}

/** The line in which the app says what came out. */
function said(page: Page): Promise<string> {
  return page.locator("p").first().innerText();
}

/** What chance gives from now on. */
async function fixChance(page: Page, chance: number): Promise<void> {
  await page.evaluate((fixed) => {
    Math.random = () => fixed;
  }, chance);
}

/** From here on time in the page passes only by `page.clock.runFor`. */
async function holdTime(page: Page): Promise<void> {
  await page.clock.install({ time: 0 });
  await page.reload();
  await page.clock.pauseAt(60_000);
}

async function useCounter(page: Page, start = 0): Promise<void> {
  expect(Number(await said(page))).toBe(start);
  await button(page).click();
  expect(Number(await said(page))).toBe(start + 1);
  for (let i = 0; i < 4; i++) await button(page).click();
  expect(Number(await said(page))).toBe(start + 5);
}

async function useUrls(page: Page): Promise<void> {
  const field = page.locator("textarea");
  const found = page.locator("li");
  expect(await found.allInnerTexts()).toEqual([]);
  await paste(
    field,
    'Read https://example.com/a?b=1&c=2#d and <a href="http://test.org/x_y">this</a>,\nnot ftp://old.net or www.plain.com. https://三.example/ü',
  );
  expect(await found.allInnerTexts()).toEqual([
    "https://example.com/a?b=1&c=2#d",
    "http://test.org/x_y",
    "https://三.example/ü",
  ]);
  await type(field, "only http://one.net here");
  expect(await found.allInnerTexts()).toEqual(["http://one.net"]);
  await paste(field, "A sentence ends with https://one.net/a. (Another: https://two.net/b?)");
  expect(await found.allInnerTexts(), "marks after a link").toEqual(["https://one.net/a", "https://two.net/b"]);
  await paste(field, "no links at all");
  expect(await found.allInnerTexts()).toEqual([]);
}

async function tipAndTotal(page: Page): Promise<[tip: string | undefined, total: string | undefined]> {
  const text = await said(page);
  return [/tip\D*([\d.]+)/i.exec(text)?.[1], /total\D*([\d.]+)/i.exec(text)?.[1]];
}

async function useTip(page: Page, start = 15): Promise<void> {
  const bill = page.locator("input").nth(0);
  const percent = page.locator("input").nth(1);
  expect(Number(await percent.inputValue())).toBe(start);
  await type(bill, "80");
  expect(await tipAndTotal(page)).toEqual([((80 * start) / 100).toFixed(2), (80 + (80 * start) / 100).toFixed(2)]);
  await type(percent, "20");
  expect(await tipAndTotal(page)).toEqual(["16.00", "96.00"]);
  await type(bill, "12.5");
  expect(await tipAndTotal(page)).toEqual(["2.50", "15.00"]);
  await type(percent, "0");
  expect(await tipAndTotal(page)).toEqual(["0.00", "12.50"]);
}

async function useTodo(page: Page): Promise<void> {
  const field = page.locator("input");
  const tasks = page.locator("li");
  const struck = async (task: number): Promise<boolean> =>
    (await styleOf(tasks.nth(task), "textDecorationLine")).includes("line-through");
  await button(page).click();
  expect(await tasks.count(), "tasks after adding nothing").toBe(0);
  await type(field, "Buy milk");
  await button(page).click();
  expect(await field.inputValue(), "the field after adding").toBe("");
  await type(field, "Call <b>Ann</b> & Bo");
  await button(page).click();
  await type(field, "Water the plants");
  await field.press("Enter");
  expect(await field.inputValue(), "the field after Enter").toBe("");
  expect(await tasks.allInnerTexts()).toEqual(["Buy milk", "Call <b>Ann</b> & Bo", "Water the plants"]);
  expect([await struck(0), await struck(1)]).toEqual([false, false]);
  await tasks.nth(0).click();
  expect([await struck(0), await struck(1)]).toEqual([true, false]);
}

async function useTemperature(page: Page, start = 20): Promise<void> {
  const field = page.locator("input");
  const fahrenheit = async (): Promise<number> =>
    Number(/-?[\d.]+(?=\s*(°\s*F|Fahrenheit))/i.exec(await said(page))?.[0]);
  expect(Number(await field.inputValue())).toBe(start);
  expect(await fahrenheit()).toBeCloseTo((start * 9) / 5 + 32, 1);
  for (const [celsius, expected] of [
    ["100", 212],
    ["0", 32],
    ["-40", -40],
    ["36.6", 97.9],
  ] as const) {
    await type(field, celsius);
    expect(await fahrenheit(), `${celsius} degrees Celsius`).toBeCloseTo(expected, 1);
  }
}

async function useWords(page: Page): Promise<void> {
  const field = page.locator("textarea");
  const counts = async (): Promise<string[]> => (await said(page)).match(/\d+/g) ?? [];
  expect(await counts()).toEqual(["0", "0"]);
  await type(field, "one two  three");
  expect(await counts()).toEqual(["3", "14"]);
  await paste(field, " four\nfive ");
  expect(await counts()).toEqual(["2", "11"]);
  await paste(field, "");
  expect(await counts()).toEqual(["0", "0"]);
}

async function useDice(page: Page, sides = 6): Promise<void> {
  const roll = async (): Promise<[number, number, number]> => {
    await button(page).click();
    const [first = 0, second = 0, sum = 0] = ((await said(page)).match(/\d+/g) ?? []).map(Number);
    return [first, second, sum];
  };
  const seen = new Set<number>();
  let differed = false;
  for (let i = 0; i < 12; i++) {
    const [first, second, sum] = await roll();
    expect(sum).toBe(first + second);
    differed ||= first !== second;
    for (const die of [first, second]) {
      expect(die).toBeGreaterThanOrEqual(1);
      expect(die).toBeLessThanOrEqual(sides);
      seen.add(die);
    }
  }
  expect(seen.size, "different numbers in 24 throws").toBeGreaterThan(1);
  expect(differed, "the two dice ever differ").toBe(true);
  await fixChance(page, 0);
  expect(await roll()).toEqual([1, 1, 2]);
  await fixChance(page, 1 - 2 ** -40);
  expect(await roll()).toEqual([sides, sides, 2 * sides]);
}

async function useJson(page: Page, spaces = 2): Promise<void> {
  const field = page.locator("textarea");
  const shown = page.locator("pre");
  const value = { name: "Maria", ages: [3, { x: null }], html: "<b>&amp;</b>" };
  await paste(field, JSON.stringify(value));
  expect(await shown.innerText()).toBe(JSON.stringify(value, null, spaces));
  await paste(field, '{"name": "Maria",}');
  expect(await shown.innerText()).toMatch(/JSON|expected|invalid|error/i);
  await paste(field, "[1,2]");
  expect(await shown.innerText()).toBe(JSON.stringify([1, 2], null, spaces));
}

async function useCsv(page: Page): Promise<void> {
  const field = page.locator("textarea");
  const cells = async (): Promise<string[][]> =>
    Promise.all((await page.locator("tr").all()).map((row) => row.locator("td, th").allInnerTexts()));
  await paste(field, "name,age,city\nMaria,34,Oslo\nOmar, 51 ,<i>Lima</i>\n");
  expect(await cells()).toEqual([
    ["name", "age", "city"],
    ["Maria", "34", "Oslo"],
    ["Omar", "51", "<i>Lima</i>"],
  ]);
  const [left, right] = [
    await page.locator("td, th").nth(0).boundingBox(),
    await page.locator("td, th").nth(1).boundingBox(),
  ];
  expect(left?.y, "cells of a row stand side by side").toBe(right?.y);
  await paste(field, "a,b");
  expect(await cells()).toEqual([["a", "b"]]);
  await paste(field, '"Oslo, Norway",1,,"x"');
  expect(await cells(), "commas in quotes, an empty cell").toEqual([["Oslo, Norway", "1", "", "x"]]);
}

async function useBars(page: Page, scale = 20): Promise<void> {
  const field = page.locator("input");
  const bars = page.locator("div > div");
  const widths = async (): Promise<(number | undefined)[]> =>
    Promise.all((await bars.all()).map(async (bar) => (await bar.boundingBox())?.width));
  expect(await widths()).toEqual([3, 7, 5].map((number) => number * scale));
  await type(field, "1, 4, 2.5, 8");
  expect(await bars.allInnerTexts()).toEqual(["1", "4", "2.5", "8"]);
  const now = await widths();
  for (const [index, number] of [1, 4, 2.5, 8].entries()) expect(now[index]).toBeCloseTo(number * scale, 1);
  const colour = await styleOf(bars.first(), "backgroundColor");
  expect(colour, "a bar is seen on its background").not.toBe(await styleOf(page.locator("body"), "backgroundColor"));
  expect(colour).not.toBe(await computedColour(page, "transparent"));
  expect(await styleOf(bars.first(), "outlineStyle"), "a bar is seen on a page of its own colour").toBe("solid");
}

async function useStopwatch(page: Page): Promise<void> {
  await holdTime(page);
  const seconds = async (): Promise<number> => Number(await said(page));
  expect(await seconds()).toBe(0);
  await page.clock.runFor(1000);
  expect(await seconds(), "before it was started").toBe(0);
  await button(page, "Start").click();
  await page.clock.runFor(2500);
  expect(await seconds()).toBeCloseTo(2.5, 5);
  await button(page, "Stop").click();
  await page.clock.runFor(2000);
  expect(await seconds(), "while it stands").toBeCloseTo(2.5, 5);
  await button(page, "Start").click();
  await page.clock.runFor(61_000);
  expect(await seconds(), "going on").toBeCloseTo(63.5, 5);
  await button(page, "Stop").click();
  await button(page, "Reset").click();
  expect(await seconds()).toBe(0);
  await page.clock.runFor(1000);
  expect(await seconds(), "after it was reset").toBe(0);
  await button(page, "Start").click();
  await page.clock.runFor(300);
  expect(await seconds(), "started after it was reset").toBeCloseTo(0.3, 5);
}

async function useColour(page: Page): Promise<void> {
  const picker = page.locator('input[type="color"]');
  const shown = page.locator("p").first();
  for (const colour of [await picker.inputValue(), "#ff8000", "#102030"]) {
    await picker.fill(colour);
    expect(await said(page)).toContain(colour);
    expect(await styleOf(shown, "backgroundColor")).toBe(await computedColour(page, colour));
    const box = await shown.boundingBox();
    expect((box?.width ?? 0) * (box?.height ?? 0), "room that shows the colour").toBeGreaterThan(100);
  }
}

async function useCoin(page: Page): Promise<void> {
  const sides = new Set<string>();
  for (let i = 0; i < 60 && sides.size < 2; i++) {
    await button(page).click();
    sides.add(await said(page));
    expect(["Heads", "Tails"]).toContain(await said(page));
  }
  expect([...sides].sort()).toEqual(["Heads", "Tails"]);
}

async function useCountdown(page: Page, start = 60): Promise<void> {
  await holdTime(page);
  expect(Number(await said(page))).toBe(start);
  await page.clock.runFor(3000);
  expect(Number(await said(page)), "before it was started").toBe(start);
  await button(page).click();
  await page.clock.runFor(1000);
  expect(Number(await said(page))).toBe(start - 1);
  await page.clock.runFor((start - 2) * 1000);
  expect(Number(await said(page))).toBe(1);
  await page.clock.runFor(1000);
  expect(await said(page)).toBe("Done");
  await page.clock.runFor(5000);
  expect(await said(page), "after it is done").toBe("Done");
  // Again, and once more while it runs: it must not run twice at a time.
  await button(page).click();
  await page.clock.runFor(1500);
  await button(page).click();
  await page.clock.runFor(2000);
  expect(Number(await said(page)), "started again").toBe(start - 2);
}

/** What each app must do. */
export const behaviours: { [kind in AppKind]: Behaviour } = {
  counter: useCounter,
  urls: useUrls,
  tip: useTip,
  todo: useTodo,
  temperature: useTemperature,
  words: useWords,
  dice: useDice,
  json: useJson,
  csv: useCsv,
  bars: useBars,
  stopwatch: useStopwatch,
  colour: useColour,
  coin: useCoin,
  countdown: useCountdown,
};

/** Holds an app to how it was asked to look, as the browser shows it. */
export async function checkLook(page: Page, look: AppLook): Promise<void> {
  const heading = page.getByRole("heading").first();
  const title = await page.title();
  expect(title).not.toBe("");
  expect(await heading.innerText()).toBe(title);
  if (look.title !== undefined) expect(title).toBe(look.title);
  const body = page.locator("body");
  if (look.background !== undefined) {
    expect(await styleOf(body, "backgroundColor"), "background").toBe(await computedColour(page, look.background));
  }
  if (look.text !== undefined) {
    const expected = await computedColour(page, look.text);
    for (const element of [body, heading]) expect(await styleOf(element, "color"), "text").toBe(expected);
  }
  if (look.button !== undefined) {
    const buttons = await page.getByRole("button").all();
    expect(buttons.length).toBeGreaterThan(0);
    const expected = await computedColour(page, look.button);
    for (const each of buttons) expect(await styleOf(each, "backgroundColor"), "button").toBe(expected);
  }
  const size = Number.parseFloat(await styleOf(body, "fontSize"));
  if (look.largerThan !== undefined) expect(size, "size of letters").toBeGreaterThan(look.largerThan);
  if (look.smallerThan !== undefined) expect(size, "size of letters").toBeLessThan(look.smallerThan);
}
