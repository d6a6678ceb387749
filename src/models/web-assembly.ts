/**
 * The part of WebAssembly that is used, with types: TypeScript knows it only in its library for browsers, which would bring the
 * rest of a browser too.
 */

/** Compiled code; may be sent to other threads. */
export type CompiledCode = object;

/** WebAssembly as this process has it. */
export interface WebAssemblyHere {
  /** Compiles code. */
  compile: (bytes: Uint8Array) => Promise<CompiledCode>;
  /** Makes running code of compiled code. */
  Instance: new (
    code: CompiledCode,
    imports: object,
  ) => object;
}

/** WebAssembly of this process. */
export const webAssembly: WebAssemblyHere = (globalThis as unknown as { WebAssembly: WebAssemblyHere }).WebAssembly;
