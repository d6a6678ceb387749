import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call } from "../record/call.ts";
import { exitCodes } from "./io.ts";

let dir: string;
let server: LocalServer;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
});
afterEach(() => server.close());

function penny(
  models: readonly string[],
  words: readonly string[] = [],
  settings: Partial<FakeIoSettings> = {},
): ReturnType<typeof runPenny> {
  const named = models.flatMap((name) => [
    "-m",
    name.includes(":") || name.startsWith("!") ? name : `${server.url}#${name}`,
  ]);
  return runPenny(["Hi there", ...named, ...words], { dir, stdin: "", ...settings });
}

test("in a pipe the answers come one after the other, under headings, in the order named", async () => {
  const { code, out, err } = await penny(["a+delay-30", "b"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^── \S*a\+delay-30 ──\nHi there\n\n── \S*b ──\nHi there\n$/);
});

test("all models are asked at once", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  server.next([{ delay: gate }, { delay: gate }, { delay: gate }]);
  const asked = penny(["a", "b", "c"]);
  await server.received(3);
  open();
  expect((await asked).code).toBe(0);
  expect(server.stats.mostOpen).toBe(3);
});

test("on a wide terminal they stand side by side, on a narrow one they do not", async () => {
  const settings = { terminal: true, env: { NO_COLOR: "1" } };
  const wide = await penny(["a", "b"], ["--no-markdown"], { ...settings, width: 120 });
  expect(wide.out).toMatch(/^Hi there +│ Hi there$/m);
  const narrow = await penny(["a", "b"], ["--no-markdown"], { ...settings, width: 60 });
  expect(narrow.out).not.toContain("│");
});

test("nothing is sent if one of the models cannot be asked", async () => {
  const { code, err } = await penny(["a", "!no-such-model"]);
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("no-such-model");
  expect(server.stats.requests).toBe(0);
});

test("one failure does not take the others' answers, and the exit code tells of it", async () => {
  const { code, out, err } = await penny(["status-400", "b"]);
  expect(code).toBe(exitCodes.failed);
  expect(out).toContain("Hi there");
  expect(err).toMatch(/^penny: .+ penny log show \S+\n$/);
});

test("--json is an array of calls in the order named", async () => {
  const { out } = await penny(["a", "b"], ["--json"]);
  const calls: Call[] = JSON.parse(out);
  expect(calls.map((call) => call.request.model.split("#").at(-1)?.split("/").at(-1))).toEqual(["a", "b"]);
});

test("-x prints each answer's code block under its heading", async () => {
  server.next([{ answer: "```\none\n```" }, { answer: "```\none\n```" }]);
  const { out } = await penny(["a", "b"], ["-x"]);
  expect(out).toMatch(/^── .+\none\n\n── .+\none\n$/);
});

test("more than five models are forecast first, and without a terminal nothing is asked", async () => {
  const { code, err } = await penny(["a", "b", "c", "d", "e", "f"]);
  expect(code).toBe(0);
  expect(err).toMatch(/^penny: 6 calls, .+ tokens in, .+ out, .+\n/);
});

test("on a terminal a no to the forecast sends nothing", async () => {
  const input = new PassThrough();
  const { code, err } = await runPenny(
    [
      "Hi",
      ...["a", "b", "c", "d", "e", "f"].flatMap((name) => ["-m", `openai/gpt-5-mini`, "-m", `${server.url}#${name}`]),
    ],
    {
      dir,
      terminal: true,
      input,
      env: { OPENAI_API_KEY: "not a key" },
      onWrite: (text) => {
        if (text.includes("[y/N]")) input.write("n\n");
      },
    },
  );
  expect(err).toContain("12 calls");
  expect(code).toBe(exitCodes.usage);
  expect(server.stats.requests).toBe(0);
});
