/** Chooses one model or several among all there are, by typing a part of the name. Asks nobody. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { PricedModel } from "../../../src/run/priced-models.ts";
import { Dialog, Problem } from "../parts.tsx";
import { VirtualList } from "../virtual-list.tsx";
import "../styles/picker.css";
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

interface Search {
  typed: string;
  onlyAvailable: boolean;
}

/** What narrows the list down. @param choose takes the first of the list, or ends where nothing is typed. */
function SearchBar({
  search,
  change,
  count,
  choose,
  down,
}: {
  search: Search;
  change: (search: Search) => void;
  count: string;
  choose: () => void;
  down: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // The dialog is open by now: effects within it come first.
  useEffect(() => field.current?.focus(), []);
  return (
    <>
      <label class="picker-search">
        <span>Part of a name, or the address of a server: http://127.0.0.1:8080/v1#model</span>
        <input
          type="search"
          ref={field}
          value={search.typed}
          onInput={(event) => change({ ...search, typed: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "Enter") return;
            event.preventDefault();
            if (event.key === "Enter") choose();
            else down();
          }}
        />
      </label>
      <div class="picker-bar">
        <label class="check">
          <input
            type="checkbox"
            checked={search.onlyAvailable}
            onChange={(event) => change({ ...search, onlyAvailable: event.currentTarget.checked })}
          />
          <span>Only those that can be asked now</span>
        </label>
        <small role="status">{count}</small>
      </div>
    </>
  );
}

/** Where the list has none: whatever is typed may be a name all the same. */
function None({ typed, choose }: { typed: string; choose: () => void }) {
  if (typed === "") return <p class="soft">There are none.</p>;
  return (
    <p class="soft">
      No model has that in its name.{" "}
      <button type="button" onClick={choose}>
        Ask {typed} all the same
      </button>
    </p>
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
  const search = useSignal<Search>({ typed: "", onlyAvailable: true });
  const box = useRef<HTMLDivElement>(null);
  useEffect(loadModels, []);
  const models = allModels.value;
  const { typed, onlyAvailable } = search.value;
  const shown = useMemo(() => matching(models ?? [], typed, onlyAvailable), [models, typed, onlyAvailable]);
  const toggle = (name: string): void => {
    if (!several) {
      choose([name]);
      close();
    } else if (chosen.includes(name)) choose(chosen.filter((each) => each !== name));
    else if (chosen.length < MOST) choose([...chosen, name]);
  };
  const own = typed.trim();
  return (
    <Dialog title={title} close={close}>
      <SearchBar
        search={search.value}
        change={(next) => {
          search.value = next;
        }}
        count={models ? `${shown.length} models · $ per million tokens in / out` : "…"}
        choose={() => (own === "" ? close() : toggle(shown[0]?.id ?? own))}
        down={() => box.current?.querySelector<HTMLElement>("[data-row] button")?.focus()}
      />
      {modelsFailure.value && <Problem sentence={modelsFailure.value} again={loadModels} />}
      <div class="picker-list" ref={box}>
        <VirtualList
          label="Models"
          items={shown}
          rowHeight={ROW_HEIGHT}
          keyOf={({ id }) => id}
          render={(model) => <Row model={model} isChosen={chosen.includes(model.id)} choose={() => toggle(model.id)} />}
        />
        {models && shown.length === 0 && <None typed={own} choose={() => toggle(own)} />}
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
