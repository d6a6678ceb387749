import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { temporaryFolder } from "../../test/support/run-penny.ts";
import type { Call } from "../record/call.ts";
import { textOf } from "../record/message.ts";
import { exitCodes } from "./io.ts";

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

function penny(words: string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(words, { dir, stdin: "", ...settings });
}

async function asJson(words: string[], settings: Partial<FakeIoSettings> = {}): Promise<Call> {
  return JSON.parse((await penny([...words, "--json"], settings)).out);
}

function sent(index = 0): { messages: { role: string; content: unknown }[] } & { [field: string]: unknown } {
  return server.requests[index]?.json as ReturnType<typeof sent>;
}

test("the answer goes to standard output, byte for byte with its last line ended, and nothing else does", async () => {
  server.next([{ answer: "Grüße \u001b[31m*x*\ttab" }]);
  expect(await penny(["Hi", "-m", model()])).toEqual({ code: 0, out: "Grüße \u001b[31m*x*\ttab\n", err: "" });
});

test("what is piped in comes before the prompt", async () => {
  await penny(["Summarise", "-m", model()], { stdin: "line one\nline two\n" });
  expect(sent().messages).toEqual([{ role: "user", content: "line one\nline two\n\nSummarise" }]);
});

test("what is piped in alone is the prompt, also without any word", async () => {
  const { out } = await penny(["-m", model()], { stdin: "from a pipe\n" });
  expect(sent().messages.at(-1)?.content).toBe("from a pipe");
  expect(out).toBe("from a pipe\n");
});

test("nothing to ask is said, and nothing is sent", async () => {
  const { code, err } = await penny(["-m", model()]);
  expect(code).toBe(exitCodes.usage);
  expect(err).toMatch(/^penny: There is nothing to ask/);
  expect(server.stats.requests).toBe(0);
});

test("a system prompt and checked options are sent", async () => {
  await penny([
    "Hi",
    "-m",
    model(),
    "-s",
    "Be brief",
    "-o",
    "temperature",
    "0",
    "-o",
    "max-tokens=5",
    "-o",
    "stop=a",
    "-o",
    "stop=b",
  ]);
  expect(sent()).toMatchObject({ temperature: 0, stop: ["a", "b"] });
  expect(sent().messages[0]).toEqual({ role: "system", content: "Be brief" });
});

test.each([
  [["-o", "temprature=1"], "There is no option `temprature`. Nearest: temperature."],
  [["-o", "temperature=hot"], 'Option `temperature` is "hot", but must be a number from 0.'],
  [["-o", "seed"], "-o is `seed`, but must be NAME=VALUE"],
  [["--timeout", "soon"], "--timeout is `soon`, but must be a number"],
  [["-p", "a=b"], "-p a=b gives a value to a template, but there is none"],
  [["-a", "no-such-file.png"], "no-such-file.png"],
  [["-a", "-"], "`-a -` sends standard input, but nothing was piped in"],
  [["--at", "x.bin", "png"], "must be a file and a media type"],
  [["--schema", "missing/schema.json"], "There is no schema at"],
  [["--cid", "zzzz"], "zzzz"],
  [["-c"], "continue"],
  [["-t", "none-such"], "There is no template"],
])("bad input %j is one sentence before anything is sent", async (words, sentence) => {
  const { code, out, err } = await penny(["Hi", "-m", model(), ...words]);
  expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
  expect(err).toContain(sentence);
  expect(err).toMatch(/^penny: [^\n]+\n$/);
  expect(server.stats.requests).toBe(0);
});

test("-c goes on with the last conversation and --cid with an older one", async () => {
  const first = await asJson(["One", "-m", model()]);
  const second = await asJson(["Two", "-c"]);
  expect(second.parent).toBe(first.id);
  expect(sent(1).messages.map((message) => message.content)).toEqual(["One", "One", "Two"]);
  const third = await asJson(["Three", "--cid", first.id]);
  expect(third.parent).toBe(first.id);
  expect(sent(2).messages.map((message) => message.content)).toEqual(["One", "One", "Three"]);
});

test("--json prints the call as it stands in the log", async () => {
  const call = await asJson(["Hi", "-m", model()]);
  expect(textOf(call.parts)).toBe("Hi");
  expect(call.finish.reason).toBe("stop");
  expect(call.origin).toEqual({ command: "prompt" });
  expect(call.cost === undefined || call.cost.basis === "local").toBe(true);
});

test("a schema is sent, from its short form, a file or JSON text", async () => {
  writeFileSync(join(dir, "dog.json"), '{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}');
  for (const schema of ["name, age int", "./dog.json", '{"type":"object","properties":{"name":{"type":"string"}}}']) {
    const { code, out } = await penny(["A dog", "-m", model(), "--schema", schema]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveProperty("name");
  }
  expect(JSON.stringify(sent(0).response_format)).toContain('"age"');
});

test("-x prints only the first code block and --xl only the last", async () => {
  const answer = "One:\n```js\na()\n```\nTwo:\n```\nb()\n```\n";
  server.next([{ answer }, { answer }, { answer: "no code" }]);
  expect((await penny(["Hi", "-m", model(), "-x"])).out).toBe("a()\n");
  expect((await penny(["Hi", "-m", model(), "--xl"])).out).toBe("b()\n");
  const none = await penny(["Hi", "-m", model(), "-x"]);
  expect(none).toMatchObject({ code: 0, out: "no code\n" });
  expect(none.err).toContain("no code block");
});

test("-u prints one line of what was used on standard error", async () => {
  const { out, err } = await penny(["one two three", "-m", model(), "-u"]);
  expect(out).toBe("one two three\n");
  expect(err).toMatch(/^\S+ · \d+ in, \d+ out · .+ · first token .+ in all · .+ tokens\/s · .+\n$/);
});

test("--no-stream asks for the whole answer at once", async () => {
  expect((await penny(["Hi there", "-m", model(), "--no-stream"])).out).toBe("Hi there\n");
  expect(sent().stream ?? false).toBe(false);
});

test("--cache gives back the earlier answer and sends nothing", async () => {
  const first = await penny(["Hi", "-m", model(), "--cache"]);
  const again = await penny(["Hi", "-m", model(), "--cache"]);
  expect(again).toEqual(first);
  expect(server.stats.requests).toBe(1);
});

test("a failure that is tried again is told in a line each, and the answer comes", async () => {
  server.next([{ status: 503, headers: { "retry-after": "0" } }]);
  const { code, out, err } = await penny(["Hi", "-m", model()]);
  expect({ code, out }).toEqual({ code: 0, out: "Hi\n" });
  expect(err).toMatch(/^penny: .+; trying again in \d+ ms\n$/);
});

test("a failed call is one sentence with the call's id and exit code 1", async () => {
  const { code, out, err } = await penny(["Hi", "-m", model("status-400")]);
  expect({ code, out }).toEqual({ code: exitCodes.failed, out: "" });
  expect(err).toMatch(/^penny: .+: .+\. It is in the log: penny log show [0-9a-z]{26}\n$/);
});

test("an answer that breaks off is printed as far as it came, and is in the log", async () => {
  server.next([{ answer: "one two three four five six", fault: "cut-body", faultAfter: 4 }]);
  const { code, out, err } = await penny(["Hi", "-m", model()]);
  expect(code).toBe(exitCodes.failed);
  expect(out.startsWith("one two")).toBe(true);
  expect(out.endsWith("\n")).toBe(true);
  expect(err).toContain("What had arrived is kept: penny log show ");
});

test("Ctrl-C in the middle of an answer keeps what had arrived in the log and gives 130", async () => {
  const stop = new AbortController();
  server.next([{ answer: "one two three four five six", fault: "stall", faultAfter: 5 }]);
  const { code, out, err } = await penny(["Hi", "-m", model()], {
    signal: stop.signal,
    onWrite: (text, to) => {
      if (to === "out" && text.includes("two")) stop.abort();
    },
  });
  expect(code).toBe(exitCodes.interrupted);
  expect(out).toMatch(/^one two/);
  const [, id = ""] = /Stopped\. What had arrived is kept: penny log show (\S+)/.exec(err) ?? [];
  const call = await loggedCall(id);
  expect(call?.finish.reason).toBe("aborted");
  expect(textOf(call?.parts ?? [])).toMatch(/^one two/);
});

async function loggedCall(id: string): Promise<Call | undefined> {
  const { openWorkbench } = await import("../index.ts");
  const workbench = await openWorkbench({ dir, env: {} });
  try {
    return await workbench.log.call(id);
  } finally {
    await workbench.close();
  }
}

test("a time limit ends a call that never answers", async () => {
  const { code, err } = await penny(["Hi", "-m", model("never"), "--timeout", "0.2"]);
  expect(code).toBe(exitCodes.failed);
  expect(err).toContain("Timed out");
});

test("a picture is sent as one, and a wrong media type can be put right", async () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  writeFileSync(join(dir, "dot.png"), png);
  writeFileSync(join(dir, "dot.bin"), png);
  await penny(["What?", "-m", model(), "-a", "dot.png"]);
  await penny(["What?", "-m", model(), "-a", "-"], { stdin: png });
  await penny(["What?", "-m", model(), "--at", "dot.bin", "image/webp"]);
  const kinds = [0, 1, 2].map((index) => /data:(image\/\w+)/.exec(JSON.stringify(sent(index).messages))?.[1]);
  expect(kinds).toEqual(["image/png", "image/png", "image/webp"]);
});

test("piped bytes that are no text are refused with the way to send them", async () => {
  const { code, err } = await penny(["What?", "-m", model()], { stdin: new Uint8Array([0x89, 0x50, 0xff, 0xfe]) });
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain("add `-a -`");
});

test("fragments come before the prompt, by path and by saved name", async () => {
  writeFileSync(join(dir, "notes.txt"), "from a path");
  await penny(["fragments", "set", "style"], { stdin: "by name\n" });
  await penny(["Go", "-m", model(), "-f", join(dir, "notes.txt"), "-f", "style"]);
  expect(sent().messages[0]?.content).toMatch(/^from a path\n\nby name\n?\n\nGo$/);
});

test("--save keeps the options as a template and -t asks with it", async () => {
  const saved = await penny([
    "Translate to $language: $input",
    "-m",
    model(),
    "-o",
    "temperature=0",
    "--save",
    "translate",
  ]);
  expect(saved).toEqual({
    code: 0,
    out: "",
    err: "penny: saved template translate; use it: penny -t translate -p language VALUE\n",
  });
  const { out } = await penny(["Good morning", "-t", "translate", "-p", "language", "French"]);
  expect(out).toBe("Translate to French: Good morning\n");
  expect(sent()).toMatchObject({ temperature: 0 });
  const listed = await penny(["templates"]);
  expect(listed.out).toContain("-p language");
});

test("on a terminal control characters of a model do nothing", async () => {
  server.next([{ answer: "a\u001b]0;title\u0007b" }]);
  const { out } = await penny(["Hi", "-m", model(), "--no-markdown"], { terminal: true, env: { NO_COLOR: "1" } });
  expect(out).toBe("a]0;titleb\n");
});

test("on a terminal Markdown is drawn, without any escape sequence where NO_COLOR is set", async () => {
  const answer = "# Title\n\nsome **bold** text";
  server.next([{ answer }, { answer }]);
  const plain = await penny(["Hi", "-m", model()], { terminal: true, env: { NO_COLOR: "1" } });
  expect(plain.out).not.toContain("\u001b");
  const colored = await penny(["Hi", "-m", model()], { terminal: true });
  expect(colored.out).toContain("some \u001b[1mbold\u001b[22m text");
});

test("reasoning goes dim to a terminal's standard error, and not at all with -R or in a pipe", async () => {
  const answer = { text: "answer", reasoning: "let me think" };
  server.next([{ answer }, { answer }, { answer }]);
  const shown = await penny(["Hi", "-m", model()], { terminal: true });
  expect(shown.err).toContain("\u001b[2mlet me think\u001b[22m");
  expect(shown.out).not.toContain("think");
  expect((await penny(["Hi", "-m", model(), "-R"], { terminal: true })).err).toBe("");
  expect(await penny(["Hi", "-m", model()])).toEqual({ code: 0, out: "answer\n", err: "" });
});

test("with no model named the built-in one answers, and on a terminal it is said which", async () => {
  const question = "How many r's are in strawberry?";
  expect(await penny([question])).toEqual({ code: 0, out: "3\n", err: "" });
  const shown = await penny([question], { terminal: true, env: { NO_COLOR: "1" } });
  expect(shown.err).toMatch(/^penny: pocket\/\S+, a tiny model that comes with penny, answers;/);
  expect((await penny([question, "-m", "pocket", "-R"], { terminal: true })).err).toBe("");
});
