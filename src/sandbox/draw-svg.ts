/**
 * Draws SVG with resvg inside libvips, compiled to WebAssembly: no script is run, no address fetched, no file read, since the code
 * sees no file system but one of its own in memory. Text is drawn only as far as there are fonts, and here are none.
 */
import type { SvgPicture } from "../record/sandbox-run.ts";
import { vipsFolder } from "./vips-folder.ts";

/** What is used of the library. */
interface VipsImage {
  width: number;
  height: number;
  min: () => number;
  max: () => number;
  bands: number;
  extractBand: (band: number) => VipsImage;
  flatten: (options: object) => VipsImage;
  writeToBuffer: (format: string) => Uint8Array;
}
interface Vips {
  Image: { thumbnailBuffer: (bytes: Uint8Array, width: number, options: object) => VipsImage };
}
type Load = (options: {
  dynamicLibraries: string[];
  locateFile?: (name: string) => string;
  preRun: (module: { ENV: object }) => void;
}) => Promise<Vips>;

let loading: Promise<Vips> | undefined;

async function vips(): Promise<Vips> {
  loading ??= (async () => {
    const { default: load } = (await import(`${vipsFolder()}vips-node.mjs`)) as { default: Load };
    return load({
      dynamicLibraries: ["vips-resvg.wasm"],
      preRun: (module) => Object.assign(module.ENV, { VIPS_CONCURRENCY: "1" }),
    });
  })();
  return loading;
}

/** The library throws what C++ threw: its words, if it has any, say where in it and not what is wrong with the picture. */
function problemOf(error: unknown): string {
  return error instanceof Error ? error.message : "it cannot be parsed";
}

/** Draws a picture on white, so many pixels wide and at most four times as high. */
export async function drawSvg(code: string, width: number): Promise<SvgPicture> {
  const library = await vips();
  try {
    const image = library.Image.thumbnailBuffer(new TextEncoder().encode(code), width, { height: 4 * width });
    const flat = image.bands === 4 ? image.flatten({ background: [255, 255, 255] }) : image;
    const isBlank = Array.from({ length: flat.bands }, (_, band) => flat.extractBand(band)).every(
      (band) => band.min() === band.max(),
    );
    return { png: new Uint8Array(flat.writeToBuffer(".png")), isBlank };
  } catch (error) {
    return { isBlank: true, error: problemOf(error) };
  }
}
