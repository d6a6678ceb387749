/** How a call ended, as a mark. */
import type { FinishReason } from "../../../src/record/call.ts";

const BAD: readonly FinishReason[] = ["error", "aborted", "lost"];
const CUT: readonly FinishReason[] = ["length", "content-filter"];

/** The mark; a call that ended well has none in a list. */
export function Ending({ reason, status, quiet = false }: { reason: FinishReason; status?: number; quiet?: boolean }) {
  if (quiet && (reason === "stop" || reason === "tool-calls")) return null;
  const kind = BAD.includes(reason) ? "bad" : CUT.includes(reason) ? "warn" : reason === "stop" ? "good" : "";
  return <span class={`tag ${kind}`}>{`${reason}${status === undefined ? "" : ` ${status}`}`}</span>;
}
