/** That the log has changed, told at most once in a while: for what is costly to load anew while an eval makes calls by the second. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { logMark } from "./changes.ts";

/** A mark like `logMark`. The first change is told after `ms`, with all that came meanwhile. */
export function useSlowMark(ms: number): ReadonlySignal<number> {
  const mark = useSignal(0);
  const timer = useRef<number>(undefined);
  const isFirst = useRef(true);
  useSignalEffect(() => {
    void logMark.value;
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      mark.value++;
    }, ms);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return mark;
}
