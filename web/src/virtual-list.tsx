/**
 * Long lists and tables of which only what is in sight stands in the document. Rows are all equally high. They scroll with whatever is
 * around them, the page or a pane; nothing here scrolls by itself but to keep the place when rows come in above it.
 */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Rows drawn above and below what is in sight, so that quick scrolling shows no gaps. */
const SPARE = 12;

/** Preact takes no number for a length. */
function px(length: number): string {
  return `${length}px`;
}

/** Rows that are drawn: from `first` to before `last`. */
interface Span {
  first: number;
  last: number;
}

function spanOf(element: HTMLElement, count: number, rowHeight: number): Span {
  const { top } = element.getBoundingClientRect();
  const first = Math.floor(-top / rowHeight) - SPARE;
  const last = Math.ceil((innerHeight - top) / rowHeight) + SPARE;
  return {
    first: Math.max(0, Math.min(first, count - 1)),
    last: Math.max(0, Math.min(Math.max(last, first + SPARE), count)),
  };
}

/** What scrolls an element: the nearest pane that does, else the page. */
function scrollerOf(element: HTMLElement): Element {
  for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement ?? document.documentElement;
}

interface Rows<T> {
  /** All rows. A new array when they change. */
  items: readonly T[];
  /** Pixels of each row; the cells of a table must not wrap. */
  rowHeight: number;
  /** Names a row, the same while it is there. */
  keyOf: (item: T) => string;
  /** Hears that the last rows come into sight: load more. */
  onEnd?: (() => void) | undefined;
}

interface Listed<T> extends Rows<T> {
  /** What stands in a row; in a table its cells, `<td>` each. */
  render: (item: T, index: number) => ComponentChildren;
  /** What the list or table is, for a screen reader. */
  label: string;
}

/** The span in sight; follows scrolling, and keeps the row at the top where it is when rows come in above it. */
function useSpan<T>(box: RefObject<HTMLElement | null>, { items, rowHeight, keyOf, onEnd }: Rows<T>): Span {
  const [span, setSpan] = useState<Span>({ first: 0, last: Math.min(items.length, 40) });
  const anchor = useRef<{ key: string; index: number }>(undefined);
  const look = (): void => {
    const element = box.current;
    if (!element) return;
    const next = spanOf(element, items.length, rowHeight);
    const scrolled = Math.floor(-element.getBoundingClientRect().top / rowHeight);
    const top = scrolled >= 1 ? items[scrolled] : undefined;
    anchor.current = top === undefined ? undefined : { key: keyOf(top), index: scrolled };
    setSpan((old) => (old.first === next.first && old.last === next.last ? old : next));
  };
  const newest = useRef(look);
  newest.current = look;
  useLayoutEffect(() => {
    const kept = anchor.current;
    const element = box.current;
    if (kept && element && items[kept.index] !== undefined && keyOf(items[kept.index] as T) !== kept.key) {
      const index = items.findIndex((item) => keyOf(item) === kept.key);
      if (index >= 0) scrollerOf(element).scrollTop += (index - kept.index) * rowHeight;
    }
    look();
  }, [items, rowHeight]);
  useEffect(() => {
    let frame = 0;
    const soon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => newest.current());
    };
    // Scrolling does not bubble, but it is heard on the way down: whichever pane it is.
    document.addEventListener("scroll", soon, { capture: true, passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener("scroll", soon, { capture: true });
      removeEventListener("resize", soon);
    };
  }, []);
  useEffect(() => {
    if (items.length > 0 && span.last >= items.length - 1) onEnd?.();
  }, [span.last, items.length]);
  // Rows may have gone since the span was taken.
  return { first: Math.min(span.first, items.length), last: Math.min(span.last, items.length) };
}

/** The arrow keys go from row to row, as far as a row holds something that can be chosen. */
function moveOnKey(event: KeyboardEvent, box: HTMLElement | null): void {
  const steps: { [key: string]: number } = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || !box) return;
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
  const rows = [...box.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.findIndex((row) => row.contains(event.target as Node));
  const next = rows[here + step]?.querySelector<HTMLElement>("a[href], button");
  if (here < 0 || !next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  rows[here + step]?.scrollIntoView({ block: "nearest" });
}

/** A list of which only what is in sight is drawn. */
export function VirtualList<T>({ items, rowHeight, keyOf, render, label, onEnd }: Listed<T>) {
  const box = useRef<HTMLUListElement>(null);
  const { first, last } = useSpan(box, { items, rowHeight, keyOf, onEnd });
  return (
    <ul
      ref={box}
      class="virtual"
      aria-label={label}
      onKeyDown={(event) => moveOnKey(event, box.current)}
      style={{ paddingTop: px(first * rowHeight), paddingBottom: px((items.length - last) * rowHeight) }}
    >
      {items.slice(first, last).map((item, index) => (
        <li
          key={keyOf(item)}
          data-row
          aria-setsize={items.length}
          aria-posinset={first + index + 1}
          style={{ height: px(rowHeight) }}
        >
          {render(item, first + index)}
        </li>
      ))}
    </ul>
  );
}

/** A table of which only the rows in sight are drawn. */
export function VirtualTable<T>({
  items,
  rowHeight,
  keyOf,
  head,
  columns,
  render,
  label,
  onEnd,
}: Listed<T> & {
  /** Cells of the head: `<th>` each. */
  head: ComponentChildren;
  /** How many columns there are; where a narrow screen hides some, those that are left. */
  columns: number;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, last } = useSpan(body, { items, rowHeight, keyOf, onEnd });
  const gap = (height: number) =>
    height > 0 && (
      <tr class="virtual-gap">
        <td colSpan={columns} style={{ height: px(height) }} aria-hidden="true" />
      </tr>
    );
  return (
    <table class="virtual" aria-label={label} aria-rowcount={items.length + 1}>
      <thead>
        <tr aria-rowindex={1}>{head}</tr>
      </thead>
      <tbody ref={body} onKeyDown={(event) => moveOnKey(event, body.current)}>
        {gap(first * rowHeight)}
        {items.slice(first, last).map((item, index) => (
          <tr key={keyOf(item)} data-row aria-rowindex={first + index + 2} style={{ height: px(rowHeight) }}>
            {render(item, first + index)}
          </tr>
        ))}
        {gap((items.length - last) * rowHeight)}
      </tbody>
    </table>
  );
}
