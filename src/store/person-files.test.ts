/** The person's own files: folder, settings, keys, templates, fragments, attachments. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../record/hash.ts";
import { SetupError } from "../record/setup-error.ts";
import { readAttachment } from "./attachment-file.ts";
import { listFragments, readFragment, removeFragment, writeFragment } from "./fragments.ts";
import { readKeys, removeKey, setKey } from "./key-file.ts";
import { mediaTypeOf } from "./media-type.ts";
import { pennyFolder } from "./penny-folder.ts";
import { changeSettings, readSettings } from "./settings.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-person-"));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe("the folder", () => {
  test("is the one asked for, else the platform's place for data", () => {
    expect(pennyFolder({ PENNY_DIR: "/p/x" }, "linux", "/home/a")).toBe("/p/x");
    expect(pennyFolder({ XDG_DATA_HOME: "/data" }, "linux", "/home/a")).toBe("/data/penny");
    expect(pennyFolder({ XDG_DATA_HOME: "relative" }, "linux", "/home/a")).toBe("/home/a/.local/share/penny");
    expect(pennyFolder({ XDG_DATA_HOME: "" }, "freebsd", "/home/a")).toBe("/home/a/.local/share/penny");
    expect(pennyFolder({}, "darwin", "/Users/a")).toBe("/Users/a/Library/Application Support/penny");
    expect(pennyFolder({ LOCALAPPDATA: "C:\\L" }, "win32", "C:\\Users\\a")).toBe("C:\\L\\penny");
    expect(pennyFolder({}, "win32", "C:\\Users\\a")).toBe("C:\\Users\\a\\AppData\\Local\\penny");
  });
});

describe("settings", () => {
  test("are empty without a file, and come back as they were changed", async () => {
    expect(await readSettings(dir)).toEqual({});
    await changeSettings(join(dir, "new"), { defaultModel: "openai/gpt-5", aliases: { g: "openai/gpt-5" } });
    expect(await changeSettings(join(dir, "new"), { defaultModel: undefined })).toEqual({
      aliases: { g: "openai/gpt-5" },
    });
    expect(await readSettings(join(dir, "new"))).toEqual({ aliases: { g: "openai/gpt-5" } });
    expect(readdirSync(join(dir, "new"))).toEqual(["settings.json"]);
  });

  test("that this release does not know are kept", async () => {
    writeFileSync(join(dir, "settings.json"), '{"future": [1]}');
    await changeSettings(dir, { defaultModel: "m" });
    expect(await readSettings(dir)).toEqual({ future: [1], defaultModel: "m" });
  });

  test("that are wrong are refused with file and line, and the file stays", async () => {
    const path = join(dir, "settings.json");
    const wrong: [string, string][] = [
      ['{\n  "defaultModel": "a",\n  oops\n}', `${path}:3 is not JSON`],
      ['{\n  "defaultModel": "a"', `${path}:2 is not JSON`],
      ["[]", `${path}:1 is not a JSON object`],
      ['{\n\n"defaultModel": 5}', `${path}:3 "defaultModel" must be a model name`],
      ['{"aliases": {"a": 1}}', '"aliases" must be an object of model names'],
      ['{"prices": {}}', '"prices" must be a list'],
      ['{"endpoints": {"a": "x"}}', '"endpoints" must be an object of objects'],
    ];
    for (const [text, message] of wrong) {
      writeFileSync(path, text);
      await expect(changeSettings(dir, { defaultModel: "m" })).rejects.toThrow(message);
      await expect(readSettings(dir)).rejects.toThrow(SetupError);
      expect(readFileSync(path, "utf8")).toBe(text);
    }
    rmSync(path);
    mkdirSync(path);
    await expect(readSettings(dir)).rejects.toThrow(`${path} cannot be read`);
  });
});

describe("the key file", () => {
  test("holds keys for this person alone", async () => {
    await setKey(dir, "linux", "openai", " sk-1 \n");
    await setKey(dir, "linux", "mistral", "m-2");
    expect(await readKeys(dir, "linux")).toEqual({ openai: "sk-1", mistral: "m-2" });
    expect(statSync(join(dir, "keys.json")).mode & 0o777).toBe(0o600);
    await removeKey(dir, "linux", "openai");
    expect(await readKeys(dir, "linux")).toEqual({ mistral: "m-2" });
    await expect(removeKey(dir, "linux", "mistrl")).rejects.toThrow("Nearest: mistral");
    await expect(setKey(dir, "linux", "openai", "  ")).rejects.toThrow("empty");
    await expect(setKey(dir, "linux", "openai", "two words")).rejects.toThrow("more than one word");
  });

  test("that others may read is refused until it is mended", async () => {
    await setKey(dir, "linux", "openai", "sk-1");
    chmodSync(join(dir, "keys.json"), 0o644);
    await expect(readKeys(dir, "linux")).rejects.toThrow(`run \`chmod 600 "${join(dir, "keys.json")}"\``);
    expect(await readKeys(dir, "win32")).toEqual({ openai: "sk-1" });
  });

  test("is never shown in an error", async () => {
    for (const text of ['{"openai": sk-secret}', '["sk-secret"', '{"openai": {"key": "sk-secret"}}']) {
      writeFileSync(join(dir, "keys.json"), text, { mode: 0o600 });
      const error: unknown = await readKeys(dir, "linux").catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SetupError);
      expect(String(error)).not.toContain("secret");
    }
  });
});

describe("fragments", () => {
  test("are kept by name", async () => {
    expect(await listFragments(dir)).toEqual([]);
    await writeFragment(dir, "zebra", "Stripes");
    await writeFragment(dir, "ape.md", "Ape\n");
    expect(await listFragments(dir)).toEqual(["ape.md", "zebra"]);
    expect(await readFragment(dir, "ape.md")).toBe("Ape\n");
    await removeFragment(dir, "ape.md");
    await expect(readFragment(dir, "zebr")).rejects.toThrow("Nearest: zebra");
    await expect(removeFragment(dir, "ape.md")).rejects.toThrow('no fragment "ape.md"');
  });

  test("cannot have a name that leads elsewhere", async () => {
    for (const name of [
      "",
      ".",
      "..",
      "../x",
      "a/b",
      "a\\b",
      "/etc/passwd",
      ".hidden",
      "nul",
      "COM1.txt",
      "a\0b",
      "a.",
      "a:b",
    ]) {
      await expect(writeFragment(dir, name, "x")).rejects.toThrow("cannot be the name");
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (name) => {
        await writeFragment(dir, name, "x").catch((error: unknown) => expect(error).toBeInstanceOf(SetupError));
      }),
    );
    expect(readdirSync(dir).filter((name) => name !== "fragments")).toEqual([]);
    expect(
      readdirSync(join(dir, "fragments"), { recursive: true, withFileTypes: true }).every((entry) => entry.isFile()),
    ).toBe(true);
  });
});

describe("an attachment", () => {
  test("is known by its bytes before its name", async () => {
    const path = join(dir, "picture.txt");
    const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");
    writeFileSync(path, png);
    expect(await readAttachment(path)).toEqual({
      bytes: png,
      sha256: sha256(png),
      size: png.byteLength,
      mediaType: "image/png",
      name: "picture.txt",
      path,
    });
  });

  test("of text is told by its name, and bytes that nobody knows are just bytes", async () => {
    const types: [string | Buffer, string | undefined, string][] = [
      ["# Hi", "a.MD", "text/markdown"],
      ["a,b", "a.csv", "text/csv"],
      ["{}", "a.json", "application/json"],
      ["<svg/>", "a.svg", "image/svg+xml"],
      ["plain", "Makefile", "text/plain"],
      ["naïve 漢字", undefined, "text/plain"],
      ["%PDF-1.7 ...", undefined, "application/pdf"],
      [Buffer.from("\0\u0001\u0002"), undefined, "application/octet-stream"],
      [Buffer.from("\0\u0001\u0002"), "a.mp3", "audio/mpeg"],
      [Buffer.from("RIFF\u0024\0\0\0WAVEfmt "), "x", "audio/wav"],
    ];
    for (const [bytes, name, type] of types) expect(await mediaTypeOf(Buffer.from(bytes), name)).toBe(type);
  });

  test("that is missing, a folder or empty is refused in one sentence", async () => {
    await expect(readAttachment(join(dir, "none.png"))).rejects.toThrow(
      `There is no file to attach at ${join(dir, "none.png")}`,
    );
    await expect(readAttachment(dir)).rejects.toThrow(`${dir} is a folder`);
    writeFileSync(join(dir, "empty"), "");
    await expect(readAttachment(join(dir, "empty"))).rejects.toThrow("is empty");
    await expect(readAttachment(join(dir, "empty"))).rejects.toThrow(SetupError);
  });

  // The superuser may read everything.
  test.skipIf(process.getuid?.() === 0)("that may not be read is refused in one sentence", async () => {
    writeFileSync(join(dir, "secret"), "x", { mode: 0o000 });
    await expect(readAttachment(join(dir, "secret"))).rejects.toThrow("may not be read");
  });
});
