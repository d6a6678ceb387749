/** Tells promptfoo configurations from suites. Pure; loads nothing. */

/** Keys that no penny suite has and every promptfoo configuration has one of. */
const SIGNS = ["providers", "targets", "tests", "scenarios", "defaultTest"];

/** Whether content is that of a promptfoo configuration. */
export function isPromptfoo(content: unknown): boolean {
  if (typeof content !== "object" || content === null) return false;
  return SIGNS.some((key) => key in content) && !("cases" in content || "models" in content);
}
