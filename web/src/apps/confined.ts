/** Whether this browser keeps apps from the network by itself (Connection-Allowlist). Tried once, with a document of our own. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { HostedFrame } from "../../../src/server/app-api.ts";
import { post } from "../server.ts";

const MOST_WAIT_MS = 10_000;
const found: Signal<boolean | undefined> = signal(undefined);
let isTried = false;

/** Whether it does. `undefined`: not known yet. Where nothing can be learnt, it does not. */
export const isConfined: ReadonlySignal<boolean | undefined> = found;

function tried({ url, token, sandbox }: HostedFrame): Promise<boolean> {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", sandbox);
    frame.referrerPolicy = "no-referrer";
    frame.hidden = true;
    frame.title = "A try of the sandbox";
    const listening = new AbortController();
    const end = (value: boolean): void => {
      listening.abort();
      frame.remove();
      resolve(value);
    };
    addEventListener(
      "message",
      ({ source, data }) => {
        const told = data as { probe?: unknown; open?: unknown } | null;
        if (source !== null && source === frame.contentWindow && told?.probe === token) end(told.open === false);
      },
      { signal: listening.signal },
    );
    setTimeout(() => end(false), MOST_WAIT_MS);
    frame.src = url;
    document.body.append(frame);
  });
}

/** Finds out, the first time that it is called. */
export function findConfinement(): void {
  if (isTried) return;
  isTried = true;
  post<HostedFrame>("/api/apps/probe")
    .then(tried)
    .then(
      (value) => {
        found.value = value;
      },
      () => {
        isTried = false;
      },
    );
}
