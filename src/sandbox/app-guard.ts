/**
 * The first scripts of every app's document, as text: what takes away (realm-guard.ts), then what stands in for what a sandbox lacks
 * (storage, dialogs, downloads), tells errors, and gives the app `penny`, over one port that it alone hands to the page.
 * It is no wall. What must hold without it is the policy's (app-policy.ts).
 */
import type { JsonValue } from "../record/json.ts";
import { REALM_GUARD } from "./realm-guard.ts";
import { STORAGE } from "./stand-in-storage.ts";

/** The port: messages out and in. A call is answered by its number. */
const PORT = `
const { port1, port2 } = new MessageChannel();
const post = MessagePort.prototype.postMessage.bind(port1);
const clip = (text, most) => (text.length > most ? text.slice(0, most) + "…" : text);
const waiting = new Map();
let calls = 0;
let theme = "light";
const themeListeners = new Set();
const call = (name, given) => new Promise((resolve, reject) => {
  const id = ++calls;
  waiting.set(id, { resolve, reject });
  post({ type: "call", id, name, given });
});
port1.onmessage = ({ data }) => {
  if (data.type === "ping") post({ type: "pong", number: data.number });
  if (data.type === "theme") {
    theme = data.theme;
    for (const listener of themeListeners) listener(theme);
  }
  if (data.type !== "answer") return;
  const one = waiting.get(data.id);
  waiting.delete(data.id);
  if ("error" in data) one?.reject(new Error(data.error));
  else one?.resolve(data.value);
};
parent.postMessage({ penny: token }, "*", [port2]);
document.addEventListener("DOMContentLoaded", () => post({ type: "parsed" }));
addEventListener("load", () => post({ type: "ready" }));`;

/** Errors and console, to the page: each clipped, and only the first of very many. */
const ERRORS = `
const MOST_TOLD = 300;
let told = 0;
const tell = (kind, text, more = {}) => {
  if (++told > MOST_TOLD) return;
  const last = told === MOST_TOLD ? " (no more of this document is told)" : "";
  post({ type: "problem", kind, text: clip(String(text), 4000) + last, ...more });
};
const shown = (value) => {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ?? String(value);
  try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
};
const stackOf = (value) => (value instanceof Error && value.stack ? { stack: clip(String(value.stack), 4000) } : {});
addEventListener("error", (event) => {
  const { target } = event;
  if (target instanceof Element) {
    const address = target.currentSrc || target.src || target.href || "";
    tell("resource", "<" + target.localName + "> could not be loaded" + (address ? ": " + clip(String(address), 300) : ""));
  } else tell("error", event.message, { line: event.lineno, column: event.colno, ...stackOf(event.error) });
}, true);
addEventListener("unhandledrejection", ({ reason }) =>
  tell("rejection", reason instanceof Error ? reason.name + ": " + reason.message : shown(reason), stackOf(reason)));
document.addEventListener("securitypolicyviolation", (event) =>
  tell("policy", "The sandbox refused " + (event.blockedURI || "inline code") + " (" + event.effectiveDirective + ")",
    { line: event.lineNumber }));
for (const level of ["debug", "log", "info", "warn", "error"]) {
  const real = console[level].bind(console);
  console[level] = (...values) => {
    real(...values);
    tell(level, values.map(shown).join(" "));
  };
}`;

/** Links, windows and downloads: only the page opens an address, after a person's yes. Clicks that would open a tab do nothing. */
const LINKS = String.raw`
const linkOf = (event) => event.composedPath().find((each) => each instanceof Element && /^(a|area)$/i.test(each.localName)
  && (each.hasAttribute("href") || each.hasAttributeNS("http://www.w3.org/1999/xlink", "href")));
const addressOf = (link) => link.getAttribute("href") ?? link.getAttributeNS("http://www.w3.org/1999/xlink", "href") ?? "";
const isOutside = (address) => /^\s*https?:\/\//i.test(address);
const openOutside = (address) => void call("open", { url: String(address).trim() }).catch((error) => tell("info", error.message));
const save = async (address, name) => {
  const bytes = await (await fetch(address)).blob();
  return call("download", { name: name || "download", type: bytes.type, bytes: await bytes.arrayBuffer() });
};
const saveLink = (link) => void save(link.href, link.download).catch((error) => tell("info", error.message));
const isSaved = (link) => link instanceof HTMLAnchorElement && link.hasAttribute("download") && /^(blob|data):/.test(link.href);
addEventListener("click", (event) => {
  const link = linkOf(event);
  const isModified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link) return;
  const address = addressOf(link);
  if (address.startsWith("#") && !isModified) return;
  event.preventDefault();
  if (isSaved(link)) saveLink(link);
  else if (event.isTrusted && isOutside(address)) openOutside(address);
}, true);
addEventListener("auxclick", (event) => {
  if (event.button !== 1) return;
  event.preventDefault();
  const link = linkOf(event);
  if (link && event.isTrusted && isOutside(addressOf(link))) openOutside(addressOf(link));
}, true);
addEventListener("submit", (event) => {
  const { target, submitter } = event;
  const isOfDialog = /^dialog$/i.test(submitter?.getAttribute("formmethod") ?? target.getAttribute("method") ?? "");
  if (!isOfDialog) event.preventDefault();
});
const { click } = HTMLElement.prototype;
HTMLAnchorElement.prototype.click = function () {
  if (isSaved(this)) saveLink(this);
  else if (!this.isConnected && isOutside(addressOf(this))) openOutside(addressOf(this));
  else click.call(this);
};
window.open = (address) => {
  if (isOutside(String(address))) openOutside(address);
  return null;
};`;

/** Dialogs: a sandbox has none. An alert is shown in the app, a question is answered yes, a prompt with what it proposes. */
const DIALOGS = String.raw`
let notice;
const showNotice = (text) => {
  if (!notice?.isConnected) {
    const host = document.createElement("penny-notice");
    host.popover = "manual";
    host.style.cssText = "position:fixed;inset:auto 1rem 1rem auto;max-width:min(26rem,80vw);padding:0;border:0;background:none";
    const root = host.attachShadow({ mode: "closed" });
    const box = document.createElement("button");
    box.style.cssText = "font:1rem/1.4 system-ui,sans-serif;text-align:start;white-space:pre-wrap;overflow-wrap:anywhere;"
      + "color:#fff;background:#222;border:1px solid #777;border-radius:.5rem;padding:.7rem 1rem;max-height:60vh;overflow:auto";
    box.title = "Close";
    box.setAttribute("role", "alert");
    box.addEventListener("click", () => host.remove());
    root.append(box);
    (document.body ?? document.documentElement).append(host);
    host.showPopover();
    notice = host;
    notice.box = box;
  }
  notice.box.textContent = clip(text, 2000);
};
window.alert = (text = "") => showNotice(String(text));
window.confirm = (text = "") => (showNotice(String(text) + "\n(answered: yes)"), true);
window.prompt = (text = "", proposal = "") => (showNotice(String(text) + "\n(answered: " + proposal + ")"), String(proposal));
window.print = () => undefined;
// An app that has not the focus does not get it by itself: it would take what is typed elsewhere.
for (const { prototype } of [HTMLElement, SVGElement]) {
  const { focus } = prototype;
  prototype.focus = function (options) { if (document.hasFocus()) focus.call(this, options); };
}
const { select } = HTMLInputElement.prototype;
HTMLInputElement.prototype.select = function () { if (document.hasFocus()) select.call(this); };
// What shows itself is inert for that moment.
for (const [{ prototype }, name] of [[HTMLDialogElement, "show"], [HTMLDialogElement, "showModal"], [HTMLElement, "showPopover"]]) {
  const show = prototype[name];
  prototype[name] = function (...given) {
    if (document.hasFocus()) return show.apply(this, given);
    const { inert } = this;
    this.inert = true;
    try { return show.apply(this, given); } finally { this.inert = inert; }
  };
}
window.focus = () => undefined;`;

/** What an app may ask for. Each is a call that the server checks against what the person granted. */
const BRIDGE = `
const bytesOf = async (content) => (content instanceof Blob ? content : new Blob([content])).arrayBuffer();
const penny = {
  query: (sql, params = []) => call("query", { sql: String(sql), params }),
  store: Object.freeze({
    get: (key) => call("store.get", { key: String(key) }),
    set: (key, value) => call("store.set", { key: String(key), value }),
    delete: (key) => call("store.delete", { key: String(key) }),
    keys: () => call("store.keys", {}),
  }),
  ask: (prompt, options = {}) => call("ask", { ...options, prompt: String(prompt) }),
  download: async (name, content, type = content?.type || "text/plain") =>
    call("download", { name: String(name), type: String(type), bytes: await bytesOf(content) }),
  open: (url) => call("open", { url: String(url) }),
  copy: (text) => call("copy", { text: String(text) }),
  onTheme: (listener) => { themeListeners.add(listener); return () => themeListeners.delete(listener); },
};
Object.defineProperty(penny, "theme", { get: () => theme, enumerable: true });
Object.defineProperty(window, "penny", { value: Object.freeze(penny) });
if (navigator.clipboard) navigator.clipboard.writeText = (text) => penny.copy(text);
else Object.defineProperty(navigator, "clipboard", { value: { writeText: (text) => penny.copy(text) } });`;

/** The whole second script, as a function of the token. */
const SOURCE = `((token) => {"use strict";document.currentScript.remove();${[STORAGE, PORT, ERRORS, LINKS, DIALOGS, BRIDGE].join("\n")}\n})`;

/** A value as a literal that may stand in a script of a document. */
export function literal(value: JsonValue): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** A script that runs a text, on one line: lines of what follows keep their numbers, which errors name. */
export function scriptLine(source: string, call = ""): string {
  return `<script>(0,eval)(${literal(source)})${call}</script>`;
}

/**
 * What stands before everything of an app: a doctype, else the document is in quirks mode, and the guard. All on one line.
 * @param token that the page knows this document by; good for one port.
 */
export function appGuard(token: string): string {
  return `<!doctype html>${scriptLine(`((own)=>(0,eval)(own)(own))`, `(${literal(REALM_GUARD)})`)}${scriptLine(SOURCE, `(${literal(token)})`)}`;
}
