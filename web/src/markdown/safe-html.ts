/**
 * Markdown of a model as elements that can do nothing: what models write is never trusted. Two walls, each enough by itself: the
 * renderer lets through no tag of the model's own but the plainest, without attributes; what comes out is cleaned by DOMPurify with a
 * short list of what may be. Nothing loads from anywhere: pictures become links. Holds no state.
 */
import createPurifier from "dompurify";
import { Marked, type Token, type TokenizerExtension, type Tokens, type TokensList } from "marked";

/** Tags that a model may write itself, without attributes. */
const PLAIN = "b|br|code|del|em|i|ins|kbd|mark|q|s|small|strong|sub|sup|u";
const plainTag = new RegExp(`^</?(?:${PLAIN})\\s*/?>$`, "i");
const onlyPlainTags = new RegExp(`^(?:[^<]|</?(?:${PLAIN})\\s*/?>)*$`, "i");
const ADDRESS = /^(?:https?:\/\/|mailto:)/i;

const TAGS = [
  ...PLAIN.split("|"),
  ...["a", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "span", "ul"],
  ...["table", "tbody", "td", "th", "thead", "tr"],
];

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function codeHtml(text: string, language: string): string {
  return `<pre title="${escaped(language)}">${escaped(text)}</pre>`;
}

/** A link if its address is one of the web or of mail; else its text with the address as it stands. */
function linkHtml(address: string, html: string): string {
  if (!ADDRESS.test(address)) return `${html} <code>${escaped(address)}</code>`;
  return `<a href="${escaped(address)}">${html}</a>`;
}

/** A drawing that stands between words, over as many lines as it takes: shown as code. One that is not closed yet goes to the end. */
const drawing: TokenizerExtension = {
  name: "drawing",
  level: "block",
  start: (text) => /^ {0,3}<svg[\s>]/im.exec(text)?.index,
  tokenizer: (text) => {
    const [raw] = /^ {0,3}<svg[\s>][\s\S]*?(?:<\/svg>[ \t]*(?:\n|$)|$)/i.exec(text) ?? [];
    return raw === undefined ? undefined : { type: "code", raw, text: raw.trim(), lang: "svg" };
  },
};

const marked = new Marked({
  gfm: true,
  extensions: [drawing],
  renderer: {
    html: ({ text, block }) => {
      if (!block) return plainTag.test(text.trim()) ? text : escaped(text);
      if (onlyPlainTags.test(text)) return text;
      return codeHtml(text.replace(/\n+$/, ""), "html");
    },
    code: ({ text, lang }) => codeHtml(text, lang?.trim().split(/\s/)[0] ?? ""),
    link(this: { parser: { parseInline: (tokens: Token[]) => string } }, { href, tokens }) {
      return linkHtml(href, this.parser.parseInline(tokens));
    },
    image: ({ href, text }) => linkHtml(href, `<span>picture: ${escaped(text || href)}</span>`),
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

const purifier = createPurifier(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

/** Addresses of links by name, as `[name]: address` gives them anywhere in a text. */
export type Links = TokensList["links"];

/** Blocks of a text. @param links those of the text before; new ones are added. */
export function blocksOf(text: string, links: Links): Token[] {
  const lexer = new marked.Lexer(marked.defaults);
  lexer.tokens.links = links;
  return lexer.lex(text);
}

/** Elements of blocks, clean. */
export function elementsOf(blocks: Token[]): DocumentFragment {
  return purifier.sanitize(marked.parser(blocks), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "title", "start", "align"],
    // Their values are no addresses.
    ADD_URI_SAFE_ATTR: ["start", "align"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: ADDRESS,
    RETURN_DOM_FRAGMENT: true,
  });
}

/** The text within an unclosed fence that begins a block, with its language; `undefined`: it is none. */
export function openFence(block: Token): { text: string; language: string; fence: string } | undefined {
  if (block.type !== "code" || (block as Tokens.Code).codeBlockStyle === "indented") return undefined;
  const found = /^(`{3,}|~{3,})([^\n]*)\n/.exec(block.raw);
  if (!found) return undefined;
  const [head, fence = "", info = ""] = found;
  const text = block.raw.slice(head.length);
  if (closingFence(fence).test(text)) return undefined;
  return { text, language: info.trim().split(/\s/)[0] ?? "", fence };
}

/** The line that closes a fence. */
export function closingFence(fence: string): RegExp {
  return new RegExp(`^ {0,3}${fence[0] === "~" ? "~" : "`"}{${fence.length},}[ \\t]*$`, "m");
}
