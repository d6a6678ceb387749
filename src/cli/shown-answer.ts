/** Questions and answers as they are shown to a person who judges: wrapped, between rules, pictures drawn. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workbench } from "../index.ts";
import type { FilePart } from "../record/message.ts";
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

/** A line across the terminal, with a title if it is not empty. */
export function rule(title: string, io: Io): string {
  const width = Math.max(20, Math.min(io.width, 100));
  const begin = title === "" ? "" : `── ${title} `;
  return styled(`${begin}${"─".repeat(Math.max(2, width - begin.length))}\n`, ["dim"], io.color);
}

/** The file's ending by its media type, for a viewer. */
function ending(mediaType: string): string {
  return (mediaType.split("/")[1] ?? "bin").replace("jpeg", "jpg").replace(/\+.*|[^a-z0-9].*/g, "") || "bin";
}

/**
 * The answer as it is shown: a picture is drawn, and stands in a file of that name in the folder for temporary files; so do files that the
 * model made.
 * @param file name without ending; written over, so that a viewer that is open shows the next picture.
 */
export async function shownAnswer(
  answer: string,
  file: string,
  workbench: Workbench,
  files: readonly FilePart[] = [],
): Promise<string> {
  const { writeBytes } = await import("../store/named-file.ts");
  const made: string[] = [];
  for (const [index, part] of files.entries()) {
    const path = join(tmpdir(), `${file}${index > 0 ? `-${index + 1}` : ""}.${ending(part.mediaType)}`);
    await writeBytes(path, await workbench.log.readFile(part));
    made.push(`[${part.mediaType.startsWith("image/") ? "picture" : "file"}: open ${path}]`);
  }
  if (answer.trim() === "") return made.length > 0 ? made.join("\n") : "(no text)";
  const png = await workbench.evals.picture(answer);
  if (!png) return [answer, ...made].join("\n");
  const path = join(tmpdir(), `${file}.png`);
  await writeBytes(path, png);
  return [answer.replace(svgIn(answer), `[picture: open ${path}]`), ...made].join("\n");
}
