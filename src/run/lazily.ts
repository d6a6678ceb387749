/** Functions that are loaded when the first of them is called, so that commands without them start sooner. Knows none of them. */

/** Functions that all give promises. */
type Asynchronous<Bench> = { [Name in keyof Bench]: (...given: never[]) => Promise<unknown> };

/** The same functions, loaded when the first is called. @param load loads them; called each time, so it remembers them itself. */
export function lazily<Bench extends Asynchronous<Bench>>(load: () => Promise<Bench>): Bench {
  return new Proxy({} as Bench, {
    // Whoever waits for the bench itself asks whether it is a promise.
    get: (_, name) =>
      name === "then"
        ? undefined
        : async (...given: never[]): Promise<unknown> => (await load())[name as keyof Bench](...given),
  });
}
