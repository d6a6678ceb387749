/** A value of the server as a component needs it: loading, there, or failed; loaded anew when what it hangs on changes. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../src/record/setup-error.ts";
import { get } from "./server.ts";

/** A value that is loaded. */
export interface Loaded<T> {
  /** The newest that came. `undefined`: none has. It stays while a newer one is loaded, so that nothing jumps. */
  value: T | undefined;
  /** Why the last try failed. `undefined`: it did not. */
  error: string | undefined;
  /** Loads again. */
  again: () => void;
}

/**
 * Loads from an address, again when it or `mark` changes.
 * @param path `undefined`: nothing to load yet.
 * @param mark a signal of changes, `logMark` for what stands in the log. Absent: loaded once.
 */
export function useLoaded<T>(path: string | undefined, mark?: ReadonlySignal<number>): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const running = useRef<AbortController>(undefined);
  const wanted = useRef(path);
  const load = (): void => {
    running.current?.abort();
    const address = wanted.current;
    if (address === undefined) return;
    const stop = new AbortController();
    running.current = stop;
    get<T>(address, stop.signal).then(
      (found) => {
        value.value = found;
        error.value = undefined;
      },
      (reason: unknown) => {
        if (!stop.signal.aborted) error.value = messageOf(reason);
      },
    );
  };
  useEffect(() => {
    if (wanted.current !== path) value.value = undefined;
    wanted.current = path;
    load();
    return () => running.current?.abort();
  }, [path]);
  const first = useRef(true);
  useSignalEffect(() => {
    void mark?.value;
    if (first.current) first.current = false;
    else load();
  });
  return { value: value.value, error: error.value, again: load };
}
