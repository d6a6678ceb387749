/** `penny keys` in memory, on a real folder: what is kept, and that no key is ever shown. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeIoSettings, fakeIo, runPenny } from "../../test/support/fake-io.ts";
import { exitCodes } from "./io.ts";
import { keysCommand } from "./keys.ts";
import { runCli } from "./program.ts";

const SECRET = "sk-very-secret-0123456789";
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-keys-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function penny(words: string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["keys", ...words], { dir, stdin: "", ...settings });
}

function kept(): { [provider: string]: string } {
  return JSON.parse(readFileSync(join(dir, "keys.json"), "utf8"));
}

describe("a key", () => {
  test("that is piped in is kept in a file that only its owner reads, and listed without being shown", async () => {
    const set = await penny(["set", "openai"], { stdin: `${SECRET}\n` });
    expect(set).toEqual({ code: exitCodes.ok, out: "", err: "penny: kept the key for openai\n" });
    expect(kept()).toEqual({ openai: SECRET });
    expect(statSync(join(dir, "keys.json")).mode & 0o777).toBe(0o600);
    expect((await penny([])).out).toBe("openai  key file\n");
    expect(JSON.parse((await penny(["list", "--json"])).out)).toEqual([{ provider: "openai", source: "file" }]);
  });

  test("that is typed is never written to the terminal", async () => {
    const input = new PassThrough();
    const fake = fakeIo({
      dir,
      terminal: true,
      input,
      onWrite: (text) => {
        if (text.includes("not shown")) input.write(`${SECRET}\r`);
      },
    });
    expect(await runCli(["keys", "set", "anthropic"], fake.io)).toBe(exitCodes.ok);
    await fake.close();
    expect(kept()).toEqual({ anthropic: SECRET });
    expect(fake.out() + fake.err()).not.toContain("secret");
    expect(fake.err()).toMatch(/^Key for anthropic \(not shown\): \n/);
  });

  test("is not kept if Ctrl-C is pressed instead", async () => {
    const input = new PassThrough();
    const onWrite = (text: string): void => {
      if (text.includes("not shown")) input.write("sk-half\u0003");
    };
    const fake = fakeIo({ dir, terminal: true, input, onWrite });
    expect(await runCli(["keys", "set", "openai"], fake.io)).toBe(exitCodes.interrupted);
    await fake.close();
    expect(() => kept()).toThrow();
  });

  test("is kept under the provider's own name, whichever it was given by", async () => {
    await penny(["set", "Gemini"], { stdin: SECRET });
    await penny(["set", "openai-chat"], { stdin: SECRET });
    expect(Object.keys(kept()).sort()).toEqual(["google", "openai"]);
    expect((await penny(["remove", "gemini"])).err).toBe("penny: forgot the key for google\n");
    expect(Object.keys(kept())).toEqual(["openai"]);
  });

  test("may belong to a server by address or to an own endpoint", async () => {
    writeFileSync(join(dir, "settings.json"), '{"endpoints":{"lab":{"url":"https://lab.example/v1"}}}');
    expect((await penny(["set", "192.168.1.5:8000"], { stdin: SECRET })).code).toBe(exitCodes.ok);
    expect((await penny(["set", "lab"], { stdin: SECRET })).code).toBe(exitCodes.ok);
    expect((await penny([])).out).toBe("192.168.1.5:8000  key file\nlab               key file\n");
  });

  test("of the environment comes first, and that is said", async () => {
    const env = { GROQ_API_KEY: "from-environment" };
    const { err } = await penny(["set", "groq"], { stdin: SECRET, env });
    expect(err).toContain("The environment also has one for groq, and that comes first.");
    expect((await penny([], { env })).out).toBe("groq  environment\n");
    expect((await penny(["remove", "groq"], { env })).err).toContain("The environment still has one for groq.");
  });
});

describe("what is wrong", () => {
  test("is told in one sentence, without the key", async () => {
    const two = await penny(["set", "openai"], { stdin: `${SECRET} and more` });
    expect(two).toMatchObject({ code: exitCodes.usage, out: "" });
    expect(two.err).toBe("penny: The key for openai is more than one word: paste the key alone.\n");
    expect((await penny(["set", "openai"])).err).toBe("penny: The key for openai is empty: paste the key alone.\n");
  });

  test("is an unknown provider, with near names", async () => {
    const { code, err } = await penny(["set", "opnai"], { stdin: SECRET });
    expect(code).toBe(exitCodes.usage);
    expect(err).toMatch(/^penny: There is no provider "opnai"\. Nearest: openai/);
  });

  test("is removing what is not there", async () => {
    const { code, err } = await penny(["remove", "openai"]);
    expect(code).toBe(exitCodes.usage);
    expect(err).toMatch(/^penny: There is no key for "openai"/);
  });

  test("is nothing where there are simply no keys", async () => {
    expect(await penny([])).toMatchObject({ code: exitCodes.ok, out: "" });
    expect((await penny([])).err).toMatch(/^penny: no keys are set; `penny keys set PROVIDER`/);
  });
});

test("the summary is the one in the list of commands", async () => {
  const { commands } = await import("./program.ts");
  expect(commands.find((each) => each.name === "keys")?.summary).toBe(keysCommand.summary);
});
