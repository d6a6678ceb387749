/** The place Apps in a real browser, on the real server with the largest pocket model: made, used, changed, mended, given data. */
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { serve } from "../../src/server/serve.ts";
import { axeFaults, isWiderThanScreen } from "../support/axe.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { builtLibraries } from "../support/built-libraries.ts";
import { eventually, webTest } from "../support/web-page.ts";
import { APP_MODEL, noAppModel } from "./pocket.ts";

const COUNTER = "Please write a page with a button that counts my clicks.";
/** Asks for everything that a person must say yes to, and breaks when it is told to. */
const ASKING = `<!doctype html><meta charset="utf-8"><title>Asking</title><h1>People</h1><p id="out"></p><button id="rows">Rows</button>
<button id="open">Open</button><button id="ask">Ask</button><button id="fail">Fail</button><button id="hang">Hang</button>
<script>
const tell = (work) => work.then((value) => { out.textContent = JSON.stringify(value); }, (error) => { out.textContent = error.message; });
rows.onclick = () => tell(penny.query("select name from people where age > 40 order by name").then((all) => all.rows.flat()));
document.getElementById("open").onclick = () => tell(penny.open("https://example.org/?q=1"));
ask.onclick = () => tell(penny.ask("What is 2 + 3?"));
fail.onclick = () => { nowhere(); };
hang.onclick = () => { for (;;); };
</script>`;
const PEOPLE = "name,age\nAda,36\nAlan,41\nGrace,85\n";

let server: LocalServer;

beforeAll(async () => {
  await builtLibraries();
  server = await startLocalServer();
});

afterAll(async () => {
  await server.close();
});

beforeEach(({ skip }) => {
  if (noAppModel) skip(noAppModel);
});

function inFrame(page: Page, index = 0): FrameLocator {
  return page.frameLocator(".frame-place iframe").nth(index);
}

/** Clicks in the frame as a hand does: the page around it sees the pointer come, which moves made by the protocol do not tell it. */
async function press(page: Page, name: string): Promise<void> {
  const button = inFrame(page).getByRole("button", { name });
  await button.waitFor();
  const frame = page.locator(".frame-place iframe");
  await frame.dispatchEvent("pointerenter");
  await frame.dispatchEvent("pointermove");
  await button.click();
}

async function change(page: Page, wish: string): Promise<void> {
  await page.getByRole("textbox", { name: "What shall be different?" }).fill(wish);
  await page.keyboard.press("Enter");
}

function versionIs(page: Page, number: number): Promise<void> {
  return page.getByText(`Version ${number} is there`).first().waitFor();
}

async function panel(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "About the app" }).getByRole("button", { name }).click();
}

async function bring(page: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: "text/plain", buffer: Buffer.from(text) };
  await page.getByLabel("Files to import as apps").setInputFiles(file);
}

function answers(page: Page, title: string, choice: string): Promise<void> {
  return page.getByRole("dialog", { name: title }).getByRole("button", { name: choice }).click();
}

/** Whether this browser keeps apps from the network, so that they get data. */
function canGiveData(page: Page): Promise<boolean> {
  return Promise.race([
    page
      .getByRole("button", { name: "Give a file" })
      .waitFor()
      .then(() => true),
    page
      .getByText("Use Chrome, Chromium or Edge")
      .waitFor()
      .then(() => false),
  ]);
}

describe("apps", { timeout: BROWSER_TEST_MS }, () => {
  webTest(
    "the first app is made by a button, used, changed, compared, brought back and forked",
    async ({ web, served }) => {
      const { page, visit } = await web();
      await visit("/apps");
      await page.getByRole("button", { name: /Make a first one/ }).click();
      await versionIs(page, 1);
      await press(page, "Add one");
      await inFrame(page).getByText("1", { exact: true }).waitFor();
      expect(await page.locator(".frame-place iframe").getAttribute("src")).toMatch(
        /^http:\/\/[a-z0-9]{26}\.localhost:/,
      );

      await change(page, "Make the button red.");
      await versionIs(page, 2);
      const button = inFrame(page).getByRole("button", { name: "Add one" });
      expect(
        await button.evaluate((each) =>
          (each as unknown as { computedStyleMap: () => Map<string, unknown> })
            .computedStyleMap()
            .get("background-color")
            ?.toString(),
        ),
      ).toBe("rgb(255, 0, 0)");
      await page.getByRole("link", { name: "What changed" }).click();
      const diff = page.getByRole("region", { name: "What differs" });
      expect(await diff.locator("ins").innerText()).toContain("red");
      // The address holds the comparison; going back shows the versions.
      expect(new URL(page.url()).searchParams.get("from")).toBe("1");
      await page.goBack();

      await page.getByRole("button", { name: "Restore version 1" }).click();
      await page.getByRole("link", { name: "Version 3", exact: true }).waitFor();
      await inFrame(page).getByRole("button", { name: "Add one" }).waitFor();
      await panel(page, "Source");
      await page.getByRole("textbox", { name: "Source" }).fill("<!doctype html><title>Mine</title><p>By hand");
      await page.getByRole("button", { name: "Keep as a new version" }).click();
      await inFrame(page).getByText("By hand").waitFor();
      const [row] = await served.workbench.apps.list();
      const versions = await served.workbench.apps.versions(row?.app.id ?? "");
      expect(versions.map(({ version }) => version.how)).toEqual(["made", "rewritten", "restored", "by hand"]);

      await page.getByRole("button", { name: "Fork", exact: true }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Another");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Another" }).waitFor();
      await page.getByRole("button", { name: "Remove" }).click();
      await page.getByRole("button", { name: "Remove it" }).click();
      await page.getByRole("list", { name: "Apps" }).getByRole("link", { name: "Counter" }).waitFor();
      await page.getByText("1 removed").waitFor();
    },
  );

  webTest(
    "data, addresses and models need a person's yes; an error is told with its line; an endless loop is stopped",
    async ({ web, served }) => {
      const { page, problems, visit } = await web();
      await visit("/apps");
      await bring(page, "asking.html", ASKING);
      await page.getByRole("heading", { name: "Asking" }).waitFor();
      await panel(page, "Data");
      const isConfined = await canGiveData(page);
      if (isConfined) {
        const buffer = Buffer.from(PEOPLE);
        await page.getByLabel("File to give").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
        await page.getByRole("button", { name: "Give it" }).click();
        await page.getByText("2 columns, 0 rows shown to models").waitFor();
        await press(page, "Rows");
        await answers(page, "Let it read your data?", "It may");
        await inFrame(page).getByText('["Alan","Grace"]').waitFor();
      }
      await press(page, "Open");
      await page.getByRole("dialog").getByText("https://example.org/?q=1", { exact: true }).waitFor();
      await answers(page, "Open this address?", "No");
      await inFrame(page).getByText("The person said no.").waitFor();
      // The keyboard goes back to the app from which the question came.
      await press(page, "Open");
      await page.getByRole("dialog", { name: "Open this address?" }).waitFor();
      await page.keyboard.press("Escape");
      await inFrame(page).getByText("The person said no.").waitFor();
      expect(await page.getByText("It was suspended").count()).toBe(0);
      await press(page, "Ask");
      await answers(page, "Let it ask a model?", "Allow it");
      await inFrame(page).getByText('"5"', { exact: true }).waitFor();
      const [call] = (await served.workbench.log.calls({ command: "app" })) as { origin: { ref?: string } }[];
      expect(call?.origin.ref).toMatch(/^app\/[a-z0-9]{26}\/ask$/);

      await press(page, "Fail");
      await panel(page, "Reported");
      await page.getByText("nowhere is not defined").waitFor();
      await page.getByRole("link", { name: "line 8" }).click();
      await page.getByRole("textbox", { name: "Source" }).waitFor();

      // The click itself never ends: its frame is gone before.
      void press(page, "Hang").catch(() => undefined);
      const suspended = page.getByText("It was suspended");
      await suspended.waitFor();
      expect(await suspended.innerText()).toContain("it answered no more");
      await page.getByRole("button", { name: "Start it again" }).click();
      await inFrame(page).getByRole("button", { name: "Fail" }).waitFor();
      await press(page, "Fail");
      await panel(page, "Reported");
      // So small a model may well not mend it: that is told then, and the same is not tried twice.
      await page.getByRole("button", { name: "Fix it" }).click();
      await page
        .getByText(/Version 2 is there|No new version/)
        .first()
        .waitFor();
      problems.splice(0, problems.length, ...problems.filter((each) => !each.includes("nowhere")));
    },
  );

  webTest("a question to data is kept as an app with a table and a plot", async ({ web, skip }) => {
    const { page, visit } = await web();
    await visit("/apps");
    await page.getByRole("button", { name: "Ask my data" }).click();
    if (!(await canGiveData(page))) return skip("This browser has no Connection-Allowlist, so apps get no data in it.");
    const buffer = Buffer.from(PEOPLE);
    await page.getByLabel("File to give").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Give it" }).click();
    await page.getByLabel("SQL: one SELECT").fill("select name, age from people where age < 50");
    await page.getByRole("button", { name: "Show the rows" }).click();
    await page.getByText("2 rows").waitFor();
    await page.getByLabel(/A question in words/).fill("Who is young?");
    await page.getByRole("button", { name: "Keep as an app" }).click();
    await answers(page, "Let it read your data?", "It may");
    await inFrame(page).getByRole("cell", { name: "41" }).waitFor();
    expect(await inFrame(page).locator("svg [aria-label=bar] rect").count()).toBe(2);
    const room = await inFrame(page)
      .locator("#plot svg")
      .evaluate((svg) => [svg.clientWidth, svg.parentElement?.clientWidth, Number(svg.getAttribute("width"))]);
    expect(new Set(room).size, String(room)).toBe(1);
    await page.getByRole("heading", { name: "Who is young?" }).waitFor();
  });

  webTest(
    "a document is seen while it is written and stays when it is whole; replacements are shown, and what is stopped is kept",
    async ({ web }) => {
      const { promise: rest, resolve: giveRest } = Promise.withResolvers<void>();
      const { promise: never } = Promise.withResolvers<void>();
      const start = `<!doctype html><title>Slow</title><h1>One</h1><p id="at"></p><script>at.textContent = "ran at " + performance.now()</script><ul>`;
      const items = Array.from({ length: 40 }, (_, index) => `<li> item ${index} </li>`).join("\n");
      server.next([
        {
          answer: `Here it is: <artifact type="html" title="Slow">\n${start}\n${items}\n</ul>\n</artifact>`,
          gap: { after: 40, wait: rest },
        },
        { answer: `<artifact type="update"><old_str><h1>One</h1></old_str><new_str><h1>Two</h1></new_str></artifact>` },
        {
          answer: `<artifact type="html"><!doctype html><h1>Three</h1> ${items}</artifact>`,
          gap: { after: 40, wait: never },
        },
      ]);
      const { page, visit } = await web();
      await visit("/apps");
      await page.evaluate(
        (names) => localStorage.setItem("penny-apps-models", JSON.stringify(names)),
        [`${server.url}#slow`],
      );
      await visit("/apps");
      await page.getByRole("textbox", { name: "What shall the new app do?" }).fill("A list.");
      await page.keyboard.press("Enter");
      await inFrame(page).getByText("item 0").waitFor();
      const ran = await inFrame(page).getByText("ran at").innerText();
      expect(await inFrame(page).getByText("item 39").count()).toBe(0);
      giveRest();
      await versionIs(page, 1);
      await inFrame(page).getByText("item 39").waitFor();
      expect(await inFrame(page).getByText("ran at").innerText()).toBe(ran);

      await change(page, "Say two.");
      await inFrame(page).getByRole("heading", { name: "Two" }).waitFor();
      await page.getByText("1 replacement").click();
      expect(await page.locator(".pairs ins").innerText()).toBe("<h1>Two</h1>");

      await change(page, "Say three.");
      await inFrame(page).getByRole("heading", { name: "Three" }).waitFor();
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      await versionIs(page, 3);
      await page.getByText("broke off").waitFor();

      await page.getByRole("button", { name: "Undo the last change" }).click();
      await inFrame(page).getByRole("heading", { name: "Two" }).waitFor();
      await page.getByText("Version 3 is there").first().waitFor({ state: "detached" });
    },
  );

  webTest(
    "a page that is open while the server is started again shows what broke off, and goes on showing apps",
    async ({ web, served }) => {
      const { workbench, page: files } = served;
      const { app } = await workbench.apps.importApp("<!doctype html><title>Kept</title><p>I am here", "kept.html");
      const settings = { person: "tester", version: "0.0.0", page: files };
      const { port, close } = await serve(workbench, { ...settings, port: 0 });
      await close();
      const first = await serve(workbench, { ...settings, port });
      const opened = await web();
      const { page } = opened;
      await page.context().unrouteAll();
      await page.goto(first.link);
      const { promise: never } = Promise.withResolvers<void>();
      const list = Array.from({ length: 60 }, (_, index) => `<p>line ${index}</p>`).join(" ");
      server.next([{ answer: `<!doctype html><title>Cut</title>${list}`, gap: { after: 40, wait: never } }]);
      await page.evaluate(
        (names) => localStorage.setItem("penny-apps-models", JSON.stringify(names)),
        [`${server.url}#cut`],
      );
      await page.goto(`${first.url}apps`);
      await page.getByRole("textbox", { name: "What shall the new app do?" }).fill("A list.");
      await page.keyboard.press("Enter");
      await inFrame(page).getByText("line 1", { exact: true }).waitFor();
      await first.close();
      await page.getByText("The server does not answer.").waitFor();
      const second = await serve(workbench, { ...settings, port });
      try {
        await page.getByText("broke off", { exact: true }).waitFor();
        await page.getByRole("link", { name: "All apps" }).click();
        await page.getByRole("link", { name: "Kept" }).click();
        await inFrame(page).getByText("I am here").waitFor();
        expect(page.url()).toContain(app.id);
        // One that was killed told nobody of an end, and the next knows nothing of the wish.
        await page.route("**/api/wishes/*/events", (route) => route.fulfill({ status: 404, json: { error: "none" } }));
        await change(page, "Say two.");
        await page.getByText("It broke off: the server was ended").waitFor();
        expect(await page.getByRole("button", { name: "Stop", exact: true }).count()).toBe(0);
      } finally {
        await page.goto("about:blank");
        await second.close();
        // The other server's addresses and the refused connections are this test's own doing.
        opened.problems.length = 0;
      }
    },
  );

  webTest("a blind vote is taken when both apps are there, and none if one came to nothing", async ({ web }) => {
    const { promise: rest, resolve: giveRest } = Promise.withResolvers<void>();
    const { promise: second, resolve: giveSecond } = Promise.withResolvers<void>();
    const document = "<!doctype html><title>List</title><p>item</p>";
    const { page, visit } = await web();
    await visit("/apps");
    await page.evaluate(
      (names) => localStorage.setItem("penny-apps-models", JSON.stringify(names)),
      [`${server.url}#one`, `${server.url}#other`],
    );
    const make = async (): Promise<void> => {
      await visit("/apps");
      await page.getByRole("textbox", { name: "What shall the new app do?" }).fill("A list.");
      await page.keyboard.press("Enter");
    };
    const better = page.getByRole("button", { name: "A is better" });
    server.next([{ answer: document }, { answer: document, delay: rest }]);
    await make();
    await page.getByText("It is there.").waitFor();
    await page.getByText("Vote when both are there.").waitFor();
    expect(await better.isDisabled()).toBe(true);
    giveRest();
    await page.getByText("Vote when both are there.").waitFor({ state: "detached" });
    expect(await better.isEnabled()).toBe(true);
    const refusal = { answer: "I cannot.", delay: second };
    server.next([{ answer: document }, refusal, { answer: "No." }, { answer: "No." }]);
    await make();
    await page.getByText("It is there.").waitFor();
    giveSecond();
    await page.getByText("One came to no document").waitFor();
    expect(await better.isDisabled()).toBe(true);
  });

  webTest("of three the best is better than each other that came to a document", async ({ web, served }) => {
    const { page, visit } = await web();
    await visit("/apps");
    await page.evaluate(
      (names) => localStorage.setItem("penny-apps-models", JSON.stringify(names)),
      [`${server.url}#x1`, `${server.url}#x2`, `${server.url}#x3`],
    );
    await visit("/apps");
    const before = (await served.workbench.arena.votes()).length;
    server.next(["one", "two", "three"].map((word) => ({ answer: `<!doctype html><title>T</title><p>${word}</p>` })));
    await page.getByRole("textbox", { name: "What shall the new app do?" }).fill("A word.");
    await page.keyboard.press("Enter");
    await page.getByText("Vote when all are there.").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "B is the best" }).click();
    const best = page.getByRole("heading", { name: /#x2$/ });
    await best.waitFor();
    const votes = (await served.workbench.arena.votes()).slice(before);
    const source = await page.locator(".frame-place iframe").nth(1).getAttribute("src");
    const [app = ""] = new URL(source ?? "").host.split(".");
    const { version } = await served.workbench.apps.show(app);
    const won = votes.map(({ vote, battle }) => battle[vote.winner === "b" ? "b" : "a"].call);
    expect(won).toEqual([version.call, version.call]);
    expect(votes.filter(({ vote }) => !["a", "b"].includes(vote.winner))).toEqual([]);
  });

  webTest("an address with nothing behind it says so, and where to go on", async ({ web, served }) => {
    const opened = await web();
    const { page, visit } = opened;
    for (const [address, sentence, link] of [
      ["/nowhere", "There is no place /nowhere here.", "Begin at Ask"],
      ["/apps/none", "There is no app none", "All apps"],
      ["/arena/none", "There is no /arena/none here.", "The leaderboard"],
      ["/evals/none", "There is no /evals/none here.", "All suites and runs"],
      ["/evals/runs/none", "There is no run none", "Evals"],
      ["/learn/none", "There is no /learn/none here.", "All lessons"],
      ["/log/zzz", "There is no call zzz", "Log"],
    ] as const) {
      await visit(address);
      await page.getByRole("alert").getByText(sentence).waitFor();
      await page.getByRole("link", { name: link, exact: true }).last().click();
      await page.getByRole("alert").waitFor({ state: "detached" });
      expect(page.url()).not.toBe(new URL(address, served.url).href);
    }
    // The server says that these are not there.
    opened.problems.length = 0;
  });

  webTest("two models make the same side by side, without names until the vote", async ({ web, served }) => {
    const { page, visit } = await web();
    await visit("/apps");
    const before = (await served.workbench.arena.votes()).length;
    await page.evaluate(
      (names) => localStorage.setItem("penny-apps-models", JSON.stringify(names)),
      [APP_MODEL, "pocket/pocket-m"],
    );
    await visit("/apps");
    await page.getByRole("textbox", { name: "What shall the new app do?" }).fill(COUNTER);
    await page.keyboard.press("Enter");
    await inFrame(page, 0).getByRole("button").first().waitFor();
    await inFrame(page, 1).getByRole("button").first().waitFor();
    const hosts = await page
      .locator(".frame-place iframe")
      .evaluateAll((all) => all.map((each) => new URL((each as unknown as { src: string }).src).host));
    expect(new Set(hosts).size).toBe(2);
    expect(await page.getByText("pocket/pocket").count()).toBe(0);
    const wishes = (): Promise<number> =>
      served.workbench.apps
        .list()
        .then((all) => all.filter(({ app }) => hosts.some((host) => host.startsWith(app.id))).length);
    await eventually(wishes).toBe(2);
    await page.getByRole("button", { name: "As good" }).click();
    await page.getByRole("heading", { name: APP_MODEL }).waitFor();
    const votes = (await served.workbench.arena.votes()).slice(before);
    expect(votes.map(({ vote, battle }) => [vote.winner, battle.tags.includes("app")])).toEqual([["tie", true]]);
  });

  webTest("by the keyboard alone, narrow and dark, without faults of accessibility", async ({ web, served }) => {
    const { app } = await served.workbench.apps.importApp(
      "<!doctype html><html lang=en><title>Note</title><p>Hello",
      "note.html",
    );
    await served.workbench.apps.handEdit(app.id, "<!doctype html><html lang=en><title>Note</title><p>Hello again");
    const { page, visit } = await web({ viewport: { width: 360, height: 740 }, colorScheme: "dark", bypassCSP: true });
    const addresses = ["/apps", `/apps/${app.id}`, `/apps/${app.id}/1`];
    for (const name of ["compare", "source", "problems", "data", "rights"])
      addresses.push(`/apps/${app.id}?panel=${name}`);
    for (const address of addresses) {
      await visit(address);
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (address !== "/apps") await inFrame(page).getByText(/Hello/).waitFor();
      expect([address, ...(await axeFaults(page))]).toEqual([address]);
      expect(await isWiderThanScreen(page)).toBe(false);
    }
    await visit("/apps");
    await page.getByRole("link", { name: "Note", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Rename" }).press("Enter");
    await page.keyboard.press("Tab");
    await page.getByRole("textbox", { name: "Name" }).fill("Memo");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Memo" }).waitFor();
    await page.getByRole("button", { name: "Undo the last change" }).press("Enter");
    await inFrame(page).getByText("Hello", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Restore version 1" }).waitFor();
  });
});
