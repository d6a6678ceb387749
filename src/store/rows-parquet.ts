/**
 * Rows of a Parquet file, a few thousand at a time. Columns that hold files as the data sets of Hugging Face do
 * (`{ bytes, path }`) give the bytes. Writes nothing.
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import type { AsyncBuffer, Compressors } from "hyparquet";
import type { JsonValue } from "../record/json.ts";
import { messageOf, SetupError } from "../record/setup-error.ts";
import { type Row, type RowValue, unreadable } from "./row-source.ts";

/** Rows read at once at most, and bytes of a row group that they may take. */
const MOST_ROWS = 2000;
const MOST_BYTES = 16_000_000;

/** What is not built into the reader. Snappy is; LZ4 and LZO are not to be had in Node. */
const compressors: Compressors = {
  GZIP: (input) => new Uint8Array(gunzipSync(input)),
  BROTLI: (input) => new Uint8Array(brotliDecompressSync(input)),
  ZSTD: (input) => new Uint8Array(zstdDecompressSync(input)),
};

/** A value of the reader as JSON: dates as ISO 8601, whole numbers that do not fit as text. Bytes inside lists are left out. */
function json(value: unknown): JsonValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(json);
  if (value instanceof Uint8Array) return null;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, json);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, json(each)]));
  return null;
}

function cell(value: unknown): RowValue {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "object" && value !== null && "bytes" in value && value.bytes instanceof Uint8Array)
    return value.bytes;
  return json(value);
}

function failure(error: unknown, name: string): SetupError {
  if (error instanceof SetupError) return error;
  const why = messageOf(error).replace(/^parquet /, "");
  return new SetupError(`${name} cannot be read as Parquet (${why}): check the file.`);
}

async function* groupsOf(file: AsyncBuffer, name: string): AsyncGenerator<{ [column: string]: unknown }[]> {
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  try {
    const metadata = await parquetMetadataAsync(file);
    let groupStart = 0;
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      const bytesPerRow = Math.max(1, Number(group.total_byte_size) / Math.max(1, rows));
      const step = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_BYTES / bytesPerRow)));
      for (let from = 0; from < rows; from += step) {
        yield await parquetReadObjects({
          file,
          metadata,
          compressors,
          useOffsetIndex: true,
          rowStart: groupStart + from,
          rowEnd: groupStart + Math.min(rows, from + step),
        });
      }
      groupStart += rows;
    }
  } catch (error) {
    throw failure(error, name);
  }
}

/**
 * Rows of a Parquet file.
 * @throws SetupError if it is missing or no Parquet file, or packed in a way that cannot be unpacked here.
 */
export async function* rowsOfParquet(path: string, name: string): AsyncGenerator<Row> {
  const { asyncBufferFromFile } = await import("hyparquet");
  let file: AsyncBuffer;
  try {
    file = await asyncBufferFromFile(path);
  } catch (error) {
    throw unreadable(error, path, name);
  }
  let index = 0;
  for await (const rows of groupsOf(file, name)) {
    for (const row of rows) {
      const values = Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cell(value)]));
      yield { index: index++, values };
    }
  }
}
