/** The routes of the place Apps, with the largest pocket model and the real host of documents. */
import { get } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { WEB_HOST, type WebApp, webApp } from "../../test/support/web-app.ts";
import type {
  AppPage,
  AppRow,
  AppVersion,
  DiffLines,
  ExportedFile,
  ShownVersion,
  WishMessage,
  WishState,
} from "./app-api.ts";
import type { AppAnswer } from "./app-bridge-api.ts";
import { type HostedFrame, listenAppHost } from "./app-host.ts";

const MODEL = "pocket/pocket-l";

/** A server with documents. */
async function served(): Promise<WebApp> {
  const apps = await listenAppHost({ pages: () => [`http://${WEB_HOST}`] });
  onTestFinished(() => apps.close());
  return webApp({ apps });
}

/** All that happens to a wish, and how it ended. */
async function events({ request }: WebApp, { id }: WishState) {
  const response = await request(`/api/wishes/${id}/events`);
  const messages = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(
    ([, line = ""]) => JSON.parse(line) as WishMessage,
  );
  expect(messages.map(({ from }) => from)).toEqual(
    messages.map((_, index) => messages.slice(0, index).reduce((sum, each) => sum + each.events.length, 0)),
  );
  const all = messages.flatMap((message) => message.events);
  const last = all.at(-1);
  if (last?.type !== "end") throw new Error("The wish has no end.");
  return { all, end: last.end };
}

/** What a frame gets. The name of its host is known to browsers alone. */
function loaded({ url }: HostedFrame): Promise<string> {
  const { host, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: pathname, headers: { host } }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}

test("an app is made, seen while it is written, changed, compared, brought back and exported", async () => {
  const server = await served();
  const { json } = server;
  const [wish] = await json<WishState[]>("/api/apps", {
    body: { prompt: "Please write a page with a button that counts my clicks.", models: [MODEL] },
  });
  if (!wish) throw new Error("There is no wish.");
  // The frame is opened while the document is written, or has just been.
  const live = loaded(await json(`/api/apps/${wish.app}/frames`, { body: { wish: wish.id, round: 0 } }));
  const { all, end } = await events(server, wish);
  expect(end).toMatchObject({ version: 1, failed: 0, picodollars: 0 });
  const text = all.flatMap((event) => (event.type === "text" ? event.text : [])).join("");
  const shown = await json<ShownVersion>(`/api/apps/${wish.app}/versions/1`);
  expect(shown.content).toBe(text);
  expect((await live).endsWith(text)).toBe(true);

  const edited = await json<WishState>(`/api/apps/${wish.app}/edit`, { body: { prompt: "Call it Zebra." } });
  expect((await events(server, edited)).end.version).toBe(2);
  const lines = await json<DiffLines[]>(`/api/apps/${wish.app}/compare?from=1&to=2`);
  expect(lines.find(({ sign }) => sign === "added")?.lines.join("\n")).toContain("Zebra");
  expect((await json<AppVersion>(`/api/apps/${wish.app}/undo`, { body: {} })).number).toBe(3);
  const { app, versions, wish: last } = await json<AppPage>(`/api/apps/${wish.app}`);
  expect([app?.id, versions.length, last?.end?.version]).toEqual([wish.app, 3, 2]);
  const file = await json<ExportedFile>(`/api/apps/${wish.app}/export`, { body: {} });
  expect(file.text).toContain("made with Pennyfarthing");

  await json(`/api/apps/${wish.app}`, { method: "DELETE" });
  expect(await json<AppRow[]>("/api/apps")).toEqual([]);
  expect(await json<AppRow[]>("/api/apps?removed=true")).toHaveLength(1);
});

test("an app asks over the bridge only while its frame is open", async () => {
  const { json } = await served();
  const { app } = await json<ShownVersion>("/api/apps/import", {
    body: { fileName: "note.html", text: "<!doctype html><title>Note</title><p>Hello" },
  });
  const frame = await json<HostedFrame>(`/api/apps/${app.id}/frames`, { body: { version: 1 } });
  expect(await loaded(frame)).toContain("<p>Hello");
  const ask = (token: string): Promise<AppAnswer> =>
    json(`/api/apps/${app.id}/bridge`, { body: { frame: token, name: "store.keys", given: {} } });
  expect(await ask(frame.token)).toEqual({ value: [] });
  expect(await ask("another")).toHaveProperty("error");
  await json(`/api/apps/${app.id}/frames/${frame.token}`, { method: "DELETE" });
  expect(await ask(frame.token)).toHaveProperty("error");
});

test("a vote on two apps of the same prompt counts in the arena for the model that was preferred", async () => {
  const server = await served();
  const { json, workbench } = server;
  const prompt = "Please write a page with a button that counts my clicks.";
  const wishes = await json<WishState[]>("/api/apps", { body: { prompt, models: ["pocket/pocket-m", MODEL] } });
  for (const wish of wishes) await events(server, wish);
  const apps = wishes.map(({ app }) => app);
  await json("/api/apps/vote", { body: { apps, winner: "b" } });
  const [cast] = await workbench.arena.votes();
  expect(cast?.battle.tags).toContain("app");
  expect(cast?.vote.winner === "a" ? cast?.battle.a.name : cast?.battle.b.name).toBe(MODEL);
  // One person has one vote on a battle, in whatever order it was shown.
  const again = { body: { apps: apps.toReversed(), winner: "tie" } };
  await expect(json("/api/apps/vote", again)).rejects.toThrow("tester");
});

test("Markdown goes into a frame as text that a library draws there", async () => {
  const { json } = await served();
  const body = { fileName: "note.md", text: "# Note\n<b>bold</b>" };
  const { app } = await json<ShownVersion>("/api/apps/import", { body });
  const text = await loaded(await json(`/api/apps/${app.id}/frames`, { body: { version: 1 } }));
  expect(text).toContain("># Note&#10;&lt;b>bold&lt;/b></pre>");
});

test("what is not there and what does not fit is said in one sentence", async () => {
  const { json } = await served();
  await expect(json("/api/apps/nothing")).rejects.toThrow("There is no app `nothing`");
  await expect(json("/api/apps", { body: { prompt: " ", models: [] } })).rejects.toThrow("There is nothing to make");
  await expect(json("/api/apps", { body: { prompt: "x", models: ["nope/nope"] } })).rejects.toThrow("nope");
  await expect(json("/api/apps", { body: { prompt: "x", models: [], kind: "exe" } })).rejects.toThrow("kind");
  await expect(json("/api/wishes/nothing/events")).rejects.toThrow("no such wish");
});
