/** Lists of names that this browser keeps for the next visit, such as the models that were chosen. Nothing else is kept, and nothing sent. */

/** The names that were kept under a key. None: nothing was, or what stands there is no list. */
export function rememberedNames(key: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps names under a key. Where the browser keeps nothing, nothing is kept. */
export function rememberNames(key: string, names: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(names));
  } catch {
    // What is chosen still holds in this page.
  }
}
