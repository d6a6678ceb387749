/**
 * `is-json`: the whole answer is JSON, or one fenced code block of it with nothing around. What the JSON has in it is not looked at;
 * that is `json-schema`.
 */
import { textOf } from "../record/message.ts";
import { parsedJson } from "./parsed-json.ts";
import { flagIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { unfenced } from "./unfenced.ts";
import { readValidity } from "./validity.ts";

/** The scorer. */
export const isJson: Scorer = defineScorer<{ fence: boolean }>({
  name: "is-json",
  summary: "the answer is JSON, whatever is in it",
  expects: "`true`; or { fence: false }, which refuses JSON in a code block",
  examples: [
    { expected: true, right: '```json\n{"a": 1}\n```', wrong: 'Here: {"a": 1}' },
    { expected: { fence: false }, right: "[1, 2]", wrong: "```\n[1, 2]\n```" },
  ],
  read: (value) => readValidity(value, ["fence"], (fields, fail) => ({ fence: flagIn(fields, "fence", true, fail) })),
  judge: (call, { fence }) => {
    const { text, fenced } = unfenced(textOf(call.parts), fence);
    if (text.trim() === "") return { value: 0, why: "The answer has no text." };
    const parsed = parsedJson(text);
    if ("problem" in parsed) return { value: 0, why: parsed.problem };
    return { value: 1, why: `The answer is JSON${fenced ? ", in a code block" : ""}.` };
  },
});
