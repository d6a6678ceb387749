/** A block of code with its language, a button that copies it and, for a drawing, one that shows it. Built by hand: no HTML of the text is read. */

/** Characters of one piece: the browser lays out anew only the piece that grows. */
const PIECE = 4000;
const SHOWN_MS = 1500;

/** A block of code that can grow. */
export interface CodeBox {
  /** The element. */
  element: HTMLElement;
  /** Adds to the end. */
  append: (text: string) => void;
  /** Nothing more comes: what can be done with the whole is offered. */
  end: () => void;
}

function button(title: string, onClick: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = title;
  made.addEventListener("click", () => onClick(made));
  return made;
}

function say(made: HTMLButtonElement, text: string, usual: string): void {
  made.textContent = text;
  setTimeout(() => {
    made.textContent = usual;
  }, SHOWN_MS);
}

/** The drawing as a picture of its own: in an `img` no script of it runs and nothing it names is loaded. */
function picture(svg: string): HTMLImageElement {
  const image = document.createElement("img");
  const named = svg.includes("xmlns=") ? svg : svg.replace(/<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"');
  image.alt = "The drawing";
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(named)}`;
  return image;
}

function offerPicture(bar: HTMLElement, box: HTMLElement, svg: string): void {
  let shown: HTMLElement | undefined;
  const show = button("Show picture", (made) => {
    if (shown) {
      shown.remove();
      shown = undefined;
      made.textContent = "Show picture";
      return;
    }
    const image = picture(svg);
    const frame = document.createElement("div");
    frame.className = "code-picture";
    image.addEventListener("error", () => {
      frame.textContent = "The browser cannot draw this: it is not a whole SVG drawing.";
    });
    frame.append(image);
    box.append(frame);
    shown = frame;
    made.textContent = "Hide picture";
  });
  bar.lastElementChild?.before(show);
}

/** A block of code. @param language as the model named it; empty: it did not. */
export function codeBox(language: string): CodeBox {
  const element = document.createElement("div");
  element.className = "code-box";
  const bar = document.createElement("div");
  bar.className = "code-bar";
  const name = document.createElement("span");
  name.textContent = language || "code";
  const code = document.createElement("code");
  const copy = button("Copy", (made) => {
    navigator.clipboard.writeText(code.textContent ?? "").then(
      () => say(made, "Copied", "Copy"),
      () => say(made, "Not allowed", "Copy"),
    );
  });
  bar.append(name, copy);
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.append(code);
  element.append(bar, pre);
  let last: Text | undefined;
  const piece = (): Text => {
    const span = document.createElement("span");
    const text = document.createTextNode("");
    span.append(text);
    code.append(span);
    last = text;
    return text;
  };
  return {
    element,
    append: (text) => {
      let rest = text;
      while (rest !== "") {
        const node = last ?? piece();
        // A piece is whole lines, so that each can be a block of its own.
        const room = Math.max(0, PIECE - node.length);
        const end = rest.indexOf("\n", room);
        if (end < 0) {
          node.appendData(rest);
          return;
        }
        node.appendData(rest.slice(0, end + 1));
        rest = rest.slice(end + 1);
        last = undefined;
      }
    },
    end: () => {
      const text = (code.textContent ?? "").trim();
      if (/^(?:<\?xml[^>]*>\s*)?<svg[\s>]/i.test(text)) offerPicture(bar, element, text);
    },
  };
}
