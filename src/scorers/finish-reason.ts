/** `finish-reason`: how the answer ended, in the log's words. A call that failed is not scored, so it has no place here. */
import type { FinishReason } from "../record/call.ts";
import { nearestHint } from "../record/nearest.ts";
import { reading, shown } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";

const REASONS = ["stop", "length", "tool-calls", "content-filter", "other"] as const satisfies readonly FinishReason[];

/** The scorer. Of several reasons, one must be it. */
export const finishReason: Scorer = defineScorer<readonly FinishReason[]>({
  name: "finish-reason",
  summary: "the answer ended for this reason",
  expects: `one of ${REASONS.map((reason) => `\`${reason}\``).join(", ")}; or a list, of which one must be it`,
  examples: [
    { expected: "stop", right: { finish: { reason: "stop" } }, wrong: { finish: { reason: "length" } } },
    {
      expected: ["stop", "tool-calls"],
      right: { finish: { reason: "tool-calls" } },
      wrong: { finish: { reason: "other" } },
    },
  ],
  read: (value) =>
    reading((fail) => {
      const list = Array.isArray(value) ? value : [value];
      if (list.length === 0) fail("It expects an empty list: give it at least one reason.");
      return list.map((each) => {
        const hint = typeof each === "string" ? nearestHint(each, REASONS) : "";
        return (
          REASONS.find((reason) => reason === each) ??
          fail(`There is no reason ${shown(each)}.${hint || ` Known: ${REASONS.join(", ")}.`}`)
        );
      });
    }),
  judge: ({ finish: { reason, raw } }, wanted) => {
    const isRight = wanted.includes(reason);
    const original = raw === undefined || raw === reason ? "" : ` (${raw.replace(/\s+/g, " ").slice(0, 40)})`;
    return {
      value: isRight ? 1 : 0,
      why: `The answer ended with \`${reason}\`${original}${isRight ? "" : `, not \`${wanted.join("` or `")}\``}.`,
    };
  },
});
