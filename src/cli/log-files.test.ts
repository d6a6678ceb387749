/** Files of the log: listed with their calls, printed or written. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { putCalls, temporaryLogFolder, withStore } from "../../test/support/filled-log.ts";
import type { FilePart } from "../record/message.ts";
import { plainCall, testIds } from "../store/fixtures/plain-call.ts";

const picture = Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256);
const note = "naïve\u001b[31m notes\n";
let dir: string;
let made: FilePart;
let sent: FilePart;
let evil: FilePart;
let ids: string[];

beforeAll(async () => {
  dir = temporaryLogFolder();
  await withStore(dir, async (store) => {
    made = await store.keepFile(picture, "image/png");
    sent = await store.putFile(new TextEncoder().encode(note), { mediaType: "text/plain", name: "notes.txt" });
    evil = await store.putFile(new TextEncoder().encode("x"), { mediaType: "text/plain", name: "../../evil.txt" });
  });
  const newId = testIds();
  ids = [newId(), newId(), newId()];
  const [first = "", second = "", third = ""] = ids;
  const at = (startedAt: number): { timing: { startedAt: number; queueMs: number; retryMs: number } } => ({
    timing: { startedAt, queueMs: 0, retryMs: 0 },
  });
  await putCalls(dir, [
    plainCall(first, "", "", { ...at(1), request: { messages: [{ role: "user", parts: [sent] }] }, parts: [made] }),
    plainCall(second, "", "", { ...at(2), request: { messages: [{ role: "user", parts: [made, evil] }] } }),
    plainCall(third, "No file", "", at(3)),
  ]);
});
afterAll(() => rmSync(dir, { recursive: true }));

function log(words: readonly string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["log", ...words], { dir, ...settings });
}

describe("files are listed", () => {
  test("with hash, role, type, size, newest call and name", async () => {
    const { out } = await log(["files"]);
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(lines[0]).toEqual(["sha256", "type", "size", "when", "call", "name"]);
    expect(lines.slice(1).map((cells) => [cells[0], cells[1], cells[2], cells[3], cells[6]])).toEqual([
      [evil.sha256.slice(0, 12), "sent", "text/plain", "1 byte", "../../evil.txt"],
      [made.sha256.slice(0, 12), "made", "image/png", "300 bytes", "–"],
      [sent.sha256.slice(0, 12), "sent", "text/plain", `${sent.size} bytes`, "notes.txt"],
    ]);
  });

  test("as JSON with the calls that have them; a made one stays made when it is sent on", async () => {
    const files = JSON.parse((await log(["files", "--json"])).out);
    expect(files).toHaveLength(3);
    expect(files[1]).toEqual({
      ...{ mediaType: "image/png", sha256: made.sha256, size: 300 },
      ...{ role: "made", at: 2, calls: ids.slice(0, 2) },
    });
  });

  test("of the calls that filters leave, so many", async () => {
    expect(JSON.parse((await log(["files", "--json", "-n", "1"])).out)).toMatchObject([{ sha256: evil.sha256 }]);
    expect((await log(["files", "-m", "nobody"])).err).toContain("no such call has a file");
  });
});

describe("a file", () => {
  test("of text is printed, unchanged in a pipe and harmless on a terminal", async () => {
    expect((await log(["file", sent.sha256])).out).toBe(note);
    expect((await log(["file", sent.sha256.slice(0, 8)], { terminal: true })).out).toBe("naïve[31m notes\n");
  });

  test("of bytes is written to a file, or into a folder under its own name or one of its hash", async () => {
    const { code, err } = await log(["file", made.sha256.slice(0, 12), "-o", "out/bird.png"]);
    expect({ code, err }).toEqual({ code: 0, err: `penny: wrote ${join(dir, "out/bird.png")}\n` });
    expect(new Uint8Array(readFileSync(join(dir, "out/bird.png")))).toEqual(picture);
    await log(["file", made.sha256, "-o", "out"]);
    expect(new Uint8Array(readFileSync(join(dir, "out", `${made.sha256.slice(0, 12)}.png`)))).toEqual(picture);
    await log(["file", sent.sha256, "-o", "new/"]);
    expect(readFileSync(join(dir, "new/notes.txt"), "utf8")).toBe(note);
  });

  test("never leaves the folder by its name", async () => {
    const { err } = await log(["file", evil.sha256, "-o", "out"]);
    expect(err).toBe(`penny: wrote ${join(dir, "out/evil.txt")}\n`);
  });

  test("that a model made is written by `show --files` too", async () => {
    const { code, out, err } = await log(["show", ids[0] ?? "", "--files", "made"]);
    const path = join(dir, "made", `${ids[0]}-1.png`);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: `penny: wrote ${path}\n` });
    expect(new Uint8Array(readFileSync(path))).toEqual(picture);
    expect((await log(["show", ids[2] ?? "", "--files", "made"])).err).toBe(
      `penny: the model made no file in ${ids[2]}\n`,
    );
  });

  test.each<[string[], string]>([
    [["xyz"], "`xyz` is no SHA-256"],
    [["abc"], "`abc` is no SHA-256: give four or more"],
    [["0".repeat(64)], "No file of the log has a SHA-256 that begins with 0000"],
  ])("that is none is told: %j", async (words, sentence) => {
    const { code, err } = await log(["file", ...words]);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  test("that is no text, or cannot be written, is told", async () => {
    const { code, err } = await log(["file", made.sha256.slice(0, 12)]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `penny: That file is image/png, not text, so it is not printed: \`penny log file ${made.sha256.slice(0, 12)} -o PATH\` writes it.\n`,
    });
    writeFileSync(join(dir, "blocked"), "");
    expect((await log(["file", made.sha256, "-o", "blocked/x.png"])).err).toContain("cannot be written");
  });
});
