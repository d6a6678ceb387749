/** Text of a model or a log made harmless for a terminal. Pure; what goes into a pipe is never changed. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text without control characters other than tab and line feed, and without the marks that turn the direction of what
 * follows: so no answer can move the cursor, set the window's title, fill the clipboard or hide its own words.
 */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, "");
}

/** The text on one line and without control characters, for a sentence or a cell. */
export function oneLine(text: string): string {
  return withoutControls(text.replace(/\s+/g, " ")).trim();
}

const UNESCAPED = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A value as indented JSON with its last line ended. What JSON leaves unescaped and a terminal obeys is escaped too. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  const escaped = text.replace(UNESCAPED, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `${escaped}\n`;
}
