/**
 * Reads the bytes of a GGUF header: metadata and the list of tensors. Every length in the file is checked against the bytes at
 * hand, so that no file can make it read elsewhere, allocate without bound or run without end. It does not interpret.
 * Source: docs/gguf.md of ggml-org/ggml, versions 2 and 3, read 2026-11-23.
 */
import { type GgufTensorType, ggufTensorType } from "./gguf-types.ts";

/** A list in the metadata. Strings are not kept but for those asked for. */
export interface GgufList {
  /** How many items. */
  length: number;
  /** Items, if they are numbers or truth values and at most 4,096. Absent: they are texts, lists, or too many. */
  numbers?: number[];
  /** Gives one text; `undefined` beyond the end or if the items are no texts. */
  textAt: (index: number) => string | undefined;
}

/** A value in the metadata. */
export type GgufValue = string | number | boolean | GgufList;

/** A tensor as the header describes it. */
export interface GgufTensor {
  /** Name, such as `blk.0.attn_q.weight`. */
  name: string;
  /** Lengths of its dimensions, innermost first. */
  dimensions: number[];
  /** Its number format. Absent: newer than this program. */
  type?: GgufTensorType;
  /** Number of the format. */
  typeId: number;
  /** Bytes from the start of the data to its first. */
  offset: number;
}

/** What a header says. */
export interface GgufContent {
  /** Version of the format, 2 or 3. */
  version: number;
  /** Metadata by key. */
  metadata: ReadonlyMap<string, GgufValue>;
  /** All tensors, in the file's order. */
  tensors: GgufTensor[];
  /** Bytes from the start of the file to the data of the tensors. */
  dataOffset: number;
}

/** The header goes on beyond the bytes at hand. */
export class MoreBytesNeeded extends Error {
  override readonly name = "MoreBytesNeeded";
}

/** The bytes are no GGUF header. The message is a clause without a subject: `has version 9, …`. */
export class GgufFault extends Error {
  override readonly name = "GgufFault";
}

const MAGIC = "GGUF";
const MOST_NUMBERS = 4096;
const MOST_DIMENSIONS = 8;
const DEFAULT_ALIGNMENT = 32;
/** Bytes of each scalar type, by its number. */
const SCALAR_BYTES: { [type: number]: number } = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const STRING = 8;
const LIST = 9;

class Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Passes `length` bytes and gives where they begin. */
  skip(length: number): number {
    const from = this.at;
    if (from + length > this.bytes.byteLength) throw new MoreBytesNeeded();
    this.at = from + length;
    return from;
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  /** A length or count; refuses what no file can hold. */
  size(what: string): number {
    const value = this.view.getBigUint64(this.skip(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new GgufFault(`names an impossible ${what} (${value})`);
    return Number(value);
  }

  text(): string {
    const length = this.size("length of a text");
    const from = this.skip(length);
    return new TextDecoder().decode(this.bytes.subarray(from, from + length));
  }
}

function scalar(cursor: Cursor, type: number): number | boolean {
  const { view } = cursor;
  const at = cursor.skip(SCALAR_BYTES[type] ?? 0);
  switch (type) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getUint16(at, true);
    case 3:
      return view.getInt16(at, true);
    case 4:
      return view.getUint32(at, true);
    case 5:
      return view.getInt32(at, true);
    case 6:
      return view.getFloat32(at, true);
    case 7:
      return view.getUint8(at) !== 0;
    case 10:
      return Number(view.getBigUint64(at, true));
    case 11:
      return Number(view.getBigInt64(at, true));
    case 12:
      return view.getFloat64(at, true);
    default:
      throw new GgufFault(`has metadata of an unknown type (${type})`);
  }
}

function textList(cursor: Cursor, length: number): GgufList {
  const from = cursor.at;
  for (let index = 0; index < length; index++) cursor.skip(cursor.size("length of a text"));
  const { bytes } = cursor;
  const textAt = (wanted: number): string | undefined => {
    if (!(wanted >= 0 && wanted < length)) return undefined;
    const again = new Cursor(bytes);
    again.at = from;
    for (let index = 0; index < wanted; index++) again.skip(again.size("length of a text"));
    return again.text();
  };
  return { length, textAt };
}

function list(cursor: Cursor, depth: number): GgufList {
  const type = cursor.uint32();
  const length = cursor.size("length of a list");
  const none = (): undefined => undefined;
  if (type === STRING) return textList(cursor, length);
  if (type === LIST) {
    if (depth >= 4) throw new GgufFault("has lists within lists within lists");
    for (let index = 0; index < length; index++) list(cursor, depth + 1);
    return { length, textAt: none };
  }
  const bytes = SCALAR_BYTES[type];
  if (bytes === undefined) throw new GgufFault(`has metadata of an unknown type (${type})`);
  const from = cursor.skip(length * bytes);
  if (length > MOST_NUMBERS) return { length, textAt: none };
  cursor.at = from;
  return { length, numbers: Array.from({ length }, () => Number(scalar(cursor, type))), textAt: none };
}

function metadataOf(cursor: Cursor, count: number): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < count; index++) {
    const key = cursor.text();
    const type = cursor.uint32();
    metadata.set(key, type === STRING ? cursor.text() : type === LIST ? list(cursor, 0) : scalar(cursor, type));
  }
  return metadata;
}

function tensorsOf(cursor: Cursor, count: number): GgufTensor[] {
  const tensors: GgufTensor[] = [];
  for (let index = 0; index < count; index++) {
    const name = cursor.text();
    const rank = cursor.uint32();
    if (rank > MOST_DIMENSIONS) throw new GgufFault(`has a tensor of ${rank} dimensions`);
    const dimensions = Array.from({ length: rank }, () => cursor.size("dimension of a tensor"));
    const typeId = cursor.uint32();
    const type = ggufTensorType(typeId);
    tensors.push({ name, dimensions, typeId, ...(type ? { type } : {}), offset: cursor.size("offset of a tensor") });
  }
  return tensors;
}

/**
 * Reads a header from the first bytes of a file.
 * @throws MoreBytesNeeded if the header goes on beyond `bytes`.
 * @throws GgufFault if they are no header.
 */
export function parseGguf(bytes: Uint8Array): GgufContent {
  const cursor = new Cursor(bytes);
  const from = cursor.skip(MAGIC.length);
  if (new TextDecoder("latin1").decode(bytes.subarray(from, cursor.at)) !== MAGIC)
    throw new GgufFault('does not begin with the letters "GGUF"');
  const version = cursor.uint32();
  if (version !== 2 && version !== 3) {
    const isBigEndian = version === 0x02_00_00_00 || version === 0x03_00_00_00;
    throw new GgufFault(isBigEndian ? "is of the big-endian kind" : `has version ${version} of the format, not 2 or 3`);
  }
  const tensorCount = cursor.size("number of tensors");
  const metadata = metadataOf(cursor, cursor.size("number of metadata"));
  const tensors = tensorsOf(cursor, tensorCount);
  const alignment = metadata.get("general.alignment") ?? DEFAULT_ALIGNMENT;
  if (typeof alignment !== "number" || !(alignment >= 1 && Number.isInteger(alignment)))
    throw new GgufFault("has an impossible alignment");
  return { version, metadata, tensors, dataOffset: Math.ceil(cursor.at / alignment) * alignment };
}
