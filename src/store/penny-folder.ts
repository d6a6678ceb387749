/** Where the log, settings and keys live. Only names the folder; making it is `openStore`'s. */
import { posix, win32 } from "node:path";

/**
 * The person's folder: `$PENNY_DIR`, else the platform's place for data.
 * Sources: XDG Base Directory Specification 0.8, https://specifications.freedesktop.org/basedir-spec/latest/ (2021), which
 * says that a relative `$XDG_DATA_HOME` is to be ignored; Apple, File System Programming Guide, "Application Support" (2018).
 * @param home the person's home folder, absolute.
 */
export function pennyFolder(
  env: { [name: string]: string | undefined },
  platform: NodeJS.Platform,
  home: string,
): string {
  const path = platform === "win32" ? win32 : posix;
  if (env.PENNY_DIR) return path.resolve(env.PENNY_DIR);
  if (platform === "win32") return path.join(env.LOCALAPPDATA || path.join(home, "AppData", "Local"), "penny");
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "penny");
  const data = env.XDG_DATA_HOME;
  return path.join(data && path.isAbsolute(data) ? data : path.join(home, ".local", "share"), "penny");
}
