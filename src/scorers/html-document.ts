/**
 * Reads HTML to say what is wrong with it and which elements it has. It knows syntax only: which attributes an element may have, or
 * which element may stand in which, is not looked at. The parser is loaded on first use.
 *
 * Source: HTML Living Standard, sections 13.1.2 (writing HTML), 13.2 (parsing) and the index of elements, https://html.spec.whatwg.org/
 * (2026-11-20).
 */
import type { DefaultTreeAdapterTypes, ParserError } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** Elements whose end tag may be left out. */
const OPEN = new Set(
  "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th".split(" "),
);
const OTHERS = new Set(
  (
    "a abbr address article aside audio b bdi bdo blockquote button canvas cite code data datalist del details dfn dialog div dl " +
    "em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup i iframe ins kbd label legend main map mark math " +
    "menu meter nav noscript object ol output picture pre progress q ruby s samp script search section select slot small span " +
    "strong style sub summary sup svg table template textarea time title u ul var video"
  ).split(" "),
);
const isKnown = (name: string): boolean => VOID.has(name) || OPEN.has(name) || OTHERS.has(name);

/** What a text came to. */
export interface HtmlDocument {
  /** Whether one of HTML's own elements is in it, by its start tag. */
  hasElement: boolean;
  /** Names of HTML's own elements that are in it whole: with their end tag, or without one where none is needed. */
  whole: Set<string>;
  /** The first thing that is wrong, one clause. Absent: nothing. */
  problem?: string;
}

function isElement(node: Node): node is Element {
  return "tagName" in node;
}

/** All nodes in the tree, what is in a `template` included, without recursion: an answer may be nested as deep as it likes. */
function* nodesOf(root: Node): Generator<Node> {
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    if ("content" in node) open.push(node.content);
    if ("childNodes" in node) for (const child of node.childNodes.toReversed()) open.push(child);
  }
}

const HTML_NAMESPACE = "http://www.w3.org/1999/xhtml";

/** The problem of an element that is not closed, if it has to be. */
function openProblem(text: string, element: Element): string | undefined {
  const location = element.sourceCodeLocation;
  const start = location?.startTag;
  if (!location || !start || location.endTag) return undefined;
  const { tagName, namespaceURI } = element;
  const isHtml = namespaceURI === HTML_NAMESPACE;
  const isFree = isHtml ? VOID.has(tagName) || OPEN.has(tagName) : text.slice(0, start.endOffset).endsWith("/>");
  return isFree ? undefined : `\`<${tagName}>\` in line ${start.startLine} is not closed`;
}

const RAW = new Set(["script", "style", "textarea", "title", "iframe", "noscript", "template"]);

/** The first end tag in the text that closes nothing in the tree. */
function strayProblem(text: string, nodes: readonly Node[]): string | undefined {
  const covered: [number, number][] = [];
  for (const node of nodes) {
    const location = node.sourceCodeLocation;
    if (!location) continue;
    if (!isElement(node)) {
      if (node.nodeName === "#comment") covered.push([location.startOffset, location.endOffset]);
      else if (
        node.nodeName === "#text" &&
        "parentNode" in node &&
        node.parentNode &&
        RAW.has(node.parentNode.nodeName)
      ) {
        covered.push([location.startOffset, location.endOffset]);
      }
      continue;
    }
    for (const tag of [node.sourceCodeLocation?.startTag, node.sourceCodeLocation?.endTag]) {
      if (tag) covered.push([tag.startOffset, tag.endOffset]);
    }
  }
  covered.sort((a, b) => a[0] - b[0]);
  let at = 0;
  let next = 0;
  for (const match of text.matchAll(/<\/([a-zA-Z][^\s/>]*)/g)) {
    while (next < covered.length && (covered[next]?.[0] ?? 0) <= match.index)
      at = Math.max(at, covered[next++]?.[1] ?? 0);
    if (match.index >= at)
      return `\`${match[0]}>\` in line ${text.slice(0, match.index).split("\n").length} closes nothing`;
  }
  return undefined;
}

/** Reads a text as HTML: as a document if it starts like one, else as a piece of one. */
export async function readHtml(text: string): Promise<HtmlDocument> {
  const { parse, parseFragment } = await import("parse5");
  const errors: ParserError[] = [];
  const options = {
    sourceCodeLocationInfo: true,
    onParseError: (error: ParserError) => {
      // Half of all HTML does without, and says the same.
      if (error.code !== "missing-doctype") errors.push(error);
    },
  };
  const isDocument = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|html|head|body)[\s>]/i.test(text);
  const nodes = [...nodesOf(isDocument ? parse(text, options) : parseFragment(text, options))];
  const elements = nodes.filter(isElement);
  const own = elements.filter((element) => isKnown(element.tagName) && element.sourceCodeLocation?.startTag);
  const whole = own.filter((element) => VOID.has(element.tagName) || element.sourceCodeLocation?.endTag);
  const first = errors[0];
  const problem =
    (first && `${first.code.replaceAll("-", " ")} in line ${first.startLine}`) ??
    elements.map((element) => openProblem(text, element)).find((each) => each !== undefined) ??
    strayProblem(text, nodes);
  return {
    hasElement: own.length > 0,
    whole: new Set(whole.map((element) => element.tagName)),
    ...(problem === undefined ? {} : { problem }),
  };
}
