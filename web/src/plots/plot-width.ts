/** How wide a plot is drawn, so that its words are as large as the page's on every screen. */

const MOST = 900;
const LEAST = 300;
/** What stands around a plot on a narrow screen. */
const AROUND = 54;

/** Pixels; when the window changes, the drawing is scaled until it is drawn again. */
export function plotWidth(): number {
  return Math.min(MOST, Math.max(LEAST, document.documentElement.clientWidth - AROUND));
}
