/** What judges of an answer are given, beyond what a scorer looks at: the case, the prompt, and a way to ask a judge. Pure types. */

import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import type { Sandbox } from "../record/sandbox-run.ts";
import type { EmbedText } from "../scorers/embed.ts";
import type { AskJudge } from "../scorers/judge.ts";

/** One answer with its case. */
export interface ScoringInput {
  /** The call; its text is the answer after every change. */
  call: Call;
  /** The answer after every change; a text unless a change made something else of it. */
  output: JsonValue;
  /** Variables of the case. */
  vars: { [name: string]: JsonValue };
  /** The text of the prompt as it was asked. */
  prompt: string;
  /** Label of the model. */
  model: string;
  /** Asks the judge. */
  ask: AskJudge;
  /** Makes the vector of a text. */
  embed: EmbedText;
  /** Where the answer may be run; started when it is first used. */
  sandbox: () => Promise<Sandbox>;
}
