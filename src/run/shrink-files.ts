/**
 * Files of rows made smaller: whether one needs it, what it becomes (from the log if it was done before), and its bytes when they
 * are sent. Makes nothing smaller itself; `resize-images.ts` does.
 */
import { sha256 } from "../record/hash.ts";
import type { FilePart } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import type { ResizedFile, ResizeQuestion } from "../store/resized-rows.ts";
import { mediaSize } from "./media-size.ts";
import { type ImageResizer, isResizable, RESIZE_MAKER, resizedSize } from "./resize-images.ts";

/** What is needed; wired by the library. */
export interface ShrinkContext {
  /** What an image became before. `undefined`: it was never made smaller so. */
  resized: (question: ResizeQuestion) => Promise<ResizedFile | undefined>;
  /** Notes what it became. */
  putResized: (question: ResizeQuestion, became: ResizedFile) => Promise<void>;
  /** Makes images smaller. */
  resizer: ImageResizer;
}

/** A file whose bytes were just read. */
export interface FileInHand {
  /** As it would stand in a request. */
  part: FilePart;
  /** Its bytes. */
  bytes: Uint8Array;
  /** Reads them again. */
  read: () => Promise<Uint8Array>;
}

/** A file that is made smaller. */
export interface Shrunk {
  /** As it stands in the request. While rows are only looked at and it was never done, one that no call can have. */
  part: FilePart;
  /** Its pixels. */
  size: { width: number; height: number };
  /** Its bytes. */
  read: () => Promise<Uint8Array>;
}

function partOf(original: FilePart, became: ResizedFile): FilePart {
  const { name } = original;
  return { type: "file", ...became, ...(name === undefined ? {} : { name }) };
}

// Each in a function of its own: a closure holds all that its neighbours hold.
const inMemory = (bytes: Uint8Array) => async (): Promise<Uint8Array> => bytes;
const madeAgain =
  (resizer: ImageResizer, read: () => Promise<Uint8Array>, side: number, name: string) =>
  async (): Promise<Uint8Array> =>
    (await resizer.resize(await read(), side, name)).bytes;

/**
 * A file made smaller; `undefined` if it is no image or is small already.
 * @param purpose `look`: it is only to be forecast, so it is not done now. `send`: it is done, if it never was.
 * @throws SetupError if it is an image that cannot be made smaller.
 */
export async function shrink(
  context: ShrinkContext,
  file: FileInHand,
  side: number,
  purpose: "look" | "send",
): Promise<Shrunk | undefined> {
  const { part, bytes } = file;
  if (!part.mediaType.startsWith("image/")) return undefined;
  const name = part.name ?? "The image";
  const { width, height } = await mediaSize(bytes, part.mediaType);
  if (width !== undefined && height !== undefined && Math.max(width, height) <= side) return undefined;
  if (!isResizable(part.mediaType) || width === undefined || height === undefined)
    throw new SetupError(`${name} is ${part.mediaType}, which cannot be made smaller here: convert it to JPEG first.`);
  const size = resizedSize({ width, height }, side);
  const question: ResizeQuestion = { source: part.sha256, side, maker: RESIZE_MAKER };
  const again = madeAgain(context.resizer, file.read, side, name);
  const known = await context.resized(question);
  if (known) return { part: partOf(part, known), size, read: again };
  if (purpose === "look") {
    const unknown = { sha256: sha256(`${part.sha256} ${side}`), size: 0, mediaType: "image/jpeg" };
    return { part: partOf(part, unknown), size, read: again };
  }
  const made = await context.resizer.resize(bytes, side, name);
  const became = { sha256: sha256(made.bytes), size: made.bytes.byteLength, mediaType: made.mediaType };
  await context.putResized(question, became);
  return { part: partOf(part, became), size, read: inMemory(made.bytes) };
}
