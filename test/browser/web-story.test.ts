/**
 * What somebody does who opens the page for the first time, has no key, reads no manual and touches no mouse: asks, compares, runs the
 * sample suite, votes on its answers, sees what it cost. And a server that is started again under an open page.
 */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { serve } from "../../src/server/serve.ts";
import { axeFaults } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { eventually, webTest } from "../support/web-page.ts";

/** Presses Tab until the focus is on something with this name, as a person does who sees where it is. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const focused = await page.evaluate<string>(
      "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()",
    );
    if (name.test(focused)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${name}`);
}

async function follow(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

webTest(
  "the whole first use goes by keys alone: ask, compare, evaluate, vote, cost",
  { timeout: 2 * BROWSER_TEST_MS },
  async ({ web, served }) => {
    const { page } = await web();
    // Ask: the prompt has the focus.
    await page.getByRole("textbox", { name: "Prompt", exact: true }).waitFor();
    await page.keyboard.type("What is 2 + 3?");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator(".answer .figures").count()).toBe(1);
    expect(await page.locator(".answer .markdown").allInnerTexts()).toEqual(["5"]);
    expect(await axeFaults(page)).toEqual([]);

    // Compare.
    await follow(page, /^Pennyfarthing$/);
    await follow(page, /^Compare two sizes/);
    await eventually(() => page.locator(".answer .figures").count()).toBe(2);

    // Evaluate.
    await follow(page, /^Evals$/);
    await follow(page, /^Run the sample suite$/);
    await page.waitForURL(/\/evals\/runs\/\w+$/);
    await page.locator(".verdict", { hasText: /^pocket-m is best/ }).waitFor();

    // Vote on the answers of the run.
    const run = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    await served.workbench.arena.battlesOfRun(run);
    await follow(page, /^Arena$/);
    await follow(page, /battles? waits? for your (first )?vote/);
    for (const key of ["a", "b", "t"]) {
      // A key counts once both answers are there.
      await page.getByRole("button", { name: /as good/i, disabled: false }).waitFor();
      await page.keyboard.press(key);
      await page.getByRole("button", { name: /^Next/ }).waitFor();
      expect(await page.locator(".vote-bar").innerText()).toContain("pocket/pocket-");
      await page.keyboard.press("Enter");
    }
    await eventually(async () => (await served.workbench.arena.votes()).length).toBe(3);
    expect(await axeFaults(page)).toEqual([]);

    // Cost.
    await follow(page, /^Cost$/);
    await page.getByText("$0").first().waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const calls = await served.workbench.log.calls({ command: "prompt" });
    expect(calls).toHaveLength(3);
  },
);

webTest(
  "a server that is started again finds its page still open, and the page goes on",
  { timeout: BROWSER_TEST_MS },
  async ({ web, served }) => {
    const { workbench, page } = served;
    const settings = { person: "tester", version: "0.0.0", page };
    const first = await serve(workbench, { ...settings, port: 0 });
    const opened = await web();
    await opened.page.context().unrouteAll();
    await opened.page.goto(first.link);
    await opened.page.getByRole("textbox", { name: "Prompt", exact: true }).waitFor();
    await first.close();
    await opened.page.getByText("The server does not answer.").waitFor();
    const second = await serve(workbench, { ...settings, port: first.port });
    try {
      await opened.page.getByText("The server does not answer.").waitFor({ state: "hidden" });
      await opened.page.keyboard.type("What is 2 + 2?");
      await opened.page.keyboard.press("Enter");
      await eventually(() => opened.page.locator(".answer .figures").count()).toBe(1);
    } finally {
      await opened.page.goto("about:blank");
      await second.close();
      // The other server's address and the refused connections are this test's own doing.
      opened.problems.length = 0;
    }
  },
);
