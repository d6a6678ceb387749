/** The calls of a list as far as they are loaded: more as somebody scrolls, newer ones as they are made, changed ones as they end. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { LogLine } from "../../../src/server/api.ts";
import { logMark } from "../changes.ts";
import { get } from "../server.ts";

/** Calls of a list. */
export interface LogLines {
  /** Those that are loaded. `undefined`: none came yet. */
  lines: readonly LogLine[] | undefined;
  /** Whether there are no more. */
  isWhole: boolean;
  /** Why the last try failed. `undefined`: it did not. */
  error: string | undefined;
  /** Loads more. */
  more: () => void;
  /** Loads the newest again. */
  again: () => void;
}

const PAGE = 100;
const MOST = 1000;

/** How many of the newest to look at again, so that every call that runs is among them. */
function windowOf(lines: readonly LogLine[]): number {
  const last = lines.findLastIndex(({ reason }) => reason === "pending");
  return Math.min(MOST, Math.max(PAGE, last + 1));
}

/** The newest lines in place of what was known of them; older ones stay. */
function merged(fresh: readonly LogLine[], old: readonly LogLine[]): LogLine[] {
  const last = fresh.at(-1);
  const at = old.findIndex(({ id }) => id === last?.id);
  return at < 0 ? [...fresh] : [...fresh, ...old.slice(at + 1)];
}

/** Asks for calls. `undefined`: it failed, which `error` then tells, or nobody wants them any more. */
async function asked(
  path: string,
  signal: AbortSignal,
  error: Signal<string | undefined>,
): Promise<LogLine[] | undefined> {
  try {
    const found = await get<LogLine[]>(path, signal);
    if (signal.aborted) return undefined;
    error.value = undefined;
    return found;
  } catch (reason) {
    if (!signal.aborted) error.value = messageOf(reason);
    return undefined;
  }
}

/**
 * Follows a list.
 * @param conditions query of `GET /api/calls`. A new text is a new list.
 * @param isSearch whether words are looked for: then the best come first, and a list does not go on but is asked for longer.
 */
export function useLogLines(conditions: string, isSearch: boolean): LogLines {
  const lines = useSignal<readonly LogLine[] | undefined>(undefined);
  const isWhole = useSignal(false);
  const error = useSignal<string | undefined>(undefined);
  const work = useRef({ stop: new AbortController(), isLooking: false, isStale: false, isGoingOn: false });

  const load = (query: string): Promise<LogLine[] | undefined> =>
    asked(`/api/calls?${conditions}&${query}`, work.current.stop.signal, error);

  const look = async (least = 0): Promise<void> => {
    const mine = work.current;
    // One question at a time: a log that changes all the while must not keep the answer away.
    mine.isStale = true;
    if (mine.isLooking) return;
    mine.isLooking = true;
    while (mine.isStale && !mine.stop.signal.aborted) {
      mine.isStale = false;
      const known = lines.value ?? [];
      const limit = isSearch ? Math.min(MOST, Math.max(PAGE, known.length, least)) : windowOf(known);
      const fresh = await load(`limit=${limit}`);
      if (!fresh) break;
      const all = fresh.length < limit || isSearch ? fresh : merged(fresh, lines.value ?? []);
      if (fresh.length < limit || (isSearch && limit === MOST)) isWhole.value = true;
      else if (isSearch || all.length === fresh.length) isWhole.value = false;
      lines.value = all;
    }
    mine.isLooking = false;
  };

  const more = async (): Promise<void> => {
    const mine = work.current;
    const last = lines.value?.at(-1);
    if (isWhole.value || mine.isGoingOn || !last) return;
    if (isSearch) return look((lines.value?.length ?? 0) + PAGE);
    mine.isGoingOn = true;
    const older = await load(`limit=${PAGE}&older=${last.startedAt}-${last.id}`);
    mine.isGoingOn = false;
    // The list may have been loaded anew meanwhile.
    if (!older || lines.value?.at(-1)?.id !== last.id) return;
    if (older.length < PAGE) isWhole.value = true;
    lines.value = [...(lines.value ?? []), ...older];
  };

  useEffect(() => {
    work.current = { stop: new AbortController(), isLooking: false, isStale: false, isGoingOn: false };
    const { stop } = work.current;
    // What was found stays in sight until the new list comes, so that nothing flickers while somebody types.
    isWhole.value = false;
    void look();
    return () => stop.abort();
  }, [conditions]);
  const newest = useRef(look);
  newest.current = look;
  const isFirst = useRef(true);
  useSignalEffect(() => {
    void logMark.value;
    if (isFirst.current) isFirst.current = false;
    else void newest.current();
  });
  return {
    lines: lines.value,
    isWhole: isWhole.value,
    error: error.value,
    more: () => void more(),
    again: () => void look(),
  };
}
