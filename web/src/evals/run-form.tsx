/** How a suite is to be run: models, cases, how often, for how much; with the forecast, which is made anew with each change. */
import { useEffect, useState } from "preact/hooks";
import { dollarRange, tokenRange } from "../../../src/cli/amounts.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { ModelsPage } from "../../../src/server/api.ts";
import type { RunForecast, RunWish, ShownSuite } from "../../../src/server/eval-api.ts";
import { withCode } from "../parts.tsx";
import { query, setQuery } from "../route.ts";
import { get, post } from "../server.ts";
import { BeginButton } from "./begin.tsx";
import { forecastText } from "./words.ts";

const PAUSE_MS = 250;

function listOf(text: string | null): string[] {
  return (text ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}

function numberOf(text: string | null): number | undefined {
  const value = Number(text);
  return text === null || text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

/** What is wished, as it stands in the address. */
function wishOf(search: URLSearchParams, suite: ShownSuite): RunWish {
  const without = listOf(search.get("without"));
  const models = [...suite.models.filter((each) => !without.includes(each)), ...listOf(search.get("models"))];
  const filter = listOf(search.get("filter"));
  const epochs = numberOf(search.get("epochs"));
  const budgetUsd = numberOf(search.get("budget"));
  const isSuites = without.length === 0 && models.length === suite.models.length;
  return {
    ...(isSuites ? {} : { models }),
    ...(filter.length > 0 ? { filter } : {}),
    ...(epochs === undefined ? {} : { epochs }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(search.get("decided") === "true" ? { stopWhenDecided: true } : {}),
  };
}

interface Told {
  forecast?: RunForecast;
  error?: string;
}

/** The forecast of a wish; the last one stays while the next is made. */
function useForecast(suite: string, wish: RunWish, isEmpty: boolean): Told {
  const [told, setTold] = useState<Told>({});
  const key = JSON.stringify(wish);
  useEffect(() => {
    if (isEmpty) return setTold({ error: "Choose at least one model." });
    const stop = new AbortController();
    const timer = setTimeout(() => {
      post<RunForecast>(`/api/suites/${suite}/forecast`, wish, stop.signal).then(
        (forecast) => setTold({ forecast }),
        (reason: unknown) => {
          if (!stop.signal.aborted) setTold({ error: messageOf(reason) });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [suite, key, isEmpty]);
  return told;
}

/** Names to choose from, loaded when somebody begins to type. */
function useModelNames(): { names: string[]; load: () => void } {
  const [names, setNames] = useState<string[]>([]);
  const load = (): void => {
    if (names.length > 0) return;
    get<ModelsPage>("/api/models").then(
      ({ models }) => setNames(models.filter(({ available }) => available).map(({ id }) => id)),
      () => undefined,
    );
  };
  return { names, load };
}

function Models({ suite }: { suite: ShownSuite }) {
  const { names, load } = useModelNames();
  const [text, setText] = useState("");
  const without = listOf(query.value.get("without"));
  const others = listOf(query.value.get("models"));
  const toggle = (model: string, isOn: boolean): void =>
    setQuery({ without: (isOn ? without.filter((each) => each !== model) : [...without, model]).join(",") });
  const drop = (model: string): void => setQuery({ models: others.filter((each) => each !== model).join(",") });
  const add = (): void => {
    const wanted = listOf(text).filter((each) => !others.includes(each) && !suite.models.includes(each));
    if (wanted.length > 0) setQuery({ models: [...others, ...wanted].join(",") });
    setText("");
  };
  return (
    <fieldset class="choices">
      <legend>Models</legend>
      {suite.models.map((model) => (
        <label key={model} class="check">
          <input
            type="checkbox"
            checked={!without.includes(model)}
            onChange={({ currentTarget }) => toggle(model, currentTarget.checked)}
          />
          {model}
        </label>
      ))}
      {others.map((model) => (
        <label key={model} class="check">
          <input type="checkbox" checked onChange={() => drop(model)} />
          {model}
        </label>
      ))}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          aria-label="Another model"
          placeholder="another model"
          list="eval-models"
          value={text}
          onFocus={load}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <datalist id="eval-models">
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="submit" disabled={text.trim() === ""}>
          Add
        </button>
      </form>
    </fieldset>
  );
}

function Field({ name, label, hint, least }: { name: string; label: string; hint: string; least?: number }) {
  const id = `eval-${name}`;
  const said = {
    id,
    placeholder: hint,
    value: query.value.get(name) ?? "",
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => setQuery({ [name]: currentTarget.value }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {least === undefined ? (
        <input type="text" {...said} />
      ) : (
        <input type="number" min={least} step={least === 0 ? "any" : "1"} {...said} />
      )}
    </div>
  );
}

function Told({ forecast, error }: Told) {
  const models = forecast?.forecast.models ?? [];
  return (
    <div class="forecast" role="status">
      <p class={error === undefined ? undefined : "bad-text"}>
        {error === undefined ? (forecast ? `${forecastText(forecast)}.` : "Reckoning what it takes…") : withCode(error)}
      </p>
      {error === undefined && models.length > 1 && (forecast?.forecast.total.calls ?? 0) > 0 && (
        <details>
          <summary>By model</summary>
          <table>
            <tbody>
              {models.map(({ model, calls, inputTokens, outputTokens, picodollars }) => (
                <tr key={model}>
                  <td>{model}</td>
                  <td class="number">{calls} calls</td>
                  <td class="number">{tokenRange(inputTokens)} in</td>
                  <td class="number">{tokenRange(outputTokens)} out</td>
                  <td class="number">{dollarRange(picodollars)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </div>
  );
}

/** The form. What is chosen stands in the address. */
export function RunForm({ suite }: { suite: ShownSuite }) {
  const wish = wishOf(query.value, suite);
  const isEmpty = wish.models?.length === 0 || (wish.models === undefined && suite.models.length === 0);
  const told = useForecast(suite.id, wish, isEmpty);
  const budget = suite.budgetUsd === undefined ? "no limit" : `$${suite.budgetUsd}`;
  return (
    <section class="panel run-form" aria-label="Run it">
      <Models suite={suite} />
      <div class="fields">
        <Field
          name="filter"
          label="Only cases"
          hint={suite.tags.length > 0 ? `tag:${suite.tags[0]}` : "part of a name"}
        />
        <Field name="epochs" label="Each asked" hint={`${suite.epochs} ×`} least={1} />
        <Field name="budget" label="Budget, $" hint={budget} least={0} />
        <label class="check">
          <input
            type="checkbox"
            checked={query.value.get("decided") === "true"}
            onChange={({ currentTarget }) => setQuery({ decided: currentTarget.checked ? "true" : undefined })}
          />
          Stop when decided
        </label>
      </div>
      <div class="go">
        <BeginButton suite={suite.id} wish={wish} label="Run" disabled={told.error !== undefined} />
        <Told {...told} />
      </div>
    </section>
  );
}
