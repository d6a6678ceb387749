/** A sandbox that is loaded when it is first wanted. */
import type { Sandbox } from "../record/sandbox-run.ts";

/** The sandbox of a workbench. */
export interface LazySandbox {
  /** The sandbox; always the same. */
  get: () => Promise<Sandbox>;
  /** Closes it, if it was ever wanted. */
  close: () => Promise<void>;
}

/** @param env of this program, for where a browser is. */
export function lazySandbox(env: { [name: string]: string | undefined }): LazySandbox {
  let made: Promise<Sandbox> | undefined;
  return {
    get: () => {
      made ??= import("./sandbox.ts").then(({ createSandbox }) => createSandbox(env));
      return made;
    },
    close: async () => {
      await (await made)?.close();
    },
  };
}
