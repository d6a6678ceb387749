/**
 * How a scorer gets the vector of a text: it is handed `embed`, as judges are handed `ask`, and neither knows nor chooses who makes
 * it. The calls are made, paid and logged like all others. Pure types and one error.
 */
import { JudgeFailed } from "./judge-failed.ts";

/** A text whose vector is wanted. */
export interface EmbedQuestion {
  /** The text; not empty. */
  text: string;
  /** Model that makes it, by name. Absent: the default pocket model, which works with nothing and is weak. */
  model?: string;
}

/** A text's vector. */
export interface Embedded {
  /** Finite numbers; as many for every text of one model. */
  vector: number[];
  /** Full name of the model. */
  model: string;
}

/** Makes the vector of a text. Throws EmbeddingFailed if the call fails. */
export type EmbedText = (question: EmbedQuestion) => Promise<Embedded>;

/** The vector of a text could not be had, or cannot be compared: this says nothing of the answer. */
export class EmbeddingFailed extends JudgeFailed {}
