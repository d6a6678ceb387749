/** Finds fenced code blocks in a model's answer. Pure; indented code without a fence is no block. */

/**
 * The content of the first or last fenced code block, with its last line ended; `undefined` if there is none. A block that was
 * not closed (a cut answer) ends with the text.
 *
 * Source: CommonMark 0.31.2, section 4.5, https://spec.commonmark.org/0.31.2/#fenced-code-blocks (2024-01-28).
 */
export function codeBlock(text: string, which: "first" | "last"): string | undefined {
  let found: string | undefined;
  let open: { fence: string; indent: number; lines: string[] } | undefined;
  const close = (): void => {
    if (open) found = open.lines.map((line) => `${line}\n`).join("");
    open = undefined;
  };
  for (const line of text.split(/\r?\n/)) {
    const [, indent = "", fence = "", info = ""] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open) {
      const closes = fence.startsWith(open.fence) && info.trim() === "";
      if (closes) {
        close();
        if (which === "first") return found;
      } else {
        open.lines.push(withoutIndent(line, open.indent));
      }
    } else if (fence && !(fence.startsWith("`") && info.includes("`"))) {
      open = { fence, indent: indent.length, lines: [] };
    }
  }
  if (open?.lines.at(-1) === "") open.lines.pop();
  close();
  return found;
}

/** A fenced line loses as much indentation as its fence had, not more. */
function withoutIndent(line: string, most: number): string {
  let spaces = 0;
  while (spaces < most && line[spaces] === " ") spaces++;
  return line.slice(spaces);
}
