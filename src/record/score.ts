/** A case is one input with what is expected of the answer; a score is what a scorer said of one call. Pure values. */
import type { JsonValue } from "./json.ts";

/** One input of a suite. */
export interface Case {
  /** Name, unique in the suite. */
  name: string;
  /** Values for the prompt's `{{variables}}`. */
  vars: { [name: string]: JsonValue };
}

/** What a scorer said of a call. A score points at its call and copies nothing of it. */
export interface Score {
  /** Id of the call that was scored. */
  call: string;
  /** Name of the scorer. */
  scorer: string;
  /** 0 (wrong) to 1 (right); what the scorer measured, where it measures. */
  value: number;
  /** Whether the answer meets the expectation. */
  passed: boolean;
  /** One sentence on why. */
  why: string;
  /** Name under which a suite sums its value up. Absent: none. */
  metric?: string;
}
