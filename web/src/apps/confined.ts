/**
 * Whether this browser keeps apps from the network by itself (Connection-Allowlist). Tried once, with documents of our own: one under that
 * rule, which must not reach its host, and one without it, which must: else something else was in the way, and nothing is learnt.
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { HostedFrame, ProbeFrames } from "../../../src/server/app-api.ts";
import { post } from "../server.ts";

const MOST_WAIT_MS = 10_000;
const found: Signal<boolean | undefined> = signal(undefined);
let trying: Promise<boolean> | undefined;

/** Whether it does. `undefined`: not known yet. Where nothing can be learnt, it does not. */
export const isConfined: ReadonlySignal<boolean | undefined> = found;

/** Whether the document reached its host. `undefined`: it said nothing. */
function isOpen({ url, token, sandbox }: HostedFrame): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", sandbox);
    frame.referrerPolicy = "no-referrer";
    frame.hidden = true;
    frame.title = "A try of the sandbox";
    const listening = new AbortController();
    const end = (value: boolean | undefined): void => {
      listening.abort();
      frame.remove();
      resolve(value);
    };
    addEventListener(
      "message",
      ({ source, data }) => {
        const told = data as { probe?: unknown; open?: unknown } | null;
        if (source !== null && source === frame.contentWindow && told?.probe === token) end(told.open === true);
      },
      { signal: listening.signal },
    );
    setTimeout(() => end(undefined), MOST_WAIT_MS);
    frame.src = url;
    document.body.append(frame);
  });
}

async function tried(): Promise<boolean> {
  const { held, free } = await post<ProbeFrames>("/api/apps/probe");
  const [isHeldOpen, isFreeOpen] = await Promise.all([isOpen(held), isOpen(free)]);
  return isHeldOpen === false && isFreeOpen === true;
}

/** Finds out, once. Where the server did not answer, it is tried again the next time. */
export function findConfinement(): Promise<boolean> {
  trying ??= tried().then(
    (value) => {
      found.value = value;
      return value;
    },
    () => {
      trying = undefined;
      return false;
    },
  );
  return trying;
}
