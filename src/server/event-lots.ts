/** Gathers events for a moment, so that a fast model does not cost a page a message for each token. Changes and drops none. */

/** Milliseconds for which events gather before they are sent: a page draws no oftener. */
const GATHER_MS = 16;

/** The events in lots, none empty: each has the first that comes and what follows it within a moment. */
export async function* eventLots<E>(events: AsyncIterable<E>): AsyncGenerator<E[]> {
  const iterator = events[Symbol.asyncIterator]();
  let pending = iterator.next();
  for (;;) {
    const first = await pending;
    if (first.done) return;
    const lot = [first.value];
    pending = iterator.next();
    const pause = new Promise<"pause">((resolve) => setTimeout(() => resolve("pause"), GATHER_MS));
    for (;;) {
      const next = await Promise.race([pending, pause]);
      if (next === "pause" || next.done) break;
      lot.push(next.value);
      pending = iterator.next();
    }
    yield lot;
  }
}
