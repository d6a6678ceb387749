/** The code in an answer that may have words around it. Pure. */
import { codeBlocks } from "../record/code-block.ts";

/**
 * The last code block in one of those languages, else the last block in none or an unknown one, else the whole answer. A model that writes
 * several gives the best at last.
 */
export function answerCode(answer: string, languages: readonly string[]): string {
  const blocks = codeBlocks(answer);
  const named = blocks.filter((block) => languages.includes(block.language.toLowerCase()));
  return (named.at(-1) ?? blocks.at(-1))?.code ?? answer;
}
