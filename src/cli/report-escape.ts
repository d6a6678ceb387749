/** Text made harmless for HTML. Pure. What models write is shown as text, never read as markup. */
import { withoutControls } from "./plain-text.ts";

const ENTITIES: { [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text as HTML text or the value of a quoted attribute. Controls and marks that turn the direction of writing are left out. */
export function escapedHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
