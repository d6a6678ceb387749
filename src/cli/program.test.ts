import { expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import { exitCodes } from "./io.ts";
import { commands } from "./program.ts";

const dir = "/nowhere";
const pipe = { dir, stdin: "" };

test("each row of the command table says the same as the command it loads", async () => {
  for (const entry of commands) {
    const command = await entry.load();
    expect({ name: command.name, summary: command.summary }).toEqual({ name: entry.name, summary: entry.summary });
  }
});

test("no words on a terminal show the overview, and so do --help and help", async () => {
  const bare = await runPenny([], { dir });
  expect(bare.code).toBe(exitCodes.ok);
  for (const { name, summary } of commands) expect(bare.out).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
  expect((await runPenny(["--help"], pipe)).out).toBe(bare.out);
  expect((await runPenny(["help"], pipe)).out).toBe(bare.out);
});

test("help of a command is the same by both ways, ends with examples, and is never wider than 100 columns", async () => {
  for (const { name } of commands) {
    const help = await runPenny(["help", name], { ...pipe, width: 300 });
    const flag = await runPenny([name, "--help"], { ...pipe, width: 100 });
    expect(help.code).toBe(exitCodes.ok);
    expect(help.out).toBe(flag.out);
    expect(help.err).toBe("");
    expect(help.out).toMatch(/\nExamples:\n( {2}.+\n)+/);
    const tooWide = help.out.split("\n").filter((line) => line.length > 100);
    expect(tooWide).toEqual([]);
  }
});

test("the version is the package's", async () => {
  const { default: about } = await import("../../package.json", { with: { type: "json" } });
  expect(await runPenny(["--version"], pipe)).toEqual({ code: 0, out: `${about.version}\n`, err: "" });
});

test("a mistyped command is not sent as a prompt", async () => {
  const { code, out, err } = await runPenny(["templtes"], { dir });
  expect(code).toBe(exitCodes.usage);
  expect(out).toBe("");
  expect(err).toBe(
    "penny: There is no command `templtes`. Did you mean `penny templates`? To ask a model that word: `penny prompt templtes`.\n",
  );
});

test("a short word that only resembles a command is a prompt", async () => {
  const { err } = await runPenny(["hello"], { dir: "/dev/null/nowhere" });
  expect(err).toContain("/dev/null/nowhere");
});

test("help of an unknown command names the nearest", async () => {
  const { code, err } = await runPenny(["help", "chta"], { dir });
  expect(code).toBe(exitCodes.usage);
  expect(err).toBe("penny: There is no command `chta`. Did you mean `penny chat`? `penny help` lists all.\n");
});

test("an unknown option is one sentence with the nearest one", async () => {
  const { code, out, err } = await runPenny(["Hi", "--modle", "x"], { dir });
  expect({ code, out }).toEqual({ code: exitCodes.usage, out: "" });
  expect(err).toBe("penny: Unknown option '--modle'. Did you mean --model? See `penny --help`.\n");
});

test("a command whose verb was left out shows its help, and a verb's fault names the verb's help", async () => {
  for (const words of [["app"], ["app", "data"], ["arena"]]) {
    const { code, out, err } = await runPenny(words, { dir });
    expect({ code, err }).toEqual({ code: exitCodes.ok, err: "" });
    expect(out).toContain(`Usage: penny ${words.join(" ")} [options] [command]`);
  }
  expect((await runPenny(["app", "data", "take", "a"], { dir })).err).toBe(
    "penny: Missing required argument 'table'. See `penny app data take --help`.\n",
  );
});

test("a missing value, a missing argument and a word too many are one sentence each", async () => {
  expect((await runPenny(["Hi", "-m"], { dir })).err).toBe(
    "penny: Option '-m, --model <name>' argument missing. See `penny --help`.\n",
  );
  expect((await runPenny(["templates", "show"], { dir })).err).toMatch(
    /^penny: Missing required argument 'name'\. See/,
  );
  expect((await runPenny(["why", "is", "it"], { dir })).err).toMatch(
    /^penny: Put the prompt in quotes: `penny "why is it"`\.\n$/,
  );
});
