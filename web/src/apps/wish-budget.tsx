/** Most dollars that one wish for an app may cost, the same for all wishes until it is changed. */
import { type Signal, signal } from "@preact/signals";

const typed: Signal<string> = signal("");

/** What is sent with a wish. Nothing typed: no limit. */
export function wishBudget(): { budgetUsd?: number } {
  const usd = Number(typed.value);
  return typed.value.trim() !== "" && usd > 0 ? { budgetUsd: usd } : {};
}

/** The field. */
export function WishBudget() {
  return (
    <label class="inline">
      <span>At most $</span>
      <input
        class="wish-budget"
        type="number"
        min="0"
        step="any"
        placeholder="no limit"
        value={typed.value}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
    </label>
  );
}
