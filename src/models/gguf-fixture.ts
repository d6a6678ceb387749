/** Makes GGUF files for tests: bytes from a list of metadata and tensors, and a pocket model with other metadata. */
import { parseGguf } from "./gguf-parse.ts";

/** A value of metadata by its type. */
export type FixtureValue =
  | { uint32: number }
  | { text: string }
  | { texts: string[] }
  | { float: number }
  | { ints: number[] };

/** What to write. */
export interface GgufFixture {
  /** Version of the format. Default: 3. */
  version?: number;
  /** Metadata in order. */
  metadata: [key: string, value: FixtureValue][];
  /** Tensors of 32-bit numbers, by name and lengths, one after the other. */
  tensors?: [name: string, dimensions: number[]][];
}

const ALIGNMENT = 32;

function number(value: number | bigint, bytes: 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeUInt32LE(Number(value));
  return buffer;
}

/** A text as the format has it: its length, then its bytes. */
function ggufText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([number(bytes.length, 8), bytes]);
}

function value(from: FixtureValue): Buffer[] {
  if ("uint32" in from) return [number(4, 4), number(from.uint32, 4)];
  if ("text" in from) return [number(8, 4), ggufText(from.text)];
  if ("ints" in from)
    return [number(9, 4), number(4, 4), number(from.ints.length, 8), ...from.ints.map((each) => number(each, 4))];
  if ("texts" in from) return [number(9, 4), number(8, 4), number(from.texts.length, 8), ...from.texts.map(ggufText)];
  const float = Buffer.alloc(4);
  float.writeFloatLE(from.float);
  return [number(6, 4), float];
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}

/** A GGUF file; the numbers in its tensors are zero. */
export function ggufBytes(fixture: GgufFixture): Buffer {
  const tensors = fixture.tensors ?? [];
  let offset = 0;
  const rows = tensors.map(([name, dimensions]) => {
    const lengths = dimensions.map((length) => number(length, 8));
    const row = [ggufText(name), number(dimensions.length, 4), ...lengths, number(0, 4), number(offset, 8)];
    offset += Math.ceil((dimensions.reduce((product, length) => product * length, 4) || 4) / ALIGNMENT) * ALIGNMENT;
    return Buffer.concat(row);
  });
  const header = Buffer.concat([
    Buffer.from("GGUF"),
    number(fixture.version ?? 3, 4),
    number(tensors.length, 8),
    number(fixture.metadata.length, 8),
    ...fixture.metadata.flatMap(([key, each]) => [ggufText(key), ...value(each)]),
    ...rows,
  ]);
  return Buffer.concat([header, padding(header.length), Buffer.alloc(offset)]);
}

/** A GGUF file with another text for one of its keys. Throws Error if it has no such key. */
export function withText(file: Buffer, key: string, text: string): Buffer {
  const { dataOffset } = parseGguf(file);
  const at = file.indexOf(Buffer.concat([ggufText(key), number(8, 4)]));
  if (at < 0) throw new Error(`the file has no ${key}`);
  const from = at + ggufText(key).length + 4;
  const to = from + 8 + Number(file.readBigUInt64LE(from));
  // The old padding stays: what follows a header is zeros up to the alignment, so more of them are cut or added at the end.
  const header = Buffer.concat([file.subarray(0, from), ggufText(text), file.subarray(to, dataOffset)]);
  const end = header.length - (dataOffset - headerEnd(file));
  const bare = header.subarray(0, end);
  return Buffer.concat([bare, padding(bare.length), file.subarray(dataOffset)]);
}

/** Where the header ends, before its padding: the last byte that is needed to read it. */
function headerEnd(file: Buffer): number {
  const { dataOffset } = parseGguf(file);
  let end = dataOffset;
  while (end > dataOffset - ALIGNMENT) {
    try {
      parseGguf(file.subarray(0, end - 1));
      end--;
    } catch {
      return end;
    }
  }
  return end;
}
