/** How the list prices of well-known models fell, from GPT-4's thirty dollars on: a plot, and the figures as a table. */
import type { PriceStory } from "../../../src/server/api.ts";
import { useLoaded } from "../loaded.ts";
import { PricePlot } from "./price-plot.tsx";

/** Folded below its first line: it teaches once and is in the way afterwards. */
export function PriceFall() {
  const { value: stories } = useLoaded<PriceStory[]>("/api/models/prices");
  if (!stories || stories.length === 0) return null;
  return (
    <details class="price-fall panel">
      <summary>How prices fell: from $30 for a million input tokens of GPT-4 in March 2023</summary>
      <PricePlot
        stories={stories}
        now={Date.now()}
        label="List prices of well-known models over time. The table below has the figures."
      />
      <p class="soft">
        List prices of some well-known models for a million input tokens, drawn so that each rule is ten times the one
        below; from the price ledger. They are not equally good: which is good enough for your task, an eval tells.
      </p>
      <details>
        <summary>The figures</summary>
        <table>
          <thead>
            <tr>
              <th>Model</th>
              <th>From</th>
              <th class="number">$ per M in</th>
            </tr>
          </thead>
          <tbody>
            {stories.flatMap(({ model, prices }) =>
              prices.map(({ from, inputUsd }) => (
                <tr key={`${model}${from}`}>
                  <td>{model}</td>
                  <td>{from}</td>
                  <td class="number">{inputUsd}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </details>
    </details>
  );
}
