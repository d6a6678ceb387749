/** An app as a page shows it: what the server knows, the wish that is carried out for it, and what belongs in the frame now. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AppPage, WishState } from "../../../src/server/app-api.ts";
import { logMark } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import type { FrameSource } from "./framed.tsx";
import { type LiveWish, liveWish } from "./live-wish.ts";

/** What is known of an app. */
export interface AppState {
  /** What the server said. `undefined`: nothing yet. */
  page: AppPage | undefined;
  /** Why it could not be loaded. `undefined`: it could. */
  error: string | undefined;
  /** Loads again. */
  again: () => void;
  /** The last wish for it. `undefined`: there was none lately. */
  live: LiveWish | undefined;
  /** Whether it is carried out now. */
  isBusy: boolean;
  /** Number of the newest version, as far as known. `undefined`: there is none. */
  newest: number | undefined;
  /** Tells of a wish that this page has begun. */
  begun: (wish: WishState) => void;
}

/** Of an app by its id. */
export function useAppState(id: string): AppState {
  const { value: page, error, again } = useLoaded<AppPage>(`/api/apps/${id}`, logMark);
  const own = useSignal<WishState | undefined>(undefined);
  const told = [own.value, page?.wish].filter((wish) => wish?.app === id);
  const wish = told.sort((one, other) => (other?.startedAt ?? 0) - (one?.startedAt ?? 0))[0];
  const live = wish && liveWish(wish);
  const end = live?.state.value.end;
  useEffect(() => {
    if (end) again();
  }, [end]);
  const kept = page?.app?.id === id ? page.versions.at(-1)?.version.number : undefined;
  const newest = Math.max(kept ?? 0, end?.version ?? 0);
  return {
    page,
    error,
    again,
    live,
    isBusy: live !== undefined && !end,
    newest: newest > 0 ? newest : undefined,
    begun: (next) => {
      own.value = next;
    },
  };
}

/**
 * What belongs in the frame. What was seen while it was written stays when it is a version: its scripts ran, and run once.
 * @param number the version that the address names. Absent: the newest.
 */
export function frameSource({ live, newest }: AppState, number: number | undefined): FrameSource | undefined {
  const opened = live?.opened.value;
  const state = live?.state.value;
  const wanted = number ?? newest;
  const version = wanted === undefined ? undefined : { version: wanted };
  if (opened?.mode === "document" && state) {
    const written = { wish: state.id, round: opened.round };
    const key = `${state.id}/${opened.round}`;
    if (!state.end && number === undefined) return { key, body: written, again: written };
    // Replacements after a document make it another than the one that was seen.
    const isWhole = live?.pairs.value.length === 0;
    if (version && state.end?.version === wanted && isWhole) return { key, body: version, again: version };
  }
  return version && { key: `version ${wanted}`, body: version, again: version };
}
