/**
 * Where the files that make images smaller lie: in the package they come from while this runs from source, beside the bundle in a
 * build. It reads none of them.
 */
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { vipsFolder } from "../sandbox/vips-folder.ts";

/** Files that a build must copy: libvips in WebAssembly, what draws SVG in it, the JavaScript that starts it, and the licences. */
export const resizeAssets: readonly { from: string; to: string }[] = [
  { from: "wasm-vips/lib/vips-node.mjs", to: "images/vips-node.mjs" },
  { from: "wasm-vips/lib/vips.wasm", to: "images/vips.wasm" },
  { from: "wasm-vips/lib/vips-resvg.wasm", to: "images/vips-resvg.wasm" },
  { from: "wasm-vips/LICENSE", to: "images/LICENSE" },
  { from: "wasm-vips/THIRD-PARTY-NOTICES.md", to: "images/THIRD-PARTY-NOTICES.md" },
];

/** Source of the thread; a build must make it an entry of its own, `resize-worker`, beside the bundle. */
export const resizeWorkerEntry = "src/run/resize-worker.ts";

/** Path of one of `resizeAssets` in the installed package, while this runs from source. */
export function installedAsset(from: string): string {
  return fileURLToPath(new URL(`../${from.slice("wasm-vips/".length)}`, vipsFolder()));
}

/** Address of the thread's module. */
export function resizeWorkerUrl(): URL {
  return new URL(`./resize-worker${extname(import.meta.url)}`, import.meta.url);
}

/** Address of the library's module. */
export function vipsUrl(): string {
  return `${vipsFolder()}vips-node.mjs`;
}
