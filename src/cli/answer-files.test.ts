import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FakeIo, fakeIo } from "../../test/support/fake-io.ts";
import type { Call } from "../record/call.ts";
import type { FilePart } from "../record/message.ts";
import { extensionFor, writeFiles } from "./answer-files.ts";
import { exitCodes } from "./io.ts";

const root = mkdtempSync(join(tmpdir(), "penny-files-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const id = "01m857w5y4ahdsn8gr9r77x17r";

function callWith(parts: FilePart[]): Call {
  return {
    id,
    hash: "0".repeat(64),
    request: { model: "test/model", messages: [], options: {} },
    parts,
    finish: { reason: "stop" },
    usage: {},
    timing: { startedAt: 0, queueMs: 0, retryMs: 0 },
    attempts: [],
    origin: { command: "prompt" },
  };
}

/** Writes so many pictures of an answer; gives what was said and done. */
async function write(pictures: number, target: string | undefined): Promise<{ code: number; fake: FakeIo }> {
  const fake = fakeIo({ dir: root });
  const workbench = await fake.io.workbench();
  const parts: FilePart[] = [];
  for (let index = 0; index < pictures; index++)
    parts.push(await workbench.log.keepFile(new Uint8Array([...png, index]), "image/png"));
  const code = await writeFiles(callWith(parts), target, fake.io, workbench);
  await fake.close();
  return { code, fake };
}

test("without a target it is said what was made and how to get it", async () => {
  const { code, fake } = await write(1, undefined);
  expect(code).toBe(exitCodes.ok);
  expect(fake.err()).toBe(`penny: the model made image/png (1 kB); get it with: penny log show ${id} --files FOLDER\n`);
});

test("one file goes under the very name given", async () => {
  const { fake } = await write(1, "new/dot.png");
  expect(readFileSync(join(root, "new/dot.png"))).toEqual(Buffer.from([...png, 0]));
  expect(fake.err()).toBe(`penny: wrote ${join(root, "new/dot.png")}\n`);
});

test("several files go into a folder, named by call and number, also if the target looks like a file", async () => {
  await write(2, "many.png");
  expect(readdirSync(join(root, "many.png")).sort()).toEqual([`${id}-1.png`, `${id}-2.png`]);
});

test("a place that cannot be written is told and gives exit code 1", async () => {
  writeFileSync(join(root, "file"), "");
  const { code, fake } = await write(1, "file/dot.png");
  expect(code).toBe(exitCodes.failed);
  expect(fake.err()).toMatch(/^penny: .+file\/dot\.png cannot be written: .+\n$/);
});

test("an answer without files says nothing", async () => {
  const { code, fake } = await write(0, "unused");
  expect({ code, err: fake.err() }).toEqual({ code: exitCodes.ok, err: "" });
});

test("a media type has a usual extension, and an odd one none that could mislead", () => {
  expect(["image/jpeg", "image/webp", "text/plain", "application/vnd.x.y"].map(extensionFor)).toEqual([
    "jpg",
    "webp",
    "txt",
    "bin",
  ]);
});
