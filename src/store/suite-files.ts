/** Files below a folder that are called as suites are. Goes not into hidden folders nor installed packages. Opens none of them. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** `suite.yaml`, `words.suite.json`, `promptfooconfig.yaml`, `words.suite.ts`; many a program has a `suite.ts` that is none. */
const NAMES = /^((suite|.+\.suite|promptfooconfig)\.(ya?ml|json)|(.+\.suite|promptfooconfig)\.[cm]?[jt]s)$/i;
const SKIPPED = new Set(["node_modules", "dist", "build", "target", "vendor", "venv", "__pycache__"]);
/** A suite lies near where one works; a home folder has too many folders to look through. */
const MOST_DEPTH = 5;
const MOST_FOLDERS = 2000;

/** Paths of such files, those of upper folders first. Folders that cannot be read are passed over. */
export async function suiteFilesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  let level = [folder];
  let seen = 0;
  for (let depth = 0; depth <= MOST_DEPTH && level.length > 0 && seen < MOST_FOLDERS; depth++) {
    const next: string[] = [];
    for (const here of level) {
      if (++seen > MOST_FOLDERS) break;
      const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        if (entry.isFile() && NAMES.test(entry.name)) found.push(join(here, entry.name));
        if (entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED.has(entry.name))
          next.push(join(here, entry.name));
      }
    }
    level = next;
  }
  return found;
}
