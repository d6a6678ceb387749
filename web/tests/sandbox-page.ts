/** The page of these tests: opens frames of apps as the workbench's own page does, and notes what it sees. Built and given out like it. */
import type { HostNotes, HostPage } from "../../test/browser/sandbox/host-notes.ts";
import { type AppFrame, openAppFrame } from "../src/apps/app-frame.ts";
import type { AppCall } from "../src/apps/frame-message.ts";

const frames: { frame: AppFrame; notes: HostNotes }[] = [];
const messages: string[] = [];
let longest = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last - 20);
  last = now;
}, 20);
addEventListener("message", ({ data }) => {
  messages.push(typeof data === "string" ? data : JSON.stringify(data));
});
const broadcast = new BroadcastChannel("host");
broadcast.onmessage = ({ data }) => void messages.push(String(data));

/** What answers calls: it says what it was asked, and keeps a store. */
const kept = new Map<string, unknown>();
async function answer({ name, given }: AppCall): Promise<unknown> {
  const key = String(given.key);
  if (name === "store.set") return void kept.set(key, given.value);
  if (name === "store.get") return kept.get(key);
  if (name === "store.keys") return [...kept.keys()];
  if (name === "store.delete") return kept.delete(key);
  if (name === "query") throw new Error("No table is here.");
  return { name };
}

const page: HostPage = {
  open: (frame, pingMs) => {
    const notes: HostNotes = { messages, problems: [], calls: [], ready: false };
    const place = document.querySelector<HTMLElement>("#apps");
    if (!place) throw new Error("There is no place for apps.");
    const made = openAppFrame({
      place,
      frame,
      title: "App",
      theme: "dark",
      ...(pingMs === undefined ? {} : { pingMs }),
      call: (call) => {
        notes.calls.push(call);
        return answer(call);
      },
      onProblem: (problem) => notes.problems.push(problem),
      onReady: () => {
        notes.ready = true;
      },
      onEnd: (why) => {
        notes.ended = why;
      },
    });
    return frames.push({ frame: made, notes }) - 1;
  },
  notes: (number) => frames[number]?.notes as HostNotes,
  setTheme: (number, theme) => frames[number]?.frame.setTheme(theme),
  gap: () => {
    const found = longest;
    longest = 0;
    return found;
  },
};
Object.assign(window, { host: page });
