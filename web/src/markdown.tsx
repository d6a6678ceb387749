/** Markdown of a model, shown safely. What reads and cleans it is loaded when it is first needed; until then the text stands as it is. */
import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MarkdownView } from "./markdown/markdown-view.ts";
import "./styles/markdown.css";

type Views = typeof import("./markdown/markdown-view.ts");

let loading: Promise<Views> | undefined;
let views: Views | undefined;

/** Loads what Markdown needs, before it is needed. */
export function loadMarkdown(): Promise<Views> {
  loading ??= import("./markdown/markdown-view.ts").then((found) => {
    views = found;
    return found;
  });
  // A server that was away may be back next time.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/**
 * A text in Markdown.
 * @param text a signal where it grows.
 * @param ended whether nothing more comes.
 */
export function Markdown({ text, ended = true }: { text: string | ReadonlySignal<string>; ended?: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView>(undefined);
  const [ready, setReady] = useState(views !== undefined);
  useEffect(() => {
    if (!ready)
      loadMarkdown().then(
        () => setReady(true),
        () => undefined,
      );
    return () => view.current?.close();
  }, []);
  // Before the browser draws: a text that is there in whole is never seen missing.
  useLayoutEffect(() => {
    if (!ready || !views || !box.current) return;
    view.current ??= new views.MarkdownView(box.current);
    const made = view.current;
    return effect(() => made.show(typeof text === "string" ? text : text.value, ended));
  }, [ready, text, ended]);
  // Preact never looks into what the view holds: it gives it no children.
  return ready ? (
    <div class="markdown" ref={box} key="made" />
  ) : (
    <div class="markdown plain" key="plain">
      {typeof text === "string" ? text : text.value}
    </div>
  );
}
