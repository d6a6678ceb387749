/** The models and the HTTP client behind the same faces, loaded when first used: reading the log needs neither. */
import type { ModelRegistry, RegistryInput } from "./registry.ts";

let httpFetch: typeof globalThis.fetch | undefined;

/** `httpFetch`, loaded with the first request. */
export const lazyHttpFetch: typeof globalThis.fetch = async (input, init) => {
  httpFetch ??= (await import("./http-fetch.ts")).httpFetch;
  return httpFetch(input, init);
};

/** `modelRegistry`, loaded when first asked. */
export function lazyRegistry(input: RegistryInput): ModelRegistry {
  let loaded: ModelRegistry | undefined;
  const load = async (): Promise<ModelRegistry> => {
    const { modelRegistry } = await import("./registry.ts");
    loaded ??= modelRegistry(input);
    return loaded;
  };
  return {
    resolve: async (name, settings) => (await load()).resolve(name, settings),
    list: async (filter) => (await load()).list(filter),
    names: async () => (await load()).names(),
    // Whoever has a model to check has resolved it.
    check: (model, request) => loaded?.check(model, request),
    close: async () => loaded?.close(),
  };
}
