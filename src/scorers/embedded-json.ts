/** JSON objects and lists in a text that may have anything around them. Pure. Bare numbers, texts and the like are not looked for. */

/** Most characters looked at for one text, so that a text of nothing but open brackets takes no quadratic time. */
const MOST_WORK = 20_000_000;

/** Where the object or list that starts at `start` closes, by its brackets and quotation marks alone; −1: nowhere. */
function closing(text: string, start: number): number {
  let depth = 0;
  let inText = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === "\\") at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at;
  }
  return -1;
}

/**
 * Objects and lists in a text, in order, outermost only. Reading more of them than are needed costs nothing: they are found
 * one by one.
 * @returns whether the text was looked through to its end.
 */
export function* embeddedJson(text: string): Generator<object, boolean> {
  let work = 0;
  const brackets = /[{[]/g;
  for (let match = brackets.exec(text); match; match = brackets.exec(text)) {
    if (work > MOST_WORK) return false;
    const end = closing(text, match.index);
    work += (end < 0 ? text.length : end) - match.index;
    if (end < 0) continue;
    try {
      yield JSON.parse(text.slice(match.index, end + 1)) as object;
      brackets.lastIndex = end + 1;
    } catch {
      // What is inside may still be JSON.
    }
  }
  return true;
}
