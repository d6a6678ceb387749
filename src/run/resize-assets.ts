/**
 * Where the files that make images smaller lie: in the package they come from while this runs from source, beside the bundle in a
 * build. It reads none of them.
 */
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Files that a build must copy: libvips in WebAssembly, the JavaScript that starts it, and the licences of what it holds. */
export const resizeAssets: readonly { from: string; to: string }[] = [
  { from: "wasm-vips/lib/vips-node.mjs", to: "images/vips-node.mjs" },
  { from: "wasm-vips/lib/vips.wasm", to: "images/vips.wasm" },
  { from: "wasm-vips/lib/vips-resvg.wasm", to: "images/vips-resvg.wasm" },
  { from: "wasm-vips/LICENSE", to: "images/LICENSE" },
  { from: "wasm-vips/THIRD-PARTY-NOTICES.md", to: "images/THIRD-PARTY-NOTICES.md" },
];

/** Source of the thread; a build must make it an entry of its own, `resize-worker`, beside the bundle. */
export const resizeWorkerEntry = "src/run/resize-worker.ts";

/** Path of one of `resizeAssets` in the installed package: its own list of exports names only some of them. */
export function installedAsset(from: string): string {
  const library = dirname(createRequire(import.meta.url).resolve("wasm-vips"));
  return join(dirname(library), from.slice("wasm-vips/".length));
}

/** Address of the thread's module. */
export function resizeWorkerUrl(): URL {
  return new URL(`./resize-worker${extname(import.meta.url)}`, import.meta.url);
}

/** Address of the library's module. */
export function vipsUrl(): string {
  const isSource = import.meta.url.endsWith(".ts");
  const path = isSource
    ? installedAsset("wasm-vips/lib/vips-node.mjs")
    : fileURLToPath(new URL("./images/vips-node.mjs", import.meta.url));
  return pathToFileURL(path).href;
}
