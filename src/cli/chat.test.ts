import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, fakeIo, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import { exitCodes } from "./io.ts";
import { runCli } from "./program.ts";

let dir: string;
let server: LocalServer;

beforeEach(async () => {
  dir = temporaryFolder();
  server = await startLocalServer();
});
afterEach(() => server.close());

function model(name = "local-model"): string {
  return `${server.url}#${name}`;
}

function chat(lines: string, words: string[] = ["-m", model()]): ReturnType<typeof runPenny> {
  return runPenny(["chat", ...words], { dir, stdin: lines });
}

function asked(index: number): unknown[] {
  const body = server.requests[index]?.json as { messages: { content: unknown }[] };
  return body.messages.map((message) => message.content);
}

/** Types each text once the one before it has been seen; gives what was printed. */
async function typing(steps: [seen: string, text: string][], settings: Partial<FakeIoSettings> = {}) {
  const input = new PassThrough();
  let all = "";
  let from = 0;
  const fake = fakeIo({
    dir,
    terminal: true,
    env: { NO_COLOR: "1" },
    input,
    ...settings,
    onWrite: (text) => {
      all += text;
      const [seen, typed] = steps[0] ?? [];
      const at = seen === undefined ? -1 : all.indexOf(seen, from);
      if (at === -1 || seen === undefined || typed === undefined) return;
      from = at + seen.length;
      steps.shift();
      setImmediate(() => input.write(typed));
    },
  });
  const code = await runCli(["chat", "-m", model(), "--no-markdown"], fake.io);
  await fake.close();
  return { code, all, left: steps.length };
}

test("from a pipe each line is a turn of one conversation, and only answers are printed", async () => {
  const { code, out, err } = await chat("One\n\nTwo\n");
  expect({ code, out, err }).toEqual({ code: 0, out: "One\nTwo\n", err: "" });
  expect(asked(1)).toEqual(["One", "One", "Two"]);
});

test("a failed turn is told, the next one follows what went well, and the exit code says so", async () => {
  server.next([{}, { status: 400 }, {}]);
  const { code, out, err } = await chat("One\nTwo\nThree\n");
  expect(code).toBe(exitCodes.failed);
  expect(out).toBe("One\nThree\n");
  expect(err).toMatch(/^penny: .+ penny log show \S+\n$/);
  expect(asked(2)).toEqual(["One", "One", "Three"]);
});

test("-c goes on with the last conversation", async () => {
  await chat("One\n");
  await chat("Two\n", ["-c"]);
  expect(asked(1)).toEqual(["One", "One", "Two"]);
});

test("a trailing backslash and /multi make one prompt of several lines", async () => {
  await chat("one\\\ntwo\n/multi\na\n\nb\n/end\n");
  expect(asked(0)).toEqual(["one\ntwo"]);
  expect(asked(1).at(-1)).toBe("a\n\nb");
});

test("/model, /system and /option change the turns that follow", async () => {
  await chat(`One\n/model ${model("other")}\n/system Be brief\n/option temperature 0\nTwo\n`);
  expect(server.requests[1]?.json).toMatchObject({ model: "other", temperature: 0 });
  expect(asked(1)[0]).toBe("Be brief");
});

test("/retry asks the last prompt again from the same place", async () => {
  await chat("One\nTwo\n/retry\nThree\n");
  expect(asked(2)).toEqual(asked(1));
  expect(asked(3)).toEqual(["One", "One", "Two", "Two", "Three"]);
});

test("/attach sends a file with the next prompt only, and refuses a wrong path at once", async () => {
  writeFileSync(join(dir, "notes.txt"), "from the file");
  const { err } = await chat("/attach missing.txt\n/attach notes.txt\nOne\nTwo\n");
  expect(err).toContain("missing.txt");
  expect(err).toContain("1 attached to the next prompt");
  expect(JSON.stringify(asked(0))).toContain("from the file");
  expect(asked(1).at(-1)).toBe("Two");
});

test("/cost sums the chat, /help lists commands, an unknown command is not sent", async () => {
  const { err } = await chat("One\n/cost\n/help\n/modle x\n//path is a prompt\n/quit\nnever sent\n");
  expect(err).toMatch(/^1 call, \d+ tokens in, \d+ out, /m);
  expect(err).toContain("/attach PATH");
  expect(err).toContain("There is no /modle in a chat. Nearest: model.");
  expect(asked(1).at(-1)).toBe("/path is a prompt");
  expect(server.stats.requests).toBe(2);
});

test("what is wrong with the first turn is told before a line is read", async () => {
  const { code, err } = await chat("One\n", ["-m", "no-such-model"]);
  expect(code).toBe(exitCodes.usage);
  expect(err).toMatch(/^penny: .*no-such-model.*\n$/);
  expect((await chat("One\n", ["-m", model(), "-a", "-"])).err).toContain("reads standard input itself");
});

test("on a terminal Ctrl-C stops the answer only, twice at the prompt it leaves, and the chat goes on in between", async () => {
  server.next([{ answer: "one two three four five six", fault: "stall", faultAfter: 5 }, {}]);
  const { code, all, left } = await typing([
    ["> ", "First\r"],
    ["one two", "\u0003"],
    ["Stopped", "Second\r"],
    ["Second\n", "\u0003"],
    ["again, or /quit", "\u0003"],
  ]);
  expect({ code, left }).toEqual({ code: 0, left: 0 });
  expect(all).toContain("penny log show");
  // What had arrived of the stopped answer is part of the conversation.
  expect(String(asked(1)[1])).toMatch(/^one two/);
});

test("the prompts of earlier chats are found with the arrow keys", async () => {
  await chat("an earlier prompt\n");
  const { left } = await typing([
    ["> ", "\u001b[A\r"],
    ["an earlier prompt\n", "\u0004"],
  ]);
  expect(left).toBe(0);
  expect(asked(1)).toEqual(["an earlier prompt"]);
});
