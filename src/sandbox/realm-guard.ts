/**
 * The part of an app's first script that takes away what no policy refuses: WebRTC, copying by command, and documents without this very
 * script. As text that runs in the browser. A document that the app nests in itself gets it too: its frame is taken out and put back
 * with the script before what is in it. A browser begins such a document in a task of its own, and what watches the tree comes before. What
 * an app may change is used as it was before the app. In a file, where no header keeps the app from names and hints, neither frames nor
 * links of the head are made at all (`FILE_GUARD`).
 */

/** What a browser calls a shadow tree in markup: one that is closed hides frames. Names of attributes can be written in no other way. */
const DECLARED = "shadowrootmode";
const UNDECLARED = "data-shadowmode";

/** `put` takes a function from where it was, for good; `swapped` is a text with another word for one, whatever its capitals. */
const BASICS = `
const put = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true });
const { apply } = Reflect;
const reader = (object, name) => {
  const { get } = Object.getOwnPropertyDescriptor(object, name);
  return (of) => apply(get, of, []);
};
const { includes, startsWith, endsWith, lastIndexOf, slice, toLowerCase } = String.prototype;
const lower = (text) => apply(toLowerCase, text, []);
const part = (text, from, to) => apply(slice, text, [from, to]);
const swapped = (text, word, other) => {
  if (!apply(includes, lower(text), [word])) return text;
  let out = "";
  for (let at = 0; at < text.length; ) {
    const isWord = lower(part(text, at, at + word.length)) === word;
    const next = part(text, at + word.length, at + word.length + 1);
    // A tag whose name only begins so is another.
    if (isWord && (word[0] !== "<" || next === "" || apply(includes, " \\t\\n\\f\\r/>", [next]))) {
      out += other;
      at += word.length;
    } else out += text[at++];
  }
  return out;
};
const undeclared = (text) => swapped(text, "${DECLARED}", "${UNDECLARED}");`;

/** Connections that no policy refuses. */
const NO_CONNECTIONS = `
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "RTCIceTransport", "RTCDtlsTransport",
  "RTCSctpTransport", "WebTransport"]) put(window, name, undefined);`;

const NO_COPYING = `
const { execCommand } = Document.prototype;
put(Document.prototype, "execCommand", function (name, ...rest) {
  const command = "" + name;
  const word = lower(command);
  for (const refused of ["copy", "cut", "paste"]) if (apply(includes, word, [refused])) return false;
  return apply(execCommand, this, [command, ...rest]);
});`;

/**
 * Some tags are not written by `document.write`: in pieces they would pass all that looks at texts. What may be the beginning of one waits
 * for the rest, which may never come.
 */
const WRITING = `
const untagged = (given, tags) => {
  let text = given;
  for (let at = 0; at < tags.length; at++) text = swapped(text, "<" + tags[at], "<penny-" + tags[at]);
  return text;
};
const beginning = (text) => {
  let most = 0;
  for (let at = 0; at < unwritten.length; at++) {
    const word = "<" + unwritten[at];
    for (let length = most + 1; length < word.length; length++)
      if (apply(endsWith, lower(text), [part(word, 0, length)])) most = length;
  }
  return most;
};
const { write } = Document.prototype;
let held = "";
const writing = (end) => function (...pieces) {
  const text = undeclared(untagged(held + pieces.join("") + end, unwritten));
  const length = text.length - beginning(text);
  held = part(text, length);
  apply(write, this, [part(text, 0, length)]);
};
put(Document.prototype, "write", writing(""));
put(Document.prototype, "writeln", writing("\\n"));`;

/** Shadow trees are open to the guard, and no text declares one. `treeMade` is called with each. */
const SHADOWS = `
const { attachShadow } = Element.prototype;
put(Element.prototype, "attachShadow", function (settings) {
  const root = apply(attachShadow, this, [{ ...settings, mode: "open", clonable: false }]);
  treeMade(root);
  return root;
});
for (const [object, name] of [[Element.prototype, "setHTMLUnsafe"], [ShadowRoot.prototype, "setHTMLUnsafe"],
  [Document, "parseHTMLUnsafe"]]) {
  const real = object[name];
  if (real) put(object, name, function (text, ...rest) { return apply(real, this, [undeclared("" + text), ...rest]); });
}`;

/** Frames get this script before their document; `watch` sees them come, in the document and in each shadow tree. */
const FRAMES = `
const { querySelectorAll } = Document.prototype;
const { querySelectorAll: queryFragment } = DocumentFragment.prototype;
const { getAttribute, setAttribute, remove } = Element.prototype;
const { insertBefore } = Node.prototype;
const [parentOf, nextOf, lengthOf] = [reader(Node.prototype, "parentNode"), reader(Node.prototype, "nextSibling"),
  reader(NodeList.prototype, "length")];
const Watcher = MutationObserver;
const { observe } = Watcher.prototype;
const quoted = JSON.stringify(own).replaceAll("<", "\\\\u003c");
const first = "<script>(0,eval)(" + quoted + ")(" + quoted + ")<\\/script>";
const textOf = (frame) => apply(getAttribute, frame, ["srcdoc"]) ?? "";
const isSealed = (text) => apply(startsWith, text, [first]);
const fill = (frame, text) => apply(setAttribute, frame, ["srcdoc", first + undeclared(text)]);
const seal = (frame) => {
  const text = textOf(frame);
  if (isSealed(text)) return;
  const parent = parentOf(frame);
  const next = nextOf(frame);
  apply(remove, frame, []);
  fill(frame, text);
  apply(insertBefore, parent, [frame, next]);
};
// So most frames need not be taken out, and keep their windows.
Object.defineProperty(HTMLIFrameElement.prototype, "srcdoc", {
  get() {
    const text = textOf(this);
    return isSealed(text) ? part(text, first.length) : text;
  },
  set(text) { fill(this, "" + text); },
  configurable: true,
  enumerable: true,
});
const each = (list, work) => {
  for (let at = 0; at < lengthOf(list); at++) work(list[at]);
};
const watch = (root, query) => {
  const look = () => {
    each(apply(query, root, ["iframe"]), seal);
    each(apply(query, root, ["frame"]), (frame) => apply(remove, frame, []));
  };
  apply(observe, new Watcher(look), [root,
    { subtree: true, childList: true, attributes: true, attributeFilter: ["src", "srcdoc"] }]);
};
watch(document, querySelectorAll);
const treeMade = (root) => watch(root, queryFragment);`;

/** Tags that a file has none of: each can have a name looked up or a connection opened, or holds a document without a guard. */
export const FILE_LACKS: readonly string[] = ["link", "iframe", "frame", "object", "embed", "fencedframe", "portal"];

/**
 * In a file, elements with these tags are not made, by whatever way; others with like names stand for them. All texts that become
 * elements pass the default policy of Trusted Types: https://www.w3.org/TR/trusted-types/ (2026-11).
 */
const NO_ELEMENTS = `
const banned = " " + lacking.join(" ") + " ";
const allowed = (name) => {
  const own = part(name, apply(lastIndexOf, name, [":"]) + 1);
  return apply(includes, banned, [" " + lower(own) + " "]) ? "penny-" + own : name;
};
const hushed = (text) => undeclared(untagged(text, lacking));
const { createElement, createElementNS, getElementsByTagNameNS } = Document.prototype;
put(Document.prototype, "createElement", function (name, ...rest) {
  return apply(createElement, this, [allowed("" + name), ...rest]);
});
put(Document.prototype, "createElementNS", function (space, name, ...rest) {
  return apply(createElementNS, this, [space, allowed("" + name), ...rest]);
});
const { createDocument } = DOMImplementation.prototype;
put(DOMImplementation.prototype, "createDocument", function (space, name, ...rest) {
  return apply(createDocument, this, [space, name == null ? name : allowed("" + name), ...rest]);
});
const { define } = CustomElementRegistry.prototype;
put(CustomElementRegistry.prototype, "define", function (name, made, settings) {
  const base = settings?.extends;
  const tag = base == null ? "" : "" + base;
  return apply(define, this, tag === "" || allowed(tag) !== tag ? [name, made] : [name, made, { extends: tag }]);
});
customElements.define("penny-iframe", class extends HTMLElement {
  connectedCallback() { this.textContent = "A file shows no page within its page: open the app in Pennyfarthing to see it."; }
});
const { parseFromString } = DOMParser.prototype;
const { remove: removeElement } = Element.prototype;
put(DOMParser.prototype, "parseFromString", function (text, type) {
  const parsed = apply(parseFromString, this, [hushed("" + text), type]);
  for (let at = 0; at < lacking.length; at++)
    for (let found; (found = apply(getElementsByTagNameNS, parsed, ["*", lacking[at]])[0]); ) apply(removeElement, found, []);
  return parsed;
});
for (const [object, name] of [[Element.prototype, "setHTML"], [ShadowRoot.prototype, "setHTML"], [Document, "parseHTML"]]) {
  const real = object[name];
  if (real) put(object, name, function (text, ...rest) { return apply(real, this, [hushed("" + text), ...rest]); });
}
Object.defineProperty(XMLHttpRequest.prototype, "responseXML", { get: () => null, configurable: false });
const { get: readType, set: setType } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "responseType");
Object.defineProperty(XMLHttpRequest.prototype, "responseType", {
  get: readType,
  set(type) {
    const text = "" + type;
    if (lower(text) !== "document") apply(setType, this, [text]);
  },
  configurable: false,
});
put(window, "XSLTProcessor", undefined);
const hasPolicy = Boolean(window.trustedTypes);
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => hushed("" + text),
  // A document of a javascript address would be one without a guard.
  createScript: (text, type, sink) => (sink === "Location href" ? null : text),
  createScriptURL: (address) => address,
});
put(window, "trustedTypes", undefined);
// A worker is without a document, but under the same policy.
const policy = 'self.trustedTypes?.createPolicy("default",{createHTML:(t)=>t,createScript:(t)=>t,createScriptURL:(t)=>t});';
for (const name of ["Worker", "SharedWorker"]) {
  const Real = window[name];
  const begun = (address) => {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return URL.createObjectURL(new Blob([policy, request.responseText], { type: "text/javascript" }));
  };
  if (Real) window[name] = new Proxy(Real, {
    construct: (of, [address, ...rest], target) =>
      Reflect.construct(of, [/^blob:/.test(address) ? begun(address) : address, ...rest], target),
  });
}`;

/**
 * In a file, the document stays, and a window opens only after a yes to the whole address. Links hold their addresses where a browser does
 * not look: it would look up their hosts while a pointer rests on them. A click by script is one that can be held. No form is sent.
 */
const LEAVING = `
const { getAttribute, setAttribute, hasAttribute, closest } = Element.prototype;
const { querySelectorAll } = Document.prototype;
const { querySelectorAll: queryFragment } = DocumentFragment.prototype;
const { addEventListener: listen, dispatchEvent } = EventTarget.prototype;
const { preventDefault, composedPath } = Event.prototype;
const [localNameOf, spaceOf] = [reader(Element.prototype, "localName"), reader(Element.prototype, "namespaceURI")];
const [protocolOf, hrefOf] = [reader(URL.prototype, "protocol"), reader(URL.prototype, "href")];
const [lengthOf, isTrusted] = [reader(NodeList.prototype, "length"), (event) => event.isTrusted];
const [isElement, Address, Watcher, begin] = [Element.prototype, URL, MutationObserver, document.baseURI];
const { observe } = Watcher.prototype;
const isIn = (object, prototype) => apply(Object.prototype.isPrototypeOf, prototype, [object]);
const openWindow = window.open.bind(window);
const ask = window.confirm.bind(window);
const addressOf = (text) => { try { return new Address(text, begin); } catch { return undefined; } };
const leave = (text) => {
  const address = addressOf(text);
  if (!address || (protocolOf(address) !== "http:" && protocolOf(address) !== "https:"))
    throw new Error("Only http and https addresses can be opened.");
  if (ask("Open " + hrefOf(address) + " ?")) openWindow(hrefOf(address), "_blank", "noopener,noreferrer");
};
put(window, "open", (text) => {
  if (/^https?:/i.test("" + text)) leave("" + text);
  return null;
});
const HELD = "data-penny-href";
const isKept = (link, text) => {
  if (text === "" || text[0] === "#") return true;
  const address = addressOf(text);
  return address !== undefined && apply(hasAttribute, link, ["download"]) &&
    apply(includes, " blob: data: ", [" " + protocolOf(address) + " "]);
};
const hide = (link) => {
  const text = apply(getAttribute, link, ["href"]);
  if (isKept(link, text)) return;
  apply(setAttribute, link, [HELD, text]);
  apply(setAttribute, link, ["href", "#"]);
  if (!apply(hasAttribute, link, ["title"])) apply(setAttribute, link, ["title", text]);
};
const isLink = (node) => {
  try { return apply(includes, " a area ", [" " + lower(localNameOf(node)) + " "]); } catch { return false; }
};
const hold = (event) => {
  const path = apply(composedPath, event, []);
  for (let at = 0; at < path.length; at++) {
    const link = path[at];
    if (!isLink(link)) continue;
    const isDrawn = spaceOf(link) !== "http://www.w3.org/1999/xhtml";
    const away = apply(getAttribute, link, [HELD]);
    const text = away ?? apply(getAttribute, link, ["href"]) ?? apply(getAttribute, link, ["xlink:href"]) ?? "";
    if (away === null && !isDrawn && isKept(link, text)) continue;
    if (isDrawn && text[0] === "#") location.hash = text;
    apply(preventDefault, event, []);
    if (isTrusted(event) && event.button < 2 && /^(https?:)?\\/\\//i.test(text)) leave(text);
    return;
  }
};
const { close } = HTMLDialogElement.prototype;
const send = (event) => {
  const { target, submitter } = event;
  apply(preventDefault, event, []);
  const method = submitter?.getAttribute("formmethod") ?? target.getAttribute("method");
  const dialog = /^dialog$/i.test(method) ? apply(closest, target, ["dialog"]) : null;
  if (dialog) queueMicrotask(() => apply(close, dialog, [submitter?.value]));
};
const guard = (root) => {
  apply(listen, root, ["click", hold, true]);
  apply(listen, root, ["auxclick", hold, true]);
  apply(listen, root, ["submit", send, true]);
};
guard(window);
const treeMade = (root, query = queryFragment) => {
  if (root !== document) guard(root);
  apply(observe, new Watcher(() => {
    const links = apply(query, root, ["a[href], area[href]"]);
    for (let at = 0; at < lengthOf(links); at++) hide(links[at]);
  }), [root, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] }]);
};
treeMade(document, querySelectorAll);
const { get: getHref, set: setHref } = Object.getOwnPropertyDescriptor(HTMLAnchorElement.prototype, "href");
Object.defineProperty(HTMLAnchorElement.prototype, "href", {
  get() {
    const away = apply(getAttribute, this, [HELD]);
    return away === null ? apply(getHref, this, []) : (addressOf(away)?.href ?? away);
  },
  set(text) {
    this.removeAttribute(HELD);
    apply(setHref, this, [text]);
  },
});
// What is in no document is seen by no listener of the window.
const { getRootNode } = Node.prototype;
const watchTop = (node) => {
  const top = apply(getRootNode, node, [{ composed: true }]);
  if (top !== document) guard(top);
};
const { click } = HTMLElement.prototype;
put(HTMLElement.prototype, "click", function () {
  watchTop(this);
  apply(click, this, []);
});
const [typeOf, canHold] = [reader(Event.prototype, "type"), reader(Event.prototype, "cancelable")];
const Click = MouseEvent;
put(EventTarget.prototype, "dispatchEvent", function (event) {
  const type = isIn(event, Event.prototype) ? typeOf(event) : "";
  if ((type !== "click" && type !== "auxclick") || !isIn(this, isElement)) return apply(dispatchEvent, this, [event]);
  watchTop(this);
  if (canHold(event)) return apply(dispatchEvent, this, [event]);
  const { bubbles, composed, detail, button, clientX, clientY, ctrlKey, shiftKey, altKey, metaKey } = event;
  const held = { bubbles, composed, detail, button, clientX, clientY, ctrlKey, shiftKey, altKey, metaKey, cancelable: true };
  return apply(dispatchEvent, this, [new Click(type, held)]);
});
put(HTMLFormElement.prototype, "submit", () => undefined);
if (window.NavigateEvent) {
  const [goalOf, wayOf, fileOf] = ["destination", "navigationType", "downloadRequest"].map((name) =>
    reader(NavigateEvent.prototype, name));
  const [isSame, placeOf] = ["sameDocument", "url"].map((name) => reader(NavigationDestination.prototype, name));
  apply(listen, navigation, ["navigate", (event) => {
    const address = addressOf(placeOf(goalOf(event)));
    const isSaved = fileOf(event) !== null && address && apply(includes, " blob: data: ", [" " + protocolOf(address) + " "]);
    if (!isSame(goalOf(event)) && wayOf(event) !== "reload" && !isSaved) apply(preventDefault, event, []);
  }]);
}`;

const statements = (unwritten: readonly string[], parts: readonly string[]): string =>
  [
    BASICS,
    `const lacking = ${JSON.stringify(FILE_LACKS)}, unwritten = ${JSON.stringify(unwritten)};`,
    ...[NO_CONNECTIONS, NO_COPYING, WRITING, ...parts],
  ].join("");

/** For a document in the workbench and all in it, as a function of its own text. */
export const REALM_GUARD: string = `((own) => {"use strict";document.currentScript?.remove();${statements(["template"], [FRAMES, SHADOWS])}\n})`;

/**
 * For the document of an app in a file, as an expression: a function that opens an address after a yes, and one that says whether this
 * browser has what the guard needs. In documents without an origin nothing hears where they go.
 */
export const FILE_GUARD: string = `(() => {${statements(["template", ...FILE_LACKS], [NO_ELEMENTS, LEAVING, SHADOWS])}
const isHeld = () => hasPolicy && Boolean(window.navigation?.currentEntry);
return { leave, isHeld };})()`;

/** Takes declared shadow trees out of HTML as it passes. What may be the beginning of the word waits. */
export async function* withoutDeclaredShadows(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const word = new RegExp(DECLARED, "gi");
  let held = "";
  for await (const piece of pieces) {
    const text = (held + piece).replace(word, UNDECLARED);
    const length = text.length - beginningLength(text.slice(1 - DECLARED.length).toLowerCase());
    held = text.slice(length);
    if (length > 0) yield text.slice(0, length);
  }
  if (held !== "") yield held;
}

/** How many letters at the end may begin the word. */
function beginningLength(end: string): number {
  for (let length = end.length; length > 0; length -= 1) if (end.endsWith(DECLARED.slice(0, length))) return length;
  return 0;
}
