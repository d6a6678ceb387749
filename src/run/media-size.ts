/**
 * How large a file is in the units that models bill by: pixels, seconds, pages. Reads bytes in hand; loads the library for a
 * kind of file only when one comes. Says nothing of tokens; that is `price`.
 */

/** What a file holds, as far as it could be told. Each is absent where it does not apply or cannot be read. */
export interface MediaSize {
  /** Width of an image or video in pixels. */
  width?: number;
  /** Height of an image or video in pixels. */
  height?: number;
  /** Length of audio or video in seconds. */
  seconds?: number;
  /** Pages of a PDF. */
  pages?: number;
}

async function imageSize(bytes: Uint8Array): Promise<MediaSize> {
  const { imageSize: read } = await import("image-size");
  const { width, height, orientation } = read(bytes);
  // EXIF orientations 5 to 8 are turned by a quarter: what is seen has the sides swapped.
  return orientation !== undefined && orientation >= 5 ? { width: height, height: width } : { width, height };
}

async function trackSize(bytes: Uint8Array, mimeType: string): Promise<MediaSize> {
  const { parseBuffer } = await import("music-metadata");
  const { format } = await parseBuffer(bytes, { mimeType, size: bytes.length }, { duration: true, skipCovers: true });
  return format.duration === undefined ? {} : { seconds: format.duration };
}

async function pdfSize(bytes: Uint8Array): Promise<MediaSize> {
  const { PDFDocument } = await import("pdf-lib");
  const document = await PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false });
  return { pages: document.getPageCount() };
}

/** What a file holds; an empty answer if its kind is not known or it cannot be read. Never throws. */
export async function mediaSize(bytes: Uint8Array, mediaType: string): Promise<MediaSize> {
  try {
    if (mediaType.startsWith("image/")) return await imageSize(bytes);
    if (mediaType.startsWith("audio/") || mediaType.startsWith("video/")) return await trackSize(bytes, mediaType);
    if (mediaType === "application/pdf") return await pdfSize(bytes);
  } catch {
    return {};
  }
  return {};
}
