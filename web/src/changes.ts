/** What the whole page knows of the server: whether it answers, who sits here, and that the log has changed. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ChangeEvent, ServerState } from "../../src/server/api.ts";
import { follow, get } from "./server.ts";

const mark = signal(0);
const isThere = signal(true);
const known: Signal<ServerState | undefined> = signal(undefined);

/** Grows whenever the log has changed, by this page, another, or a terminal. Read it in an effect to load anew. */
export const logMark: ReadonlySignal<number> = mark;

/** Whether the server answers. */
export const isConnected: ReadonlySignal<boolean> = isThere;

/** What the server said at the beginning. `undefined`: nothing yet. */
export const state: ReadonlySignal<ServerState | undefined> = known;

/** Begins to follow; once for a page. */
export function followChanges(): void {
  const learn = (): void => {
    get<ServerState>("/api/state").then(
      (value) => {
        known.value = value;
      },
      () => undefined,
    );
  };
  follow<ChangeEvent>(
    "/api/changes",
    () => {
      // The server's own count begins anew with it; what matters is that there was a change.
      mark.value++;
      return undefined;
    },
    {
      onOpen: () => {
        isThere.value = true;
        learn();
      },
      onBreak: () => {
        isThere.value = false;
      },
    },
  );
}
