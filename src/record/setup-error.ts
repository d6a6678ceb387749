/**
 * The one error that is thrown: something is wrong before anything was sent or paid. Failures after that are values.
 */

/** A setup error: one sentence that says what is wrong, with the value, and what mends it. Shown without a stack trace. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
