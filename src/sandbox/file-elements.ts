/**
 * Which elements an app in a file is kept from, and how, as text that runs in the browser: a part of its guard (file-guard.ts). Says
 * nothing of links and windows.
 */

/** Tags that a file has none of: each can have a name looked up or a connection opened, or holds a document without a guard. */
export const FILE_LACKS: readonly string[] = ["link", "iframe", "frame", "object", "embed", "fencedframe", "portal"];

/**
 * In a file, elements with these tags are not made, by whatever way; others with like names stand for them. All texts that become
 * elements pass the default policy of Trusted Types: https://www.w3.org/TR/trusted-types/ (2026-11).
 */
export const NO_ELEMENTS: string = `
const lacking = ${JSON.stringify(FILE_LACKS)}, selected = lacking.join(",");
const allowed = (name) => {
  // Which part of a name with two colons is its own a browser may decide as it likes.
  const parts = " " + swapped(lower(name), ":", " ") + " ";
  for (let at = 0; at < lacking.length; at++)
    if (apply(includes, parts, [" " + lacking[at] + " "])) return "penny-" + lacking[at];
  return name;
};
// In a text that is read as XML a tag may have a prefix.
const hasPrefix = (text, at, end) => {
  let before = at;
  while (before > 0 && !apply(includes, " \\t\\n\\f\\r<>/=\\"'", [text[before]])) before--;
  return text[before] === "<" && endsName(text, at, end);
};
const hushed = (given) => {
  let text = undeclared(untagged(given, lacking));
  for (let at = 0; at < lacking.length; at++)
    text = swapped(text, ":" + lacking[at], ":penny-" + lacking[at], hasPrefix);
  return text;
};
const { createElement, createElementNS, querySelectorAll } = Document.prototype;
const { querySelectorAll: queryFragment } = DocumentFragment.prototype;
const [lengthOf, contentOf] = [reader(NodeList.prototype, "length"), reader(HTMLTemplateElement.prototype, "content")];
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
customElements.define("penny-script", class extends HTMLElement {
  connectedCallback() { this.hidden = true; }
});
customElements.define("penny-iframe", class extends HTMLElement {
  connectedCallback() { this.textContent = "A file shows no page within its page: open the app in Pennyfarthing to see it."; }
});
const { parseFromString } = DOMParser.prototype;
const { remove: removeElement } = Element.prototype;
// What is in a template is in a tree of its own.
const eachTemplate = (tree, query, work) => {
  const templates = apply(query, tree, ["template"]);
  for (let at = 0; at < lengthOf(templates); at++) {
    let content;
    try { content = contentOf(templates[at]); } catch { continue; }
    work(content);
  }
};
const without = (tree, query) => {
  const found = apply(query, tree, [selected]);
  for (let at = 0; at < lengthOf(found); at++) apply(removeElement, found[at], []);
  eachTemplate(tree, query, (content) => without(content, queryFragment));
};
const clean = (tree, query) => {
  without(tree, query);
  quiet(tree, query);
};
put(DOMParser.prototype, "parseFromString", function (text, type) {
  const parsed = apply(parseFromString, this, [hushed("" + text), type]);
  clean(parsed, querySelectorAll);
  return parsed;
});
const { createContextualFragment } = Range.prototype;
put(Range.prototype, "createContextualFragment", function (text) {
  const made = apply(createContextualFragment, this, ["" + text]);
  clean(made, queryFragment);
  return made;
});
for (const name of ["parseHTML", "parseHTMLUnsafe"]) {
  const real = Document[name];
  if (real) put(Document, name, function (text, ...rest) {
    const made = apply(real, this, [hushed("" + text), ...rest]);
    clean(made, querySelectorAll);
    return made;
  });
}
for (const object of [Element.prototype, ShadowRoot.prototype]) {
  // No script of such a text runs, whatever is asked for.
  const { setHTMLUnsafe } = object;
  if (setHTMLUnsafe) put(object, "setHTMLUnsafe", function (text) { return apply(setHTMLUnsafe, this, [hushed("" + text)]); });
  const [name, real] = ["setHTML", object.setHTML];
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
for (const name of ["XSLTProcessor", "documentPictureInPicture", "DocumentPictureInPicture"]) put(window, name, undefined);
const hasPolicy = Boolean(window.trustedTypes);
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => hushed("" + text),
  // A document of a javascript address would be one without a guard.
  createScript: (text, type, sink) => (sink === "Location href" || speculates(text) ? null : text),
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
 * A browser fetches ahead what a script of rules names, past any policy. Such a script is JSON, which no other script that runs is:
 * https://html.spec.whatwg.org/multipage/speculative-loading.html (2026-11). One that is read with the document is emptied as its end is
 * read, before the browser looks at it: what watches the tree comes first.
 */
export const NO_SPECULATION: string = `
const { parse } = JSON;
const speculates = (text) => {
  let at = 0;
  const pass = () => { while (at < text.length && apply(includes, " \\t\\n\\v\\f\\r\\u00a0\\ufeff\\u2028\\u2029", [text[at]])) at++; };
  pass();
  if (text[at++] !== "{") return false;
  pass();
  if (text[at] !== '"') return false;
  try {
    for (const name in parse(text)) if (apply(startsWith, name, ["pre"])) return true;
    return false;
  } catch { return true; }
};
const { replaceChildren } = Element.prototype;
const [firstOf, nextOf, kindOf, valueOf] = ["firstChild", "nextSibling", "nodeType", "nodeValue"].map((name) => reader(Node.prototype, name));
const Ruler = MutationObserver;
const { observe: rule } = Ruler.prototype;
const quiet = (tree, query) => {
  const scripts = apply(query, tree, ["script"]);
  for (let at = 0; at < lengthOf(scripts); at++) {
    let text = "";
    for (let node = firstOf(scripts[at]); node; node = nextOf(node)) if (kindOf(node) === 3 || kindOf(node) === 4) text += valueOf(node);
    if (speculates(text)) apply(replaceChildren, scripts[at], []);
  }
  eachTemplate(tree, query, (content) => {
    apply(rule, ruler, [content, { subtree: true, childList: true, characterData: true }]);
    quiet(content, queryFragment);
  });
};
const ruler = new Ruler(() => quiet(document, querySelectorAll));
apply(rule, ruler, [document, { subtree: true, childList: true, characterData: true }]);`;
