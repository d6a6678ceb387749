/** The place Learn: every lesson's experiment runs, and shows what the lesson says that it shows. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFaults, isWiderThanScreen } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { eventually, webTest } from "../support/web-page.ts";

/** Presses the experiment's button, and gives what is shown when all is there. */
async function outcome(page: Page): Promise<string> {
  await page.locator(".experiment button.main").press("Enter");
  const shown = page.locator(".outcome");
  await eventually(() => shown.getAttribute("aria-busy")).toBe("false");
  return shown.innerText();
}

/** Moves a slider to a value by keys. */
async function slide(page: Page, label: RegExp, value: number): Promise<void> {
  await page.getByLabel(label).fill(String(value));
}

webTest("lessons show what they say", { timeout: 2 * BROWSER_TEST_MS }, async ({ web }) => {
  const { page, visit } = await web();
  await visit("/learn/tokens");
  expect(await outcome(page)).toMatch(
    /10 characters, 3 tokens .* 10 for pocket\/pocket-m[\s\S]*st\s*302\s*raw[\s\S]*r:s0t0r1[\s\S]*\n3\n/,
  );
  await page.getByText("Next: Temperature").press("Enter");
  await page.getByRole("heading", { name: "Temperature", level: 1 }).waitFor();
  const repeated = await outcome(page);
  expect(repeated).toMatch(/at 0\s+(2\s+){8}all the same\s+at 1.5[\s\S]*[2-8] different/);
  await visit("/learn/context");
  expect(await outcome(page)).toMatch(/646 of 1,024 tokens[\s\S]*positive/);
  await slide(page, /75 times|times, and the question/, 75);
  expect(await outcome(page)).toMatch(/1068 tokens, but pocket\/pocket-m has a context of 1024/);
  await visit("/learn/cost");
  expect(await outcome(page)).toMatch(/openai\/gpt-5-mini\s+460k\s+600k\s+\$1\.32/);
  await visit("/learn/evals");
  await outcome(page);
  await page.getByText("60 % to 98 %").waitFor();
  expect(await page.getByRole("region", { name: "Scores" }).innerText()).toMatch(
    /pocket-s\s+4 of 10\s+17 % to 69 %\s+pocket\/pocket-m\s+9 of 10\s+60 % to 98 %/,
  );
  await visit("/learn/injection");
  expect(await outcome(page)).toMatch(/pocket-m[\s\S]*\n42\n[\s\S]*pocket-l[\s\S]*\n42\n/);
  await visit("/learn/hallucination");
  expect(await outcome(page)).toMatch(/pocket-m\s+2024-02-31[\s\S]*pocket-l\s+2024-02-31/);
  await page.getByRole("button", { name: "What is the capital of France?" }).click();
  expect((await outcome(page)).match(/I don't know\./g)).toHaveLength(3);
  await visit("/learn/reasoning");
  expect(await outcome(page)).toMatch(/thinks first[\s\S]*8\+7\+0=5c[\s\S]*\n1225\n[\s\S]*at once\s+1115/);
  await visit("/learn/sandbox");
  await page.getByRole("button", { name: "the network" }).click();
  expect(await outcome(page)).toMatch(/fetch/);
  await visit("/learn/slop");
  expect((await outcome(page)).match(/3\d % of its lines/g)).toHaveLength(3);
  expect(await page.getByRole("img", { name: "What the answer draws" }).count()).toBe(3);
  expect(await axeFaults(page)).toEqual([]);
});

webTest(
  "a right answer marks the lesson as done, also on a narrow screen and after a reload",
  { timeout: BROWSER_TEST_MS },
  async ({ web }) => {
    const { page, visit } = await web({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
    await visit("/learn/tokens");
    await page.getByLabel("They cannot count beyond two.").check();
    await page.getByText("No: look at the experiment again.").waitFor();
    await page.getByLabel("They get numbers of pieces").check();
    await page.getByText("Yes. The letters are hidden").waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await isWiderThanScreen(page)).toBe(false);
    await visit("/learn");
    await page.getByText("1 of 10 done").waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await isWiderThanScreen(page)).toBe(false);
  },
);
