/** Storage for documents that have no origin, as text of a script: of the document alone, and gone when it is. Keeps nothing. */

/** Defines `localStorage`, `sessionStorage` and an empty `document.cookie`. Keys are names of properties too, as in the real ones. */
export const STORAGE: string = `
const MOST_STORED = 5_000_000;
const storage = () => {
  const values = new Map();
  const size = () => [...values].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const own = {
    getItem: (key) => values.get(String(key)) ?? null,
    setItem: (key, value) => {
      const [name, text] = [String(key), String(value)];
      if (size() - (values.get(name)?.length ?? 0) + name.length + text.length > MOST_STORED)
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      values.set(name, text);
    },
    removeItem: (key) => void values.delete(String(key)),
    clear: () => values.clear(),
    key: (index) => [...values.keys()][index] ?? null,
  };
  const isOwn = (name) => typeof name === "symbol" || name in own || name === "length" || name in Object.prototype;
  return new Proxy(Object.create(Storage.prototype), {
    get: (target, name) =>
      name === "length" ? values.size : name in own ? own[name] : isOwn(name) ? target[name] : values.get(name),
    set: (target, name, value) => (isOwn(name) ? false : (own.setItem(name, value), true)),
    has: (target, name) => isOwn(name) || values.has(name),
    deleteProperty: (target, name) => (values.delete(name), true),
    ownKeys: () => [...values.keys()],
    defineProperty: (target, name, { value }) => (own.setItem(name, value), true),
    getOwnPropertyDescriptor: (target, name) =>
      values.has(name) ? { value: values.get(name), writable: true, enumerable: true, configurable: true } : undefined,
  });
};
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { value: storage(), configurable: true });
Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => undefined, configurable: true });`;
