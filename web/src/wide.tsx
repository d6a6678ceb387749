/** A pane for what may be wider than the page: it scrolls by itself, also by keys. */
import type { ComponentChildren } from "preact";

/** The pane. @param label what is in it, for a screen reader. @param tall whether it scrolls down by itself too. */
export function Wide({
  label,
  tall = false,
  children,
}: {
  label: string;
  tall?: boolean;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section class={tall ? "scroll tall" : "scroll"} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
