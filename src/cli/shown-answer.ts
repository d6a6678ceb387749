/** Questions and answers as they are shown to a person who judges: wrapped, between rules, pictures drawn. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workbench } from "../index.ts";
import { svgIn } from "../scorers/renders-svg.ts";
import type { Io } from "./io.ts";
import { withoutControls } from "./plain-text.ts";
import { styled, wrapText } from "./wrap-text.ts";

/** A text wrapped to the terminal. */
export function wrapped(text: string, io: Io): string {
  const lines = withoutControls(text.trim())
    .split("\n")
    .flatMap((line) => (line === "" ? [""] : wrapText([{ text: line, styles: [] }], Math.max(20, io.width), false)));
  return `${lines.join("\n")}\n`;
}

/** A line across the terminal, with a title. */
export function rule(title: string, io: Io): string {
  const width = Math.max(20, Math.min(io.width, 100));
  return styled(`── ${title} ${"─".repeat(Math.max(2, width - title.length - 4))}\n`, ["dim"], io.color);
}

/** The answer as it is shown: a picture is drawn, and stands in a file of that name in the folder for temporary files. */
export async function shownAnswer(answer: string, file: string, workbench: Workbench): Promise<string> {
  if (answer.trim() === "") return "(no text)";
  const png = await workbench.evals.picture(answer);
  if (!png) return answer;
  const path = join(tmpdir(), file);
  await (await import("../store/named-file.ts")).writeBytes(path, png);
  return answer.replace(svgIn(answer), `[picture: open ${path}]`);
}
