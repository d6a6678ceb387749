/**
 * The guard of an app in a file, as text that runs in the browser. No header and no attribute of a frame keeps such an app from names, hints
 * and windows, so neither frames nor links of the head are made at all, no other realm is, and links hold their addresses elsewhere. What an
 * app may change is used as it was before the app.
 */
import { FILE_LACKS, NO_ELEMENTS, NO_SPECULATION } from "./file-elements.ts";
import { guardStatements, SHADOWS } from "./realm-guard.ts";

/**
 * In a file, the document stays, and a window opens only after a yes to the whole address. Links hold their addresses where a browser does
 * not look: it would look up their hosts while a pointer rests on them. No form is sent.
 */
const LEAVING = `
const { getAttribute, setAttribute, hasAttribute, closest } = Element.prototype;
const { addEventListener: listen, dispatchEvent } = EventTarget.prototype;
const { preventDefault, composedPath } = Event.prototype;
const { getRootNode } = Node.prototype;
const [localNameOf, spaceOf] = [reader(Element.prototype, "localName"), reader(Element.prototype, "namespaceURI")];
const [parentOf, typeOf] = [reader(Node.prototype, "parentNode"), reader(Event.prototype, "type")];
const [canHold, isComposed] = [reader(Event.prototype, "cancelable"), reader(Event.prototype, "composed")];
const [protocolOf, hrefOf] = [reader(URL.prototype, "protocol"), reader(URL.prototype, "href")];
const isTrusted = (event) => event.isTrusted;
const [Address, Watcher, Weak, Click, begin, later] = [URL, MutationObserver, WeakRef, MouseEvent, document.baseURI, setTimeout];
const { observe } = Watcher.prototype;
const { deref } = Weak.prototype;
const openWindow = window.open.bind(window);
const ask = window.confirm.bind(window);
const addressOf = (text) => { try { return new Address(text, begin); } catch { return undefined; } };
const leave = (text) => {
  const address = addressOf(text);
  if (!address || (protocolOf(address) !== "http:" && protocolOf(address) !== "https:"))
    throw new Error("Only http and https addresses can be opened.");
  if (ask("Open " + hrefOf(address) + " ?")) openWindow(hrefOf(address), "_blank", "noopener,noreferrer");
};
const opened = (text) => {
  if (/^https?:/i.test("" + text)) leave("" + text);
  return null;
};
put(window, "open", opened);
const HELD = "data-penny-href";
const isKept = (link, text) => {
  if (text === "" || text[0] === "#") return true;
  const address = addressOf(text);
  return address !== undefined && apply(hasAttribute, link, ["download"]) &&
    apply(includes, " blob: data: ", [" " + protocolOf(address) + " "]);
};
const hide = (link) => {
  const text = apply(getAttribute, link, ["href"]) ?? "";
  if (isKept(link, text)) return;
  apply(setAttribute, link, [HELD, text]);
  apply(setAttribute, link, ["href", "#"]);
  if (!apply(hasAttribute, link, ["title"])) apply(setAttribute, link, ["title", text]);
};
const isNamed = (node, names) => {
  try { return apply(includes, names, [" " + lower(localNameOf(node)) + " "]); } catch { return false; }
};
const isDrawn = (link) => spaceOf(link) !== "http://www.w3.org/1999/xhtml";
let hasDrawn = false;`;

/**
 * What a link does is never left to the browser, which would look only after every listener where it leads. A link to a place in the document
 * is followed here, and a file is saved by a link that the app has not.
 */
const CLICKS = `
const { click } = HTMLElement.prototype;
let waiting;
/** Nothing of the browser's own follows this event. Gives whether the app wanted that too. */
const tame = (event) => {
  let isRefused = false;
  apply(preventDefault, event, []);
  put(event, "preventDefault", () => { isRefused = true; });
  Object.defineProperty(event, "defaultPrevented", { get: () => isRefused, configurable: true });
  return () => isRefused;
};
const follow = (link) => {
  const text = apply(getAttribute, link, ["href"]) ?? apply(getAttribute, link, ["xlink:href"]) ?? "";
  if (text === "" || !isKept(link, text)) return;
  if (text[0] === "#") return void (location.hash = text);
  const saver = apply(createElement, document, ["a"]);
  apply(setAttribute, saver, ["download", apply(getAttribute, link, ["download"])]);
  apply(setAttribute, saver, ["href", text]);
  apply(click, saver, []);
};
const refuses = (path) => {
  for (let at = 0; at < path.length; at++)
    try { if (/return\\s*(false|!1)/.test(path[at].onclick)) return true; } catch {}
  return false;
};
const hold = (event) => {
  const path = apply(composedPath, event, []);
  let link;
  for (let at = 0; at < path.length && !link; at++) {
    if (isNamed(path[at], " a area ")) link = path[at];
    // What is drawn again may be a link, in a tree that nobody sees.
    else if (hasDrawn && isNamed(path[at], " use ")) tame(event);
  }
  if (!link) return;
  const away = apply(getAttribute, link, [HELD]);
  const text = away ?? apply(getAttribute, link, ["href"]) ?? apply(getAttribute, link, ["xlink:href"]) ?? "";
  const isRefused = tame(event);
  if (away !== null || !isKept(link, text)) {
    if (isTrusted(event) && event.button < 2 && /^(https?:)?\\/\\//i.test(text)) leave(text);
    return;
  }
  if (typeOf(event) !== "click" || refuses(path)) return;
  let isDone = false;
  waiting = () => {
    if (!isDone && !isRefused()) follow(link);
    isDone = true;
  };
  later(waiting, 0);
};
const { close } = HTMLDialogElement.prototype;
const send = (event) => {
  const { target, submitter } = event;
  apply(preventDefault, event, []);
  const method = submitter?.getAttribute("formmethod") ?? target.getAttribute("method");
  const dialog = /^dialog$/i.test(method) ? apply(closest, target, ["dialog"]) : null;
  if (dialog) queueMicrotask(() => apply(close, dialog, [submitter?.value]));
};
// HTML that is pasted or dropped passes no policy.
const [carriedOf, { getData }] = [reader(InputEvent.prototype, "dataTransfer"), DataTransfer.prototype];
const paste = (event) => {
  const carried = carriedOf(event);
  const text = carried ? apply(getData, carried, ["text/html"]) : "";
  if (hushed(text) === text) return;
  apply(preventDefault, event, []);
  apply(execCommand, document, ["insertHTML", false, text]);
};
const guard = (root) => {
  apply(listen, root, ["beforeinput", paste, true]);
  apply(listen, root, ["click", hold, true]);
  apply(listen, root, ["auxclick", hold, true]);
  apply(listen, root, ["submit", send, true]);
};
const trees = [];
const guardAll = () => {
  guard(window);
  for (let at = 0; at < trees.length; at++) {
    const tree = apply(deref, trees[at], []);
    if (tree) guard(tree);
  }
};
guardAll();
// A document that is opened again loses every listener.
const { open: openDocument, write: writeGuarded, writeln: writeLineGuarded } = Document.prototype;
put(Document.prototype, "open", function (...given) {
  if (given.length > 2) return opened(given[0]);
  apply(openDocument, this, []);
  guardAll();
  return this;
});
const writingHere = (writes) => function (...pieces) {
  apply(write, this, [""]);
  guardAll();
  apply(writes, this, pieces);
};
put(Document.prototype, "write", writingHere(writeGuarded));
put(Document.prototype, "writeln", writingHere(writeLineGuarded));
const treeMade = (root, query = queryFragment) => {
  if (root !== document) {
    trees[trees.length] = new Weak(root);
    guard(root);
  }
  apply(observe, new Watcher(() => {
    const links = apply(query, root, ["a[href], area[href], svg a"]);
    for (let at = 0; at < lengthOf(links); at++) {
      hasDrawn ||= isDrawn(links[at]);
      hide(links[at]);
    }
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
// What is in no document is seen by no listener of the window: there nothing is left to the browser but what stands alone.
const isOutside = (node) => {
  try { return apply(getRootNode, node, [{ composed: true }]) !== document; } catch { return false; }
};
const isAlone = (node) => parentOf(node) === null && isNamed(node, " input ");
const ofEvent = (event) => { try { return typeOf(event); } catch { return ""; } };
const dispatched = (target, event) => {
  if (!isOutside(target)) {
    waiting = undefined;
    const isDone = apply(dispatchEvent, target, [event]);
    waiting?.();
    return isDone;
  }
  const isRefused = tame(event);
  apply(dispatchEvent, target, [event]);
  let link;
  try { link = apply(closest, target, ["a, area"]); } catch {}
  if (link && !isRefused()) follow(link);
  return !isRefused();
};
put(HTMLElement.prototype, "click", function () {
  if (isOutside(this) && !isAlone(this)) {
    dispatched(this, new Click("click", { bubbles: true, composed: true, cancelable: true }));
    return;
  }
  waiting = undefined;
  apply(click, this, []);
  waiting?.();
});
put(EventTarget.prototype, "dispatchEvent", function (event) {
  const type = ofEvent(event);
  const isClick = type === "click" || type === "auxclick";
  const isKey = apply(includes, " keydown keypress keyup ", [" " + type + " "]);
  if (isKey && isOutside(this) && canHold(event)) return dispatched(this, event);
  if (!isClick || isKey) return isKey && isOutside(this) ? true : apply(dispatchEvent, this, [event]);
  if (canHold(event) && isComposed(event)) return dispatched(this, event);
  const { bubbles, detail, button, clientX, clientY, ctrlKey, shiftKey, altKey, metaKey } = event;
  const held = { bubbles, detail, button, clientX, clientY, ctrlKey, shiftKey, altKey, metaKey, composed: true, cancelable: true };
  return dispatched(this, new Click(type, held));
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

/**
 * For the document of an app in a file, as an expression: a function that opens an address after a yes, and one that says whether this
 * browser has what the guard needs. In documents without an origin nothing hears where they go.
 */
export const FILE_GUARD: string = `(() => {${guardStatements(["template", "script", ...FILE_LACKS], [NO_ELEMENTS, NO_SPECULATION, LEAVING, CLICKS, SHADOWS])}
const isHeld = () => hasPolicy && Boolean(window.navigation?.currentEntry);
return { leave, isHeld };})()`;
