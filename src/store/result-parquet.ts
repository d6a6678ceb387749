/** Results as Parquet, one row group after the other, packed with Snappy. Reads nothing. */
import type { BasicType, ColumnSource, Writer } from "hyparquet-writer/src/types.js";
import type { JsonValue } from "../record/json.ts";
import {
  openUnfinished,
  putInPlace,
  type ResultColumn,
  type ResultRow,
  type ResultWriter,
  unfinishedPath,
  unwritable,
} from "./result-writer.ts";

/** A row group is written when it has so many rows or characters of text. */
const GROUP_ROWS = 10_000;
const GROUP_CHARACTERS = 8_000_000;

/** The type that holds all values of a column; what is mixed stands as JSON. */
function typeOf({ kinds }: ResultColumn): BasicType {
  const [only, ...more] = [...kinds];
  if (only === undefined || (only === "text" && more.length === 0)) return "STRING";
  if (only === "boolean" && more.length === 0) return "BOOLEAN";
  if (only === "integer" && more.length === 0) return "INT64";
  return [...kinds].every((kind) => kind === "integer" || kind === "number") ? "DOUBLE" : "JSON";
}

function valueFor(type: BasicType, value: JsonValue | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (type === "INT64") return BigInt(value as number);
  return value;
}

/** Results as Parquet. @throws SetupError if the file cannot be written. */
export async function parquetResults(path: string, columns: readonly ResultColumn[]): Promise<ResultWriter> {
  await (await openUnfinished(path)).close();
  const { fileWriter } = await import("hyparquet-writer/src/node.js");
  const { ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const typed = columns.map((column) => ({ name: column.name, type: typeOf(column) }));
  const sources = (rows: readonly ResultRow[]): ColumnSource[] =>
    typed.map(({ name, type }) => ({
      name,
      type,
      nullable: true,
      data: rows.map((row) => valueFor(type, row[name])) as unknown[],
    }));
  const writer: Writer = fileWriter(unfinishedPath(path));
  const schema = schemaFromColumnData({ columnData: sources([]) });
  const parquet = new ParquetWriter({ writer, schema, createdBy: "pennyfarthing" });
  let waiting: ResultRow[] = [];
  let characters = 0;
  const guarded = async (work: () => void | Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw unwritable(error, path);
    }
  };
  const flush = async (): Promise<void> => {
    const rows = waiting;
    waiting = [];
    characters = 0;
    if (rows.length === 0) return;
    await guarded(() => parquet.write({ columnData: sources(rows), rowGroupSize: rows.length }));
  };
  return {
    write: async (row) => {
      waiting.push(row);
      for (const value of Object.values(row)) if (typeof value === "string") characters += value.length;
      if (waiting.length >= GROUP_ROWS || characters >= GROUP_CHARACTERS) await flush();
    },
    finish: async () => {
      await flush();
      await guarded(() => parquet.finish());
      await putInPlace(path);
    },
    stop: async () => {
      await flush();
      await guarded(() => parquet.finish());
      return unfinishedPath(path);
    },
  };
}
