/** Pieces that every place uses: what went wrong, what to do where there is nothing yet, amounts, dialogs, ids. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What went wrong, with what to do about it. @param children where to go instead, a link. */
export function Problem({
  sentence,
  again,
  children,
}: {
  sentence: string;
  again?: () => void;
  children?: ComponentChildren;
}) {
  return (
    <div class="problem" role="alert">
      <p>{withCode(sentence)}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
      {children}
    </div>
  );
}

/** A sentence in which what stands between backticks is code. */
export function withCode(sentence: string): ComponentChildren {
  return sentence.split("`").map((piece, index) => (index % 2 === 1 ? <code key={index}>{piece}</code> : piece));
}

/** Where there is nothing yet: what this place is for, and the first thing to do. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The title of a place with what can be done there. */
export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="heading">
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** A dialog of the browser, open while it is shown; Escape and the button close it. */
export function Dialog({
  title,
  close,
  children,
  wide = false,
}: {
  title: string;
  close: () => void;
  children: ComponentChildren;
  wide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={wide ? "wide" : undefined} aria-label={title} onClose={close}>
      <div class="dialog-title">
        <h2>{title}</h2>
        <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** A moment: the time of today, else the day; the whole of it in its title. */
export function When({ at }: { at: number }) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday
    ? date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })
    : date.toLocaleDateString(undefined, { year: "numeric", month: "short", day: "numeric" });
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {text}
    </time>
  );
}

/** Announces to a screen reader what has changed, without showing it. */
export function Said({ children }: { children: ComponentChildren }) {
  return (
    <p class="unseen" role="status">
      {children}
    </p>
  );
}
