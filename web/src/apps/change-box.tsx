/** Where a change of an app is wished. */
import { useSignal } from "@preact/signals";
import type { App, EditBody, WishState } from "../../../src/server/app-api.ts";
import { ModelsButton } from "../ask/models-button.tsx";
import { state } from "../changes.ts";
import { Problem } from "../parts.tsx";
import { post } from "../server.ts";
import { WishBudget, wishBudget } from "./wish-budget.tsx";
import { WishField } from "./wish-field.tsx";

/** The box. @param writer who wrote last, and writes next if nobody else is chosen. */
export function ChangeBox({
  app,
  writer,
  isBusy,
  begun,
}: {
  app: App;
  writer: string | undefined;
  isBusy: boolean;
  begun: (wish: WishState) => void;
}) {
  const prompt = useSignal("");
  const model = useSignal<string | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const named = model.value ?? writer ?? state.value?.defaultModel;
  const send = (): void => {
    failure.value = undefined;
    const body: EditBody = {
      prompt: prompt.value,
      ...(model.value === undefined ? {} : { model: model.value }),
      ...wishBudget(),
    };
    post<WishState>(`/api/apps/${app.id}/edit`, body).then(
      (wish) => {
        prompt.value = "";
        begun(wish);
      },
      (error: Error) => {
        failure.value = error.message;
      },
    );
  };
  const mayNot = isBusy || prompt.value.trim() === "";
  return (
    <form
      class="change-box"
      aria-label="Change the app"
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayNot) send();
      }}
    >
      <WishField label="What shall be different?" text={prompt} />
      <div class="new-app-bar">
        <ModelsButton
          title="Which model changes it"
          chosen={named === undefined ? [] : [named]}
          choose={([chosen]) => (model.value = chosen)}
        />
        <WishBudget />
        <button type="submit" class="main" disabled={mayNot}>
          Change it
        </button>
      </div>
      {failure.value && <Problem sentence={failure.value} />}
    </form>
  );
}
