/** How far a run is, live: done of all, rate, time left, what is spent and what it will come to; with the button that stops it. */
import { useEffect, useState } from "preact/hooks";
import { progressTexts } from "../../../src/cli/amounts.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { RunProgress } from "../../../src/server/eval-api.ts";
import { Problem } from "../parts.tsx";
import { follow, post } from "../server.ts";
import { rateOf } from "./words.ts";

const KEPT = 400;

/** The progress of a run that goes on in the server. @param ended hears its end. */
export function Progress({ run, ended }: { run: string; ended: () => void }) {
  const [samples, setSamples] = useState<RunProgress[]>([]);
  const [isStopping, setStopping] = useState(false);
  const [error, setError] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    follow<RunProgress>(
      `/api/runs/${run}/events`,
      (progress) => {
        if (progress.error !== undefined) setError(progress.error);
        if (!progress.isEnded) {
          setSamples((before) => [...before.slice(-KEPT), progress]);
          return undefined;
        }
        ended();
        return true;
      },
      { signal: stop.signal },
    );
    return () => stop.abort();
  }, [run]);
  const last = samples.at(-1);
  const halt = (): void => {
    setStopping(true);
    post(`/api/runs/${run}/stop`).catch((reason: unknown) => setError(messageOf(reason)));
  };
  return (
    <section class="panel progress" aria-label="Progress">
      <progress max={last?.total || 1} value={last?.done ?? 0} aria-label="Cells done" />
      <p class="figures">
        {(last ? progressTexts(last, rateOf(samples)) : ["…"]).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </p>
      <button type="button" onClick={halt} disabled={isStopping}>
        {isStopping ? "Stopping…" : "Stop"}
      </button>
      {error !== undefined && <Problem sentence={error} />}
    </section>
  );
}
