/** WebAssembly's memory, with the type that TypeScript knows only in its library for browsers. */

/** A memory that can grow to a most, in pages of 64 kB. */
export function webAssemblyMemory(pages: { initial: number; maximum: number }): never {
  const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (size: object) => never } }).WebAssembly;
  return new Memory(pages);
}
