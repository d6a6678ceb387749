/**
 * What stands before an app in an exported file, in place of the workbench: `penny` for a document that is alone. Values are kept by the
 * browser, files are saved and links opened by it; there is no model. Queries run in the file, on the data in it. Pure text; it runs in the
 * file alone.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { literal } from "./app-guard.ts";
import { FILE_GUARD } from "./file-guard.ts";

/** Data that an app has with it. */
export interface AloneData {
  /** A SQLite file with the app's tables. */
  database: Uint8Array;
  /** What runs queries in a browser. */
  engine: SqlEngine;
  /** Whether it is for a trial in a browser without a network: larger, but there at once. Absent: it is not. */
  isTrial?: boolean;
}

/** SQLite for a browser. */
export interface SqlEngine {
  /** Script that makes `initSqlJs`. */
  code: string;
  /** Its WebAssembly, in gzip. */
  wasm: Uint8Array;
}

/**
 * Runs one SELECT, as the workbench would: whole numbers beyond 2^53 are texts, bytes hexadecimal. The database is opened at the first
 * query. What an app does to data in its own file is its own affair: nobody else's is there.
 */
const QUERY = String.raw`
const MOST_ROWS = 10000;
const unpacked = async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};
const opened = async () => {
  const start = new Function("exports", "module", "define", data.code + "\nreturn initSqlJs;")();
  const [wasmBinary, bytes] = await Promise.all([unpacked(data.wasm), unpacked(data.database)]);
  const instantiateWasm = (imports, receive) => {
    const module = new WebAssembly.Module(wasmBinary);
    receive(new WebAssembly.Instance(module, imports), module);
    return {};
  };
  const { Database } = await start({ wasmBinary, instantiateWasm });
  const database = new Database(bytes);
  database.run("PRAGMA query_only = 1");
  return database;
};
let opening;
const plain = (value) => {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
};
const bound = (value) => (typeof value === "boolean" ? Number(value) : value);
const paramsOf = (params) => Array.isArray(params)
  ? params.map(bound)
  : Object.fromEntries(Object.entries(params).flatMap(([name, value]) => /^[:$@]/.test(name)
    ? [[name, bound(value)]]
    : [":", "$", "@"].map((sign) => [sign + name, bound(value)])));
const rowsOf = async (sql, params) => {
  opening ??= opened();
  const database = await opening;
  let found;
  for (const statement of database.iterateStatements(String(sql))) {
    if (found) throw new Error("A query is one SELECT: leave out what follows the first semicolon.");
    const columns = statement.getColumnNames();
    if (columns.length === 0) throw new Error("A query is one SELECT.");
    statement.bind(paramsOf(params));
    const rows = [];
    while (statement.step()) {
      if (rows.length >= MOST_ROWS)
        throw new Error("The query gives more than " + MOST_ROWS + " rows: ask for less, as with LIMIT.");
      rows.push(statement.get(null, { useBigInt: true }).map(plain));
    }
    found = { columns, rows };
  }
  if (!found) throw new Error("A query is one SELECT.");
  return found;
};`;

/** The script as a function of the app's id, which keeps its values apart from those of other files, and of its data. */
const SOURCE = `((id, data) => {"use strict";document.currentScript.remove();
const refuse = (what) => Promise.reject(new Error(what));
const place = (key) => "penny/" + id + "/" + key;
const kept = new Map();
let storage;
try { storage = window.localStorage; storage.getItem(""); } catch { storage = undefined; }
const read = (key) => (storage ? storage.getItem(place(key)) : (kept.get(key) ?? null));
const write = (key, text) => (storage ? storage.setItem(place(key), text) : kept.set(key, text));
const names = () => storage
  ? Object.keys(storage).filter((name) => name.startsWith(place(""))).map((name) => name.slice(place("").length))
  : [...kept.keys()];
const { leave, isHeld } = ${FILE_GUARD};${QUERY}
const dark = matchMedia("(prefers-color-scheme: dark)");
const themeOf = () => (dark.matches ? "dark" : "light");
const penny = {
  query: (sql, params = []) => !data ? refuse("This file holds no data: the app was exported without it.")
    : !data.isTrial && !isHeld() ? refuse("This browser is too old to keep the data of this file in it: open it with a newer one.")
    : rowsOf(sql, params),
  store: Object.freeze({
    get: async (key) => { const text = read(String(key)); return text === null ? undefined : JSON.parse(text); },
    set: async (key, value) => void write(String(key), JSON.stringify(value ?? null)),
    delete: async (key) => void (storage ? storage.removeItem(place(String(key))) : kept.delete(String(key))),
    keys: async () => names().sort(),
  }),
  ask: () => refuse("This app is alone in a file: there is no model to ask."),
  download: async (name, content, type = content?.type || "text/plain") => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    link.download = String(name);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },
  open: async (url) => leave(String(url)),
  copy: (text) => navigator.clipboard ? navigator.clipboard.writeText(String(text)) : refuse("This browser does not let files copy."),
  onTheme: (listener) => {
    const tell = () => listener(themeOf());
    dark.addEventListener("change", tell);
    return () => dark.removeEventListener("change", tell);
  },
};
Object.defineProperty(penny, "theme", { get: themeOf, enumerable: true });
Object.defineProperty(window, "penny", { value: Object.freeze(penny) });
})`;

function packed({ database, engine, isTrial = false }: AloneData): { [name: string]: string | boolean } {
  const text = (gzip: Uint8Array): string => Buffer.from(isTrial ? gunzipSync(gzip) : gzip).toString("base64");
  return { code: engine.code, wasm: text(engine.wasm), database: text(gzipSync(database)), isTrial };
}

/** The script, as HTML. Not evaluated: before its policy is there, no text is. @param app id of the app. @param data absent: it has none. */
export function aloneHead(app: string, data?: AloneData): string {
  const given = data ? literal(packed(data)) : "undefined";
  return `<script>${SOURCE}(${literal(app.replace(/\W/g, ""))},${given})</script>\n`;
}
