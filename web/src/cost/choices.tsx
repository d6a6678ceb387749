/** Buttons that stand together, with what they are for said to who cannot see it. */
import type { ComponentChildren } from "preact";

/** The group. */
export function Choices({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <fieldset class="cost-choices">
      <legend class="unseen">{label}</legend>
      {children}
    </fieldset>
  );
}
