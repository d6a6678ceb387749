/** Waits for files under a folder to change. Reads none of them. */
import { type FSWatcher, watch } from "node:fs";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** Watches a folder and what is in it. */
export interface FolderWatch {
  /** Resolves once a file that counts has changed since the last time, and nothing more came for a moment; `false`: it was ended. */
  changed: () => Promise<boolean>;
  /** Ends it. */
  end: () => void;
}

/** Editors write a file in several steps. */
const QUIET_MS = 150;

/**
 * Watches a folder.
 * @param counts whether a change of this file, named from the folder, is to be told.
 * @throws SetupError if the folder cannot be watched.
 */
export function watchFolder(folder: string, counts: (file: string) => boolean, signal: AbortSignal): FolderWatch {
  let pending = false;
  let timer: NodeJS.Timeout | undefined;
  let tell: ((changed: boolean) => void) | undefined;
  let ended = signal.aborted;
  const settle = (): void => {
    if (!tell || !(pending || ended)) return;
    const told = tell;
    tell = undefined;
    pending = false;
    told(!ended);
  };
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || !counts(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        pending = true;
        settle();
      }, QUIET_MS);
    });
  } catch (error) {
    throw new SetupError(`${folder} cannot be watched for changes: ${messageOf(error)}.`);
  }
  const end = (): void => {
    ended = true;
    clearTimeout(timer);
    watcher.close();
    settle();
  };
  watcher.on("error", end);
  signal.addEventListener("abort", end, { once: true });
  return {
    changed: () =>
      new Promise((resolve) => {
        tell = resolve;
        settle();
      }),
    end,
  };
}
