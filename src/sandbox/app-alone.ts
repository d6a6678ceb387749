/**
 * What stands before an app in an exported file, in place of the workbench: `penny` for a document that is alone. Values are kept by the
 * browser, files are saved and links opened by it; there is no model and no database. Pure text; it runs in the file alone.
 */
import { scriptLine } from "./app-guard.ts";

/** The script as a function of the app's id, which keeps its values apart from those of other files. */
const SOURCE = String.raw`((id) => {"use strict";document.currentScript.remove();
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
const dark = matchMedia("(prefers-color-scheme: dark)");
const themeOf = () => (dark.matches ? "dark" : "light");
const penny = {
  query: () => refuse("This file holds no data: the app was exported without it."),
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
  open: async (url) => {
    const address = String(url).trim();
    if (!/^https?:\/\//i.test(address)) throw new Error("Only http and https addresses can be opened.");
    if (confirm("Open " + address + " ?")) window.open(address, "_blank", "noopener,noreferrer");
  },
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

/** The script, as HTML on one line. @param app id of the app. */
export function aloneHead(app: string): string {
  return `${scriptLine(SOURCE, `(${JSON.stringify(app.replace(/\W/g, ""))})`)}\n`;
}
