/** JSON from a text, or why it is none. Pure. */
import { messageOf } from "../record/setup-error.ts";
import { quoted } from "./text-expectation.ts";

/** The value, or one sentence on why an answer of that text is not JSON. */
export function parsedJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const problem = messageOf(error).replace(/\s+/g, " ").replace(/\.$/, "");
    return { problem: `The answer is not JSON: ${problem}; it begins ${quoted(text.slice(0, 40))}.` };
  }
}
