/**
 * Markdown that grows: finished blocks are made into elements once and never touched again; only the last one, which may still change,
 * is made anew, and of several views one in each frame. Cleaning is safe-html.ts's.
 */
import { type CodeBox, codeBox } from "./code-box.ts";
import { blocksOf, closingFence, elementsOf, type Links, openFence } from "./safe-html.ts";

/** Blocks that stand together: the browser leaves out groups that are out of sight. */
const GROUP_BLOCKS = 12;
/** A paragraph longer than this is cut at a space, so that its beginning need not be made anew in every frame. */
const LONG_PARAGRAPH = 2000;

const waiting = new Set<MarkdownView>();
let isAsked = false;

function askForFrame(): void {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(draw);
}

/** Draws one view, the one that has waited longest: what it makes, the browser has to lay out. Several that grow take turns. */
function draw(): void {
  isAsked = false;
  const [view] = waiting;
  if (!view) return;
  waiting.delete(view);
  view.draw();
  if (waiting.size > 0) askForFrame();
}

/** An unclosed block of code. */
interface OpenCode {
  box: CodeBox;
  /** The line that closes it. */
  closes: RegExp;
  /** Where in the text the code begins. */
  start: number;
  /** Up to where the text stands in the box. */
  shown: number;
}

/** A text that is shown in an element, and may grow. */
export class MarkdownView {
  /** Shows the text. */
  readonly #root: HTMLElement;
  /** What may still change; stands last in the last group. */
  readonly #open = document.createElement("div");
  /** The last group of finished blocks. */
  #group = document.createElement("div");
  /** The text so far. */
  #text = "";
  /** Whether nothing more comes. */
  #ended = false;
  /** Characters that stand as finished blocks. */
  #settled = 0;
  /** The block of code that grows at the end, if one does. */
  #code: OpenCode | undefined;
  /** Addresses of links by name. */
  #links: Links = Object.create(null);
  /** Whether anything has been drawn. */
  #isDrawn = false;

  /** @param root shows nothing else. */
  constructor(root: HTMLElement) {
    this.#root = root;
    this.#open.className = "open-block";
    this.#empty();
  }

  /** Shows a text, in the next frame. One that does not begin as before is made anew from its start. */
  show(text: string, ended: boolean): void {
    const clean = text.includes("\r") ? text.replaceAll("\r", "") : text;
    if (clean === this.#text && ended === this.#ended) return;
    if (!clean.startsWith(this.#text.slice(-200), Math.max(0, this.#text.length - 200))) this.#reset();
    this.#text = clean;
    this.#ended = ended;
    // What is there in whole is shown at once, so that nothing jumps.
    if (ended && !this.#isDrawn) {
      this.draw();
      return;
    }
    waiting.add(this);
    askForFrame();
  }

  /** Ends: draws no more. */
  close(): void {
    waiting.delete(this);
  }

  /** Draws now what has come. Called by the frame. */
  draw(): void {
    this.#isDrawn = true;
    if (this.#code && !this.#growCode(this.#code)) return;
    const tail = this.#text.slice(this.#settled);
    const blocks = blocksOf(tail, this.#links);
    // A name of a link may stand after its use: then earlier blocks change too.
    if (this.#ended && this.#settled > 0 && Object.keys(this.#links).length > 0) {
      this.#wholeAnew();
      return;
    }
    let last = blocks.length - 1;
    while (last >= 0 && blocks[last]?.type === "space") last--;
    const finished = this.#ended ? blocks.length : last;
    if (finished > 0) {
      const done = blocks.slice(0, finished);
      const length = done.reduce((sum, { raw }) => sum + raw.length, 0);
      this.#settle(this.#made(elementsOf(done)));
      this.#settled += length;
    }
    const open = this.#ended ? undefined : blocks[last];
    if (!open) {
      this.#open.replaceChildren();
      return;
    }
    const fence = openFence(open);
    if (fence) {
      const box = codeBox(fence.language);
      box.append(fence.text);
      this.#open.replaceChildren(box.element);
      const start = this.#settled + open.raw.length - fence.text.length;
      this.#code = { box, closes: closingFence(fence.fence), start, shown: this.#text.length };
      // The lexer may leave out the last line's end.
      box.append(this.#text.slice(start + fence.text.length));
      return;
    }
    if (open.type === "paragraph" && open.raw.length > LONG_PARAGRAPH && this.#cut(open.raw)) return;
    this.#open.replaceChildren(this.#made(elementsOf([open])));
  }

  #empty(): void {
    this.#root.replaceChildren();
    this.#open.replaceChildren();
    this.#beginGroup();
  }

  #beginGroup(): void {
    this.#group = document.createElement("div");
    this.#group.className = "blocks";
    this.#group.append(this.#open);
    this.#root.append(this.#group);
  }

  /** Adds finished blocks. */
  #settle(blocks: DocumentFragment): void {
    while (blocks.firstChild) {
      this.#open.before(blocks.firstChild);
      if (this.#group.childElementCount > GROUP_BLOCKS) {
        this.#group.classList.add("full");
        this.#beginGroup();
      }
    }
  }

  #reset(): void {
    this.#empty();
    this.#settled = 0;
    this.#code = undefined;
    this.#links = Object.create(null);
  }

  #wholeAnew(): void {
    this.#empty();
    this.#settle(this.#made(elementsOf(blocksOf(this.#text, this.#links))));
    this.#settled = this.#text.length;
  }

  /** Adds to the unclosed block of code. Gives whether it has been closed, so that the text is to be read on. */
  #growCode(code: OpenCode): boolean {
    const line = this.#text.lastIndexOf("\n", code.shown - 1) + 1;
    if (this.#ended || code.closes.test(this.#text.slice(Math.max(line, code.start)))) {
      this.#code = undefined;
      return true;
    }
    code.box.append(this.#text.slice(code.shown));
    code.shown = this.#text.length;
    return false;
  }

  /** Settles the beginning of a long paragraph. Gives whether it could be cut. */
  #cut(raw: string): boolean {
    let at = raw.lastIndexOf(" ", raw.length - LONG_PARAGRAPH / 8);
    // What follows must not look like the beginning of a list or heading.
    while (at > 0 && !/^(?:\p{L}|\p{N}+[\p{L} ])/u.test(raw.slice(at + 1, at + 20))) at = raw.lastIndexOf(" ", at - 1);
    if (at < LONG_PARAGRAPH / 4) return false;
    const blocks = blocksOf(raw.slice(0, at), this.#links);
    const made = this.#made(elementsOf(blocks));
    made.lastElementChild?.classList.add("goes-on");
    this.#settle(made);
    this.#settled += at + 1;
    this.#open.replaceChildren(this.#made(elementsOf(blocksOf(this.#text.slice(this.#settled), this.#links))));
    return true;
  }

  /** Blocks of code get their buttons, wide tables a pane that scrolls. */
  #made(fragment: DocumentFragment): DocumentFragment {
    for (const pre of fragment.querySelectorAll("pre")) {
      const box = codeBox(pre.title);
      box.append(pre.textContent ?? "");
      box.end();
      pre.replaceWith(box.element);
    }
    for (const table of fragment.querySelectorAll("table")) {
      const pane = document.createElement("div");
      pane.className = "scroll";
      pane.tabIndex = 0;
      pane.setAttribute("role", "region");
      pane.setAttribute("aria-label", "Table");
      table.replaceWith(pane);
      pane.append(table);
    }
    return fragment;
  }
}
