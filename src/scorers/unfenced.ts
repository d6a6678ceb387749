/** The text of an answer without the code fence that many models put around it even when told not to. Pure. */
import { codeBlocks } from "../record/code-block.ts";

/** The text, trimmed, or what is in its one code block if there is nothing around that; and whether it was fenced. */
export function unfenced(answer: string, mayBeFenced: boolean): { text: string; fenced: boolean } {
  const text = answer.trim();
  if (!mayBeFenced || !/^(`{3}|~{3})/.test(text)) return { text, fenced: false };
  const [block, ...others] = codeBlocks(text);
  const isWhole = block?.closed && others.length === 0 && /\n[ ]{0,3}(`{3,}|~{3,})$/.test(text);
  return isWhole ? { text: block.code, fenced: true } : { text, fenced: false };
}
