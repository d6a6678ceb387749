/** The form for a new app: what, by which models, written in what. */
import { type Signal, signal, useSignal } from "@preact/signals";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { AppKind, MakeBody, WishState } from "../../../src/server/app-api.ts";
import { ModelsButton } from "../ask/models-button.tsx";
import { Problem } from "../parts.tsx";
import { rememberedNames, rememberNames } from "../remembered-names.ts";
import { go, to } from "../route.ts";
import { post } from "../server.ts";
import { liveWish } from "./live-wish.ts";
import { WishBudget, wishBudget } from "./wish-budget.tsx";
import { WishField } from "./wish-field.tsx";

/** What a person may choose; empty: the model chooses. */
const KINDS: readonly { kind: AppKind | ""; title: string }[] = [
  { kind: "", title: "As the model likes" },
  { kind: "html", title: "HTML" },
  { kind: "svg", title: "SVG drawing" },
  { kind: "markdown", title: "Markdown" },
  { kind: "mermaid", title: "Mermaid diagram" },
  { kind: "jsx", title: "JSX (Preact)" },
];

const KEY = "penny-apps-models";

const prompt = signal("");
const kind: Signal<AppKind | ""> = signal("");
const models: Signal<string[]> = signal(rememberedNames(KEY));
const isBlind = signal(true);

function chooseModels(names: string[]): void {
  models.value = names;
  rememberNames(KEY, names);
}

/** So that nobody knows from the order which is which. */
function shuffled<T>(items: readonly T[]): T[] {
  const found = [...items];
  for (let last = found.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [found[last], found[other]] = [found[other] as T, found[last] as T];
  }
  return found;
}

/** Begins, and goes where the apps are seen while they are written. */
export async function makeApps(body: MakeBody, blind: boolean): Promise<void> {
  const wishes = await post<WishState[]>("/api/apps", body);
  for (const wish of wishes) liveWish(wish);
  const ids = wishes.map(({ app }) => app);
  if (ids.length === 1) go(to("apps", ids[0] as string));
  else go(`${to("apps", "side", (blind ? shuffled(ids) : ids).join(","))}${blind ? "?blind=1" : ""}`);
}

/** The form. */
export function NewApp() {
  const failure = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const make = async (): Promise<void> => {
    isBusy.value = true;
    failure.value = undefined;
    try {
      const body = {
        prompt: prompt.value,
        models: models.value,
        ...(kind.value ? { kind: kind.value } : {}),
        ...wishBudget(),
      };
      await makeApps(body, isBlind.value);
      prompt.value = "";
    } catch (error) {
      failure.value = messageOf(error);
    }
    isBusy.value = false;
  };
  const mayNot = isBusy.value || prompt.value.trim() === "";
  return (
    <form
      class="new-app panel"
      aria-label="New app"
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayNot) void make();
      }}
    >
      <WishField label="What shall the new app do?" text={prompt} example="A page with a stopwatch" />
      <div class="new-app-bar">
        <ModelsButton title="Which models make it" chosen={models.value} several choose={chooseModels} />
        <label class="inline">
          <span>Written in</span>
          <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as AppKind | "")}>
            {KINDS.map((each) => (
              <option key={each.kind} value={each.kind}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <WishBudget />
        {models.value.length > 1 && (
          <label class="check">
            <input
              type="checkbox"
              checked={isBlind.value}
              onChange={(event) => (isBlind.value = event.currentTarget.checked)}
            />
            <span>Blind: no names until I vote</span>
          </label>
        )}
        <button type="submit" class="main" disabled={mayNot}>
          Make it
        </button>
      </div>
      {failure.value && <Problem sentence={failure.value} />}
    </form>
  );
}
