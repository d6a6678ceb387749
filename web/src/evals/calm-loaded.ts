/**
 * A value of the server that takes a while to reckon and changes often, such as the report of a run that goes on: one load at a time,
 * the next when that has come and a moment has passed. What was there stays meanwhile.
 */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../../src/record/setup-error.ts";
import { logMark } from "../changes.ts";
import type { Loaded } from "../loaded.ts";
import { get } from "../server.ts";

const REST_MS = 700;

/** Loads from an address, and again when the log has changed. @param path `undefined`: nothing to load. `keeps`: what was there stays until what another address gives has come. */
export function useCalmLoaded<T>(
  path: string | undefined,
  { mark = logMark, keeps = false }: { mark?: ReadonlySignal<number>; keeps?: boolean } = {},
): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const again = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!keeps) value.value = undefined;
    error.value = undefined;
    if (path === undefined) return;
    const stop = new AbortController();
    let seen = -1;
    let isBusy = false;
    let isWanted = false;
    const load = (): void => {
      if (stop.signal.aborted) return;
      isWanted = isBusy;
      if (isBusy) return;
      isBusy = true;
      seen = mark.peek();
      get<T>(path, stop.signal)
        .then(
          (found) => {
            value.value = found;
            error.value = undefined;
          },
          (reason: unknown) => {
            if (!stop.signal.aborted) error.value = messageOf(reason);
          },
        )
        .finally(() =>
          setTimeout(() => {
            isBusy = false;
            if (isWanted || mark.peek() !== seen) load();
          }, REST_MS),
        );
    };
    again.current = load;
    const forget = mark.subscribe(load);
    return () => {
      forget();
      stop.abort();
    };
  }, [path]);
  return { value: value.value, error: error.value, again: () => again.current() };
}
