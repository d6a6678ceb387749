/** The place Ask as a person uses it, on the models that come with penny and on a server whose answers the test holds back. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { textOf } from "../../src/record/message.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { eventually, webTest } from "../support/web-page.ts";

let server: LocalServer;

beforeAll(async () => {
  server = await startLocalServer({ behaviour: { answer: ({ model }) => `I am **${model}**.` } });
});

afterAll(async () => {
  await server.close();
});

function named(...names: string[]): string {
  return `/ask?${new URLSearchParams(names.map((name): [string, string] => ["model", `${server.url}#${name}`]))}`;
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt", exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

async function ended(page: Page, count: number): Promise<void> {
  await eventually(() => page.locator(".answer .figures").count()).toBe(count);
}

function answers(page: Page): Promise<string[]> {
  return page.locator(".answer .markdown").allInnerTexts();
}

describe("asking", () => {
  webTest(
    "without key or manual: the first button asks, the answer has its figures",
    { timeout: BROWSER_TEST_MS },
    async ({ web, served }) => {
      const { page } = await web();
      await page.getByRole("button", { name: /Compare two sizes/ }).click();
      await ended(page, 2);
      const ids = new URL(page.url()).pathname.split("/")[2]?.split(",") ?? [];
      const calls = await Promise.all(ids.map((id) => served.workbench.log.call(id)));
      expect(calls.map((call) => call?.request.model)).toEqual(["pocket/pocket-s", "pocket/pocket-m"]);
      expect((await answers(page)).map((text) => text.trim())).toEqual(
        calls.map((call) => textOf(call?.parts ?? []).trim()),
      );
      const figures = await page.locator(".figures").first().innerText();
      for (const word of ["in", "out", "first token", "tokens/s", "cost", "energy", "served"])
        expect(figures).toContain(word);
      expect(figures).toContain("$0");
    },
  );

  webTest(
    "conversations go on, all or one; go on from an earlier turn; ask another model again; back leads back",
    {
      timeout: BROWSER_TEST_MS,
    },
    async ({ web, served }) => {
      const { page, visit } = await web();
      await visit(named("one", "two"));
      await write(page, "first");
      await ended(page, 2);
      await write(page, "second");
      await ended(page, 4);
      await page.getByLabel("To whom").selectOption({ index: 1 });
      await write(page, "third");
      await ended(page, 5);
      const [left, right] = new URL(page.url()).pathname.split("/")[2]?.split(",") ?? [];
      const said = async (id = ""): Promise<string[]> =>
        (await served.workbench.log.conversation(id)).map(({ request }) =>
          textOf(request.messages.at(-1)?.parts ?? []),
        );
      expect(await said(left)).toEqual(["first", "second", "third"]);
      expect(await said(right)).toEqual(["first", "second"]);
      // Back and forth through the states.
      await page.goBack();
      await ended(page, 4);
      await page.goForward();
      await ended(page, 5);
      // From the first turn of the left column on.
      await page.getByRole("button", { name: "Go on from here" }).first().click();
      await ended(page, 3);
      await write(page, "other");
      await ended(page, 5 - 1);
      const [fork] = new URL(page.url()).pathname.split("/")[2]?.split(",") ?? [];
      expect(await said(fork)).toEqual(["first", "other"]);
      // The same once more of a model that no list has.
      await page.getByRole("button", { name: "Ask again…" }).last().click();
      await page.getByRole("searchbox").fill(`${server.url}#three`);
      await page.keyboard.press("Enter");
      await eventually(() => page.locator(".column").count()).toBe(3);
      await eventually(async () => (await answers(page)).at(-1)).toBe("I am three.");
      const third = new URL(page.url()).pathname.split(",").at(-1);
      expect(await said(third)).toEqual(["first", "second"]);
    },
  );

  webTest(
    "settings, schema, tools and files are sent; what does not fit is told and stays written",
    {
      timeout: BROWSER_TEST_MS,
    },
    async ({ web }) => {
      const { page, visit, problems } = await web();
      await visit(named("settings"));
      await page.getByRole("button", { name: "Options" }).click();
      await page.getByLabel("System prompt").fill("Be brief.");
      await page.getByLabel("Temperature").fill("warm");
      await page.getByLabel("Most tokens to write").fill("50");
      await page
        .getByLabel(/^Tools as JSON/)
        .fill('[{"name":"look","description":"d","inputSchema":{"type":"object"}}]');
      await page.getByLabel("Files to attach").setInputFiles({
        name: "note.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("hello"),
      });
      await page.getByRole("list", { name: "Files to send" }).getByText("note.txt").waitFor();
      const before = server.stats.requests;
      await write(page, "Look.");
      await eventually(() => page.getByRole("alert").innerText()).toContain("temperature");
      expect(server.stats.requests).toBe(before);
      expect(await page.getByRole("textbox", { name: "Prompt", exact: true }).inputValue()).toBe("Look.");
      // The refusals are what the browser notes as failed requests.
      expect(problems.splice(0).every((problem) => problem.includes("400"))).toBe(true);
      await page.getByLabel("Temperature").fill("0.5");
      await page.getByRole("button", { name: "Send" }).click();
      await ended(page, 1);
      expect(server.requests.at(-1)?.json).toMatchObject({
        temperature: 0.5,
        tools: [{ function: { name: "look" } }],
        messages: [{ role: "system", content: "Be brief." }, { role: "user" }],
      });
      expect(server.requests.at(-1)?.body).toContain("hello");
      expect(await page.getByRole("list", { name: "Files to send" }).count()).toBe(0);
    },
  );

  webTest(
    "the forecast stands beside the button before anything is sent, and asks nobody",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const { page, visit } = await web();
      await visit(
        `/ask?${new URLSearchParams({ model: "openai/gpt-5-mini", prompt: "How long is a piece of string?" })}`,
      );
      await eventually(() => page.locator(".estimate").innerText()).toMatch(/^about \$0\.\d+.* tokens in$/);
    },
  );
});

describe("an answer that is being written", () => {
  webTest(
    "goes on when the page is closed; a page that comes back goes on following it",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const hold = Promise.withResolvers<void>();
      server.next([{ answer: "one two three four five six", gap: { after: 4, wait: hold.promise } }]);
      const { page, visit } = await web();
      await visit(named("slow"));
      await write(page, "Count.");
      await eventually(() => answers(page)).toEqual(["one two three"]);
      const address = new URL(page.url()).pathname;
      await page.goto("about:blank");
      await visit(address);
      await eventually(() => answers(page)).toEqual(["one two three"]);
      await page.getByRole("button", { name: "Stop" }).first().waitFor();
      hold.resolve();
      await ended(page, 1);
      await eventually(() => answers(page)).toEqual(["one two three four five six"]);
      await page.reload();
      await ended(page, 1);
      await eventually(() => answers(page)).toEqual(["one two three four five six"]);
    },
  );

  webTest("is stopped by Escape, and what had come stays", { timeout: BROWSER_TEST_MS }, async ({ web, served }) => {
    const never = Promise.withResolvers<void>();
    server.next(
      Array.from({ length: 2 }, () => ({ answer: "one two three four", gap: { after: 3, wait: never.promise } })),
    );
    const { page, visit } = await web();
    await visit(named("left", "right"));
    await write(page, "Count.");
    await eventually(() => answers(page)).toEqual(["one two", "one two"]);
    await page.keyboard.press("Escape");
    await ended(page, 2);
    expect(await answers(page)).toEqual(["one two", "one two"]);
    const ids = new URL(page.url()).pathname.split("/")[2]?.split(",") ?? [];
    for (const id of ids) expect((await served.workbench.log.call(id))?.finish.reason).toBe("aborted");
    never.resolve();
  });

  webTest(
    "does not keep others waiting: eight at once in two pages, all are followed",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const hold = Promise.withResolvers<void>();
      server.next(Array.from({ length: 16 }, () => ({ answer: "here now", gap: { after: 2, wait: hold.promise } })));
      const first = await web();
      const other = await first.page.context().newPage();
      const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
      await first.visit(named(...names));
      await write(first.page, "Where?");
      await eventually(() => answers(first.page)).toHaveLength(8);
      await other.goto(new URL(named(...names), first.page.url()).href);
      await write(other, "Where?");
      await eventually(() => answers(other)).toHaveLength(8);
      hold.resolve();
      await ended(first.page, 8);
      await ended(other, 8);
    },
  );
});
