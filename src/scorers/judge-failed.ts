/** The error of a judge, apart from a verdict. */

/** The judge could not be asked, or said nothing that is a verdict: this says nothing of the answer. */
export class JudgeFailed extends Error {
  override readonly name: string = "JudgeFailed";
}
