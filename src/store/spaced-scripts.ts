/**
 * Scripts that are written without spaces between words. The index's tokenizer would take a whole sentence of them as one
 * word, so each character is made a word of its own, and a query for several is a phrase.
 */

const SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((name) => `\\p{Script=${name}}`)
  .join("");
const CHARACTER = new RegExp(`([${SCRIPTS}])`, "gu");
const SPACED_CHARACTER = new RegExp(` ?([\\uFDD0\\uFDD1]?)([${SCRIPTS}])([\\uFDD0\\uFDD1]?) ?`, "gu");

/** The text with a space on both sides of each such character. */
export function spacedScripts(text: string): string {
  return text.replace(CHARACTER, " $1 ");
}

/** A piece of such a text without the spaces that were put in; marks (U+FDD0, U+FDD1) around words stay. */
export function unspacedScripts(text: string): string {
  return text.replace(SPACED_CHARACTER, "$1$2$3");
}
