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

/** `fixed` puts a value where no script can put another; `swapped` is a text with another word for one, whatever its capitals. */
const BASICS = `
const fixed = (object, name, value) => Object.defineProperty(object, name, { value, writable: false, configurable: false });
const { apply } = Reflect;
const reader = (object, name) => {
  const { get } = Object.getOwnPropertyDescriptor(object, name);
  return (of) => apply(get, of, []);
};
const { includes, startsWith, endsWith, slice, toLowerCase } = String.prototype;
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
  "RTCSctpTransport", "WebTransport"]) fixed(window, name, undefined);`;

const NO_COPYING = `
const { execCommand } = Document.prototype;
fixed(Document.prototype, "execCommand", function (name, ...rest) {
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
const untagged = (given) => {
  let text = given;
  for (let at = 0; at < tags.length; at++) text = swapped(text, "<" + tags[at], "<penny-" + tags[at]);
  return text;
};
const beginning = (text) => {
  let most = 0;
  for (let at = 0; at < tags.length; at++) {
    const word = "<" + tags[at];
    for (let length = most + 1; length < word.length; length++)
      if (apply(endsWith, lower(text), [part(word, 0, length)])) most = length;
  }
  return most;
};
const { write } = Document.prototype;
let held = "";
const writing = (end) => function (...pieces) {
  const text = undeclared(untagged(held + pieces.join("") + end));
  const length = text.length - beginning(text);
  held = part(text, length);
  apply(write, this, [part(text, 0, length)]);
};
fixed(Document.prototype, "write", writing(""));
fixed(Document.prototype, "writeln", writing("\\n"));`;

/** Ways from a text to elements that declare shadow trees. */
const UNDECLARED_TEXTS = `
for (const [object, name] of [[Element.prototype, "setHTMLUnsafe"], [ShadowRoot.prototype, "setHTMLUnsafe"],
  [Document, "parseHTMLUnsafe"]]) {
  const real = object[name];
  if (real) fixed(object, name, function (text, ...rest) { return apply(real, this, [undeclared("" + text), ...rest]); });
}`;

/** Frames get this script before their document; `watch` sees them come, in the document and in each shadow tree. */
const FRAMES = `
const { querySelectorAll } = Document.prototype;
const { querySelectorAll: queryFragment } = DocumentFragment.prototype;
const { getAttribute, setAttribute, attachShadow, remove } = Element.prototype;
const { insertBefore } = Node.prototype;
const [parentOf, nextOf, lengthOf] = [reader(Node.prototype, "parentNode"), reader(Node.prototype, "nextSibling"),
  reader(NodeList.prototype, "length")];
const Watcher = MutationObserver;
const { observe } = Watcher.prototype;
const quoted = JSON.stringify(own).replaceAll("<", "\\\\u003c");
const first = "<script>(0,eval)(" + quoted + ")(" + quoted + ")<\\/script>";
const seal = (frame) => {
  const text = apply(getAttribute, frame, ["srcdoc"]) ?? "";
  if (apply(startsWith, text, [first])) return;
  const [parent, next] = [parentOf(frame), nextOf(frame)];
  apply(remove, frame, []);
  apply(setAttribute, frame, ["srcdoc", first + undeclared(text)]);
  apply(insertBefore, parent, [frame, next]);
};
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
fixed(Element.prototype, "attachShadow", function (settings) {
  const root = apply(attachShadow, this, [{ ...settings, clonable: false }]);
  watch(root, queryFragment);
  return root;
});`;

const realm = (tags: readonly string[], parts: readonly string[]): string =>
  `((own) => {"use strict";document.currentScript?.remove();${BASICS}
const tags = ${JSON.stringify(tags)};${[NO_CONNECTIONS, NO_COPYING, WRITING, ...parts].join("")}\n})`;

/** For a document in the workbench and all in it, as a function of its own text. */
export const REALM_GUARD: string = realm(["template"], [UNDECLARED_TEXTS, FRAMES]);

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
