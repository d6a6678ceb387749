/** Where libvips lies: in its package while this runs from source, beside the bundle in a build. Reads nothing. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Address of the folder, with a slash at its end. */
export function vipsFolder(): string {
  if (!import.meta.url.endsWith(".ts")) return new URL("./images/", import.meta.url).href;
  const library = dirname(createRequire(import.meta.url).resolve("wasm-vips"));
  return `${pathToFileURL(join(dirname(library), "lib")).href}/`;
}
