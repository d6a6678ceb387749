/** A document of an app in its frame, and what is said when the frame was taken away. What must hold in it is app-frame.ts's. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FrameBody, HostedFrame } from "../../../src/server/app-api.ts";
import { Problem } from "../parts.tsx";
import { post, remove } from "../server.ts";
import { appCalling } from "./app-calling.tsx";
import { type AppEnd, type AppFrame, openAppFrame } from "./app-frame.ts";
import type { AppProblem } from "./frame-message.ts";

const WHY: { [why in AppEnd]: string } = {
  stopped: "You stopped it.",
  silent: "It was suspended: it answered no more.",
  focus: "It was suspended: it took the keyboard away from this page.",
  flood: "It was suspended: it sent more messages than an app may.",
  left: "It was suspended: it left its document.",
  closed: "It never said that it is there: the document was not loaded.",
};

const dark = matchMedia("(prefers-color-scheme: dark)");

/** What is shown. Two with the same key are the same document: the frame stays. */
export interface FrameSource {
  /** Names it. */
  key: string;
  /** What the server is asked for. */
  body: FrameBody;
  /** What it is asked for when the frame is started anew. */
  again: FrameBody;
}

/** Notice in the place of a frame that is gone. */
function Gone({ why, restart }: { why: AppEnd; restart: () => void }) {
  return (
    <div class="frame-gone" role="alert">
      <p>{WHY[why]}</p>
      <button type="button" onClick={restart}>
        Start it again
      </button>
    </div>
  );
}

/** What is framed, and who hears of it. */
interface FramedProps {
  /** Id of the app. */
  app: string;
  /** What it is called. */
  name: string;
  /** What is shown. */
  source: FrameSource;
  /** Hears what goes wrong in it and what it writes to its console. */
  onProblem: (problem: AppProblem) => void;
  /** Hears that a document begins: what went wrong in the one before counts no more. */
  onOpen: () => void;
}

/** Opens a frame on a document that the server gives out; it is taken away when `closing` aborts. */
async function openFrame(
  { app, name, onProblem, onOpen }: Omit<FramedProps, "name"> & { name: () => string },
  body: FrameBody,
  place: HTMLElement,
  closing: AbortSignal,
  onEnd: (why: AppEnd) => void,
): Promise<AppFrame | undefined> {
  const hosted = await post<HostedFrame>(`/api/apps/${app}/frames`, body, closing);
  if (closing.aborted) return undefined;
  onOpen();
  const opened = openAppFrame({
    place,
    frame: hosted,
    title: name(),
    theme: dark.matches ? "dark" : "light",
    call: appCalling(app, name, hosted.token),
    onProblem,
    onEnd: (why) => {
      remove(`/api/apps/${app}/frames/${hosted.token}`).catch(() => undefined);
      if (!closing.aborted) onEnd(why);
    },
  });
  dark.addEventListener("change", () => opened.setTheme(dark.matches ? "dark" : "light"), { signal: closing });
  closing.addEventListener("abort", opened.stop);
  return opened;
}

/** The frame. */
export function Framed(props: FramedProps) {
  const { app, source } = props;
  const place = useRef<HTMLDivElement>(null);
  const ended = useSignal<AppEnd | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const starts = useSignal(0);
  const frame = useRef<AppFrame>(undefined);
  const shown = useRef<string>(undefined);
  const name = useRef(props.name);
  name.current = props.name;
  useEffect(() => {
    if (frame.current) frame.current.element.title = props.name;
  }, [props.name]);
  useEffect(() => {
    const closing = new AbortController();
    const body = shown.current === source.key ? source.again : source.body;
    shown.current = source.key;
    ended.value = undefined;
    failure.value = undefined;
    const end = (why: AppEnd): void => {
      ended.value = why;
    };
    if (place.current)
      openFrame({ ...props, name: () => name.current }, body, place.current, closing.signal, end).then(
        (opened) => {
          frame.current = opened ?? frame.current;
        },
        (error: Error) => {
          if (!closing.signal.aborted) failure.value = error.message;
        },
      );
    return () => closing.abort();
  }, [app, source.key, starts.value]);
  const restart = (): void => {
    starts.value++;
  };
  return (
    <div class="framed panel">
      <div class="frame-place" ref={place} />
      {ended.value && <Gone why={ended.value} restart={restart} />}
      {failure.value && <Problem sentence={failure.value} again={restart} />}
      <div class="frame-bar">
        <button type="button" class="quiet" onClick={restart}>
          Restart
        </button>
        <button type="button" class="quiet" disabled={ended.value !== undefined} onClick={() => frame.current?.stop()}>
          Stop it
        </button>
      </div>
    </div>
  );
}
