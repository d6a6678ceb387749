/**
 * One frame with one document of an app in it, and the port to it. Holds what the page must do so that the sandbox holds: hands the port
 * to no document but the one it loaded, checks and counts messages, takes the frame away when it stands still, floods, leaves its
 * document or steals the keyboard. Asks no server and shows nothing: its owner does.
 */
import { messageOf } from "../../../src/record/setup-error.ts";
import type { HostedFrame } from "../../../src/server/app-host.ts";
import { focusGuard } from "./focus-guard.ts";
import { type AppCall, type AppProblem, readFrameMessage } from "./frame-message.ts";

/** Colours of the page, told to the app. */
export type AppTheme = "light" | "dark";

/**
 * Why a frame was taken away. `stopped`: its owner wanted it. `silent`: it answers no more. `focus`: it took the keyboard from the page.
 * `flood`: too many messages. `left`: it went to another document, or its process is gone. `closed`: it never said that it is there.
 */
export type AppEnd = "stopped" | "silent" | "focus" | "flood" | "left" | "closed";

/** How to show a document. */
export interface AppFrameSettings {
  /** Element that the frame is put in. */
  place: HTMLElement;
  /** The address and what it may; from the server. */
  frame: HostedFrame;
  /** Name of the frame for people who do not see it. */
  title: string;
  /** Colours at the beginning. */
  theme: AppTheme;
  /** Does what the app wants; a rejection's message goes to the app. */
  call: (call: AppCall) => Promise<unknown>;
  /** Hears of each thing that goes wrong in the app, and of its console. */
  onProblem?: (problem: AppProblem) => void;
  /** Hears once when all of the document is there and its scripts ran. */
  onReady?: () => void;
  /** Hears once when the frame is gone. */
  onEnd?: (why: AppEnd) => void;
  /** Milliseconds from one question whether it lives to the next. Default 1,000. */
  pingMs?: number;
}

/** A frame. */
export interface AppFrame {
  /** The element; out of the page once it has ended. */
  element: HTMLIFrameElement;
  /** Takes it away. */
  stop: () => void;
  /** Tells the app other colours. */
  setTheme: (theme: AppTheme) => void;
}

/** Questions without an answer after which an app counts as standing still. */
const MOST_UNANSWERED = 4;
/** A document that has not said that it is there in this many questions' time never will. */
const MOST_UNANNOUNCED = 20;
/** Messages a second that an app may send for long, and at once. */
const MESSAGES_PER_SECOND = 200;
const MESSAGES_AT_ONCE = 1000;
/** Calls of an app under way at once. */
const MOST_CALLS = 64;
/** Of these one at a time, and only after a person has just done something: each asks the person. */
const ASKED: readonly string[] = ["open", "download", "copy"];

function madeFrame({ frame, title }: AppFrameSettings): HTMLIFrameElement {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", frame.sandbox);
  element.setAttribute("allow", frame.allow);
  element.referrerPolicy = "no-referrer";
  element.title = title;
  element.src = frame.url;
  return element;
}

/** A bucket of messages: false when it is empty. */
function messageCount(): () => boolean {
  let left = MESSAGES_AT_ONCE;
  let at = performance.now();
  return () => {
    const now = performance.now();
    left = Math.min(MESSAGES_AT_ONCE, left + ((now - at) * MESSAGES_PER_SECOND) / 1000);
    at = now;
    left -= 1;
    return left >= 0;
  };
}

/** Answers calls: some only one at a time and after a deed of the person. */
function answering(port: MessagePort, call: AppFrameSettings["call"]): (id: number, given: AppCall) => void {
  let running = 0;
  let isAsking = false;
  const allowed = async (given: AppCall): Promise<unknown> => {
    if (running > MOST_CALLS) throw new Error(`More than ${MOST_CALLS} calls at once: wait for answers.`);
    if (!ASKED.includes(given.name)) return call(given);
    if (!navigator.userActivation.isActive)
      throw new Error(`\`${given.name}\` works only right after a click or a key.`);
    if (isAsking) throw new Error(`\`${given.name}\` waits for an answer already.`);
    isAsking = true;
    try {
      return await call(given);
    } finally {
      isAsking = false;
    }
  };
  return (id, given) => {
    running += 1;
    void allowed(given)
      .then((value) => port.postMessage({ type: "answer", id, value }))
      .catch((error: unknown) => port.postMessage({ type: "answer", id, error: messageOf(error) }))
      .finally(() => (running -= 1));
  };
}

/** Asks again and again whether the app lives. */
function watchdog(ping: (number: number) => void, silent: (announced: boolean) => void, pingMs: number) {
  let asked = 0;
  let answered = -1;
  let waited = 0;
  const timer = setInterval(() => {
    if (answered < 0) {
      waited += 1;
      if (waited > MOST_UNANNOUNCED) silent(false);
      return;
    }
    if (asked - answered >= MOST_UNANSWERED) return silent(true);
    asked += 1;
    ping(asked);
  }, pingMs);
  return {
    /** Asks at once; tells if no answer has come before the next question. */
    ask: (none: () => void): void => {
      asked += 1;
      const mine = asked;
      ping(mine);
      setTimeout(() => answered < mine && none(), pingMs);
    },
    heard: (number: number): void => {
      answered = Math.max(answered, Math.min(number, asked));
    },
    stop: (): void => clearInterval(timer),
  };
}

/** Takes one port: of this frame's document, with its token. A document that came into the frame later does not know it. */
function acceptPort(
  element: HTMLIFrameElement,
  token: string,
  ended: AbortSignal,
  take: (port: MessagePort) => void,
): void {
  const taken = new AbortController();
  addEventListener(
    "message",
    ({ source, data, ports }) => {
      if (source !== element.contentWindow || source === null) return;
      const [offered] = ports;
      if (!offered || (data as { penny?: unknown } | null)?.penny !== token) return;
      taken.abort();
      take(offered);
    },
    { signal: AbortSignal.any([ended, taken.signal]) },
  );
}

/** Shows a document. */
export function openAppFrame(settings: AppFrameSettings): AppFrame {
  const element = madeFrame(settings);
  const ending = new AbortController();
  let port: MessagePort | undefined;
  let { theme } = settings;
  let loads = 0;
  const end = (why: AppEnd): void => {
    if (ending.signal.aborted) return;
    ending.abort();
    port?.close();
    element.remove();
    settings.onEnd?.(why);
  };
  const dog = watchdog(
    (number) => port?.postMessage({ type: "ping", number }),
    (announced) => end(announced ? "silent" : "closed"),
    settings.pingMs ?? 1000,
  );
  const stopGuard = focusGuard(element, (had) => {
    end("focus");
    had?.focus({ preventScroll: true });
  });
  ending.signal.addEventListener("abort", () => {
    dog.stop();
    stopGuard();
  });
  const listen = (taken: MessagePort): void => {
    port = taken;
    const mayCome = messageCount();
    const answer = answering(taken, settings.call);
    taken.onmessage = ({ data }) => {
      if (ending.signal.aborted) return;
      if (!mayCome()) return end("flood");
      const message = readFrameMessage(data);
      if (message?.type === "pong") dog.heard(message.number);
      if (message?.type === "problem") settings.onProblem?.(message.problem);
      if (message?.type === "call") answer(message.id, message.call);
      if (message?.type === "ready") settings.onReady?.();
    };
    taken.addEventListener("close", () => end("left"));
    dog.heard(0);
    taken.postMessage({ type: "theme", theme });
  };
  acceptPort(element, settings.frame.token, ending.signal, listen);
  // A second load is of a document that the app wrote over itself, or of another: that one has no port, so nobody answers.
  const loaded = (): void => {
    loads += 1;
    if (loads > 1) dog.ask(() => end("left"));
  };
  element.addEventListener("load", loaded, { signal: ending.signal });
  settings.place.append(element);
  return {
    element,
    stop: () => end("stopped"),
    setTheme: (next) => {
      theme = next;
      port?.postMessage({ type: "theme", theme });
    },
  };
}
