/** The place Arena as a person uses it: blind until the vote, by keys alone, from the first battle to the leaderboard. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { axeFaults, isWiderThanScreen } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { type Served, webTest } from "../support/web-page.ts";

const MODELS = ["pocket/pocket-s", "pocket/pocket-m", "pocket/pocket-l"];
const NARROW = { viewport: { width: 360, height: 740 } };

/** Collects all that the server tells the page from now on, but for the list of models. */
function listenTo(page: Page): () => Promise<string> {
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/api/arena")) bodies.push(response.text().catch(() => ""));
  });
  return async () => (await Promise.all(bodies)).join("\n");
}

/** Battles as a terminal would make them. */
async function battles({ workbench }: Served, prompts: readonly string[]): Promise<void> {
  for (const prompt of prompts)
    for (const models of [MODELS.slice(0, 2), MODELS.slice(1), [MODELS[0], MODELS[2]] as string[]])
      await workbench.arena.battle({ models, prompts: [{ prompt }] });
}

webTest(
  "the first battle by one button: drawings without names, a vote by key, then the names; undo and vote again",
  { timeout: BROWSER_TEST_MS },
  async ({ web, served }) => {
    const { page, visit } = await web();
    await visit("/arena");
    const first = page.getByRole("button", { name: "Let two pocket models draw a pelican" });
    await first.waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const told = listenTo(page);
    await first.press("Enter");
    await page.waitForURL(/\/arena\/battle\?battle=\w+$/);
    await page.getByRole("img", { name: "What answer B draws" }).waitFor();
    expect(await page.locator("main").innerText()).not.toMatch(/pocket/i);
    expect(await told()).not.toMatch(/pocket/i);
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press("r");
    await page.keyboard.type("the better bird");
    await page.keyboard.press("Enter");
    await page.keyboard.press("a");
    await page.getByText("A was").first().waitFor();
    expect(await page.locator(".revealed").innerText()).toMatch(
      /pocket\/pocket-.[\s\S]*\$0[\s\S]*pocket\/pocket-.[\s\S]*\$0/,
    );
    await page.keyboard.press("u");
    await page.getByRole("button", { name: "As good" }).waitFor();
    expect(await page.locator("main").innerText()).not.toMatch(/pocket/i);
    await page.keyboard.press("t");
    await page.locator(".revealed").waitFor();
    const votes = await served.workbench.arena.votes();
    expect(votes.map(({ vote }) => [vote.winner === "tie", vote.reason, vote.withdrawn?.why, vote.voter.name])).toEqual(
      [
        [false, "the better bird", "undone while voting", "tester"],
        [true, undefined, undefined, "tester"],
      ],
    );
    await page.keyboard.press("Enter");
    const start = page.getByRole("button", { name: "Let two meet" });
    await start.waitFor();
    await page.getByLabel("Prompt", { exact: true }).fill("What is 12 + 30?");
    for (const model of MODELS) await page.getByLabel(model, { exact: true }).check();
    await page.getByText("Costs nothing: these models run here.").waitFor();
    await start.press("Enter");
    await page.waitForURL(/\?battle=\w+$/);
    await page.getByRole("region", { name: "Answer A" }).waitFor();
    await page.goBack();
    await start.waitFor();
    expect(await page.getByLabel("Prompt", { exact: true }).inputValue()).toBe("What is 12 + 30?");
    await page.goForward();
    await page.getByRole("region", { name: "Answer A" }).waitFor();
  },
);

webTest(
  "waiting battles are voted through by keys, under another name; the leaderboard follows in every open page",
  { timeout: BROWSER_TEST_MS },
  async ({ web, served }) => {
    await battles(served, ["How many r's are in strawberry?", "What is 347 + 256?"]);
    const board = await web(NARROW);
    await board.visit("/arena");
    await board.page.getByText("battles wait for your").waitFor();
    const { page, visit } = await web();
    await visit("/arena/vote");
    await page.getByText("Voting as tester").click();
    await page.getByLabel("Another name").fill("ida");
    await page.getByRole("button", { name: "Vote under it" }).click();
    const open = await served.workbench.arena.open({ name: "ida", kind: "human" });
    await page.getByText(`1 of ${open.length}`, { exact: true }).waitFor();
    // Ties tie all models to each other, whichever side chance put first: without, one may have no rating.
    for (const [index, key] of open.map((_, each) => [each, ["a", "b"][each] ?? "t"] as const)) {
      await page.getByText(`${index + 1} of ${open.length}`, { exact: true }).waitFor();
      await page.getByRole("region", { name: "Answer B" }).waitFor();
      await page.keyboard.press(key);
      await page.locator(".revealed").waitFor();
      await page.keyboard.press("Enter");
    }
    await page.getByText("That was the last one").waitFor();
    expect((await served.workbench.arena.votes()).filter(({ vote }) => vote.voter.name === "ida")).toHaveLength(
      open.length,
    );
    await board.page.getByRole("region", { name: "Leaderboard" }).getByText("pocket/pocket-l").waitFor();
    expect(await board.page.getByRole("img", { name: /^pocket\/pocket-l: \d+, / }).count()).toBe(1);
    expect(await axeFaults(board.page)).toEqual([]);
    expect(await isWiderThanScreen(board.page)).toBe(false);
  },
);

webTest(
  "a vote is taken back with a reason, and stays in the list",
  { timeout: BROWSER_TEST_MS },
  async ({ web, served }) => {
    const markup = '<img src=x onerror="document.title=1">';
    const [battle] = await served.workbench.log.battles();
    const voter = { name: markup, kind: "human" } as const;
    await served.workbench.arena.vote({ battle: battle?.id ?? "", winner: "a", voter, swapped: false, reason: markup });
    const { page, visit } = await web();
    await visit("/arena/votes");
    const row = page.getByRole("row").filter({ hasText: markup });
    await row.waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await row.getByRole("button", { name: "Take back" }).press("Enter");
    await page.getByLabel("Why").fill("a test");
    await page.getByRole("button", { name: "Take it back" }).press("Enter");
    await row.getByText("taken back: a test").waitFor();
    expect(await row.getByRole("button").count()).toBe(0);
    await visit("/arena/voters");
    await page.getByText(/votes? by \d+ (person|people)/).waitFor();
    expect(await axeFaults(page)).toEqual([]);
  },
);
