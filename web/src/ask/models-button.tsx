/** A button that names the chosen models and opens the dialog in which others are chosen. */
import { useSignal } from "@preact/signals";
import { state } from "../changes.ts";
import { Icon } from "../icon.tsx";
import { ModelPicker } from "./model-picker.tsx";

/** The button. */
export function ModelsButton({
  title,
  chosen,
  several = false,
  choose,
}: {
  /** What the choice is for. */
  title: string;
  /** Full names of those chosen now. Empty: the default model. */
  chosen: readonly string[];
  /** Whether more than one may be chosen. */
  several?: boolean;
  /** Hears of the choice. */
  choose: (names: string[]) => void;
}) {
  const isOpen = useSignal(false);
  const shown = chosen.length > 0 ? chosen : [state.value?.defaultModel ?? "the default model"];
  return (
    <>
      <button type="button" class="models-button" onClick={() => (isOpen.value = true)} title={shown.join(", ")}>
        <Icon name="models" />
        <span>{shown.length > 2 ? `${shown.length} models` : shown.join(" + ")}</span>
      </button>
      {isOpen.value && (
        <ModelPicker
          title={title}
          chosen={chosen}
          several={several}
          choose={choose}
          close={() => (isOpen.value = false)}
        />
      )}
    </>
  );
}
