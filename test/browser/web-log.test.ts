/** The places Log, Models and Cost in a real browser, on the real server with calls of the pocket models. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { textMessage } from "../../src/record/message.ts";
import { plainCall, testIds } from "../../src/store/fixtures/plain-call.ts";
import { axeFaults, isWiderThanScreen } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { eventually, webTest } from "../support/web-page.ts";

const XSS = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

webTest(
  "a call made elsewhere appears at once, is found as one types, and is shown whole",
  async ({ served, web }) => {
    const { page, visit } = await web();
    await visit("/log");
    await page.getByRole("heading", { name: "Nothing was asked yet" }).waitFor();
    const call = await served.workbench.ask({ model: "pocket/pocket-s", prompt: "How many r's are in strawberry?" });
    const list = page.getByRole("list", { name: "Calls" });
    await list.getByRole("link", { name: /strawberry/ }).waitFor();
    await served.workbench.ask({ model: "pocket/pocket-s", prompt: "What is the capital of France?" });
    await list.getByRole("link", { name: /France/ }).waitFor();

    await page.getByRole("searchbox").pressSequentially("strawb");
    await list.getByRole("link", { name: /France/ }).waitFor({ state: "detached" });
    expect(await list.locator("mark").allTextContents()).toContain("strawberry");
    expect(new URL(page.url()).searchParams.get("q")).toBe("strawb");

    await list.getByRole("link").first().click();
    const sheet = page.getByRole("article");
    await sheet.getByText("it ran on this machine").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/log/${call.id}`);
    await sheet.getByText(`${call.usage.outputTokens}`, { exact: true }).first().waitFor();
    await page.goBack();
    await page.getByText("Choose a call").waitFor();
  },
  BROWSER_TEST_MS,
);

webTest(
  "a call is deleted after a question that says what goes, by the keyboard alone",
  async ({ served, web }) => {
    const call = await served.workbench.ask({ model: "pocket/pocket-s", prompt: "Reverse the word garden." });
    const { page, visit } = await web();
    await visit(`/log/${call.id}`);
    await page.getByRole("button", { name: "Delete" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("What goes for good").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Delete" }).press("Enter");
    await dialog.getByRole("button", { name: "Delete" }).press("Enter");
    await page.waitForURL((url) => url.pathname === "/log");
    await eventually(() => served.workbench.log.call(call.id)).toBeUndefined();
  },
  BROWSER_TEST_MS,
);

webTest(
  "thousands of calls scroll with few rows in the page, and a call that comes in keeps the place",
  async ({ served, web }) => {
    const ids = testIds();
    const many = Array.from({ length: 450 }, (_, index) => {
      const startedAt = 1_700_000_000_000 + index;
      return plainCall(ids(), `Old question ${index}`, "Yes.", {
        timing: { startedAt, endedAt: startedAt + 10, queueMs: 0, retryMs: 0 },
      });
    });
    await served.workbench.log.importCalls(many);
    const { page, visit } = await web();
    await visit("/log?q=&command=prompt&until=2023-12-31");
    const list = page.getByRole("list", { name: "Calls" });
    await list.getByRole("link", { name: /Old question 449/ }).waitFor();
    const end = list.getByRole("link", { name: /Old question 0\b/ });
    await eventually(async () => {
      await page.locator(".log-scroll").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
      return end.count();
    }).toBe(1);
    expect(await list.getByRole("listitem").count()).toBeLessThan(60);

    const box = async (): Promise<number | undefined> => (await end.boundingBox())?.y;
    const before = await box();
    const at = 1_700_000_100_000;
    const newer = plainCall(ids(), "Newer question", "Yes.", {
      timing: { startedAt: at, endedAt: at + 10, queueMs: 0, retryMs: 0 },
    });
    await served.workbench.log.importCalls([newer]);
    await eventually(async () => (await list.getByRole("listitem").last().getAttribute("aria-setsize")) ?? "").toBe(
      "451",
    );
    expect(await box()).toBeCloseTo(before ?? Number.NaN, 0);
  },
  BROWSER_TEST_MS,
);

webTest(
  "nothing that a model, a name or an error says runs",
  async ({ served, web }) => {
    const id = "01hf7yzt00zzzzzzzzzzzzzzzz";
    const evil = plainCall(id, XSS, XSS, {
      request: { model: `evil/${XSS}`, messages: [textMessage("system", XSS), textMessage("user", XSS)] },
      parts: [
        { type: "reasoning", text: XSS },
        { type: "text", text: XSS },
        { type: "tool-call", id: "1", name: XSS, input: { [XSS]: XSS } },
      ],
      servedModel: XSS,
      warnings: [XSS],
      origin: { command: XSS, ref: XSS },
      finish: { reason: "error", raw: XSS },
      error: { kind: "http", message: XSS, status: 500, body: XSS },
    });
    await served.workbench.log.importCalls([evil]);
    const { page, visit } = await web();
    await visit(`/log/${id}`);
    await page.getByRole("heading", { name: "Answer" }).waitFor();
    for (const fold of await page.getByRole("article").locator("summary").all()) await fold.click();
    await page.getByRole("button", { name: "As it was sent" }).click();
    expect(await page.title()).toBe("Log · Pennyfarthing");
    expect(await page.locator('main img[src="x"], main script').count()).toBe(0);
  },
  BROWSER_TEST_MS,
);

webTest(
  "models are narrowed and set as default; cost is summed and forecast",
  async ({ served, web }) => {
    const { page, visit } = await web({ viewport: { width: 360, height: 740 } });
    await visit("/models");
    await page.getByRole("button", { name: "runs here" }).click();
    const table = page.getByRole("table", { name: "Models" });
    await table.getByRole("link", { name: "openai/gpt-4", exact: true }).waitFor({ state: "detached" });
    await table.getByRole("link", { name: "pocket/pocket-s" }).click();
    await page.getByText("it fits").waitFor();
    await page.getByRole("button", { name: "Make it the default" }).click();
    await page.getByText("the default model", { exact: true }).waitFor();
    expect((await served.workbench.settings.read()).defaultModel).toBe("pocket/pocket-s");

    await served.workbench.ask({ model: "pocket/pocket-s", prompt: "What is the capital of Italy?" });
    await visit("/cost?by=model");
    await page.getByRole("rowheader", { name: "pocket/pocket-s" }).waitFor();
    await page.getByRole("link", { name: "Forecast" }).click();
    const row = page.getByRole("row", { name: /openai\/gpt-5 / });
    await row.waitFor();
    // 1,000 calls of 300 tokens in and 100 out: 0.3 M × $1.25 + 0.1 M × $10.
    expect(await row.getByRole("cell").first().textContent()).toBe("$1.38");
    const folder = temporaryFolder();
    for (const name of ["one.txt", "two.md"]) writeFileSync(join(folder, name), "word ".repeat(80));
    writeFileSync(join(folder, "program.bin"), "0");
    await page.getByLabel("A folder on this machine").setInputFiles(folder);
    await page.getByText("2 texts, about 100 tokens each (4 bytes a token); 1 other file is left out.").waitFor();
    expect(await page.getByLabel("Calls").inputValue()).toBe("2");
    expect(await page.getByLabel("Input tokens of each").inputValue()).toBe("100");
    expect(await isWiderThanScreen(page)).toBe(false);
  },
  BROWSER_TEST_MS,
);

webTest(
  "Log, Models and Cost have no faults of accessibility, light or dark, wide or narrow",
  async ({ served, web }) => {
    const call = await served.workbench.ask({ model: "pocket/pocket-s", prompt: "Spell plinth backwards." });
    const addresses = ["/log", `/log/${call.id}`, "/models", "/models/openai%2Fgpt-4o", "/cost", "/cost/forecast"];
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 360],
    ] as const) {
      const { page, visit } = await web({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      for (const address of addresses) {
        await visit(address);
        await page.locator("main h1:visible").first().waitFor();
        await page.locator(".loading").first().waitFor({ state: "detached" });
        expect([address, ...(await axeFaults(page))]).toEqual([address]);
      }
    }
  },
  BROWSER_TEST_MS,
);
