/** A browser that does not keep apps from the network by itself: the page says so, and an app gets nothing there that is the person's. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { BROWSER_TEST_MS, launched } from "../support/browser.ts";
import { builtLibraries } from "../support/built-libraries.ts";
import { chromiumVersion } from "../support/chromium-version.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { type Served, webTest } from "../support/web-page.ts";

const PEOPLE = "name,age\nAda,36\nGrace,85\n";
const REFUSAL = "This browser does not keep apps from the network";
const NOTICE = "This browser does not keep apps from all of the network";
/** Asks for all that there is as soon as it runs: what was found, or why it was refused. */
const APP = `<!doctype html><html lang="en"><title>Curious</title><h1>Curious</h1><pre id="out"></pre><script>
const wishes = {
  rows: () => penny.query("select name from people order by age").then(({ rows }) => rows.flat()),
  kept: () => penny.store.get("diary"),
  keys: () => penny.store.keys(),
  keeping: () => penny.store.set("diary", "nothing"),
  answer: () => penny.ask("What is 2 + 3?"),
};
const said = Object.entries(wishes).map(([name, wish]) => wish().then((value) => [name, value], (error) => [name, error.message]));
Promise.all(said).then((all) => { out.textContent = JSON.stringify(Object.fromEntries(all)); });
</script>`;

/** A Chromium as browsers are that never heard of the rule. */
const openTest = webTest.extend({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs; this one needs nothing.
    async ({}, use) => {
      const browser = await launched(["--disable-features=ConnectionAllowlists"]);
      await use(browser);
      await browser?.close();
    },
    { scope: "file" },
  ],
}) as typeof webTest;

let server: LocalServer;

beforeAll(async () => {
  await builtLibraries();
  server = await startLocalServer();
});

afterAll(() => server.close());

/** An app that was given a table, may read it, has kept something and may ask a model: nothing is left to say yes to. */
async function trusted({ workbench }: Served): Promise<string> {
  const { app } = await workbench.apps.importApp(APP, "curious.html");
  const source = join(temporaryFolder(), "people.csv");
  writeFileSync(source, PEOPLE);
  await workbench.data.give(app.id, { source });
  await workbench.data.allow(app.id, true);
  await workbench.appCalls.call(app.id, "store.set", { key: "diary", value: "Dear diary" });
  await workbench.apps.allowAsk(app.id, { model: `${server.url}#m`, budgetUsd: 1, perMinute: 60 });
  return app.id;
}

async function found(page: Page): Promise<{ [name: string]: unknown }> {
  const out = page.frameLocator(".frame-place iframe").locator("#out");
  await out.filter({ hasText: "{" }).waitFor();
  return JSON.parse(await out.innerText());
}

/** What the server was asked for on behalf of the app. */
function bridged(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/bridge")) names.push((request.postDataJSON() as { name: string }).name);
  });
  return names;
}

describe("where the browser does not keep apps from the network", { timeout: BROWSER_TEST_MS }, () => {
  openTest(
    "the page says so, and an app that was granted everything gets no rows and nothing that it kept",
    async ({ web, served }) => {
      const id = await trusted(served);
      const { page, visit } = await web();
      const asked = bridged(page);
      await visit(`/apps/${id}`);
      expect(await found(page)).toEqual({
        rows: expect.stringContaining(REFUSAL),
        kept: expect.stringContaining(REFUSAL),
        keys: expect.stringContaining(REFUSAL),
        keeping: expect.stringContaining(REFUSAL),
        answer: "What is 2 + 3?",
      });
      // Nothing that is the person's has even come into the page for it.
      expect(asked).toEqual(["ask"]);
      expect(await served.workbench.appCalls.call(id, "store.get", { key: "diary" })).toEqual({ value: "Dear diary" });
      expect(JSON.stringify(server.requests.at(-1)?.json)).not.toMatch(/Ada|Dear diary/);
      await page.getByRole("status").filter({ hasText: NOTICE }).waitFor();
      await page.getByRole("button", { name: "Data" }).click();
      await page.getByText("no data of yours is given to apps in it").waitFor();
      expect(await page.getByRole("button", { name: "Give a file" }).count()).toBe(0);
      for (const address of ["/apps", `/apps/side/${id}`]) {
        await visit(address);
        await page.getByRole("status").filter({ hasText: NOTICE }).waitFor();
      }
    },
  );
});

describe("where it does", { timeout: BROWSER_TEST_MS }, () => {
  webTest("the same app gets its rows and what it kept, as soon as it asks", async ({ web, served, skip }) => {
    const version = chromiumVersion();
    if (version !== undefined && version < 152) return skip("This Chromium has no Connection-Allowlist.");
    const id = await trusted(served);
    const { page, visit } = await web();
    await visit(`/apps/${id}`);
    expect(await found(page)).toEqual({
      rows: ["Ada", "Grace"],
      kept: "Dear diary",
      keys: ["diary"],
      keeping: null,
      answer: "What is 2 + 3?",
    });
    expect(await page.getByText(NOTICE).count()).toBe(0);
  });
});
