/** What the page and the server say to each other of apps: wishes, versions, frames, files. Types only; app-bridge-api.ts has data and calls. */
import type { App, AppAsk, AppKind } from "../record/app.ts";
import type { Winner } from "../record/vote.ts";
import type { AppProblem } from "../run/app-problems.ts";
import type { VersionRow } from "../run/app-rows-shown.ts";

export type { App, AppAsk, AppKind, AppVersion } from "../record/app.ts";
export type { ShownVersion } from "../run/app-desk.ts";
export type { ExportedApp as ExportedFile } from "../run/app-export.ts";
export type { AppRow, VersionRow } from "../run/app-rows-shown.ts";
export type { DiffLines } from "../run/line-diff.ts";
export type { HostedFrame, ProbeFrames } from "./app-host.ts";

/** `POST /api/apps`: the same prompt to one model or several, an app of each. Gives `WishState[]`. */
export interface MakeBody {
  /** What is to be made. */
  prompt: string;
  /** Names or aliases of models. Empty: the default model. */
  models: string[];
  /** What it shall be written in. Absent: the model chooses. */
  kind?: AppKind;
  /** Most US dollars for each. Absent: no limit. */
  budgetUsd?: number;
}

/** `POST /api/apps/:id/edit`. Gives `WishState`. */
export interface EditBody {
  /** What is to change. */
  prompt: string;
  /** Model name or alias. Absent: the one that wrote last. */
  model?: string;
  /** Most US dollars for it. Absent: no limit. */
  budgetUsd?: number;
}

/** `POST /api/apps/:id/fix`. Gives `WishState`. */
export interface FixBody {
  /** What the running app reported. */
  problems: AppProblem[];
  /** Model name or alias. Absent: the one that wrote last. */
  model?: string;
  /** Most US dollars for it. Absent: no limit. */
  budgetUsd?: number;
}

/** `POST /api/apps/:id/ask`: what the app may spend; `null`: nothing. Gives `App`. */
export interface AskRightBody {
  /** The right. */
  ask: AppAsk | null;
}

/** `POST /api/apps/:id/export`. Gives `ExportedFile`. */
export interface ExportBody {
  /** Which version. Absent: the newest. */
  version?: number;
  /** Whether the data that it was given goes with it. */
  withData?: boolean;
  /** The document alone, as it is. */
  source?: boolean;
}

/** `POST /api/apps/import`. Gives `ShownVersion`. */
export interface ImportBody {
  /** Name of the file. */
  fileName: string;
  /** What is in it. */
  text: string;
}

/** `POST /api/apps/:id/frames`: a version, or what a wish writes while it is written. Gives `HostedFrame`. */
export interface FrameBody {
  /** Number of the version. Absent: `wish` is given. */
  version?: number;
  /** Id of the wish. */
  wish?: string;
  /** Which of its answers, from 0. */
  round?: number;
}

/** A wish for an app that is being carried out here, or was a short time ago. */
export interface WishState {
  /** Its id: that of the version which it makes. */
  id: string;
  /** Id of the app. A new one is in the log only when its first version is there. */
  app: string;
  /** What is done. */
  what: "make" | "edit" | "fix";
  /** The person's words. */
  prompt: string;
  /** Full name of the model. Absent: the one that wrote last. */
  model?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** What came of it. Absent: it goes on. */
  end?: WishEnd;
}

/** What came of a wish. */
export interface WishEnd {
  /** Number of the version that was made. Absent: none. */
  version?: number;
  /** Why nothing came, or not all: one sentence. Absent: all went well. */
  problem?: string;
  /** What the model said beside. */
  prose: string;
  /** Replacements that could not be made. */
  failed: number;
  /** Ids of the calls. */
  calls: string[];
  /** Picodollars of all calls. Absent: unknown. */
  picodollars?: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** What happens to a wish. `round`: which of its answers, from 0. */
export type WishEvent =
  /** A document or replacements begin. */
  | { type: "open"; round: number; mode: "document" | "update"; kind: AppKind }
  /** More of the document. */
  | { type: "text"; round: number; text: string }
  /** A replacement. */
  | { type: "pair"; round: number; oldText: string; newText: string }
  /** The end of the document or of the replacements. */
  | { type: "close"; round: number; complete: boolean }
  /** Last. */
  | { type: "end"; end: WishEnd };

/** One message of `GET /api/wishes/:id/events`. */
export interface WishMessage {
  /** Place of the first among all events of the wish, from 0: a connection that is made anew brings them again. */
  from: number;
  /** Events in order. */
  events: WishEvent[];
}

/** `GET /api/apps/:id`. */
export interface AppPage {
  /** The app. Absent: its first version is being made, or came to nothing. */
  app?: App;
  /** Its versions, oldest first. */
  versions: VersionRow[];
  /** The wish that is being carried out for it, or was last. Absent: none lately. */
  wish?: WishState;
}

/** `POST /api/apps/vote`: which of two apps by the same prompt is better; no names were shown. */
export interface AppVoteBody {
  /** Ids of the two, as they were shown. */
  apps: string[];
  /** `a`: the first. */
  winner: Winner;
}
