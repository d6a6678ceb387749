/** The place Models: what there is to ask, here and at providers, with what it does and costs; one of them whole. */
import { useMemo } from "preact/hooks";
import { tokens } from "../../../src/cli/amounts.ts";
import type { PricedModel } from "../../../src/run/priced-models.ts";
import type { ModelsPage } from "../../../src/server/api.ts";
import { useLoaded } from "../loaded.ts";
import { abilitiesOf, priceText } from "../model-words.ts";
import { chosenModels } from "../models/choose-models.ts";
import { Keys } from "../models/keys.tsx";
import { ModelFilters } from "../models/model-filters.tsx";
import { ModelSheet } from "../models/model-sheet.tsx";
import { PriceFall } from "../models/price-fall.tsx";
import { Empty, Heading, Problem } from "../parts.tsx";
import { path, pieces, query, to } from "../route.ts";
import { VirtualTable } from "../virtual-list.tsx";
import "../styles/models.css";

const ROW_HEIGHT = 34;

function Row({ model }: { model: PricedModel }) {
  return (
    <>
      <td class="model-name">
        <a href={`${to("models", model.id)}${query.value.size > 0 ? `?${query.value}` : ""}`}>{model.id}</a>{" "}
        {model.isDefault && <span class="tag good">default</span>}
        {model.aliases.map((alias) => (
          <span key={alias} class="tag">
            {alias}
          </span>
        ))}
      </td>
      <td>
        {model.available ? (
          <span title="It can be asked now" role="img" aria-label="yes">
            ●
          </span>
        ) : (
          <span class="unseen">no</span>
        )}
      </td>
      <td class="number">{priceText(model.price, "inputUsd")}</td>
      <td class="number">{priceText(model.price, "outputUsd")}</td>
      <td class="number">{tokens(model.capabilities.contextTokens)}</td>
      <td class="model-does">{abilitiesOf(model).join(" ")}</td>
    </>
  );
}

const HEAD = (
  <>
    <th scope="col">Model</th>
    <th scope="col">
      <span class="unseen">Can be asked now</span>
    </th>
    <th scope="col" class="number">
      $/M in
    </th>
    <th scope="col" class="number">
      $/M out
    </th>
    <th scope="col" class="number">
      Context
    </th>
    <th scope="col">Reads and does</th>
  </>
);

function List() {
  const { value: page, error, again } = useLoaded<ModelsPage>("/api/models");
  const conditions = query.value.toString();
  const shown = useMemo(() => (page ? chosenModels(page.models, query.value) : []), [page, conditions]);
  return (
    <>
      <Heading title="Models" />
      <PriceFall />
      {page && <Keys keys={page.keys} />}
      {error && <Problem sentence={error} again={again} />}
      {!page && !error && <p class="loading">…</p>}
      {page && <ModelFilters models={page.models} shown={shown.length} />}
      {page && shown.length === 0 && (
        <Empty title="No model is all that">
          <p>
            Leave a condition out, or <a href="/models">show all</a>.
          </p>
        </Empty>
      )}
      {shown.length > 0 && (
        <div class="model-table">
          <VirtualTable
            label="Models"
            items={shown}
            rowHeight={ROW_HEIGHT}
            keyOf={(model) => model.id}
            columns={4}
            head={HEAD}
            render={(model) => <Row model={model} />}
          />
        </div>
      )}
    </>
  );
}

/** The place. */
export function ModelsPlace() {
  // A name has slashes of its own, escaped in links; somebody may type it without.
  const name = pieces.value.slice(1).join("/");
  void path.value;
  const back = `/models${query.value.size > 0 ? `?${query.value}` : ""}`;
  return name === "" ? <List /> : <ModelSheet key={name} name={name} back={back} />;
}
