/** Where a wish is written: Enter sends the form, with Shift it begins a line. */
import type { Signal } from "@preact/signals";

/** The field. */
export function WishField({ label, text, example }: { label: string; text: Signal<string>; example?: string }) {
  return (
    <label>
      <span>{label}</span>
      <textarea
        rows={2}
        value={text.value}
        placeholder={example}
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
    </label>
  );
}
