/** A whole answer as text for standard output: rendered and harmless on a terminal, unchanged in a pipe. */
import type { Io } from "./io.ts";
import { withoutControls } from "./plain-text.ts";

/** The answer's text for so many columns, its last line ended. */
export async function renderedAnswer(text: string, markdown: boolean, width: number, io: Io): Promise<string> {
  if (!io.terminal.out) return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  if (!markdown) {
    const harmless = withoutControls(text);
    return harmless === "" || harmless.endsWith("\n") ? harmless : `${harmless}\n`;
  }
  const { markdownStream } = await import("./markdown.ts");
  let rendered = "";
  const stream = markdownStream({
    write: (piece) => {
      rendered += piece;
    },
    width,
    color: io.color,
  });
  stream.push(text);
  stream.end();
  return rendered;
}
