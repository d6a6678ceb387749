/**
 * Sees when a frame takes the keyboard from the page, or from another frame, by itself: it would get what is being typed there. No policy
 * of a browser stops that. A person goes into a frame by Tab, or by a click, which makes this page active too as browsers count it; a
 * theft does not. A dialog of the page gives the keyboard back to the frame that had it. Does not see a theft while the page is active
 * still by something done here, if the pointer has moved onto the frame since.
 */

/** A person who typed this short a time ago is still typing. */
const TYPING_MS = 700;
/** Focus that follows Tab comes this soon. */
const TAB_MS = 300;
/** So long after a deed a page is active by it, and a little more. Chromium: 5 s, https://developer.mozilla.org/docs/Web/Security/User_activation (2026-11). */
const ACTIVE_MS = 5100;
/** From one frame to another the keyboard goes without the page's being told: it looks so often. */
const LOOK_MS = 50;

/** Of a click in the frame the page may hear so long after the frame has the keyboard, if the machine is busy. */
const LATE_MS = 120;
/** A hand that clicks has moved there this short a time ago. */
const MOVED_MS = 1000;

/** Keys that are held while the other hand clicks. */
const HELD: readonly string[] = ["Control", "Shift", "Alt", "Meta"];
const NEVER = Number.NEGATIVE_INFINITY;

/** What a person did in the page; times as of `performance.now()`. Before any frame too: one that has just come knows who is typing. */
const page = { typedAt: NEVER, tabAt: NEVER, pressedAt: navigator.userActivation.isActive ? performance.now() : NEVER };

document.addEventListener(
  "keydown",
  ({ key }) => {
    if (HELD.includes(key)) return;
    page.typedAt = performance.now();
    page.tabAt = key === "Tab" ? page.typedAt : NEVER;
  },
  true,
);
document.addEventListener("pointerdown", () => (page.pressedAt = performance.now()), true);
// The Tab has led there, not into a frame.
document.addEventListener(
  "focusin",
  ({ target }) => {
    if (!(target instanceof HTMLIFrameElement)) page.tabAt = NEVER;
  },
  true,
);

/** The pointer, as a frame's element sees it. */
interface Pointer {
  isOver: boolean;
  /** When it last moved onto it. A frame that comes under a pointer that rests is not moved onto. */
  cameAt: number;
}

/** Whether a person can have gone into the frame just now. */
function isByPerson({ isOver, cameAt }: Pointer): boolean {
  const now = performance.now();
  if (now - page.tabAt < TAB_MS) return true;
  if (!navigator.userActivation.isActive || now - page.typedAt < TYPING_MS) return false;
  // Fingers do not rest over anything, and what they touch in a frame is not told here.
  if (matchMedia("(any-pointer: coarse)").matches) return true;
  const deedAt = Math.max(page.typedAt, page.pressedAt);
  return isOver && (cameAt > deedAt || now - deedAt > ACTIVE_MS);
}

/**
 * Watches a frame; gives what ends that.
 * @param stolen is told at once, with the element that had the keyboard.
 */
export function focusGuard(frame: HTMLIFrameElement, stolen: (had: HTMLElement | undefined) => void): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal, capture: true };
  const pointer: Pointer = { isOver: false, cameAt: NEVER };
  let had: HTMLElement | undefined;
  let last: Element | null = null;
  let isIn = false;
  let isLent = false;
  const takeBack = (): void => {
    if (ending.signal.aborted || document.activeElement !== frame || isByPerson(pointer)) return;
    stolen(had?.isConnected ? had : undefined);
  };
  const look = (): void => {
    const { activeElement, body } = document;
    const wasIn = isIn;
    isIn = activeElement === frame;
    if (activeElement instanceof HTMLElement && !isIn && activeElement !== body) {
      isLent = activeElement.matches("dialog:modal, dialog:modal *") && (isLent || last === frame);
      had = activeElement;
    }
    if (activeElement !== body) last = activeElement;
    if (!isIn || wasIn) return;
    const isGivenBack = isLent && document.querySelector("dialog:modal") === null;
    isLent = false;
    if (isGivenBack || isByPerson(pointer)) return;
    const now = performance.now();
    const maybeClicked = pointer.isOver && now - pointer.cameAt < MOVED_MS && now - page.typedAt > TYPING_MS;
    if (maybeClicked) setTimeout(takeBack, LATE_MS);
    else takeBack();
  };
  look();
  frame.addEventListener("pointerenter", () => (pointer.isOver = true), options);
  frame.addEventListener("pointermove", () => (pointer.cameAt = performance.now()), options);
  frame.addEventListener("pointerleave", () => (pointer.isOver = false), options);
  addEventListener("focus", look, options);
  addEventListener("blur", look, options);
  const timer = setInterval(look, LOOK_MS);
  ending.signal.addEventListener("abort", () => clearInterval(timer));
  return () => ending.abort();
}
