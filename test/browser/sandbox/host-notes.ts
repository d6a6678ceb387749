/** What tests call in the page of these tests (web/tests/sandbox-page.ts), and what it saw. Types alone. */
import type { HostedFrame } from "../../../src/server/app-host.ts";
import type { AppCall, AppProblem } from "../../../web/src/apps/frame-message.ts";

/** What the page saw of a frame. */
export interface HostNotes {
  /** All messages that came to its window, as text. */
  messages: string[];
  problems: AppProblem[];
  calls: AppCall[];
  ready: boolean;
  /** Why the frame was taken away. Absent: it is there. */
  ended?: string;
}

/** What tests call. */
export interface HostPage {
  /** Opens a frame and gives its number. */
  open: (frame: HostedFrame, pingMs?: number) => number;
  notes: (number: number) => HostNotes;
  setTheme: (number: number, theme: "light" | "dark") => void;
  /** The longest time that a timer of 20 ms came late since the last call, in milliseconds. */
  gap: () => number;
}
