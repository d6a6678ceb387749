/**
 * The thread that makes images smaller. A photo is decoded at a fraction of its size where its format allows that, turned as its
 * EXIF data says, and written as JPEG, or as PNG if it is transparent. It reads no files.
 */
import { parentPort } from "node:worker_threads";
import { vipsUrl } from "./resize-assets.ts";
import type { FromResizer, ToResizer } from "./resize-images.ts";

/** What is used of the library. */
interface VipsImage {
  bands: number;
  copyMemory: () => VipsImage;
  hasAlpha: () => boolean;
  extractBand: (band: number) => { min: () => number; delete: () => void };
  writeToBuffer: (format: string, options: object) => Uint8Array;
  delete: () => void;
}
interface Vips {
  Image: { thumbnailBuffer: (bytes: Uint8Array, width: number, options: object) => VipsImage };
}
type Load = (options: { dynamicLibraries: string[]; preRun: (module: { ENV: object }) => void }) => Promise<Vips>;

/** Quality at which photos show no loss that a model could see. */
const JPEG_QUALITY = 85;

const { default: load } = (await import(vipsUrl())) as { default: Load };
const vips = await load({
  // Only what is in the one file: no HEIF, JPEG XL or SVG.
  dynamicLibraries: [],
  // There are as many of these threads as are wanted; each shall start no others.
  preRun: (module) => Object.assign(module.ENV, { VIPS_CONCURRENCY: "1" }),
});

/** Whether anything shows through: many programs write an alpha channel that says nothing. */
function showsThrough(image: VipsImage): boolean {
  if (!image.hasAlpha()) return false;
  const alpha = image.extractBand(image.bands - 1);
  const least = alpha.min();
  alpha.delete();
  return least < 255;
}

function smaller({ bytes, side }: ToResizer): { bytes: Uint8Array; mediaType: string } {
  const read = vips.Image.thumbnailBuffer(bytes, side, { height: side, size: "down" });
  // It is decoded as it is read, once; here it is read twice.
  const image = read.copyMemory();
  read.delete();
  try {
    const isTransparent = showsThrough(image);
    const written = isTransparent
      ? image.writeToBuffer(".png", { keep: "icc" })
      : image.writeToBuffer(".jpg", { Q: JPEG_QUALITY, keep: "icc" });
    return { bytes: new Uint8Array(written), mediaType: isTransparent ? "image/png" : "image/jpeg" };
  } finally {
    image.delete();
  }
}

parentPort?.on("message", (wanted: ToResizer) => {
  let answer: FromResizer;
  try {
    answer = { id: wanted.id, ...smaller(wanted) };
  } catch {
    answer = { id: wanted.id, failed: true };
  }
  parentPort?.postMessage(answer);
});
