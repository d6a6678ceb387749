/**
 * Where the files of the in-process engine lie: in the package they come from while this runs from source, beside the bundle
 * in a build. It reads none of them.
 */
import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** A file that a build must copy. */
export interface BundledFile {
  /** Where it comes from: a module specifier of an installed package, or a path from the root of the repository. */
  from: string;
  /** Where it goes, from the folder of the build. */
  to: string;
}

/** The engine: llama.cpp in WebAssembly, the JavaScript that starts it, and their licence. */
export const engineAssets: readonly BundledFile[] = [
  { from: "@wllama/wllama/src/wasm/wllama.wasm", to: "engine/wllama.wasm" },
  { from: "@wllama/wllama/src/wasm/wllama.js", to: "engine/wllama.js" },
  { from: "@wllama/wllama/LICENCE", to: "engine/LICENCE" },
];

/** Source of the thread that runs the engine; a build must make it an entry of its own, `gguf-worker`, beside the bundle. */
export const workerEntry = "src/models/gguf-worker.ts";

/** Whether this runs from source. A bundler turns every module into `.js`. */
function isSource(): boolean {
  return import.meta.url.endsWith(".ts");
}

/** Address of the thread's module. */
export function workerUrl(): URL {
  return new URL(`./gguf-worker${extname(import.meta.url)}`, import.meta.url);
}

/** Path of one of `engineAssets` by the end of its name, such as `wllama.wasm`. */
export function engineFile(name: string): string {
  if (!isSource()) return fileURLToPath(new URL(`./engine/${name}`, import.meta.url));
  return createRequire(import.meta.url).resolve(`@wllama/wllama/src/wasm/${name}`);
}
