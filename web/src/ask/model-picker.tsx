/** Chooses one model or several among all there are, by typing a part of the name. Asks nobody. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { PricedModel } from "../../../src/run/priced-models.ts";
import { Dialog, Problem } from "../parts.tsx";
import { VirtualList } from "../virtual-list.tsx";
import { allModels, loadModels, modelsFailure, priceText } from "./model-list.ts";

const ROW_HEIGHT = 46;
const MOST = 12;

/** Models whose name or title has all the words, in any case; addresses and files are names too, though no list has them. */
function matching(models: readonly PricedModel[], typed: string, onlyAvailable: boolean): PricedModel[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(({ id, title, aliases, available }) => {
    if (onlyAvailable && !available) return false;
    const text = `${id} ${title} ${aliases.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function Row({ model, isChosen, choose }: { model: PricedModel; isChosen: boolean; choose: () => void }) {
  return (
    <button type="button" class="model-row" aria-pressed={isChosen} onClick={choose}>
      <span class="model-mark" aria-hidden="true">
        {isChosen ? "✓" : ""}
      </span>
      <span class="model-name">
        <span>{model.id}</span>
        <small>
          {model.title}
          {model.available ? "" : " · no key yet"}
        </small>
      </span>
      <small class="number">{priceText(model)}</small>
    </button>
  );
}

/** The dialog. */
export function ModelPicker({
  title,
  chosen,
  several,
  choose,
  close,
}: {
  /** What the choice is for. */
  title: string;
  /** Full names of those chosen now. */
  chosen: readonly string[];
  /** Whether more than one may be chosen; else the first choice closes the dialog. */
  several: boolean;
  /** Hears of the choice. */
  choose: (names: string[]) => void;
  /** Closes it. */
  close: () => void;
}) {
  const typed = useSignal("");
  const onlyAvailable = useSignal(true);
  const box = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    loadModels();
    // The dialog is open by now: its own effect comes first.
    search.current?.focus();
  }, []);
  const models = allModels.value;
  const shown = useMemo(
    () => matching(models ?? [], typed.value, onlyAvailable.value),
    [models, typed.value, onlyAvailable.value],
  );
  const toggle = (name: string): void => {
    if (!several) {
      choose([name]);
      close();
    } else if (chosen.includes(name)) choose(chosen.filter((each) => each !== name));
    else if (chosen.length < MOST) choose([...chosen, name]);
  };
  const own = typed.value.trim();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      box.current?.querySelector<HTMLElement>("[data-row] button")?.focus();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (own === "") close();
    else toggle(shown[0]?.id ?? own);
  };
  return (
    <Dialog title={title} close={close}>
      <label class="picker-search">
        <span>Part of a name, or the address of a server: http://127.0.0.1:8080/v1#model</span>
        <input
          type="search"
          ref={search}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      <div class="picker-bar">
        <label class="check">
          <input
            type="checkbox"
            checked={onlyAvailable.value}
            onChange={(event) => {
              onlyAvailable.value = event.currentTarget.checked;
            }}
          />
          <span>Only those that can be asked now</span>
        </label>
        <small role="status">{models ? `${shown.length} models · $ per million tokens in / out` : "…"}</small>
      </div>
      {modelsFailure.value && <Problem sentence={modelsFailure.value} again={loadModels} />}
      <div class="picker-list" ref={box}>
        <VirtualList
          label="Models"
          items={shown}
          rowHeight={ROW_HEIGHT}
          keyOf={({ id }) => id}
          render={(model) => <Row model={model} isChosen={chosen.includes(model.id)} choose={() => toggle(model.id)} />}
        />
        {models && shown.length === 0 && (
          <p class="soft">
            {own === "" ? "There are none." : "No model has that in its name."}
            {own !== "" && (
              <button type="button" onClick={() => toggle(own)}>
                Ask {own} all the same
              </button>
            )}
          </p>
        )}
      </div>
      {several && (
        <div class="picker-end">
          <small>{chosen.length === 0 ? "None chosen: the default model is asked." : chosen.join(", ")}</small>
          <button type="button" class="main" onClick={close}>
            Done
          </button>
        </div>
      )}
    </Dialog>
  );
}
