/** System prompt, options, schema and tools of a question. Checks nothing: the server tells what does not fit. */
import type { ComponentChildren } from "preact";
import { efforts } from "../../../src/record/request.ts";
import { type OptionName, options, schema, system, tools } from "./draft.ts";

/** All options with what they mean; the compiler tells when one is missing. */
const FIELDS: {
  readonly [name in Exclude<OptionName, "reasoning" | "stop" | "provider">]: [title: string, hint: string];
} = {
  temperature: ["Temperature", "0: likeliest"],
  maxOutputTokens: ["Most tokens to write", "1 or more"],
  topP: ["Top p", "0 to 1"],
  topK: ["Top k", "1 or more"],
  minP: ["Min p", "0 to 1"],
  seed: ["Seed", "a whole number"],
  presencePenalty: ["Presence penalty", "−2 to 2"],
  frequencyPenalty: ["Frequency penalty", "−2 to 2"],
};

function setOption(name: OptionName, text: string): void {
  options.value = { ...options.value, [name]: text };
}

function Area({
  title,
  hint,
  value,
  change,
  isCode = false,
}: {
  title: string;
  hint: string;
  value: string;
  change: (text: string) => void;
  isCode?: boolean;
}): ComponentChildren {
  return (
    <label>
      <span>{title}</span>
      <textarea
        rows={2}
        class={isCode ? "code" : undefined}
        placeholder={hint}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

/** The fields. */
export function SettingsForm() {
  const typed = options.value;
  return (
    <div class="settings">
      <Area
        title="System prompt"
        hint="Who the model is and how it answers"
        value={system.value}
        change={(text) => {
          system.value = text;
        }}
      />
      <div class="settings-options">
        {Object.entries(FIELDS).map(([name, [title, hint]]) => (
          <label key={name}>
            <span>{title}</span>
            <input
              inputMode="decimal"
              placeholder={hint}
              value={typed[name as OptionName] ?? ""}
              onInput={(event) => setOption(name as OptionName, event.currentTarget.value)}
            />
          </label>
        ))}
        <label>
          <span>Reasoning</span>
          <select value={typed.reasoning ?? ""} onChange={(event) => setOption("reasoning", event.currentTarget.value)}>
            <option value="">its own way</option>
            {efforts.map((effort) => (
              <option key={effort}>{effort}</option>
            ))}
          </select>
        </label>
      </div>
      <Area
        title="Stop texts, one a line"
        hint="Texts that end the answer"
        value={typed.stop ?? ""}
        change={(text) => setOption("stop", text)}
      />
      <Area
        title="Schema of the answer"
        hint="name, age int — or a JSON Schema"
        value={schema.value}
        isCode
        change={(text) => {
          schema.value = text;
        }}
      />
      <Area
        title="Tools as JSON; they are shown when called, not run"
        hint='[{"name": "weather", "description": "…", "inputSchema": {"type": "object", "properties": {}}}]'
        value={tools.value}
        isCode
        change={(text) => {
          tools.value = text;
        }}
      />
      <Area
        title="Options of the provider as JSON"
        hint='{"service_tier": "flex"}'
        value={typed.provider ?? ""}
        isCode
        change={(text) => setOption("provider", text)}
      />
    </div>
  );
}
