/** Opens a link in the person's browser, by the program that this platform has for it. Waits for nothing. */
import { spawn } from "node:child_process";

/** The program and its words; Windows opens what `start` of its shell is given, its first word being a title. */
function opener(platform: string, link: string): [string, string[]] {
  if (platform === "darwin") return ["open", [link]];
  if (platform === "win32") return ["cmd", ["/c", "start", "", link.replaceAll("&", "^&")]];
  return ["xdg-open", [link]];
}

/** Opens a link. Gives false if there is no program for it. */
export function openLink(link: string, platform: string = process.platform): Promise<boolean> {
  const [program, words] = opener(platform, link);
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
