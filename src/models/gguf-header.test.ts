import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import { type FixtureValue, ggufBytes } from "./gguf-fixture.ts";
import { readGgufHeader } from "./gguf-header.ts";
import { GgufFault, MoreBytesNeeded, parseGguf } from "./gguf-parse.ts";
import { pocketModels } from "./pocket/pocket.ts";

let folder = "";
let written = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gguf-header-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `${written++}.gguf`);
  writeFileSync(path, bytes);
  return path;
}

function pocketBytes(): Buffer {
  return readFileSync(pocketModels[0]?.path ?? "");
}

const LLAMA: [string, FixtureValue][] = [
  ["general.architecture", { text: "llama" }],
  ["llama.block_count", { uint32: 2 }],
  ["llama.embedding_length", { uint32: 64 }],
  ["llama.attention.head_count", { uint32: 4 }],
  ["tokenizer.ggml.tokens", { texts: ["<end>", "a", "b"] }],
];

async function refusal(path: string): Promise<string> {
  const error = await readGgufHeader(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SetupError);
  const { message } = error as SetupError;
  expect(message).toContain(path);
  return message;
}

test("the header of a pocket model tells its size, shape, tokenizer and template", async () => {
  const path = pocketModels.at(-1)?.path ?? "";
  const header = await readGgufHeader(path);
  expect(header).toMatchObject({
    path,
    architecture: "llama",
    parameters: 3_165_184,
    quantisation: "Q8_0",
    fileBytes: 3_399_200,
    contextTokens: 1024,
    layers: 4,
    embeddingLength: 256,
    heads: 8,
    keyValueHeads: [8, 8, 8, 8],
    keyLength: 32,
    valueLength: 32,
    vocabularySize: 963,
    tokenizer: "gpt2",
    endToken: "<|end|>",
  });
  expect(header.chatTemplate).toContain("<|assistant|>");
  expect(header.weightBytes).toBeLessThan(header.fileBytes);
});

test("heads of keys and values may differ from layer to layer", async () => {
  const metadata: [string, FixtureValue][] = [...LLAMA, ["llama.attention.head_count_kv", { ints: [4, 1] }]];
  const header = await readGgufHeader(fileOf(ggufBytes({ metadata, tensors: [["a", [64, 3]]] })));
  expect(header.keyValueHeads).toEqual([4, 1]);
  expect(header.parameters).toBe(192);
  expect(header.contextTokens).toBeUndefined();
});

test("version 2 is read as version 3 is", async () => {
  const header = await readGgufHeader(fileOf(ggufBytes({ version: 2, metadata: LLAMA })));
  expect(header.layers).toBe(2);
});

test("a missing file, a folder and a file that is no GGUF are each refused in words", async () => {
  expect(await refusal(join(folder, "none.gguf"))).toMatch(/no such file/);
  expect(await refusal(folder)).toMatch(/folder|is not a file/);
  expect(await refusal(fileOf(Buffer.from("PK\u0003\u0004 a zip file")))).toMatch(
    /does not begin with the letters "GGUF"/,
  );
  expect(await refusal(fileOf(Buffer.alloc(0)))).toMatch(/cut short/);
});

test("an unknown version, the big-endian kind, a part of a split file and a projector are named as such", async () => {
  expect(await refusal(fileOf(ggufBytes({ version: 1, metadata: LLAMA })))).toMatch(/version 1/);
  expect(await refusal(fileOf(ggufBytes({ version: 0x03_00_00_00, metadata: LLAMA })))).toMatch(/big-endian/);
  const split: [string, FixtureValue][] = [...LLAMA, ["split.count", { uint32: 3 }]];
  expect(await refusal(fileOf(ggufBytes({ metadata: split })))).toMatch(/one of 3 parts/);
  const projector: [string, FixtureValue][] = [["general.architecture", { text: "clip" }]];
  expect(await refusal(fileOf(ggufBytes({ metadata: projector })))).toMatch(/not a language model/);
});

test("a file whose last tensor is cut is refused with its size and where the tensor ends", async () => {
  const whole = pocketBytes();
  const message = await refusal(fileOf(whole.subarray(0, whole.length - 100)));
  expect(message).toContain(`it has ${whole.length - 100} bytes`);
});

test("an impossible count is refused at once", async () => {
  const bytes = ggufBytes({ metadata: LLAMA });
  bytes.writeBigUInt64LE(2n ** 63n, 16);
  expect(await refusal(fileOf(bytes))).toMatch(/impossible number of metadata/);
});

test("wherever a file is cut, it is refused in one sentence that names it", async () => {
  const whole = pocketBytes();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 33 }), async (length) => {
      await refusal(fileOf(whole.subarray(0, length)));
    }),
    { numRuns: 60 },
  );
});

test("bytes changed anywhere in a header give another header or a refusal, nothing else", async () => {
  const whole = pocketBytes();
  const { dataOffset } = parseGguf(whole);
  const change = fc.tuple(fc.integer({ min: 0, max: dataOffset - 1 }), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, byte] of changes) bytes[at] = byte;
      const path = fileOf(bytes);
      const outcome = await readGgufHeader(path).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(SetupError);
    }),
    { numRuns: 300 },
  );
});

test("random bytes after the magic letters are no header, and say so", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(2, 3), (noise, version) => {
      const bytes = Buffer.concat([Buffer.from([71, 71, 85, 70, version, 0, 0, 0]), noise]);
      try {
        expect(parseGguf(bytes).version).toBe(version);
      } catch (error) {
        expect(error instanceof GgufFault || error instanceof MoreBytesNeeded).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
