/** Which models may meet: those that can be asked now as boxes to tick, any other by its name. Remembered by this browser. */
import { type Signal, signal } from "@preact/signals";
import type { ModelsPage } from "../../../src/server/api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { rememberedNames, rememberNames } from "../remembered-names.ts";

const KEY = "penny-arena-models";
/** More boxes than these are shown when they are asked for. */
const FEW = 12;

/** Names of those that are chosen. */
export const chosenModels: Signal<readonly string[]> = signal(rememberedNames(KEY));

/** Chooses these. */
export function chooseModels(names: readonly string[]): void {
  chosenModels.value = [...new Set(names)];
  rememberNames(KEY, chosenModels.value);
}

function Box({ name, note }: { name: string; note?: string }) {
  const isChosen = chosenModels.value.includes(name);
  return (
    <label class="box">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={() =>
          chooseModels(isChosen ? chosenModels.value.filter((each) => each !== name) : [...chosenModels.value, name])
        }
      />
      <span>
        {name}
        {note && <small> {note}</small>}
      </span>
    </label>
  );
}

/** The choice. */
export function ModelChoice() {
  const { value, error, again } = useLoaded<ModelsPage>("/api/models");
  const ready = value?.models.filter((each) => each.available && each.capabilities.output.includes("text")) ?? [];
  const known = new Set(ready.map(({ id }) => id));
  const others = chosenModels.value.filter((each) => !known.has(each));
  const [first, rest] = [ready.slice(0, FEW), ready.slice(FEW)];
  const add = (event: SubmitEvent | KeyboardEvent, field: HTMLInputElement): void => {
    event.preventDefault();
    if (field.value.trim() === "") return;
    chooseModels([...chosenModels.value, field.value.trim()]);
    field.value = "";
  };
  return (
    <fieldset class="models">
      <legend>Models that may meet</legend>
      {error && <Problem sentence={error} again={again} />}
      <div class="boxes">
        {first.map(({ id }) => (
          <Box key={id} name={id} />
        ))}
        {others.map((name) => (
          <Box key={name} name={name} />
        ))}
      </div>
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <div class="boxes">
            {rest.map(({ id }) => (
              <Box key={id} name={id} />
            ))}
          </div>
        </details>
      )}
      <label>
        <span>Another, by its name</span>
        <input
          list="arena-models"
          placeholder="openai/gpt-5-mini"
          onKeyDown={(event) => {
            if (event.key === "Enter") add(event, event.currentTarget);
          }}
          onBlur={(event) => add(event as unknown as KeyboardEvent, event.currentTarget)}
        />
        <datalist id="arena-models">
          {value?.models
            .filter(({ available }) => !available)
            .map(({ id }) => (
              <option key={id} value={id} />
            ))}
        </datalist>
      </label>
    </fieldset>
  );
}
