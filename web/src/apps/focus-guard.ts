/**
 * Sees when a frame takes the keyboard from the page by itself: it would get what is being typed here. No policy of a browser stops
 * that. A person goes into a frame by the pointer or by Tab; all else is theft.
 * Does not see a theft while the pointer rests over the frame and nothing was typed just before.
 */

/** A person who typed this short a time ago is still typing. */
const TYPING_MS = 700;
/** Focus that follows Tab comes this soon. */
const TAB_MS = 300;

/** Keys that are held while the other hand clicks. */
const HELD: readonly string[] = ["Control", "Shift", "Alt", "Meta"];

/**
 * Watches a frame; gives what ends that.
 * @param stolen is told at once, with the element that had the keyboard.
 */
export function focusGuard(frame: HTMLIFrameElement, stolen: (had: HTMLElement | undefined) => void): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal, capture: true };
  let isOver = false;
  let typedAt = Number.NEGATIVE_INFINITY;
  let tabAt = Number.NEGATIVE_INFINITY;
  let had: HTMLElement | undefined;
  // Fingers do not rest over anything.
  const hasPointer = matchMedia("(hover: hover)").matches;
  const begun = document.activeElement;
  if (begun instanceof HTMLElement && begun !== frame) had = begun;
  frame.addEventListener("pointerenter", () => (isOver = true), options);
  frame.addEventListener("pointerleave", () => (isOver = false), options);
  document.addEventListener(
    "keydown",
    ({ key }) => {
      if (HELD.includes(key)) return;
      typedAt = performance.now();
      tabAt = key === "Tab" ? typedAt : Number.NEGATIVE_INFINITY;
    },
    options,
  );
  document.addEventListener(
    "focusin",
    ({ target }) => {
      if (!(target instanceof HTMLElement) || target === frame) return;
      had = target;
      // The Tab has led here, not into the frame.
      tabAt = Number.NEGATIVE_INFINITY;
    },
    options,
  );
  addEventListener(
    "blur",
    ({ target }) => {
      if (target !== window || document.activeElement !== frame) return;
      const now = performance.now();
      const byTab = now - tabAt < TAB_MS;
      const byPointer = (isOver || !hasPointer) && now - typedAt > TYPING_MS;
      if (!byTab && !byPointer) stolen(had?.isConnected ? had : undefined);
    },
    options,
  );
  return () => ending.abort();
}
