/** All that is known of a model: where it runs, what it does, what it costs and cost, whether it fits here; ask it, make it the default. */
import { useState } from "preact/hooks";
import { tokens } from "../../../src/cli/amounts.ts";
import type { PriceRow } from "../../../src/price/price-row.ts";
import type { ModelFitHere, ModelPage } from "../../../src/server/api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem, Said, withCode } from "../parts.tsx";
import { post } from "../server.ts";
import { PricePlot } from "./price-plot.tsx";

const PLACES = {
  process: "in this program, on this machine",
  server: "on a server of this machine",
  hosted: "at its provider",
} as const;

const PLAIN_UNITS: { readonly [unit: string]: string } = {
  audioHour: "hour of audio",
  audioMinute: "minute of audio",
  image: "image made",
  character: "M characters",
  page: "1,000 pages",
  annotatedPage: "1,000 pages with notes",
  webSearch: "1,000 web searches",
  fileSearch: "1,000 file searches",
  request: "1,000 requests",
  textMessage: "1,000 messages",
};

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? "–" : value ? "yes" : "no";
}

/** `cacheRead` as `cache read`. */
function unitWords(unit: string): string {
  return unit.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function sourceOf({ source, checked }: PriceRow): string {
  if (source === "own") return "your own price";
  return `${source === "hand" ? "entered by hand" : source}${checked ? `, checked ${checked}` : ""}`;
}

function PriceList({ row }: { row: PriceRow }) {
  return (
    <table>
      <tbody>
        {Object.entries(row.prices).map(([unit, usd]) => (
          <tr key={unit}>
            <td class="number">${usd}</td>
            <td>{PLAIN_UNITS[unit] ? `per ${PLAIN_UNITS[unit]}` : `per M tokens: ${unitWords(unit)}`}</td>
          </tr>
        ))}
        {(row.tiers ?? []).map(({ over, prices }) => (
          <tr key={over}>
            <td />
            <td>
              over {tokens(over)} in:{" "}
              {Object.entries(prices)
                .map(([unit, usd]) => `${unitWords(unit)} $${usd}`)
                .join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function History({ model, rows }: { model: string; rows: readonly PriceRow[] }) {
  const dated = rows.flatMap(({ from, to, prices }) =>
    from !== undefined && prices.input !== undefined
      ? [{ from, ...(to === undefined ? {} : { to }), inputUsd: prices.input }]
      : [],
  );
  return (
    <section class="model-history">
      <h2>Prices over time</h2>
      {dated.length > 1 && (
        <PricePlot stories={[{ model, prices: dated }]} now={Date.now()} label={`Input price of ${model} over time`} />
      )}
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th>From</th>
              <th class="number">$/M in</th>
              <th class="number">$/M out</th>
              <th>Read at</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <td>
                  {row.from ?? "–"}
                  {row.hoursUtc && ` ${row.hoursUtc.join("–")} UTC`}
                </td>
                <td class="number">{row.prices.input ?? "–"}</td>
                <td class="number">{row.prices.output ?? "–"}</td>
                <td>{sourceOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function megabytes(bytes: number): string {
  return bytes < 999.5e6 ? `${Number((bytes / 1e6).toPrecision(3))} MB` : `${Number((bytes / 1e9).toPrecision(3))} GB`;
}

const LIMITS = {
  "free-memory": "it needs more memory than is free now",
  "total-memory": "it needs more memory than this machine has",
  engine: "the engine in this program can address no more than 4 GiB: run it with llama.cpp or Ollama",
} as const;

function Facts({ rows }: { rows: readonly [name: string, text: string][] }) {
  return (
    <table>
      <tbody>
        {rows.map(([name, text]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fit({ here }: { here: ModelFitHere }) {
  const { fit, memory } = here;
  const rows: [string, string][] = [
    ["weights", `${megabytes(fit.weightBytes)}, ${tokens(here.parameters)} of ${here.quantisation}`],
    [`context of ${fit.contextTokens} tokens`, megabytes(fit.cacheBytes)],
    ["working space", megabytes(fit.computeBytes)],
    ["engine", megabytes(fit.engineBytes)],
    ["needed", megabytes(fit.neededBytes)],
    ["free here", `${megabytes(memory.freeMemoryBytes)} of ${megabytes(memory.totalMemoryBytes)}`],
    ["largest context", fit.largestContextTokens === 0 ? "none" : `${fit.largestContextTokens} tokens`],
  ];
  return (
    <section>
      <h2>On this machine</h2>
      <p>
        <span class={`tag ${fit.fits ? "good" : "bad"}`}>{fit.fits ? "it fits" : "it does not fit"}</span>{" "}
        {!fit.fits && LIMITS[fit.limit ?? "free-memory"]}
      </p>
      <Facts rows={rows} />
    </section>
  );
}

function Known({ page }: { page: ModelPage }) {
  const { model } = page;
  const { input, output, tools: calls, schema, reasoning, contextTokens, maxOutputTokens } = model.capabilities;
  const rows: [string, string][] = [
    ["runs", PLACES[model.where]],
    ["reads", input.join(", ")],
    ["makes", output.join(", ")],
    ["tools", yesOrNo(calls)],
    ["schema", yesOrNo(schema)],
    ["reasoning", yesOrNo(reasoning)],
    ["context", contextTokens === undefined ? "–" : `${contextTokens.toLocaleString("en-US")} tokens`],
    ["longest answer", maxOutputTokens === undefined ? "–" : `${maxOutputTokens.toLocaleString("en-US")} tokens`],
    ...(model.released === undefined ? [] : [["released", model.released] as [string, string]]),
    ...(model.retired === undefined ? [] : [["retired", model.retired] as [string, string]]),
    ...(model.aliases.length === 0 ? [] : [["short names", model.aliases.join(", ")] as [string, string]]),
  ];
  return <Facts rows={rows} />;
}

function Default({ page, done }: { page: ModelPage; done: () => void }) {
  const [error, setError] = useState<string>();
  const { id, isDefault } = page.model;
  const set = (): void => {
    post("/api/models/default", { model: id }).then(
      () => {
        setError(undefined);
        done();
      },
      (reason: Error) => setError(reason.message),
    );
  };
  if (isDefault) return <span class="tag good">the default model</span>;
  return (
    <>
      <button type="button" onClick={set}>
        Make it the default
      </button>
      {error && <Problem sentence={error} />}
    </>
  );
}

/** The sheet. @param back address of the list. */
export function ModelSheet({ name, back }: { name: string; back: string }) {
  const { value: page, error, again } = useLoaded<ModelPage>(`/api/models/one?name=${encodeURIComponent(name)}`);
  return (
    <article class="model-sheet">
      <a href={back}>All models</a>
      <div class="heading">
        <h1>{page?.model.title ?? name}</h1>
        {page && (
          <>
            <a class="button main" href={`/?model=${encodeURIComponent(page.model.id)}`}>
              Ask this model
            </a>
            <Default page={page} done={again} />
          </>
        )}
      </div>
      {error && <Problem sentence={error} again={again} />}
      {!page && !error && <p class="loading">…</p>}
      {page && (
        <>
          <p>
            <code>{page.model.id}</code>
          </p>
          {!page.model.available && (
            <p class="model-key">
              {withCode(
                `It cannot be asked yet: there is no key for ${page.model.provider}. In a terminal, \`penny keys set ${page.model.provider}\` keeps one; it is never shown here.`,
              )}
            </p>
          )}
          <Said>{page.model.isDefault ? "This is the default model" : ""}</Said>
          <div class="model-columns">
            <section>
              <h2>What it does</h2>
              <Known page={page} />
            </section>
            <section>
              <h2>Price today</h2>
              {page.model.where !== "hosted" && <p>None: it runs here.</p>}
              {page.model.where === "hosted" && !page.price && <p>– (no price is known)</p>}
              {page.price && <PriceList row={page.price.row} />}
              {page.price && (
                <p class="soft">
                  {page.price.assumption ?? ""} {sourceOf(page.price.row)}
                  {page.price.row.from && `, since ${page.price.row.from}`}.
                </p>
              )}
            </section>
            {page.fit && <Fit here={page.fit} />}
            {page.history.length > 0 && <History model={page.model.id} rows={page.history} />}
          </div>
        </>
      )}
    </article>
  );
}
