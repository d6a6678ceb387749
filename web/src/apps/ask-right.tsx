/** What an app may spend on questions of its own (`penny.ask`): model, budget, rate. */
import { type Signal, useSignal } from "@preact/signals";
import type { App, AskRightBody } from "../../../src/server/app-api.ts";
import { ModelsButton } from "../ask/models-button.tsx";
import { state } from "../changes.ts";
import { Problem } from "../parts.tsx";
import { post } from "../server.ts";

const FIRST_BUDGET = "0.10";
const FIRST_RATE = "10";

function Amount({ label, text, step }: { label: string; text: Signal<string>; step: string }) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        min={step}
        step={step}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
    </label>
  );
}

/** The form. @param done hears when it is kept. @param refuse says no. Absent: nobody asked. */
export function AskRightForm({ app, done, refuse }: { app: App; done: () => void; refuse?: () => void }) {
  const model = useSignal(app.ask?.model ?? "");
  const budget = useSignal(app.ask ? String(app.ask.budgetUsd) : FIRST_BUDGET);
  const rate = useSignal(app.ask ? String(app.ask.perMinute) : FIRST_RATE);
  const failure = useSignal<string | undefined>(undefined);
  const named = model.value || state.value?.defaultModel || "";
  const keep = (ask: AskRightBody["ask"]): void => {
    post<App>(`/api/apps/${app.id}/ask`, { ask } satisfies AskRightBody).then(done, (error: Error) => {
      failure.value = error.message;
    });
  };
  return (
    <form
      class="ask-right"
      onSubmit={(event) => {
        event.preventDefault();
        keep({ model: named, budgetUsd: Number(budget.value), perMinute: Number(rate.value) });
      }}
    >
      <ModelsButton
        title="Which model the app may ask"
        chosen={[named]}
        choose={([chosen]) => (model.value = chosen ?? "")}
      />
      <Amount label="US dollars in all" text={budget} step="0.01" />
      <Amount label="Questions a minute" text={rate} step="1" />
      <p class="dialog-do">
        {app.ask && (
          <button type="button" onClick={() => keep(null)}>
            No longer
          </button>
        )}
        {refuse && (
          <button type="button" onClick={refuse}>
            No
          </button>
        )}
        <button type="submit" class="main">
          Allow it
        </button>
      </p>
      {failure.value && <Problem sentence={failure.value} />}
    </form>
  );
}
