/** Pieces of a text are the tokens that are counted, and put together they are the text again. */
import { expect, test } from "vitest";
import { tokenPieces } from "./token-pieces.ts";

test("strawberry is three pieces, none of which is a letter", async () => {
  const pieces = await tokenPieces("strawberry");
  expect(pieces.map(({ text }) => text)).toEqual(["st", "raw", "berry"]);
});

test("the pieces are the whole text, in order", async () => {
  const text = 'A line,\nanother: {"price": 12.50} and <|endoftext|> as plain text.';
  expect((await tokenPieces(text)).map((piece) => piece.text).join("")).toBe(text);
});

test("the same word has another number behind a space", async () => {
  const [alone] = await tokenPieces("berry");
  const [, behind] = await tokenPieces("a berry");
  expect(alone?.text.trim()).toBe(behind?.text.trim());
  expect(alone?.id).not.toBe(behind?.id);
});

test("no text has no pieces", async () => {
  expect(await tokenPieces("")).toEqual([]);
});
