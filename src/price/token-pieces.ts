/** The pieces that a text is cut into before a model reads it, by OpenAI's newest published tokenizer. Loaded when first used. */
import { AS_TEXT } from "./text-tokens.ts";

/** One token. */
export interface TokenPiece {
  /** The characters it stands for; `�` where it is part of one. */
  text: string;
  /** Its number: all that the model is given. */
  id: number;
}

/** The tokens of a text by `o200k_base`, in order. Words that stand for something special to an API are plain text here. */
export async function tokenPieces(text: string): Promise<TokenPiece[]> {
  const { encode, decode } = await import("gpt-tokenizer/encoding/o200k_base");
  const ids = encode(text, AS_TEXT);
  return ids.map((id) => ({ id, text: decode([id]) }));
}
