/** What sending would take, forecast by the server a moment after the last change. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { dollarRange, tokenRange } from "../../../src/cli/amounts.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { AskBody, AskEstimate } from "../../../src/server/api.ts";
import { post } from "../server.ts";

const AFTER_MS = 300;

function sumOf(
  ranges: readonly ({ low: number; high: number } | undefined)[],
): { low: number; high: number } | undefined {
  let sum = { low: 0, high: 0 };
  for (const range of ranges) {
    // One that is unknown makes the sum unknown.
    if (!range) return undefined;
    sum = { low: sum.low + range.low, high: sum.high + range.high };
  }
  return ranges.length > 0 ? sum : undefined;
}

/** The forecast. @param bodies reads what would be sent; empty: nothing can be. */
export function Estimate({ bodies }: { bodies: () => AskBody[] }) {
  const found = useSignal<AskEstimate[]>([]);
  const problem = useSignal<string | undefined>(undefined);
  const wanted = useComputed(bodies);
  useSignalEffect(() => {
    const all = wanted.value;
    if (all.length === 0) {
      found.value = [];
      problem.value = undefined;
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      Promise.all(all.map((body) => post<AskEstimate[]>("/api/estimate", body, stop.signal))).then(
        (estimates) => {
          found.value = estimates.flat();
          problem.value = undefined;
        },
        (error: unknown) => {
          if (stop.signal.aborted) return;
          found.value = [];
          problem.value = messageOf(error);
        },
      );
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });
  if (problem.value) {
    return (
      <small class="estimate problem-line" role="status" title={problem.value}>
        {problem.value}
      </small>
    );
  }
  const estimates = found.value;
  if (estimates.length === 0) return <small class="estimate" />;
  const dollars = dollarRange(sumOf(estimates.map(({ picodollars }) => picodollars)));
  const read = tokenRange(sumOf(estimates.map(({ inputTokens }) => inputTokens)));
  return (
    <small class="estimate" title="Forecast before sending: dollars, and tokens that are read">
      about {dollars} · {read} tokens in
    </small>
  );
}
