/** Takes a code block out of an answer, for `-x`. */
import type { Call } from "../record/call.ts";
import { extractCode } from "../record/code-block.ts";
import { textOf } from "../record/message.ts";
import type { Io } from "./io.ts";
import { withoutControls } from "./plain-text.ts";

/** The code block that was asked for; the whole answer, with a note, if it has none. */
export function extractAnswer(call: Call, which: "first" | "last", io: Io): string {
  const text = textOf(call.parts);
  const block = extractCode(text, which);
  if (block === undefined && text !== "") io.err("penny: note: the answer has no code block; here is all of it\n");
  const shown = block ?? (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  return io.terminal.out ? withoutControls(shown) : shown;
}
