/** What a person said of an answer, blind to who gave it. A label belongs to the call: it holds in every run that uses it. Pure values. */

/** A person's verdict. */
export interface HumanLabel {
  /** Whether the answer is good. */
  passed: boolean;
  /** What the person noted. Absent: nothing. */
  note?: string;
}

/** Name under which a person's scores stand in the log. */
export const HUMAN = "human";
