/**
 * The part of an app's first script that takes away what no policy refuses: WebRTC, copying by command, and documents without this very
 * script. As text that runs in the browser. A document that the app nests in itself gets it too: its frame is taken out and put back
 * with the script before what is in it. A browser begins such a document in a task of its own, and what watches the tree comes before. What
 * an app may change is used as it was before the app. What more a file needs is in file-guard.ts.
 */

/** What a browser calls a shadow tree in markup: one that is closed hides frames. Names of attributes can be written in no other way. */
const DECLARED = "shadowrootmode";
const UNDECLARED = "data-shadowmode";

/**
 * `put` takes a function from where it was, for good; `swapped` is a text with another word for one, whatever its capitals, wherever it
 * `fits`.
 */
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
const swapped = (text, word, other, fits) => {
  if (!apply(includes, lower(text), [word])) return text;
  let out = "";
  for (let at = 0; at < text.length; ) {
    const end = at + word.length;
    if (lower(part(text, at, end)) === word && (!fits || fits(text, at, end))) {
      out += other;
      at = end;
    } else out += text[at++];
  }
  return out;
};
// A tag whose name only begins so is another.
const endsName = (text, at, end) => end >= text.length || apply(includes, " \\t\\n\\f\\r/>", [text[end]]);
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
  for (let at = 0; at < tags.length; at++) text = swapped(text, "<" + tags[at], "<penny-" + tags[at], endsName);
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

/** Shadow trees are open to the guard. `treeMade` is called with each. */
export const SHADOWS: string = `
const { attachShadow } = Element.prototype;
put(Element.prototype, "attachShadow", function (settings) {
  const root = apply(attachShadow, this, [{ ...settings, mode: "open", clonable: false }]);
  treeMade(root);
  return root;
});`;

/** No text declares a shadow tree. */
const UNDECLARED_TEXTS = `
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

/** The statements of a guard, in the order in which they run. @param unwritten tags that no `document.write` writes. */
export function guardStatements(unwritten: readonly string[], parts: readonly string[]): string {
  const tags = `const unwritten = ${JSON.stringify(unwritten)};`;
  return [BASICS, tags, NO_CONNECTIONS, NO_COPYING, WRITING, ...parts].join("");
}

/** For a document in the workbench and all in it, as a function of its own text. */
export const REALM_GUARD: string = `((own) => {"use strict";document.currentScript?.remove();${guardStatements(["template"], [FRAMES, SHADOWS, UNDECLARED_TEXTS])}\n})`;

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
