/** Search, abilities, provider and order of the list of models; they stand in the address. */
import type { PricedModel } from "../../../src/run/priced-models.ts";
import { query, setQuery } from "../route.ts";
import { ABILITIES, ORDERS } from "./choose-models.ts";

function Ability({ name, words }: { name: string; words: string }) {
  const able = (query.value.get("can") ?? "").split(" ").filter((each) => each !== "");
  const isWanted = able.includes(name);
  const change = (): void =>
    setQuery({ can: (isWanted ? able.filter((each) => each !== name) : [...able, name]).join(" ") }, false);
  return (
    <button type="button" class="chip" aria-pressed={isWanted} onClick={change}>
      {words}
    </button>
  );
}

/** The bar. */
export function ModelFilters({ models, shown }: { models: readonly PricedModel[]; shown: number }) {
  const providers = [...new Set(models.map(({ provider }) => provider))].sort();
  return (
    <search class="model-filters">
      <div class="model-bar">
        <input
          type="search"
          placeholder="Find a model by name"
          aria-label="Find a model by name"
          value={query.value.get("q") ?? ""}
          onInput={(event) => setQuery({ q: event.currentTarget.value })}
        />
        <select
          aria-label="Provider"
          value={query.value.get("provider") ?? ""}
          onChange={(event) => setQuery({ provider: event.currentTarget.value }, false)}
        >
          <option value="">All providers</option>
          {providers.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
        <select
          aria-label="Order"
          value={query.value.get("sort") ?? ""}
          onChange={(event) => setQuery({ sort: event.currentTarget.value }, false)}
        >
          {ORDERS.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <fieldset class="chips">
        <legend class="unseen">Only models that</legend>
        {ABILITIES.map(([name, words]) => (
          <Ability key={name} name={name} words={words} />
        ))}
      </fieldset>
      <p class="soft" role="status">
        {shown === models.length
          ? `${shown.toLocaleString("en-US")} models`
          : `${shown.toLocaleString("en-US")} of ${models.length.toLocaleString("en-US")} models`}
      </p>
    </search>
  );
}
