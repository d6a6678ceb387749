/** The place Evals as a person uses it: the sample by one click, its figures and answers, judging by keys, stopping and going on. */
import { expect } from "vitest";
import { sampleSuitePath } from "../../src/run/found-suites.ts";
import { axeFaults, isWiderThanScreen } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { type Served, webTest } from "../support/web-page.ts";

/** Runs the sample as a terminal would, with some of its cases. */
async function sampleRun({ workbench }: Served, filter: string[]): Promise<string> {
  const suite = await workbench.loadSuite(sampleSuitePath());
  return (await workbench.evaluate(suite, { filter, about: { path: sampleSuitePath() } })).id;
}

webTest("the sample runs by one key, and shows what it proves", { timeout: BROWSER_TEST_MS }, async ({ web }) => {
  const { page, visit } = await web();
  await visit("/evals");
  await page.getByText("in 95 of 100 such sets the interval holds the true one").waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Run the sample suite" }).press("Enter");
  await page.waitForURL(/\/evals\/runs\/\w+$/);
  await page.locator(".verdict", { hasText: /^pocket-m is best: 21\/21/ }).waitFor();
  const leaderboard = page.getByRole("region", { name: "Leaderboard" });
  expect(await leaderboard.innerText()).toMatch(/pocket-m\s+21\/21\s+100 % \[85–100\]/);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByLabel("Show").selectOption("differ");
  await expect.poll(() => page.locator("tr[data-row]").count()).toBe(7);
  await page.getByRole("link", { name: "r in strawberry" }).press("Enter");
  await page.getByText("equals: 3", { exact: true }).waitFor();
  expect(await page.locator(".answer-card").count()).toBe(2);
  await page.getByText("1 of 7").waitFor();
  await page.keyboard.press("j");
  await page.getByText("2 of 7").waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.goBack();
  await page.goBack();
  expect(await page.getByLabel("Show").inputValue()).toBe("differ");
  await page.getByRole("link", { name: "Plots" }).click();
  await page.getByRole("img", { name: /^Pass rate against median time/ }).waitFor();
  await page.getByRole("link", { name: "How many cases?" }).click();
  await page.getByText("pocket-m against pocket-s, 21 cases").waitFor();
  expect(await axeFaults(page)).toEqual([]);
});

webTest("answers are judged blind by keys alone", { timeout: BROWSER_TEST_MS }, async ({ web, served }) => {
  const run = await sampleRun(served, ["17 + 25", "reverse garden", "teal pelican"]);
  const { page, visit } = await web();
  const labels = async (): Promise<(boolean | undefined)[]> =>
    (await served.workbench.evals.humanItems(run)).map(({ label }) => label?.passed);
  const all = (await labels()).length;
  await visit(`/evals/runs/${run}/human`);
  await page.getByText(`1 of ${all}`, { exact: true }).waitFor();
  expect(await page.locator("main").innerText()).not.toContain("pocket");
  await page.keyboard.press("p");
  await page.getByText(`2 of ${all}`, { exact: true }).waitFor();
  await page.keyboard.press("n");
  await page.keyboard.type("so so");
  await page.keyboard.press("Enter");
  await page.keyboard.press("f");
  await page.getByText(`3 of ${all}`, { exact: true }).waitFor();
  await expect.poll(async () => (await labels()).slice(0, 3)).toEqual([true, false, undefined]);
  await page.keyboard.press("u");
  await expect.poll(async () => (await labels()).slice(0, 2)).toEqual([true, undefined]);
  for (let place = 2; place <= all; place++) {
    await page.getByText(`${place} of ${all}`, { exact: true }).waitFor();
    await page.keyboard.press("p");
  }
  await page.getByText("All answers are judged").waitFor();
  await expect.poll(async () => (await labels()).every((label) => label === true)).toBe(true);
  await page.getByRole("link", { name: "See how far the scorers agree with you" }).press("Enter");
  await page.getByRole("rowheader", { name: "contains" }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
});

webTest("a run goes on without its page, is stopped, and goes on", { timeout: BROWSER_TEST_MS }, async ({ web }) => {
  const one = await web();
  await one.visit("/evals");
  await one.page.getByRole("link", { name: "Sample suite" }).click();
  await one.page.getByLabel("Each asked").fill("10");
  await one.page.getByText("420 cells").waitFor();
  await one.page.getByRole("button", { name: "Run", exact: true }).click();
  await one.page.waitForURL(/\/evals\/runs\/\w+$/);
  const { pathname } = new URL(one.page.url());
  await one.page.goto("about:blank");
  const other = await web({ viewport: { width: 360, height: 740 } });
  await other.visit("/evals");
  await other.page.getByText("running").waitFor();
  await other.visit(pathname);
  await other.page.getByText(/^\d+\/420$/).waitFor();
  expect(await isWiderThanScreen(other.page)).toBe(false);
  await other.page.getByRole("button", { name: "Stop" }).click();
  await other.page.getByText("cancelled").waitFor();
  await other.page.getByRole("button", { name: "Go on" }).click();
  await other.page.getByText(/^[1-9]\d*\/420$/).waitFor();
  await other.page.getByRole("button", { name: "Stop" }).click();
  await other.page.getByText("cancelled").waitFor();
  expect(await isWiderThanScreen(other.page)).toBe(false);
});

webTest(
  "runs made in a terminal appear at once, and are compared",
  { timeout: BROWSER_TEST_MS },
  async ({ web, served }) => {
    const { page, visit } = await web({ colorScheme: "dark" });
    await sampleRun(served, ["17 + 25", "reverse garden"]);
    await visit("/evals");
    await page.getByRole("region", { name: "Runs" }).first().waitFor();
    const count = await page.locator("tbody tr").count();
    const after = await sampleRun(served, ["17 + 25"]);
    await expect.poll(() => page.locator("tbody tr").count()).toBe(count + 1);
    expect(await axeFaults(page)).toEqual([]);
    await visit(`/evals/runs/${after}`);
    await page.getByLabel("Compare with").selectOption({ index: 1 });
    await page.waitForURL(/\/evals\/compare\//);
    await page.getByText("also cases that did not change").first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
  },
);
