/**
 * What a GGUF file says of itself, read from its header alone: architecture, size, layers, template, tokenizer. It checks that
 * the file is whole; it does not read weights.
 * Source of the keys: docs/gguf.md of ggml-org/ggml, read 2026-11-23.
 */
import { type FileHandle, open } from "node:fs/promises";
import { messageOf, SetupError } from "../record/setup-error.ts";
import {
  type GgufContent,
  GgufFault,
  type GgufList,
  type GgufTensor,
  type GgufValue,
  MoreBytesNeeded,
  parseGguf,
} from "./gguf-parse.ts";

/** What a GGUF file says of itself. */
export interface GgufHeader {
  /** Path it was read from. */
  path: string;
  /** Size of the file, bytes. */
  fileBytes: number;
  /** Bytes of all tensors: the weights in memory. */
  weightBytes: number;
  /** Family, such as `llama` or `qwen3`. */
  architecture: string;
  /** The model's own name. Absent: the file has none. */
  name?: string;
  /** Number of weights. */
  parameters: number;
  /** Number format that holds most of the weights: `F16`, `Q4_K`. */
  quantisation: string;
  /** Tokens of context it was trained for. Absent: the file does not say. */
  contextTokens?: number;
  /** Number of layers. */
  layers: number;
  /** Width of the embedding. */
  embeddingLength: number;
  /** Width of the feed-forward part, of all experts used at once where it has experts. */
  feedForwardLength: number;
  /** Attention heads; the most of any layer. */
  heads: number;
  /** Heads of keys and values of each layer; 0 for a layer without attention. */
  keyValueHeads: number[];
  /** Length of one key. */
  keyLength: number;
  /** Length of one value. */
  valueLength: number;
  /** Number of tokens that it knows. */
  vocabularySize: number;
  /** Kind of tokenizer: `gpt2`, `llama`. Absent: the file does not say. */
  tokenizer?: string;
  /** Text of the token that ends an answer. Absent: the file names none. */
  endToken?: string;
  /** Jinja template of a conversation. Absent: the file has none. */
  chatTemplate?: string;
}

const FIRST_READ_BYTES = 1 << 20;
/** No header is larger: the largest vocabularies take about 16 MiB. */
const MOST_HEADER_BYTES = 1 << 28;

async function readContent(file: FileHandle, fileBytes: number): Promise<GgufContent> {
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const wanted = Math.min(length, fileBytes);
    const bytes = new Uint8Array(wanted);
    const { bytesRead } = await file.read(bytes, 0, wanted, 0);
    try {
      return parseGguf(bytes.subarray(0, bytesRead));
    } catch (error) {
      if (!(error instanceof MoreBytesNeeded)) throw error;
      if (bytesRead >= fileBytes || bytesRead < wanted) throw new GgufFault("is cut short within its header");
      if (length > MOST_HEADER_BYTES) throw new GgufFault("has no end of its header within 256 MiB");
    }
  }
}

function weightsOf(tensor: GgufTensor): number {
  return tensor.dimensions.reduce((product, length) => product * length, 1);
}

/** Bytes of a tensor; of one in an unknown format, the space up to the next. */
function bytesOf(tensor: GgufTensor, next: number): number {
  if (!tensor.type) return Math.max(0, next - tensor.offset);
  return Math.ceil(weightsOf(tensor) / tensor.type.blockWeights) * tensor.type.blockBytes;
}

function sizesOf(
  content: GgufContent,
  fileBytes: number,
): { weightBytes: number; parameters: number; quantisation: string } {
  const dataBytes = Math.max(0, fileBytes - content.dataOffset);
  const sorted = content.tensors.toSorted((a, b) => a.offset - b.offset);
  const byType = new Map<string, number>();
  let weightBytes = 0;
  let parameters = 0;
  for (const [index, tensor] of sorted.entries()) {
    const bytes = bytesOf(tensor, sorted[index + 1]?.offset ?? dataBytes);
    if (tensor.offset + bytes > dataBytes)
      throw new GgufFault(
        `is cut short: it has ${fileBytes} bytes, and tensor ${tensor.name} ends at ${content.dataOffset + tensor.offset + bytes}`,
      );
    const type = tensor.type?.name ?? `type ${tensor.typeId}`;
    byType.set(type, (byType.get(type) ?? 0) + weightsOf(tensor));
    weightBytes += bytes;
    parameters += weightsOf(tensor);
  }
  const quantisation = [...byType].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "none";
  return { weightBytes, parameters, quantisation };
}

/** Reads keys of the metadata, those of the architecture by their short names. */
interface Keys {
  text: (key: string) => string | undefined;
  list: (key: string) => GgufList | undefined;
  /** A whole number from 0 to `most`. Throws GgufFault for any other value. */
  count: (key: string, most: number) => number | undefined;
  /** The same for each layer. */
  counts: (key: string, most: number) => number | number[] | undefined;
}

function keysOf(metadata: ReadonlyMap<string, GgufValue>, architecture: string): Keys {
  const find = (key: string): GgufValue | undefined => metadata.get(`${architecture}.${key}`) ?? metadata.get(key);
  const text = (key: string): string | undefined => {
    const value = find(key);
    return typeof value === "string" ? value : undefined;
  };
  const list = (key: string): GgufList | undefined => {
    const value = find(key);
    return typeof value === "object" ? value : undefined;
  };
  const checked = (key: string, value: unknown, most: number): number => {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new GgufFault(`has an impossible ${key} (${typeof value === "object" ? "a list" : String(value)})`);
  };
  const counts = (key: string, most: number): number | number[] | undefined => {
    const value = find(key);
    if (value === undefined) return undefined;
    if (typeof value === "object" && value.numbers) return value.numbers.map((each) => checked(key, each, most));
    return checked(key, value, most);
  };
  const count = (key: string, most: number): number | undefined => {
    const value = counts(key, most);
    return Array.isArray(value) ? Math.max(0, ...value) : value;
  };
  return { text, list, count, counts };
}

function required(value: number | undefined, key: string): number {
  if (value === undefined || value === 0) throw new GgufFault(`has no ${key}, so it is not a language model`);
  return value;
}

const MOST_WIDTH = 1 << 24;
const MOST_LAYERS = 4096;
const MOST_TOKENS = 1 << 30;

function headerOf(content: GgufContent, path: string, fileBytes: number): GgufHeader {
  const { metadata } = content;
  const architecture = metadata.get("general.architecture");
  if (typeof architecture !== "string") throw new GgufFault("does not name its architecture");
  const { text, list, count, counts } = keysOf(metadata, architecture);
  const parts = count("split.count", MOST_LAYERS);
  if (parts !== undefined && parts > 1)
    throw new GgufFault(`is one of ${parts} parts (join them with \`llama-gguf-split --merge\`)`);
  const layers = required(count("block_count", MOST_LAYERS), "block_count");
  const embeddingLength = required(count("embedding_length", MOST_WIDTH), "embedding_length");
  const heads = required(count("attention.head_count", MOST_WIDTH), "attention.head_count");
  const shared = counts("attention.head_count_kv", MOST_WIDTH) ?? heads;
  const keyValueHeads = Array.from({ length: layers }, (_, layer) =>
    Array.isArray(shared) ? (shared[layer] ?? 0) : shared,
  );
  const keyLength = count("attention.key_length", MOST_WIDTH) ?? Math.ceil(embeddingLength / heads);
  const expert = (count("expert_feed_forward_length", MOST_WIDTH) ?? 0) * (count("expert_used_count", MOST_WIDTH) ?? 1);
  const tokens = list("tokenizer.ggml.tokens");
  const vocabularySize = tokens?.length ?? required(count("vocab_size", MOST_TOKENS), "vocabulary");
  const optional = {
    name: text("general.name"),
    contextTokens: count("context_length", MOST_TOKENS),
    tokenizer: text("tokenizer.ggml.model"),
    endToken: tokens?.textAt(count("tokenizer.ggml.eos_token_id", 0xff_ff_ff_ff) ?? -1),
    chatTemplate: text("tokenizer.chat_template"),
  };
  return {
    path,
    fileBytes,
    ...sizesOf(content, fileBytes),
    architecture,
    layers,
    embeddingLength,
    feedForwardLength: Math.max(count("feed_forward_length", MOST_WIDTH) ?? 0, expert),
    heads,
    keyValueHeads,
    keyLength,
    valueLength: count("attention.value_length", MOST_WIDTH) ?? keyLength,
    vocabularySize,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<GgufHeader>),
  };
}

/** The words for why a file cannot be opened. */
function openFault(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "this account may not read it";
  if (code === "EISDIR") return "it is a folder";
  return messageOf(error);
}

/**
 * Reads the header of a GGUF file.
 * @throws SetupError naming the file and why it cannot be used.
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    throw new SetupError(
      `Cannot open the model ${path}: ${openFault(error)}; name another file with \`-m FILE.gguf\`.`,
    );
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new GgufFault("is not a file");
    return headerOf(await readContent(file, stat.size), path, stat.size);
  } catch (error) {
    const reason = error instanceof GgufFault ? error.message : `cannot be read (${openFault(error)})`;
    throw new SetupError(
      `The model ${path} cannot be used, since it ${reason}; download it again or name another file.`,
    );
  } finally {
    await file.close();
  }
}
