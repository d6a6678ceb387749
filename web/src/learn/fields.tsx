/** Fields of an experiment: what the reader may change before it runs. */
import type { Signal } from "@preact/signals";

/** A line of text. */
export function TextField({
  label,
  value,
  rows,
}: {
  label: string;
  value: Signal<string>;
  /** Lines of a larger field. Absent: one line. */
  rows?: number;
}) {
  const change = (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }): void => {
    value.value = event.currentTarget.value;
  };
  if (rows === undefined)
    return (
      <label class="wide">
        <span>{label}</span>
        <input value={value.value} required onInput={change} />
      </label>
    );
  return (
    <label class="wide">
      <span>{label}</span>
      <textarea rows={rows} value={value.value} required onInput={change} />
    </label>
  );
}

/** A whole number of 1 and more. */
export function NumberField({ label, most, value }: { label: string; most: number; value: Signal<number> }) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        min={1}
        max={most}
        required
        value={value.value}
        onInput={(event) => {
          value.value = Number(event.currentTarget.value);
        }}
      />
    </label>
  );
}

/** A number on a slider; its label says where it stands. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  isWide = false,
}: {
  label: string;
  value: Signal<number>;
  min: number;
  max: number;
  step: number;
  isWide?: boolean;
}) {
  return (
    <label class={isWide ? "wide" : undefined}>
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value.value}
        onInput={(event) => {
          value.value = Number(event.currentTarget.value);
        }}
      />
    </label>
  );
}

/** A model of those that come with penny. */
export function ModelField({ value, models }: { value: Signal<string>; models: readonly string[] }) {
  return (
    <label>
      <span>Model</span>
      <select
        value={value.value}
        onChange={(event) => {
          value.value = event.currentTarget.value;
        }}
      >
        {models.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

/** Texts to try, as buttons that put them into the field. */
export function Presets({
  presets,
  value,
}: {
  presets: readonly { title: string; text: string }[];
  value: Signal<string>;
}) {
  return (
    <div class="wide presets">
      {presets.map(({ title, text }) => (
        <button
          key={title}
          type="button"
          aria-pressed={value.value === text}
          onClick={() => {
            value.value = text;
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
