/** Models that are files of this disk: no request chooses a path. Knows names alone; opens nothing. */
import type { Workbench } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";

/** Whether a name means a file. */
export function isFileName(name: string): boolean {
  return /^gguf:|\.gguf!?$/i.test(name);
}

function bare(name: string): string {
  return name.replace(/^gguf:/i, "");
}

/**
 * Refuses names of files, but for those that the person's own settings, or a suite of theirs, name.
 * @param own names that are the person's own.
 * @throws SetupError
 */
export async function refuseFiles(
  names: readonly (string | undefined)[],
  workbench: Pick<Workbench, "settings">,
  own: readonly string[] = [],
): Promise<void> {
  const files = names.filter((name) => name !== undefined && isFileName(name)) as string[];
  if (files.length === 0) return;
  const { aliases = {}, defaultModel = "" } = await workbench.settings.read();
  const known = new Set([...Object.values(aliases), defaultModel, ...own].map(bare));
  if (files.every((name) => known.has(bare(name)))) return;
  throw new SetupError(
    "A file on this disk is used here by a short name: `penny models alias NAME FILE` in a terminal gives it one.",
  );
}
